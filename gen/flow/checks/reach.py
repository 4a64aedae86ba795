# SPDX-License-Identifier: MIT
"""States that are never reached or never left, names that are never used."""

from __future__ import annotations

from typing import Iterable, Set

from ..graph import reachable
from ..happy import stages
from ..model import Flow
from ..rows import all_rows, first_row
from ..source import Errors
from ..used import used_names
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


def unused_payloads(flow: Flow, errors: Errors) -> None:
    """What actions give and no exit promises."""
    promised = {end.promise for end in flow.exits}
    for what in [*flow.actions.values(), *flow.guards.values()]:
        for word in what.gives:
            if word not in promised:
                errors.add(word, f"no exit promises {word}")


def happy_path(flow: Flow, errors: Errors) -> None:
    """The states that it names follow one another."""
    before = str(flow.start_word)
    for word, way in stages(flow):
        if word is not None and not way:
            errors.add(word, f"no way leads from {before} to '{word}': the "
                       "happy path names its states in their order")
        before = str(word)


# How a line uses what is declared.
USES = {"exit": "-> {}", "counter": "[{0}.left]' and '/ {0}.use",
        "event": "on {}", "guard": "[{}]", "action": "/ {}",
        "timer": "after {} -> ...", "limit": "each ... limit {}"}


def never_used(flow: Flow, errors: Errors) -> None:
    used = used_names(flow)
    grows = {timer.counter.name for timer in flow.timers.values()
             if timer.counter}

    def check(kind: str, items: Iterable, key=lambda item: item) -> None:
        for item in items:
            word = item.name if not hasattr(item, "word") else item.word
            if key(item) not in used and word.source is flow.source:
                if word in grows:
                    errors.add(word, f"counter '{word}' is never counted: no "
                               f"line has '/ {word}.use'",
                               f"give a line '/ {word}.use', or the timer no "
                               f"'^ {word}'")
                    continue
                use = USES.get(kind, "").format(word)
                errors.add(word, f"{kind} '{word}' is never used",
                           f"give a line '{use}', or do not declare it"
                           if use else None)

    unused_payloads(flow, errors)
    check("exit", flow.exits)
    check("counter", flow.counters.values())
    check("event", flow.events.values())
    check("guard", [g for g in flow.guards.values()
                    if not (g.of or g.than)])
    check("duration", flow.durations.values())
    check("limit", flow.limits.values())
    check("kinds", flow.kinds.values())
    check("action", flow.actions.values())
    check("timer", flow.timers.values(), lambda timer: timer.event)
