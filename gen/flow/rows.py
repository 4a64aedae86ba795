# SPDX-License-Identifier: MIT
"""Which lines take an event in a state, and what taking one does.

The rules of the language stand here, for checks and emitters alike: own lines
before inherited ones, what is left, what is entered.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Dict, List, Optional, Union

from .guards import follows
from .model import CANCEL, ENTER, Act, Event, Exit, Flow, Line, State, Term
from .record import fresh, record

Target = Union[State, Exit, None]


@lru_cache(maxsize=512)
def lines_by_event(state: State) -> Dict[Event, List[Line]]:
    """All lines that are asked in `state`, the first first, by the event that
    they wait for; asked often, so it is found once."""
    if state.is_choice:
        return {ENTER: state.lines}
    found: Dict[Event, List[Line]] = {}
    for above in state.up():
        for line in above.lines:
            for event in line.events():
                found.setdefault(event, []).append(line)
    return found


def lines_for(state: State, event: Event) -> List[Line]:
    """All lines that wait for `event` in `state`, the first first."""
    return lines_by_event(state).get(event, [])


def is_covered(guard: List[Term], earlier: List[Line]) -> bool:
    """Whenever `guard` holds, does one of `earlier` hold too?"""
    return follows(guard, [line.guard for line in earlier])


def live_lines(state: State, event: Event) -> List[Line]:
    """The lines for `event` up to the first that always takes it."""
    live: List[Line] = []
    for line in lines_for(state, event):
        live.append(line)
        if not line.guard:
            break
    return live


def is_total(lines: List[Line]) -> bool:
    """Is one of the lines taken, whatever the guards say?"""
    return is_covered([], lines)


@record
class Row:
    """One line as it is taken from one state for one event."""

    source: Optional[State]  # None: the way in
    event: Event
    line: Optional[Line]
    target: Target  # a state to rest in, a choice, an exit; None: internal
    left: List[State] = fresh(list)  # innermost first
    entered: List[State] = fresh(list)  # outermost first

    def acts(self) -> List[Act]:
        """All acts of taking it, in their order."""
        acts = [act for state in self.left for act in state.exit]
        acts += self.line.acts if self.line is not None else []
        return acts + [act for state in self.entered for act in state.entry]


def inmost(state: State) -> Optional[State]:
    """Where one rests when `state` is entered; None: a start is missing."""
    while state.is_parent:
        if state.start is None:
            return None
        state = state.start
    return state


def make_row(source: Optional[State], event: Event, line: Optional[Line],
             target: Target) -> Row:
    """A target is always entered; what contains it is not left."""
    if target is None:
        return Row(source, event, line, None)
    up = list(source.up()) if source is not None else []
    if isinstance(target, Exit):
        return Row(source, event, line, target, up, [])
    leaf = inmost(target)
    kept = list(target.up())[1:]
    left = [state for state in up if state not in kept]
    entered = [state for state in leaf.up()
               if state not in up or state in left] if leaf else []
    return Row(source, event, line, leaf, left, entered[::-1])


@lru_cache(maxsize=4096)
def rows_of(state: State, event: Event) -> List[Row]:
    """Asked often, as lines_by_event() is."""
    if event not in lines_by_event(state):
        return []
    return [make_row(state, event, line, line.target)
            for line in live_lines(state, event)]


def events_of(state: State) -> List[Event]:
    """What may come in `state` and has lines, its own first: a flow ends only
    where it is run."""
    return [event for event in lines_by_event(state) if event.flow is None or
            state.run is not None and event.flow == state.run.flow]


def cancel_rows(state: State) -> List[Row]:
    """What is done where an instance is stopped in `state`: its lines for
    CANCEL, and in any case all states are left."""
    left = list(state.up())
    rows = [Row(state, CANCEL, row.line, row.target, left, row.entered)
            for row in rows_of(state, CANCEL) if row.line.keyword != "ignore"]
    return rows or [Row(state, CANCEL, None, None, left)]


def first_row(flow: Flow) -> Row:
    return make_row(None, ENTER, None, flow.start)


@lru_cache(maxsize=1)
def all_rows(flow: Flow) -> List[Row]:
    """Every row of the flow but the way in, in the order of the table."""
    number = {event: n for n, event in enumerate(flow.all_events())}
    return [row for state in flow.states.values() if not state.is_parent
            for event in sorted(lines_by_event(state), key=number.__getitem__)
            for row in rows_of(state, event) if row.line.keyword != "ignore"]


def resting_after(row: Row) -> List[State]:
    """Where the flow may rest after `row`, through choices."""
    first = row.target if row.target is not None else row.source
    found: List[State] = []
    seen: List[object] = [first]
    for state in seen:
        if not isinstance(state, State):
            continue
        if not state.is_choice:
            found.append(state)
            continue
        seen += [step.target for step in rows_of(state, ENTER)
                 if step.target not in seen]
    return found
