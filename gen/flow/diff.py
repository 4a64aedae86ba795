# SPDX-License-Identifier: MIT
"""flowc diff: what a change of a table changes, for who reviews it.

Comments, stories, spaces and the order of what can't compete are no
differences.
"""

from __future__ import annotations

import os
import sys
from typing import Dict, Iterator, List, NamedTuple, Optional, Tuple

from .arguments import Arguments, Usage
from .facts import Fact, declarations, line_text, state_facts
from .library import FLOW, Library
from .load import load
from .model import Flow, Line, State
from .report import Report
from .source import Word

SAME, DIFFERENT, WRONG = 0, 1, 2


class Difference(NamedTuple):
    word: Word  # where it stands: in the old file what is gone
    text: str

    def told(self) -> str:
        return f"{self.word.source.path}:{self.word.line}: {self.text}\n"


Facts = Dict[str, Fact]


def quoted(text: str) -> str:
    return f"'{text}'" if text else "nothing"


def of_facts(old: Facts, new: Facts) -> Iterator[Difference]:
    for name, fact in new.items():
        before = old.get(name)
        if before is None:
            yield Difference(fact.word, f"{name} is new" +
                             (f": {fact.text}" if fact.text else ""))
        elif before.text != fact.text:
            yield Difference(fact.word, f"{name} is {quoted(fact.text)}, was "
                             f"{quoted(before.text)}")
    for name, fact in old.items():
        if name not in new:
            yield Difference(fact.word, f"{name} is gone")


# The lines of a state

def left_of(lines: List[Line], others: List[Line]) -> List[Line]:
    """Those that the others do not have."""
    texts = [line_text(line) for line in others]
    left = []
    for line in lines:
        if line_text(line) in texts:
            texts.remove(line_text(line))
        else:
            left.append(line)
    return left


def trigger(line: Line) -> Tuple[str, ...]:
    return (str(line.keyword), *(use.text() for use in line.uses))


def compete(a: Line, b: Line) -> bool:
    """May one take what the other one waits for?"""
    return not a.uses or bool({e.name for e in a.events()} &
                              {e.name for e in b.events()})


def turned(old: List[Line], new: List[Line]) -> Optional[Tuple[Line, Line]]:
    """Two lines of both, of which the second one was tried first."""
    rank = {line_text(line): number for number, line in enumerate(old)}
    known = [line for line in new if line_text(line) in rank]
    return next(((a, b) for number, b in enumerate(known)
                 for a in known[:number] if compete(a, b) and
                 rank[line_text(a)] > rank[line_text(b)]), None)


def of_lines(old: State, new: State) -> Iterator[Difference]:
    where = f"in {new.name}: "
    gone = left_of(old.lines, new.lines)
    for line in left_of(new.lines, old.lines):
        before = next((g for g in gone if trigger(g) == trigger(line)), None)
        text = f"{where}'{line_text(line)}'"
        if before is None:
            yield Difference(line.keyword, f"{text} is new")
        else:
            gone.remove(before)
            yield Difference(line.keyword,
                             f"{text}, was '{line_text(before)}'")
    for line in gone:
        yield Difference(line.keyword, f"{where}'{line_text(line)}' is gone")
    pair = turned(old.lines, new.lines)
    if pair is not None:
        yield Difference(pair[0].keyword, f"{where}'{line_text(pair[0])}' is "
                         f"tried before '{line_text(pair[1])}' now")


def of_states(old: Flow, new: Flow) -> Iterator[Difference]:
    for name, state in new.states.items():
        before = old.states.get(name)
        if before is None:
            yield Difference(state.name, f"{state.kind} {name} is new")
            yield from (Difference(line.keyword, f"in {name}: "
                                   f"'{line_text(line)}' is new")
                        for line in state.lines)
        else:
            yield from of_facts(state_facts(before), state_facts(state))
            yield from of_lines(before, state)
    for name, state in old.states.items():
        if name not in new.states:
            yield Difference(state.name, f"{state.kind} {name} is gone")


def of_flows(old: Flow, new: Flow) -> Iterator[Difference]:
    yield from of_facts(declarations(old), declarations(new))
    yield from of_states(old, new)


# The command

def pairs(old: str, new: str) -> List[Tuple[Optional[str], Optional[str]]]:
    """The files to compare: two, or those of two folders by their names."""
    if not (os.path.isdir(old) and os.path.isdir(new)):
        return [(old, new)]
    names = [{name for name in os.listdir(folder) if name.endswith(FLOW)}
             for folder in (old, new)]
    return [tuple(os.path.join(folder, name) if name in there else None
                  for folder, there in zip((old, new), names))
            for name in sorted(names[0] | names[1])]


def of_files(old: Optional[str], new: Optional[str],
             library: Library) -> Optional[List[Difference]]:
    """None: a table is wrong, and that was told."""
    flows = [load(path, library) for path in (old, new) if path]
    if None in flows:
        return None
    if old and new:
        return [*of_flows(*flows)]
    name = flows[0].name
    return [Difference(name, f"flow {name} is {'new' if new else 'gone'}")]


def run(args: Arguments, report: Report) -> int:
    if len(args.files) != 2:
        raise Usage("'flowc diff' wants OLD and NEW, two files or two folders")
    library, status = Library(report), SAME
    for old, new in pairs(*args.files):
        found = of_files(old, new, library)
        if found is None:
            status = WRONG
            continue
        for difference in found:
            sys.stdout.write(difference.told())
        if found and status == SAME:
            status = DIFFERENT
    return status
