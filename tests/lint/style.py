# SPDX-License-Identifier: MIT
"""clang-format has nothing to change, by the .clang-format of the top.

Each version has another opinion of the same file, so one of them is the judge.
As a program it says nothing where that one is here, and else why the format is
not checked.
"""
import re
import subprocess
from typing import List

from sources import TOP, Files, NotChecked, is_c

JUDGE = 14  # Debian 12's; its options are those of .clang-format


def need_judge() -> None:
    """NotChecked where clang-format is of another version."""
    said = subprocess.run(["clang-format", "--version"], check=True, text=True,
                          stdout=subprocess.PIPE).stdout
    found = re.search(r"version (\d+)\.", said)
    if not found or int(found[1]) != JUDGE:
        raise NotChecked(f"the format, which is clang-format {JUDGE}'s: "
                         f"this is {said.strip()}")


def check(files: Files) -> List[str]:
    ours = [path for path in files if is_c(path)]
    if not ours:
        return []
    need_judge()
    return unformatted(ours)


def unformatted(ours: List[str]) -> List[str]:
    run = subprocess.run(
        ["clang-format", "--dry-run", "-Werror", "--style=file", *ours],
        cwd=TOP, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if not run.returncode:
        return []
    found = [line for line in run.stderr.splitlines() if "error:" in line]
    return found or [run.stderr.strip()]


if __name__ == "__main__":
    try:
        need_judge()
    except NotChecked as reason:
        print(reason)
