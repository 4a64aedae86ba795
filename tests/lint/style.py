# SPDX-License-Identifier: MIT
"""clang-format has nothing to change, by the .clang-format of the top."""
import subprocess
from typing import List

from sources import TOP, Files, is_c


def check(files: Files) -> List[str]:
    ours = [path for path in files if is_c(path)]
    if not ours:
        return []
    run = subprocess.run(
        ["clang-format", "--dry-run", "-Werror", "--style=file", *ours],
        cwd=TOP, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if not run.returncode:
        return []
    found = [line for line in run.stderr.splitlines() if "error:" in line]
    return found or [run.stderr.strip()]
