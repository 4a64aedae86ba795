# SPDX-License-Identifier: MIT
"""States that wait: each for a limited time."""

from __future__ import annotations

from ..model import Flow, State
from ..source import Errors


def rests(state: State) -> bool:
    """May it wait for ever, as the table says so?"""
    return any(above.forever is not None for above in state.up())


def has_timeout(state: State) -> bool:
    """Does a timer lead out of it? Own, or of a state above."""
    return any(line.keyword == "after" and line.target is not None
               for above in state.up() for line in above.lines)


def no_timeout(flow: Flow, errors: Errors) -> None:
    for state in flow.resting():
        if state.run is not None and state.run.exits:
            continue
        if state.is_known() and not rests(state) and not has_timeout(state):
            what = "waits" if state.run is None else \
                f"runs '{state.run.flow}', which never ends,"
            errors.add(state.name, f"'{state.name}' {what} with no timeout, "
                       "and no state above it has one",
                       "give it a line 'after TIMER -> ...', or 'forever' if "
                       "it may rest")


def timer_shared(flow: Flow, errors: Errors) -> None:
    """A timer has one deadline: a state and its parent can't share it."""
    for state in flow.states.values():
        for line in state.lines:
            for timer in (e.timer for e in line.events() if e.timer):
                for above in list(state.up())[1:]:
                    if timer in above.timers():
                        errors.add(
                            line.uses[0].word, f"timer '{timer.name}' runs "
                            f"for '{above.name}' already, which '{state.name}'"
                            " is in: it has one deadline",
                            "declare a second timer")
