# SPDX-License-Identifier: MIT
"""Parts of a table in the words that a picture has for them."""

from __future__ import annotations

from typing import List, Tuple

from .model import Act, Line, State


def acts_text(acts: List[Act]) -> str:
    return " ".join(act.word for act in acts)


def run_text(state: State) -> str:
    run = state.run
    return f"each {run.flow}, {run.limit} at a time" if run.many \
        else f"call {run.flow}"


def events_text(line: Line) -> str:
    words = " ".join(use.text() for use in line.uses)
    return f"{line.keyword} {words}" if line.keyword in (
        "after", "ignore") else words


def inside(state: State) -> List[Tuple[str, List[Act]]]:
    """What is done where it is entered and left."""
    return [(word, acts) for word, acts in (("entry", state.entry),
                                            ("exit", state.exit)) if acts]
