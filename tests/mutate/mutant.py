# SPDX-License-Identifier: MIT
"""A mutant: one file with one change, and names for it that stay when lines
move."""
from __future__ import annotations

import hashlib
from typing import Dict, Iterable, List, NamedTuple, Tuple

SAME = "\0"  # in what is new: what was there
TABLES = (".flow", ".shared")
Key = Tuple[str, str, str, str, int]


class Change(NamedTuple):
    """text[start:end] becomes new."""
    kind: str
    start: int
    end: int
    new: str


class Mutant(NamedTuple):
    path: str    # from the top
    place: str   # the function, or the state of a flow
    kind: str
    before: str  # the lines that change, without indentation
    after: str
    nth: int     # which of those that look alike in this place
    line: int
    text: str    # all of the changed file

    @property
    def key(self) -> Key:
        return self.path, self.place, self.before, self.after, self.nth

    @property
    def is_table(self) -> bool:
        return self.path.endswith(TABLES)

    @property
    def where(self) -> str:
        return f"{self.path}:{self.line}"


def words(text: str) -> str:
    return " ".join(text.split())


def mutant(path: str, text: str, place: str, change: Change) -> Mutant:
    """Its nth is 1: numbered() tells those that look alike apart."""
    first = text.rfind("\n", 0, change.start) + 1
    last = text.find("\n", change.end)
    last = len(text) if last < 0 else last
    new = change.new.replace(SAME, text[change.start:change.end])
    after = text[first:change.start] + new + text[change.end:last]
    return Mutant(path, place, change.kind, words(text[first:last]),
                  words(after), 1, text.count("\n", 0, change.start) + 1,
                  text[:first] + after + text[last:])


def numbered(mutants: Iterable[Mutant]) -> List[Mutant]:
    seen: Dict[Key, int] = {}
    found = []
    for one in mutants:
        seen[one.key] = seen.get(one.key, 0) + 1
        found.append(one._replace(nth=seen[one.key]))
    return found


def rank(seed: str, *parts: object) -> str:
    """A place in an order by chance, which other mutants do not move."""
    text = "\0".join([seed, *map(str, parts)])
    return hashlib.sha256(text.encode()).hexdigest()


def chosen(mutants: Iterable[Mutant], seed: str) -> List[Mutant]:
    """One mutant of each kind in each line, in an order by chance in which
    the kinds take turns: else one of them would be half of all."""
    lines: Dict[Tuple[str, str, int], List[Mutant]] = {}
    for one in mutants:
        lines.setdefault((one.kind, one.path, one.line), []).append(one)
    kinds: Dict[str, List[Mutant]] = {}
    for (kind, _, _), of_line in lines.items():
        kinds.setdefault(kind, []).append(
            min(of_line, key=lambda one: rank(seed, *one.key)))
    turns: List[Tuple[int, str, Mutant]] = []
    for of_kind in kinds.values():
        of_kind.sort(key=lambda one: rank(
            seed, one.kind, one.path, one.place, one.before, one.nth))
        turns += [(turn, rank(seed, one.kind), one)
                  for turn, one in enumerate(of_kind)]
    return [one for _, _, one in sorted(turns)]
