# SPDX-License-Identifier: MIT
"""Flows that are run: each way that they end is handled."""

from __future__ import annotations

from typing import List, Optional

from ..library import Library
from ..model import Event, Flow, State
from ..rows import is_total, lines_for, live_lines
from ..source import Errors
from .lines import report_lost


def ends(flow: Flow, state: State, kind: str) -> List[Event]:
    """The events of one kind by which the flow that `state` runs ends."""
    return [event for event in flow.ends
            if (event.flow, event.kind) == (state.run.flow, kind)]


def is_handled(state: State, event: Event) -> bool:
    return is_total(lines_for(state, event))


def leaves(state: State, event: Event) -> bool:
    """Does `event` always end the state?"""
    lines = live_lines(state, event)
    return is_total(lines) and all(line.target for line in lines)


def call_exit_not_handled(flow: Flow, errors: Errors) -> None:
    for state in flow.states.values():
        if state.run is None or state.run.many or not state.is_known():
            continue
        missing = []
        for event in ends(flow, state, "call"):
            lines = lines_for(state, event)
            if not lines:
                missing.append(event.name.rpartition(".")[2])
            elif not is_total(lines):
                report_lost(lines, event, errors)
        if missing:
            errors.add(state.name, f"'{state.name}' calls {state.run.flow} "
                       f"but does not handle its exit"
                       f"{'s' if len(missing) > 1 else ''} "
                       f"{', '.join(missing)}", "a line for it goes: "
                       f"on {state.run.flow}.{missing[0]} -> TARGET")


def open_ends(flow: Flow, state: State) -> List[str]:
    """The ways that all may end, and which no line takes.

    None at all counts as all with the first exit; different exits count as
    mixed, which only `all FLOW` takes.
    """
    every = ends(flow, state, "all")
    stay = [single.exit for single in ends(flow, state, "any")
            if not leaves(state, single)]
    possible = [event for event in every[:-1]
                if event.exit in stay or event.exit == 0]
    if len(stay) > 1:
        possible.append(every[-1])
    return [event.name for event in possible
            if not is_handled(state, event)]


def each_end_not_handled(flow: Flow, errors: Errors) -> None:
    for state in flow.states.values():
        if state.run is None or not state.run.many or not state.is_known():
            continue
        missing = open_ends(flow, state)
        if missing:
            errors.add(state.name, f"'{state.name}' runs each "
                       f"{state.run.flow} but does not handle: "
                       f"{', '.join(missing)}", each_hint(state, missing))


def each_hint(state: State, missing: List[str]) -> str:
    name = state.run.flow
    if f"all {name}" in missing:
        return f"'all {name}' is how they end with different exits; a line " \
            "for it takes all ends"
    return f"'{missing[0]}' is also how it ends if there is none to run" \
        if missing[0].endswith("." + state.run.exits[0]) else \
        f"a line for 'all {name}' takes all ends"


def way_back(library: Library, folder: str, name: str, goal: str,
             seen: List[str]) -> Optional[List[str]]:
    """The flows by which `name` runs `goal`."""
    if name == goal:
        return [name]
    file = library.flow_in(folder, name)
    if name in seen or file is None:
        return None
    seen.append(name)
    for state in file.states:
        way = state.flow and way_back(library, folder, str(state.flow), goal,
                                      seen)
        if way:
            return [name, *way]
    return None


def recursion(flow: Flow, library: Library, errors: Errors) -> None:
    """A flow that runs itself, by others or not, would need no end of room."""
    for state in flow.states.values():
        way = state.run and way_back(library, flow.source.folder,
                                     state.run.flow, str(flow.name), [])
        if way:
            errors.add(state.run.word, f"flow '{flow.name}' runs itself: "
                       f"{' -> '.join([flow.name, *way])}")
