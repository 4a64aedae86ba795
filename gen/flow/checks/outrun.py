# SPDX-License-Identifier: MIT
"""Timers that never run out, as one around them always runs out before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Iterator, List, Optional, Set, Tuple

from ..duration import in_words
from ..library import Library
from ..model import Flow, State
from ..source import Errors, Word
from ..syntax import (DurationSyntax, FileSyntax, LineSyntax, StateSyntax)


def shortest(d: DurationSyntax) -> int:
    """The least time that a timer may run, in us."""
    if not d.base:
        return d.hint_min
    us = d.base
    if d.jitter_percent:
        us -= us // 100 * d.jitter_percent
    if d.cap is not None:
        us = 0
    us = max(us if not d.max else min(us, d.max), d.min)
    return min(us, d.hint_min) if d.hint else us


def longest(d: DurationSyntax) -> Optional[int]:
    """The most that it may run; None: the table does not say."""
    if not d.base:
        return d.hint_max
    us: Optional[int] = d.base
    if d.factor_percent > 100:
        us = None
    elif d.jitter_percent:
        us += us // 100 * d.jitter_percent
    if d.max:
        us = d.max if us is None else min(us, d.max)
    if us is None:
        return None
    us = max(us, d.min)
    return max(us, d.hint_max) if d.hint else us


@dataclass
class Limit:
    """An `after` line that always ends the state that it stands in."""

    timer: Word
    us: int

    def text(self) -> str:
        return f"'{self.timer}' ({in_words(self.us)})"


class Table:
    """What a file says of its timers."""

    def __init__(self, file: FileSyntax):
        self.durations: Dict[str, DurationSyntax] = {
            str(timer.name): timer.duration for timer in file.timers}
        self.states: Dict[str, StateSyntax] = {
            str(state.name): state for state in file.states}

    def up(self, state: StateSyntax) -> Iterator[StateSyntax]:
        seen: Set[str] = set()
        at: Optional[StateSyntax] = state
        while at is not None and str(at.name) not in seen:
            seen.add(str(at.name))
            yield at
            at = self.states.get(at.parent) if at.parent else None

    def afters(self, state: StateSyntax) -> List[LineSyntax]:
        return [line for line in state.lines if line.keyword == "after"
                and line.events and str(line.events[0].word)
                in self.durations]

    def is_in(self, name: Word, state: StateSyntax) -> bool:
        """Then the state is not left, and its timer does not run again."""
        target = self.states.get(name)
        return target is not None and target is not state and \
            state in self.up(target)

    def limits(self, state: StateSyntax) -> List[Limit]:
        """The lines of one state that end it whatever guards say."""
        found: List[Limit] = []
        stays: Set[str] = set()
        for line in self.afters(state):
            word = line.events[0].word
            us = longest(self.durations[word])
            if line.target is None or self.is_in(line.target, state):
                stays.add(str(word))
            elif not line.guard and word not in stays and us is not None:
                found.append(Limit(word, us))
        return found

    def limit(self, states: Iterator[StateSyntax]) -> Optional[Limit]:
        """The shortest of several states'."""
        found = [limit for state in states for limit in self.limits(state)]
        return min(found, key=lambda limit: limit.us, default=None)


def in_own_flow(table: Table, file: FileSyntax, errors: Errors) -> None:
    """A parent's timer began no later than that of a state in it."""
    for state in file.states:
        above = list(table.up(state))[1:]
        limit = table.limit(iter(above))
        for line in table.afters(state):
            word = line.events[0].word
            us = shortest(table.durations[word])
            if limit is not None and us >= limit.us and word != limit.timer:
                errors.add(word, f"'{word}' ({in_words(us)}) never runs out "
                           f"here: {limit.text()} of a state above it began "
                           "before and is no longer",
                           "make the outer one longer, or the inner one "
                           "shorter")


def callers(library: Library, folder: str,
            name: str) -> Iterator[Tuple[Table, StateSyntax]]:
    """Every state of a flow in `folder` that runs `name`."""
    for other in library.names(folder):
        file = library.neighbour(folder, other)
        for state in file.states if file is not None else []:
            if state.flow == name:
                yield Table(file), state


def most_time(library: Library, folder: str, name: str) -> Optional[int]:
    """How long `name` may run, at most, wherever it is run."""
    found: List[int] = []
    for table, state in callers(library, folder, name):
        limit = table.limit(table.up(state))
        if limit is None:
            return None
        found.append(limit.us)
    return max(found, default=None)


def longest_of(library: Library, folder: str,
               name: str) -> Optional[Tuple[int, Word]]:
    """The timer of a flow that runs longest before it runs out."""
    file = library.neighbour(folder, name)
    if file is None:
        return None
    table = Table(file)
    found = [(shortest(table.durations[line.events[0].word]),
              line.events[0].word)
             for state in file.states for line in table.afters(state)]
    return max(found, key=lambda item: item[0], default=None)


def timer_outrun(flow: Flow, library: Library, errors: Errors) -> None:
    """Also in a flow that is run, where no one who runs it gives the time."""
    folder = flow.source.folder
    file = library.neighbour(folder, str(flow.name))
    if file is None:
        return
    table = Table(file)
    in_own_flow(table, file, errors)
    for state in flow.states.values():
        if state.run is not None:
            of_child(flow, state, table, library, errors)


def of_child(flow: Flow, state: State, table: Table, library: Library,
             errors: Errors) -> None:
    folder = flow.source.folder
    limit = table.limit(table.up(table.states[state.name]))
    inner = longest_of(library, folder, state.run.flow)
    most = most_time(library, folder, state.run.flow)
    if limit is None or inner is None or most is None or inner[0] < most:
        return
    errors.add(state.run.word, f"'{inner[1]}' ({in_words(inner[0])}) of flow "
               f"'{state.run.flow}' never runs out: {limit.text()} ends "
               f"'{state.name}' before, and no other state runs it for "
               "longer",
               "make the outer one longer, or the inner one shorter")
