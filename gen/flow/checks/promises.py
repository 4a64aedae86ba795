# SPDX-License-Identifier: MIT
"""Exits that promise something: on every way to one, it is given."""

from __future__ import annotations

from typing import Dict, List, Set

from ..graph import reachable, rows_by_source
from ..guards import Terms, asked, follows
from ..model import Action, Exit, Flow, Guard, Line, State, Term
from ..rows import Row, all_rows, first_row
from ..source import Errors, listed

MANY = 4  # who gives something, in a hint


def given_where(guard: Terms) -> Set[str]:
    """What is given wherever a guard holds: if a named one does, by each of
    its ways."""
    givers: Dict[str, List[Terms]] = {}
    for what in asked([guard]):
        for word in what.gives if isinstance(what, Guard) else []:
            givers.setdefault(str(word), []).append(
                [Term(what.name, False, what)])
    return {struct for struct, guards in givers.items()
            if follows(guard, guards)}


def given_by(row: Row) -> Set[str]:
    """What is given once a row was taken: by its actions, by a guard that
    holds, or by the exit of a flow that it waits for."""
    found = {str(word) for act in row.acts() if isinstance(act.what, Action)
             for word in act.what.gives}
    if row.line is not None:
        found |= given_where(row.line.guard)
    if row.event.is_borrowed and row.event.payload is not None:
        found.add(row.event.payload)
    return found


def ways_without(rows: List[Row], first: Row,
                 struct: str) -> Dict[object, List[str]]:
    """For each state that is reached without it, the states of the shortest
    way there."""
    out = rows_by_source(rows)
    ways: Dict[object, List[str]] = {}
    if struct not in given_by(first) and isinstance(first.target, State):
        ways[first.target] = [str(first.target.name)]
    todo = list(ways)
    for state in todo:
        for row in out.get(state, []):
            if isinstance(row.target, State) and row.target not in ways and \
                    struct not in given_by(row):
                ways[row.target] = ways[state] + [str(row.target.name)]
                todo.append(row.target)
    return ways


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
    without = {str(end.promise): ways_without(rows, first, str(end.promise))
               for end in flow.exits if end.promise is not None}
    for row in rows:
        end = row.target
        if not isinstance(end, Exit) or end.promise is None or \
                row.source not in seen or row.event.name == "CANCEL":
            continue
        struct = str(end.promise)
        way = None if struct in given_by(row) \
            else without[struct].get(row.source)
        if way is not None and (row.line not in ways or
                                len(way) < len(ways[row.line])):
            ways[row.line] = way
    for line, way in ways.items():
        end = line.target
        errors.add(line.target_word, f"exit '{end.name}' promises "
                   f"{end.promise}, and nothing gives it on the way "
                   f"{' -> '.join([*way, str(end.name)])}",
                   givers(flow, str(end.promise)))
