# SPDX-License-Identifier: MIT
"""The happy path: how a flow gets to its first exit where nothing fails.

A flow without exits gets to where it may rest for ever.  The states that
the table names by `happy` lie on the way.
"""

from __future__ import annotations

import heapq
from typing import Dict, List, Optional, Tuple

from .model import CANCEL, OVERFLOW, Event, Flow, State
from .rows import Row, Target, all_rows, events_of, first_row, inmost
from .source import Word

ROW_COST, TIME, FAILURE = 1, 100, 1000  # what a row costs


def goals(flow: Flow) -> List[Target]:
    """Where it wants to get."""
    if flow.exits:
        return [flow.exits[0]]
    return [state for state in flow.resting()
            if state.forever and state.run is None]


def failures(flow: Flow) -> List[Event]:
    """Events that say that something was not done: the last answer to a
    request, another exit than the first of a flow that is run."""
    found = [action.answers[-1] for action in flow.actions.values()
             if action.answers]
    found += [event for event in flow.all_events()
              if event.name.endswith("_FAILED") or
              event.flow is not None and event.exit > 0]
    return found


def may_come(row: Row) -> bool:
    """Is it no accident, and no end of a flow that does not run there?"""
    return row.event not in (CANCEL, OVERFLOW) and \
        (row.source.is_choice or row.event in events_of(row.source))


class Search:
    """The cheapest way through the rows of a flow."""

    def __init__(self, flow: Flow):
        self.failures = failures(flow)
        self.out: Dict[State, List[Row]] = {}
        for row in all_rows(flow):
            if row.target is not None and may_come(row):
                self.out.setdefault(row.source, []).append(row)

    def cost(self, row: Row) -> int:
        if row.event in self.failures:
            return FAILURE
        return TIME if row.event.kind == "timer" else ROW_COST

    def way(self, start: Target, ends: List[Target]) -> List[Row]:
        """From `start` to one of `ends`, by a row at least; nothing where no
        way leads there."""
        todo: List[Tuple[int, int, List[Row], Target]] = [(0, 0, [], start)]
        seen: List[Target] = []
        number = 0
        while todo:
            cost, _, way, target = heapq.heappop(todo)
            if way and target in ends:
                return way
            if target in seen:
                continue
            seen += [target] if way else []
            for row in self.out.get(target, []):
                number += 1
                heapq.heappush(todo, (cost + self.cost(row), number,
                                      [*way, row], row.target))
        return []


def stages(flow: Flow) -> List[Tuple[Optional[Word], List[Row]]]:
    """The way to each state that the table names, and then to the goal; one
    that is not there is empty."""
    search, found = Search(flow), []
    at: Target = first_row(flow).target
    for word, state in flow.happy:
        found.append((word, search.way(at, [inmost(state)])))
        at = inmost(state)
    if flow.exits or not flow.happy:
        found.append((None, search.way(at, goals(flow))))
    return found


def happy_path(flow: Flow) -> List[Row]:
    """Its rows, from the start."""
    return [row for _, way in stages(flow) for row in way]
