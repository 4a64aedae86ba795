# SPDX-License-Identifier: MIT
"""Circles: which states lead to one another, and by which rows."""

from __future__ import annotations

from typing import Callable, Dict, Iterable, List, Optional, Set

from .model import Event, Flow, State
from .rows import Row, all_rows, first_row


def own_rows(flow: Flow) -> List[Row]:
    """Rows to other states that the flow takes by itself.

    An event that no action raises comes from outside: who waits for one goes
    at another's pace, and retries nothing.
    """
    raised: Set[Event] = {event for action in flow.actions.values()
                          for event in action.raises}
    seen = reachable([first_row(flow).target], all_rows(flow))
    return [row for row in all_rows(flow)
            if isinstance(row.target, State) and row.source in seen and
            (row.event.kind != "declared" or row.event in raised) and
            row.event.name not in ("CANCEL", "OVERFLOW")]


def rows_by_source(rows: Iterable[Row]) -> Dict[State, List[Row]]:
    out: Dict[State, List[Row]] = {}
    for row in rows:
        out.setdefault(row.source, []).append(row)
    return out


def components(rows: Iterable[Row]) -> List[List[Row]]:
    """The strongly connected parts: the rows on some circle, by circle.

    Tarjan's algorithm; parts in the order of the table.
    """
    out: Dict[State, List[Row]] = {}
    for row in rows:
        out.setdefault(row.source, []).append(row)
        out.setdefault(row.target, [])
    index: Dict[State, int] = {}
    low: Dict[State, int] = {}
    part: Dict[State, int] = {}
    stack: List[State] = []

    def visit(state: State) -> None:
        index[state] = low[state] = len(index)
        stack.append(state)
        for row in out[state]:
            if row.target not in index:
                visit(row.target)
                low[state] = min(low[state], low[row.target])
            elif row.target not in part:
                low[state] = min(low[state], index[row.target])
        if low[state] == index[state]:
            number = len(part)
            while state not in part:
                part[stack.pop()] = number

    for state in sorted(out, key=lambda s: s.index):
        if state not in index:
            visit(state)
    found: Dict[int, List[Row]] = {}
    for state in sorted(out, key=lambda s: s.index):
        for row in out[state]:
            if part[row.source] == part[row.target]:
                found.setdefault(part[row.source], []).append(row)
    return list(found.values())


def circle_through(row: Row, rows: List[Row]) -> List[Row]:
    """The shortest circle of `rows` that `row` is part of."""
    if row.source is row.target:
        return [row]
    return [row, *shortest_way(row.target, row.source, rows)]


def shortest_way(start: State, end: State, rows: List[Row]) -> List[Row]:
    """There is one."""
    out = rows_by_source(rows)
    came: Dict[State, Row] = {}
    todo = [start]
    for state in todo:
        for step in out.get(state, []):
            if step.target not in came and step.target is not start:
                came[step.target] = step
                todo.append(step.target)
    way = [came[end]]
    while way[-1].source is not start:
        way.append(came[way[-1].source])
    return way[::-1]


def find_circle(rows: List[Row],
                test: Callable[[List[Row]], bool]) -> Optional[List[Row]]:
    """The shortest circle that passes `test`, its first state first."""
    circles = [circle_through(row, rows) for row in rows]
    circles = [circle for circle in circles if test(circle)]
    if not circles:
        return None
    circle = min(circles, key=len)
    first = min(range(len(circle)), key=lambda i: circle[i].source.index)
    return circle[first:] + circle[:first]


def circle_text(circle: List[Row]) -> str:
    """A -> B -> A"""
    names = [row.source.name for row in circle]
    return " -> ".join([*names, names[0]])


def reachable(start: Iterable[State], rows: List[Row]) -> Set[object]:
    """All states and exits that rows lead to from `start`."""
    out = rows_by_source(rows)
    seen: Set[object] = set(start)
    todo = list(seen)
    while todo:
        for row in out.get(todo.pop(), []):
            if row.target is not None and row.target not in seen:
                seen.add(row.target)
                todo.append(row.target)
    return seen
