#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Run unit tests while memory is short (unit.h); a test that fails leaves its
files, so /tmp is one that goes with the last process.

    units.py FLOOR STEP MOST PROGRAM...

Of each PROGRAM every STEPth function, and in each MOST places (0: all).  At
least FLOOR allocations fail in all.  in_namespace has to run it.
"""
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import List

SKIPPED = 77  # ctest's SKIP_RETURN_CODE
TOP = Path(__file__).resolve().parents[2]
FAILED = re.compile(r"^(\d+) of (\d+) allocations, in (\d+) places, failed")


def mount(*args: str) -> None:
    subprocess.run(["mount", *args], check=True)


def own_tmp() -> None:
    """In this namespace of mounts; the project may be below /tmp itself."""
    mount("-t", "tmpfs", "-o", "mode=1777", "tmpfs", "/mnt")
    if TOP.parts[1] == "tmp":
        there = Path("/mnt").joinpath(*TOP.parts[2:])
        there.mkdir(parents=True)
        mount("--bind", str(TOP), str(there))
    mount("--rbind", "/mnt", "/tmp")
    os.environ["TMPDIR"] = "/tmp"


def main(floor: int, step: str, most: str, programs: List[str]) -> int:
    if "ACME_REAL_PORTS" not in os.environ:
        print("SKIPPED: no mount namespace is permitted here")
        return SKIPPED
    own_tmp()
    n_failed, wrong = 0, []
    for i, program in enumerate(programs):
        first = str(i % int(step))
        run = subprocess.run([program, "--memory", first, step, most],
                             text=True, stdout=subprocess.PIPE)
        *lines, last = run.stdout.splitlines() or [""]
        told = FAILED.match(last)
        n_failed += int(told[1]) if told else 0
        if run.returncode or not told:
            wrong.append(program)
            print(f"{program}:", *lines, last, sep="\n")
    print(f"{n_failed} allocations of {len(programs)} programs failed, at "
          f"least {floor}; {len(wrong)} programs did not end as they should")
    return bool(wrong) or n_failed < floor


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), *sys.argv[2:4], programs=sys.argv[4:]))
