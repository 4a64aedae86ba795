# SPDX-License-Identifier: MIT
"""clang-tidy finds nothing, by the .clang-tidy of the top.

tidy.py BUILD [OTHER]: runs over the compile_commands.json of a build, our
files only, and not those that another build compiles, too; as many at a time as
there are processors.
"""
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import List

from sources import TOP


def units(build: Path) -> List[str]:
    """The sources that this build compiles and that are written by hand."""
    entries = json.loads((build / "compile_commands.json").read_text())
    files = {os.path.join(entry["directory"], entry["file"])
             for entry in entries}
    return sorted(file for file in files
                  if not Path(file).is_relative_to(build))


def check_unit(build: Path, file: str) -> List[str]:
    run = subprocess.run(
        ["clang-tidy", "--quiet", "--warnings-as-errors=*", "-p", str(build),
         file], cwd=TOP, text=True, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE)
    if not run.returncode:
        return []
    return [run.stdout.strip() or run.stderr.strip()]


def check(build: Path, files: List[str]) -> List[str]:
    found: List[str] = []
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for faults in pool.map(lambda file: check_unit(build, file), files):
            found += faults
    return found


if __name__ == "__main__":
    build, *others = [Path(argument).resolve() for argument in sys.argv[1:]]
    known = {file for other in others for file in units(other)}
    ours = [file for file in units(build) if file not in known]
    if not ours:
        sys.exit(f"tidy.py: {build} compiles nothing of its own")
    faults = check(build, ours)
    print(f"{len(ours)} files")
    print("\n".join(faults))
    sys.exit(1 if faults else 0)
