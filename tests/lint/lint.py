#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""lint.py CHECK...: directions, readme, sizes, style or tree over the whole project.

Prints file:line: fault; exit status 1 if there is one.
"""
import importlib
import sys
from typing import List

from sources import texts

CHECKS = ("directions", "readme", "sizes", "style", "tree")


def main(names: List[str]) -> int:
    if not names or not set(names) <= set(CHECKS):
        print(f"usage: lint.py CHECK...\nchecks: {' '.join(CHECKS)}",
              file=sys.stderr)
        return 2
    files = texts()
    faults = [fault for name in names
              for fault in importlib.import_module(name).check(files)]
    for fault in faults:
        print(fault)
    print(f"{', '.join(names)}: {len(files)} files, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
