# SPDX-License-Identifier: MIT
"""The numbers that fit into the tables of include/sm_table.h."""

from __future__ import annotations

from typing import Iterable, Tuple

from ..layout import layout_of
from ..model import Flow
from ..parser import SPLIT
from ..rows import lines_by_event, live_lines
from ..source import Errors, Word
from ..syntax import FileSyntax

MOST_ROWS = 2000  # ten times the most of a shipped flow
STATES = "states and exits (with the way in)"
EVENTS = "events, timers and ends of flows"


def fits(name: Word, counts: Iterable[Tuple[int, int, str]],
         errors: Errors) -> bool:
    """Is each number at most its most?"""
    too_many = [row for row in counts if row[0] > row[1]]
    for count, most, what in too_many:
        errors.add(name, f"flow '{name}' has {count} {what}: the tables take "
                   f"{most}", SPLIT)
    return not too_many


def rows_fit(flow: Flow, errors: Errors) -> bool:
    """Are the ways to take an event so few that all can be looked at?"""
    count = 0
    for state in flow.states.values():
        if count <= MOST_ROWS and not state.is_parent:
            count += sum(len(live_lines(state, event))
                         for event in lines_by_event(state))
    if count > MOST_ROWS:
        errors.add(flow.name, f"flow '{flow.name}' has more than {MOST_ROWS} "
                   "rows, one for each line, state in which it is asked, and "
                   "event", SPLIT)
    return count <= MOST_ROWS


def names_fit(file: FileSyntax, errors: Errors) -> bool:
    """Are its names so few that they are worth looking at? Guards that no
    line asks by itself take no room in the tables."""
    return file.name is not None and fits(file.name, (
        (len(file.states) + len(file.exits) + 1, 255, STATES),
        (len(file.events) + len(file.timers) + 3, 255, EVENTS),
        (len(file.guards) + len(file.defines), 255, "guards"),
        (len(file.kinds) + len(file.durations), 255, "kinds and durations"),
        (len(file.counters), 126, "counters"),
        (len(file.actions), 255, "actions")), errors)


def too_big(flow: Flow, errors: Errors) -> None:
    layout = layout_of(flow)
    fits(flow.name, (
        (layout.n_states + len(flow.exits), 255, STATES),
        (len(layout.events), 255, EVENTS),
        (len(layout.guards) + len(flow.counters), 126, "guards and counters"),
        (layout.n_ops, 255, "things to do (actions, runs, and twice each "
         "timer and counter)"),
        (layout.rows.size, 254, "different lines"),
        (layout.terms.size, 255, "terms of different guards"),
        (layout.ops.size, 0x8000, "steps of different lines")), errors)
