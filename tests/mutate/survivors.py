# SPDX-License-Identifier: MIT
"""The list of the mutants that no test notices, each with the reason why it
is harmless: survivors.txt.

    src/format/url_resolve.c acme_url_resolve
    - the lines as they are, without indentation
    + the lines of the mutant
    = why it does no harm

`acme_url_resolve 2` is the second of those that look alike in this function.
"""
from __future__ import annotations

from pathlib import Path
from typing import Dict, Iterable, List

from mutant import Key, Mutant

LIST = Path(__file__).resolve().parent / "survivors.txt"
Reasons = Dict[Key, str]


class BadList(Exception):
    """An entry is not what it should be."""


def read_entry(number: int, lines: List[str]) -> "tuple[Key, str]":
    head = lines[0].split()
    marks = "".join(line[:2] for line in lines[1:])
    if len(head) not in (2, 3) or marks.rstrip("= ") != "- +" \
            or len(lines) < 4 or not lines[3][2:].strip():
        raise BadList(f"{LIST.name}:{number}: an entry is FILE PLACE [NTH], "
                      "and lines that begin with -, + and =")
    nth = int(head[2]) if len(head) == 3 else 1
    key = head[0], head[1], lines[1][2:], lines[2][2:], nth
    return key, " ".join(line[2:] for line in lines[3:])


def read(path: Path = LIST) -> Reasons:
    found: Reasons = {}
    number = 1
    for block in path.read_text().split("\n\n"):
        lines = [line for line in block.splitlines() if line[:1] != "#"]
        if any(lines):
            key, reason = read_entry(number, [line for line in lines if line])
            if key in found:
                raise BadList(f"{LIST.name}:{number}: this is listed twice")
            found[key] = reason
        number += block.count("\n") + 2
    return found


def entry(mutant: Mutant) -> str:
    nth = f" {mutant.nth}" if mutant.nth > 1 else ""
    return f"{mutant.path} {mutant.place}{nth}\n- {mutant.before}\n" \
        f"+ {mutant.after}\n"


def gone(reasons: Reasons, mutants: Iterable[Mutant]) -> List[Key]:
    """Those that the sources do not have any more."""
    there = {one.key for one in mutants}
    return [key for key in reasons if key not in there]
