# SPDX-License-Identifier: MIT
"""Exits that promise something: on every way to one, it is given."""

from __future__ import annotations

from typing import Dict, List, Optional, Set

from ..graph import reachable
from ..model import Action, Exit, Flow, Guard, Line, State
from ..rows import Row, all_rows, first_row
from ..source import Errors, listed

MANY = 4  # who gives something, in a hint


def given_by(row: Row) -> Set[str]:
    """What is given once a row was taken: by its actions, by a guard that
    holds, or by the exit of a flow that it waits for."""
    found = {str(word) for act in row.acts() if isinstance(act.what, Action)
             for word in act.what.gives}
    for term in row.line.guard if row.line is not None else []:
        if isinstance(term.what, Guard) and not term.negated:
            found |= {str(word) for word in term.what.gives}
    if row.event.is_borrowed and row.event.payload is not None:
        found.add(row.event.payload)
    return found


def way_without(rows: List[Row], first: Row, goal: Row,
                struct: str) -> Optional[List[str]]:
    """The states of the shortest way that ends with `goal` and gives none."""
    if struct in given_by(goal):
        return None
    ways: Dict[object, List[str]] = {}
    if struct not in given_by(first) and isinstance(first.target, State):
        ways[first.target] = [str(first.target.name)]
    todo = list(ways)
    while todo and goal.source not in ways:
        state = todo.pop(0)
        for row in rows:
            if row.source is state and isinstance(row.target, State) and \
                    row.target not in ways and struct not in given_by(row):
                ways[row.target] = ways[state] + [str(row.target.name)]
                todo.append(row.target)
    return ways.get(goal.source)


def givers(flow: Flow, struct: str) -> str:
    """Who gives it, in words: the first few."""
    names = [str(what.name)
             for what in [*flow.actions.values(), *flow.guards.values()]
             if struct in what.gives]
    if not names:
        return f"'actions NAME gives {struct}' says that an action does"
    few = names if len(names) <= MANY else [*names[:MANY], "others"]
    return f"{listed(few)} give{'s' * (len(few) == 1)} it"


def exit_promise(flow: Flow, errors: Errors) -> None:
    """Once a line that leads there, with the shortest way to it."""
    first, rows = first_row(flow), all_rows(flow)
    seen = reachable([first.target], rows)
    ways: Dict[Line, List[str]] = {}
    for row in rows:
        end = row.target
        if not isinstance(end, Exit) or end.promise is None or \
                row.source not in seen or row.event.name == "CANCEL":
            continue
        way = way_without(rows, first, row, str(end.promise))
        if way is not None and (row.line not in ways or
                                len(way) < len(ways[row.line])):
            ways[row.line] = way
    for line, way in ways.items():
        end = line.target
        errors.add(line.target_word, f"exit '{end.name}' promises "
                   f"{end.promise}, and nothing gives it on the way "
                   f"{' -> '.join([*way, str(end.name)])}",
                   givers(flow, str(end.promise)))
