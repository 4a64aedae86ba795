# SPDX-License-Identifier: MIT
"""clang-tidy and clang find nothing, by the .clang-tidy of the top.

tidy.py BUILD [OTHER]: runs over the compile_commands.json of a build, not over
what another build compiles, too; as many at a time as there are processors.
clang-tidy tells clang's warnings of what is written by hand; of what is
generated, and in the standard suite of the tests, clang alone is asked, and
clang's analyzer of nothing: it takes fifteen times as long as all other checks.
Nothing is compiled: BUILD has to have the generated files only.
"""
import json
import os
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Callable, Dict, List, Sequence, Set, Tuple

from sources import TOP

Commands = List[Dict[str, str]]


def compiled(build: Path) -> Commands:
    """How each file is compiled, some more than once."""
    entries = json.loads((build / "compile_commands.json").read_text())
    return [{**entry, "file": os.path.join(entry["directory"], entry["file"])}
            for entry in entries]


def written(entries: Commands, build: Path) -> Set[str]:
    """The sources that are written by hand."""
    return {entry["file"] for entry in entries
            if not Path(entry["file"]).is_relative_to(build)}


def is_standard() -> bool:
    return os.environ.get("ACME_SUITE") == "standard"


def is_left_to_clang(file: str) -> bool:
    return is_standard() and Path(file).is_relative_to(TOP / "tests")


def checks() -> List[str]:
    """Beside those of .clang-tidy."""
    return ["--checks=-clang-analyzer-*"] if is_standard() else []


def check_by_clang(entry: Dict[str, str]) -> List[str]:
    run = subprocess.run([*shlex.split(entry["command"]), "-fsyntax-only"],
                         cwd=entry["directory"], text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return [run.stdout.strip()] if run.returncode else []


def check_unit(build: Path, file: str) -> List[str]:
    run = subprocess.run(
        ["clang-tidy", "--quiet", "--warnings-as-errors=*", *checks(), "-p",
         str(build), file], cwd=TOP, text=True, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE)
    if not run.returncode:
        return []
    return [run.stdout.strip() or run.stderr.strip()]


def at_once(check: Callable, each: list) -> List[str]:
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return [fault for faults in pool.map(check, each) for fault in faults]


def check(build: Path, others: Sequence[Path] = ()) -> Tuple[int, List[str]]:
    """How many files were looked at, and what is wrong."""
    entries = compiled(build)
    known = {file for other in others
             for file in written(compiled(other), other)}
    ours = written(entries, build) - known
    quickly = {file for file in ours if is_left_to_clang(file)}
    # They are the same with each lws.
    generated = set() if others else {
        entry["file"] for entry in entries} - written(entries, build)
    faults = at_once(lambda file: check_unit(build, file),
                     sorted(ours - quickly)) + \
        at_once(check_by_clang, [entry for entry in entries
                                 if entry["file"] in quickly | generated])
    return len(ours | generated), faults


if __name__ == "__main__":
    build, *others = [Path(argument).resolve() for argument in sys.argv[1:]]
    n_files, faults = check(build, others)
    if not n_files:
        sys.exit(f"tidy.py: {build} compiles nothing of its own")
    print(f"{n_files} files")
    print("\n".join(faults))
    sys.exit(1 if faults else 0)
