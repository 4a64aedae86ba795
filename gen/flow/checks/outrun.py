# SPDX-License-Identifier: MIT
"""Timers that never run out: one beside or around them always does first."""

from __future__ import annotations

from functools import lru_cache
from typing import Dict, Iterable, Iterator, List, Optional, Set, Tuple

from ..duration import in_words
from ..library import Library
from ..model import Flow, State
from ..record import record
from ..source import Errors, Word
from ..syntax import (DurationSyntax, FileSyntax, LineSyntax, StateSyntax)

HINT = "make the outer one longer, or the inner one shorter"


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


@record
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

    def timers(self, state: StateSyntax) -> List[Word]:
        """Each once, as the first line for it has it."""
        return list(dict.fromkeys(line.events[0].word
                                  for line in self.afters(state)))

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

    def limit(self, states: Iterable[StateSyntax]) -> Optional[Limit]:
        """The shortest of several states'."""
        found = [limit for state in states for limit in self.limits(state)]
        return min(found, key=lambda limit: limit.us, default=None)

    def limit_of(self, state: StateSyntax) -> Optional[Limit]:
        """Of it and those that it is in."""
        return self.limit(self.up(state))


def in_own_flow(table: Table, file: FileSyntax, errors: Errors) -> None:
    """A parent's timer began no later than that of a state in it, and those
    of one state begin together."""
    for state in file.states:
        above = table.limit(list(table.up(state))[1:])
        own = table.limit([state])
        for word in table.timers(state):
            us = shortest(table.durations[word])
            text = f"'{word}' ({in_words(us)}) never runs out here:"
            if above is not None and above.us <= us and above.timer != word:
                errors.add(word, f"{text} {above.text()} of a state above it "
                           "began before and runs out no later", HINT)
            elif own is not None and comes_first(own, word, us):
                errors.add(word, f"{text} {own.text()} in line "
                           f"{own.timer.line} ends '{state.name}' first",
                           "make it the shorter one, or leave this line out")


def comes_first(limit: Limit, word: Word, us: int) -> bool:
    """Of two timers that are equal the first line's does."""
    return limit.timer != word and \
        (limit.us, limit.timer.line) < (us, word.line)


@record
class Way:
    """From a flow to a timer, through the flows that are run."""

    states: List[str]  # FLOW.STATE: who runs the next, and who waits
    flow: str  # of the last one
    timer: Word
    us: int


class Folder:
    """Flows that run one another."""

    def __init__(self, library: Library, folder: str):
        files = {name: library.flow_in(folder, name)
                 for name in library.names(folder)}
        self.tables = {name: Table(file) for name, file in files.items()
                       if file is not None}

    def ways(self, name: str, seen: Tuple[str, ...] = ()) -> List[Way]:
        """To the timers in a flow and in those that it runs, but where a
        nearer timer outruns them; of several to one, the first."""
        table = self.tables.get(name)
        found: Dict[Tuple[str, str], Way] = {}
        for state in table.states.values() if table is not None else []:
            at = f"{name}.{state.name}"
            below = [Way([at], name, word, shortest(table.durations[word]))
                     for word in table.timers(state)]
            if state.flow is not None and state.flow not in (*seen, name):
                limit = table.limit_of(state)
                below += [Way([at, *way.states], way.flow, way.timer, way.us)
                          for way in self.ways(str(state.flow), (*seen, name))
                          if limit is None or way.us < limit.us]
            for way in below:
                found.setdefault((way.flow, str(way.timer)), way)
        return list(found.values())


@lru_cache(maxsize=1)
def folder_of(library: Library, folder: str) -> Folder:
    """All flows of a folder are asked one after the other."""
    return Folder(library, folder)


def timer_outrun(flow: Flow, library: Library, errors: Errors) -> None:
    """In the flow, and in those that it runs."""
    file = library.flow_in(flow.source.folder, str(flow.name))
    if file is None:
        return
    folder = folder_of(library, flow.source.folder)
    table = Table(file)
    in_own_flow(table, file, errors)
    for state in flow.states.values():
        if state.run is not None:
            of_child(state, table, folder, errors)


def of_child(state: State, table: Table, folder: Folder,
             errors: Errors) -> None:
    """Of several timers that never run out the longest is told."""
    limit = table.limit_of(table.states[state.name])
    if limit is None:
        return
    ways = [way for way in folder.ways(state.run.flow) if limit.us <= way.us]
    if ways:
        way = max(ways, key=lambda way: way.us)
        errors.add(state.run.word, f"'{way.timer}' ({in_words(way.us)}) of "
                   f"flow '{way.flow}' never runs out: {limit.text()} ends "
                   f"'{state.name}' before, on the way "
                   f"{' -> '.join([str(state.name), *way.states])}", HINT)
