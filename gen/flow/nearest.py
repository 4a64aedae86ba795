# SPDX-License-Identifier: MIT
"""The name that a misspelt one was probably meant to be."""

from __future__ import annotations

from typing import Iterable, Optional

FAR = 99
MOST_EDITS = 3


ENDING = 2  # letters that may be missing at the end: fail, failed


def most_edits(name: str) -> int:
    """So many slips of the finger are taken for the same name."""
    return 1 if len(name) < 5 else min(MOST_EDITS, len(name) // 3)


def edits(a: str, b: str, most: int) -> int:
    """How many letters are wrong, missing, too many, or the wrong way round;
    FAR: more than `most`."""
    if abs(len(a) - len(b)) > most:
        return FAR
    before: list = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        above, before_above = row, before
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(above[j] + 1, row[-1] + 1, above[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before_above[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return FAR
        before = above
    return row[-1] if row[-1] <= most else FAR


def distance(a: str, b: str) -> int:
    """Of two names in lower case: 0 is the same."""
    if a == b:
        return 0
    if min(len(a), len(b)) > 1 and abs(len(a) - len(b)) <= ENDING and \
            (a.startswith(b) or b.startswith(a)):
        return 1
    most = most_edits(a)
    if abs(len(a) - len(b)) > most or len(set(a) ^ set(b)) > 2 * most:
        return FAR
    if sorted(a.split("_")) == sorted(b.split("_")):
        return 1
    return edits(a, b, most)


def nearest(name: str, names: Iterable[str]) -> Optional[str]:
    """The name that was probably meant, or None: letters in the other case,
    the same words in another order, another ending, or a slip or two."""
    best, least, low, size = None, FAR, name.lower(), len(name)
    for other in names:
        if abs(len(other) - size) <= MOST_EDITS:
            far = distance(low, other.lower())
            if far < least:
                best, least = other, far
    return best
