# SPDX-License-Identifier: MIT
"""The numbers that fit into the tables of include/sm_table.h."""

from __future__ import annotations

from ..layout import Layout
from ..model import Flow
from ..source import Errors

SPLIT = "let a flow of its own, run by 'call', do a part of it"


def too_big(flow: Flow, errors: Errors) -> None:
    layout = Layout(flow)
    last_guard = max(layout.terms.lists.values())
    for count, most, what in (
            (layout.n_states + len(flow.exits), 255,
             "states and exits (with the way in)"),
            (len(layout.events), 255, "events, timers and ends of flows"),
            (len(layout.guards) + len(flow.counters), 126,
             "guards and counters"),
            (len(flow.actions), 255, "actions"),
            (len(layout.children), 254, "ways to run flows"),
            (len(layout.runs), 254, "different lists of lines for an event"),
            (last_guard, 255, "terms of different guards"),
            (layout.ops.size, 0x8000, "steps of different lines"),
            (len(layout.rows), 0xffff, "rows")):
        if count > most:
            errors.add(flow.name, f"flow '{flow.name}' has {count} {what}: "
                       f"the tables take {most}", SPLIT)
