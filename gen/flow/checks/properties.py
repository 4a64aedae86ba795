# SPDX-License-Identifier: MIT
"""Properties speak of what lines do."""

from __future__ import annotations

from ..model import Event, Flow, Guard
from ..source import Errors
from ..used import used_names


def never_occurs(flow: Flow, errors: Errors) -> None:
    """An event that no line takes; what else is not used or not reached is
    refused anyway."""
    used = used_names(flow) if flow.properties else set()
    taken = {event for state in flow.states.values() for line in state.lines
             if line.keyword != "ignore" for event in line.events()}
    for occurrence in (occurrence for item in flow.properties
                       for occurrence in item.occurrences()):
        events = [e for e in occurrence.what if isinstance(e, Event)]
        guard = occurrence.what[0]
        if isinstance(guard, Guard) and (guard.of or guard.than) and \
                guard not in used:
            errors.add(occurrence.word, f"no line asks [{guard.text()}]")
        if events and taken.isdisjoint(events):
            errors.add(occurrence.word, f"'{occurrence.text()}' never occurs: "
                       "no line takes it")
