# SPDX-License-Identifier: MIT
"""A comment in C ends in column 80, at the latest.

clang-format judges the code and leaves comments as they are (ReflowComments),
because lists and pictures stand in some of them.
"""
import re
from typing import List

from sources import TOKEN, Files, lines

WIDTH, TAB = 80, 8
RAGEL = re.compile(r"(?:^|[ \t;])# [^\n]*", re.M)  # what is not C in a .rl


def _commented(path: str, text: str) -> List[int]:
    """The numbers of the lines that hold a comment, or a part of one."""
    hits = [hit for hit in TOKEN.finditer(text) if hit[0].startswith("/")]
    if path.endswith(".rl"):
        hits += RAGEL.finditer(text)
    found = set()
    for hit in hits:
        first = text.count("\n", 0, hit.start(0)) + 1
        found |= set(range(first, first + hit[0].count("\n") + 1))
    return sorted(found)


def check(files: Files) -> List[str]:
    found = []
    for path, text in files.items():
        if not path.endswith((".c", ".h", ".rl")):
            continue
        commented = set(_commented(path, text))
        found += [f"{path}:{number}: a comment up to column {width}; {WIDTH} "
                  "are enough" for number, line in lines(text)
                  if number in commented
                  for width in [len(line.expandtabs(TAB))] if width > WIDTH]
    return found
