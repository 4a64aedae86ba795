# SPDX-License-Identifier: MIT
"""The mutants of a flow: a wrong table, as people write it."""
from __future__ import annotations

import re
from pathlib import Path
from typing import Callable, Iterator, List

from mutant import Change, Mutant, mutant, numbered

NOT_CODE = re.compile(r"#[^\n]*|\"[^\"\n]*\"|^  never [^\n]*", re.M)
BLOCK = re.compile(r"^(?:state|choice|call|each|flow)\s+(\w+)", re.M)
ROW = re.compile(r"^  (?:on|after|if|ignore|entry|exit)\b[^\n]*", re.M)
TARGET = re.compile(r"-> +(\w+)")
EXITS = re.compile(r"^  exits ([^\n]*)", re.M)
GUARDS = re.compile(r"\[([^]\n]+)\]")
ACTIONS = re.compile(r"(?<= )/ ([\w. ]*\w)")
EVENTS = re.compile(r"^  (?:on|ignore) (?:any |all )?([\w. ]*\w)", re.M)
ON = re.compile(r"  on ")
KINDS = re.compile(r"(?<= is )([\w ]*\w)")
TIME = re.compile(r"(?<![\w.])(\d+)(?=(?:ms|s|min|h|d)\b)")
FACTOR = re.compile(r"(?<=\* )\d+(?:\.\d+)?(?= \^)")
LIMIT = re.compile(r"(?<=\bmax )\d+(?![\w%])|(?<=\blimit )\d+")

Operator = Callable[[str, List[str]], Iterator[Change]]


def code_only(text: str) -> str:
    return NOT_CODE.sub(lambda hit: " " * len(hit[0]), text)


def targets(code: str, names: List[str]) -> Iterator[Change]:
    for hit in TARGET.finditer(code):
        for name in names:
            if name != hit[1]:
                yield Change("target", *hit.span(1), name)


def rows(code: str, _names: List[str]) -> Iterator[Change]:
    for hit in ROW.finditer(code):
        yield Change("row", hit.start(), hit.start(), "#")


def guards(code: str, _names: List[str]) -> Iterator[Change]:
    for hit in GUARDS.finditer(code):
        if ON.match(code, code.rfind("\n", 0, hit.start()) + 1):
            yield Change("guard", *hit.span(), "")
        at = hit.start(1)
        for term in hit[1].split("&"):
            bare = term.strip()
            start = code.index(bare, at)
            end = start + len(bare)
            if bare.startswith("!"):
                yield Change("guard", start, start + 1, "")
            else:
                yield Change("guard", start, start, "!")
            if term != hit[1]:
                first = at == hit.start(1)
                yield Change("guard", start if first else at - 1,
                             at + len(term) + 1 if first else end, "")
            at += len(term) + 1


def one_word_less(kind: str, start: int, listed: str) -> Iterator[Change]:
    for word in re.finditer(r"\S+", listed):
        yield Change(kind, start + word.start(), start + word.end(), "")


def kinds(code: str, _names: List[str]) -> Iterator[Change]:
    for hit in KINDS.finditer(code):
        if " " in hit[1]:
            yield from one_word_less("guard", hit.start(1), hit[1])


def actions(code: str, _names: List[str]) -> Iterator[Change]:
    for hit in ACTIONS.finditer(code):
        if " " in hit[1]:
            yield from one_word_less("action", hit.start(1), hit[1])
        else:
            yield Change("action", *hit.span(), "")


def events(code: str, _names: List[str]) -> Iterator[Change]:
    for hit in EVENTS.finditer(code):
        if " " in hit[1]:
            yield from one_word_less("event", hit.start(1), hit[1])


def times(code: str, _names: List[str]) -> Iterator[Change]:
    for hit in TIME.finditer(code):
        yield Change("time", *hit.span(), str(int(hit[0]) * 2))
        if int(hit[0]) > 1:
            yield Change("time", *hit.span(), str(int(hit[0]) // 2))
    for hit in FACTOR.finditer(code):
        yield Change("time", *hit.span(), str(float(hit[0]) + 1))


def limits(code: str, _names: List[str]) -> Iterator[Change]:
    for hit in LIMIT.finditer(code):
        yield Change("limit", *hit.span(), str(int(hit[0]) + 1))
        if int(hit[0]) > 1:
            yield Change("limit", *hit.span(), str(int(hit[0]) - 1))


OPERATORS: List[Operator] = [targets, rows, guards, kinds, actions, events,
                             times, limits]


def mutants_of_flow(path: str, text: str) -> List[Mutant]:
    """Of a flow behind its includes, and of all that such a file has."""
    code = code_only(text)
    blocks = list(BLOCK.finditer(code))
    names = [block[1] for block in blocks[1:]]
    for exits in EXITS.finditer(code):
        names += re.findall(r"(?<![(\w])\w+", exits[1])

    def place(at: int) -> str:
        return [Path(path).stem, *(block[1] for block in blocks
                                   if block.start() <= at)][-1]

    first = blocks[0].start() if blocks else 0
    return numbered(mutant(path, text, place(change.start), change)
                    for operator in OPERATORS
                    for change in operator(code, names)
                    if change.start >= first)
