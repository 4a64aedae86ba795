# SPDX-License-Identifier: MIT
"""States that are never reached or never left, names that are never used."""

from __future__ import annotations

from typing import Iterable, List, Set

from ..graph import reachable
from ..model import Flow, Guard
from ..rows import all_rows, first_row
from ..source import Errors, Word
from .waits import rests


def never_reached(flow: Flow, errors: Errors) -> None:
    start = first_row(flow).target
    seen = reachable([start], all_rows(flow))
    for state in flow.states.values():
        if not state.is_parent and state not in seen:
            errors.add(state.name, f"state '{state.name}' can never be "
                       f"reached from {flow.start_word}")


def trap(flow: Flow, errors: Errors) -> None:
    """From each state an exit, or a state that may rest, is in reach."""
    rows = [row for row in all_rows(flow) if row.event.name != "CANCEL"]
    good: Set[object] = set(flow.exits)
    good |= {state for state in flow.resting() if rests(state)}
    before: dict = {}
    for row in rows:
        before.setdefault(row.target, []).append(row.source)
    todo = list(good)
    while todo:
        for state in before.get(todo.pop(), []):
            if state not in good:
                good.add(state)
                todo.append(state)
    seen = reachable([first_row(flow).target], all_rows(flow))
    for state in flow.states.values():
        if state in seen and state not in good:
            errors.add(state.name, f"'{state.name}' is a trap: from here no "
                       "exit and no state that rests 'forever' can be "
                       "reached")
            return


def used_ways(flow: Flow, used: Set[object]) -> List[Guard]:
    """The named guards that lines ask, and those that they ask."""
    found: List[Guard] = [g for g in flow.guards.values() if g in used]
    for guard in found:
        found += [term.what for way in guard.ways for term in way
                  if term.what not in found]
    return found


def unused_gifts(flow: Flow, errors: Errors) -> None:
    """Gifts that nobody promises."""
    promised = {end.promise for end in flow.exits}
    for what in [*flow.actions.values(), *flow.guards.values()]:
        for word in what.gives:
            if word not in promised:
                errors.add(word, f"no exit promises {word}")


def asked_durations(flow: Flow, used: Set[object]) -> List[Word]:
    """By guards that are used, by timers, and by other durations."""
    found = [word for guard in used if isinstance(guard, Guard)
             for word in guard.functions()]
    found += [word for timer in flow.timers.values()
              for word in (timer.duration.hint, timer.duration.cap) if word]
    return found + [word for named in flow.durations.values()
                    for word in named.functions()]


def never_used(flow: Flow, errors: Errors) -> None:
    lines = [line for state in flow.states.values() for line in state.lines]
    used: Set[object] = {event for line in lines for event in line.events()}
    used |= {event for action in flow.actions.values()
             for event in action.raises}
    used |= {term.what for line in lines for term in line.guard
             if isinstance(term.what, Guard)}
    used |= {term.what for guard in used_ways(flow, used) for way in guard.ways
             for term in way}
    used |= {guard.of for guard in used if isinstance(guard, Guard)}
    used |= {flow.durations.get(word) for word in asked_durations(flow, used)}
    used |= {act.what for act in flow.acts() if act.verb != "reset"}
    used |= {line.target for line in lines}

    def check(kind: str, items: Iterable, key=lambda item: item) -> None:
        for item in items:
            word = item.name if not hasattr(item, "word") else item.word
            if key(item) not in used and word.source is flow.source:
                errors.add(word, f"{kind} '{word}' is never used")

    unused_gifts(flow, errors)
    check("exit", flow.exits)
    check("counter", flow.counters.values())
    check("event", flow.events.values())
    check("guard", flow.guards.values())
    check("duration", flow.durations.values())
    check("kinds", flow.kinds.values())
    check("action", flow.actions.values())
    check("timer", flow.timers.values(), lambda timer: timer.event)
