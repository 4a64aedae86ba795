#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Say which lines of the flows no scenario took.

  every_line_taken.py FLOWC_FOLDER LINES_FOLDER FILE.flow... --alone FLOW...

LINES_FOLDER holds the files that the scenarios wrote (tests/sim/steps.h): a line
FILE.flow:NUMBER for each row they took.  A row counts as a source line: a
parent's line is taken when one child took it.  A row of a flow behind --alone
counts where no other flow ran it.  Exit status: 0 if all were taken, else 1.
"""

from __future__ import annotations

import glob
import os
import sys
from typing import List, Set, Tuple

KEYWORDS = ("on", "after", "if", "else")


def taken_lines(folder: str) -> Tuple[Set[str], Set[str]]:
    """"FILE.flow:NUMBER" of each row that was taken, and taken alone."""
    taken: Set[str] = set()
    alone: Set[str] = set()
    for path in glob.glob(os.path.join(glob.escape(folder), "*.lines")):
        with open(path, encoding="utf-8") as file:
            for place, *how in map(str.split, file):
                taken.add(place)
                if how:
                    alone.add(place)
    return taken, alone


def row_lines(path: str) -> List[int]:
    """The numbers of the lines that are rows, and of the flow's start."""
    from flow.library import Library
    from flow.load import load
    flow = load(path, Library())
    if flow is None:
        sys.exit(1)
    return sorted({flow.start_word.line, *(
        line.number for state in flow.states.values()
        for line in state.lines if line.keyword in KEYWORDS)})


def main(words: List[str]) -> int:
    split = words.index("--alone")
    gen, folder, paths = words[0], words[1], words[2:split]
    flows_alone = words[split + 1:]
    sys.path.insert(0, gen)
    sys.dont_write_bytecode = True
    taken, taken_alone = taken_lines(folder)
    rows = missing = 0
    for path in paths:
        name = os.path.basename(path)
        place = os.path.join(os.path.basename(os.path.dirname(path)), name)
        is_alone = name[:-len(".flow")] in flows_alone
        found, never = ((taken_alone, "never taken alone") if is_alone else
                        (taken, "never taken"))
        with open(path, encoding="utf-8") as file:
            text = file.read().splitlines()
        for number in row_lines(path):
            rows += 1
            if f"{name}:{number}" not in found:
                missing += 1
                print(f"{place}:{number}: {never}: {text[number - 1]}")
    print(f"{rows - missing} of {rows} lines were taken")
    return 1 if missing or not rows else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
