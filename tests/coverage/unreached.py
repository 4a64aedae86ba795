# SPDX-License-Identifier: MIT
"""The list of the lines that no test reaches, each with the reason:
unreached.txt.

    src/store/file/lock.c acme_lock_take
    - a line as it is, without indentation
    - another one of the same function
    = why nothing reaches them

Where two lines of a function look alike and neither is reached, both are in
the list.
"""
from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Counter as CounterOf, Iterable, Iterator, List, NamedTuple

from lines import TOP, Line, Lines

LIST = Path(__file__).resolve().parent / "unreached.txt"


class BadList(Exception):
    """An entry is not what it should be."""


class Place(NamedTuple):
    """A line, whatever its number is."""
    path: str
    function: str
    text: str


def _of_entry(number: int, lines: List[str]) -> Iterator[Place]:
    head = lines[0].split()
    marks = "".join(line[:2] for line in lines[1:])
    texts = [line[2:] for line in lines[1:] if line.startswith("- ")]
    if len(head) != 2 or not texts or \
            marks.replace("- ", "-").replace("= ", "=").strip("=") != \
            "-" * len(texts) or not lines[-1].startswith("= "):
        raise BadList(f"{LIST.name}:{number}: an entry is FILE FUNCTION, and "
                      "lines that begin with - and then =")
    return (Place(head[0], head[1], text) for text in texts)


def read(path: Path = LIST) -> CounterOf[Place]:
    found: CounterOf[Place] = Counter()
    number = 1
    for block in path.read_text().split("\n\n"):
        lines = [line for line in block.splitlines()
                 if line and not line.startswith("#")]
        if lines:
            found.update(_of_entry(number, lines))
        number += block.count("\n") + 2
    return found


def places(lines: Lines, some: Iterable[Line]) -> CounterOf[Place]:
    return Counter(Place(one.path, one.function, lines.text(one))
                   for one in some)


def _is_in_source(place: Place, lines: Lines) -> bool:
    return (TOP / place.path).is_file() and \
        place.text in lines.texts(place.path)


def faults(lines: Lines, missed: Iterable[Line],
           listed: CounterOf[Place]) -> Iterator[str]:
    """What of ${missed} is not in the list, and what of the list is run."""
    unreached = places(lines, missed)
    built = places(lines, lines.all)
    for place in unreached - listed:
        yield f"{place.path}: {place.function}: no test reaches: {place.text}"
    for place in listed - unreached:
        if not _is_in_source(place, lines):
            yield f"{LIST.name}: is in no source any more: {' '.join(place)}"
        elif place in built:  # else this build leaves it out: #if
            yield f"{LIST.name}: is reached now: {' '.join(place)}"
