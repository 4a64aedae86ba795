#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""lint.py CHECK...: asserts, columns, delays, directions, links, map, messages,
openings, papers, parsers, readme, repeats, rooms, sizes, style or tree, over
all.

Prints file:line: fault; exit status 1 if there is one, and else 77 if a check
could not be made here, which is said.
"""
import importlib
import sys
from typing import List

from sources import NotChecked, texts

CHECKS = ("asserts", "columns", "delays", "directions", "links", "map",
          "messages", "openings", "papers", "parsers", "readme", "repeats",
          "rooms", "sizes", "style", "tree")


def main(names: List[str]) -> int:
    if not names or not set(names) <= set(CHECKS):
        print(f"usage: lint.py CHECK...\nchecks: {' '.join(CHECKS)}",
              file=sys.stderr)
        return 2
    files = texts()
    faults: List[str] = []
    skipped = False
    for name in names:
        try:
            faults += importlib.import_module(name).check(files)
        except NotChecked as reason:
            print(f"NOT CHECKED: {reason}")
            skipped = True
    for fault in faults:
        print(fault)
    print(f"{', '.join(names)}: {len(files)} files, {len(faults)} faults")
    return 1 if faults else 77 if skipped else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
