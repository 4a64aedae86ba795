# SPDX-License-Identifier: MIT
"""Requests that actions make: each answer is expected where it may come."""

from __future__ import annotations

from typing import List

from ..model import Act, Action, Event, Flow, State
from ..rows import Row, all_rows, first_row, lines_for, resting_after
from ..source import Errors


def names(events: List[Event]) -> str:
    return ", ".join(event.name for event in events)


def answer_not_handled(flow: Flow, errors: Errors) -> None:
    for row in [first_row(flow), *all_rows(flow)]:
        for act in row.acts():
            if isinstance(act.what, Action) and act.what.raises:
                for state in resting_after(row):
                    check_act(row, act, state, errors)


def check_act(row: Row, act: Act, state: State, errors: Errors) -> None:
    """Does `state`, where the flow rests after `row`, await the answers?"""
    raises = act.what.raises
    missing = [event for event in raises if not lines_for(state, event)]
    if not missing:
        return
    may = f"which may raise {names(raises)}"
    absent = " ".join(event.name for event in missing)
    hint = f"give it a line 'on {absent} -> ...', or 'ignore {absent}'"
    if act in state.entry:
        errors.add(state.name, f"'{state.name}' starts '{act.word}', {may}; "
                   f"not handled here: {names(missing)}", hint)
    else:
        errors.add(act.word, f"this starts '{act.word}', {may}; not handled "
                   f"in '{state.name}', where the flow is then: "
                   f"{names(missing)}",
                   hint.replace("it", f"'{state.name}'", 1))
