# SPDX-License-Identifier: MIT
"""Circles: each ends, and none spins."""

from __future__ import annotations

from typing import List, Optional, Set

from ..graph import (circle_text, circle_through, components, find_circle,
                     own_rows)
from ..model import Action, Counter, Flow, State
from ..rows import Row
from ..source import Errors, listed
from .waits import rests


def changed(row: Row, verb: str) -> Set[Counter]:
    """The counters that a row uses, or resets."""
    return {act.what for act in row.acts() if act.verb == verb}


def guarding(row: Row) -> Set[Counter]:
    """The counters that must have some left for a row to be taken."""
    return {term.what for term in row.line.guard
            if isinstance(term.what, Counter) and not term.negated}


def is_rest(row: Row) -> bool:
    return rests(row.source) or rests(row.target)


def limited_by(row: Row) -> Set[State]:
    """The parents whose timer goes on running while the row is taken."""
    return {state for state in row.source.up()
            if state in row.target.up() and state not in row.left
            and any(line.keyword == "after" and line.target is not None
                    and line.target is not state
                    and state not in getattr(line.target, "up", list)()
                    for line in state.lines)}


def is_limited(rows: List[Row]) -> bool:
    return bool(set.intersection(*(limited_by(row) for row in rows)))


def only_counts(flow: Flow, counter: Counter) -> bool:
    """Is it nothing but the exponent of a timer? Its use stops at max."""
    guards = {term.what for state in flow.states.values()
              for line in state.lines for term in line.guard}
    return counter not in guards and any(
        timer.counter is counter for timer in flow.timers.values())


def counter_unguarded(flow: Flow, errors: Errors) -> None:
    """What is to bound something must not be used up unseen."""
    for state in flow.states.values():
        for line in state.lines:
            left = {term.what for term in line.guard if not term.negated}
            for act in line.acts:
                if act.verb == "use" and act.what not in left and \
                        not only_counts(flow, act.what):
                    name, most = act.what.name, act.what.max
                    errors.add(act.word, f"'{name}.use' may exceed max "
                               f"{most}: no '[{name}.left]' guards this line")


# Unbounded

def unbounded_parts(rows: List[Row]) -> List[List[Row]]:
    """The parts in which the flow could go round for ever.

    A part in which a counter is used under its guard and never reset is left
    in the end, either because nothing uses it any more or because nothing
    that it guards is taken any more: what remains in either case is looked
    at again.
    """
    found: List[List[Row]] = []
    for part in components(rows):
        if is_limited(part):
            continue
        calm = [row for row in part if not is_rest(row)]
        if len(calm) < len(part):
            found += unbounded_parts(calm)
            continue
        rests_ = without_a_counter(part)
        if rests_ is None:
            found.append(part)
            continue
        for rest in rests_:
            found += unbounded_parts(rest)
    return found


def without_a_counter(part: List[Row]) -> Optional[List[List[Row]]]:
    """What remains of a part that a counter bounds; None: none does."""
    reset = {c for row in part for c in changed(row, "reset")}
    for counter in sorted({c for row in part for c in guarding(row)} - reset,
                          key=lambda c: c.name):
        unused = [r for r in part if counter not in changed(r, "use")]
        free = [r for r in part if counter not in guarding(r)]
        if len(unused) == len(part):
            continue
        if set(unused) <= set(free):
            return [free]
        return [unused] if set(free) <= set(unused) else [unused, free]
    return None


def why(circle: List[Row]) -> str:
    """In which way its counters do not bound it."""
    used = {c for row in circle for c in changed(row, "use")}
    reset = {c for row in circle for c in changed(row, "reset")}
    guards = {c for row in circle for c in guarding(row)}

    def names(counters: Set[Counter]) -> str:
        return listed(sorted(f"'{c.name}'" for c in counters))
    if not used:
        return "spends no counter"
    if not used & guards:
        return f"spends {names(used)}, but no '.left' of it guards a line"
    if used & reset:
        return f"resets {names(used & reset)}, which it spends"
    return f"spends {names(used)}, which a circle beside it resets"


def unbounded_retry(flow: Flow, errors: Errors) -> None:
    for part in unbounded_parts(own_rows(flow)):
        circle = find_circle(part, lambda c: not is_limited(c) and not any(
            changed(row, "use") for row in c)) or \
            find_circle(part, lambda c: not is_limited(c)) or \
            find_circle(part, lambda c: True)
        errors.add(circle[-1].line.target_word, "unbounded retry: "
                   f"{circle_text(circle)} {why(circle)}",
                   "bound it by '[COUNTER.left]' with 'COUNTER.use', or by an "
                   "'after' of a parent, or let it rest 'forever' in a state")


# Without delay

def asks(row: Row) -> Optional[str]:
    """What a row asks of the world or another flow, in words."""
    for act in row.acts():
        if isinstance(act.what, Action) and act.what.raises:
            return f"does '{act.word}'"
    if row.target.run is not None:
        return f"runs '{row.target.run.flow}'"
    return None


def is_paused(row: Row) -> bool:
    return row.line.keyword == "after" or is_rest(row) or \
        any(counter.at_once for counter in changed(row, "use"))


def retry_without_delay(flow: Flow, errors: Errors) -> None:
    rows = [row for row in own_rows(flow) if not is_paused(row)]
    for part in components(rows):
        circles = [circle_through(row, part) for row in part if asks(row)]
        if not circles:
            continue
        shortest = min(circles, key=len)
        circle = find_circle(shortest, lambda c: True) or shortest
        what = next(filter(None, map(asks, circle)))
        errors.add(circle[-1].line.target_word, "retry without delay: "
                   f"{circle_text(circle)} {what} again, and no timer runs "
                   "on the way",
                   "lead it through a state with 'after TIMER', or bound it "
                   "by a counter that is 'at once'")
