# SPDX-License-Identifier: MIT
"""Words that change nothing: something else was meant."""

from __future__ import annotations

from typing import Iterator, List, Optional

from ..graph import components
from ..model import Act, Event, Flow, State
from ..rows import all_rows, is_covered, lines_for
from ..source import Errors
from .waits import has_timeout

FEW = 3  # siblings that agree by chance


def forgotten_arrow(flow: Flow, errors: Errors) -> None:
    """A line that only names events, of which the last is a state, too."""
    for state in flow.states.values():
        for line in state.lines:
            last = line.uses[-1].word if line.uses else None
            if line.keyword == "on" and len(line.uses) > 1 and not (
                    line.guard or line.target_word or line.acts) and \
                    last in flow.states:
                errors.add(last, f"this line does nothing: '{last}' is an "
                           "event here", f"write '-> {last}' for the state")


def lists_of_acts(flow: Flow) -> Iterator[List[Act]]:
    for state in flow.states.values():
        yield from (state.entry, state.exit,
                    *(line.acts for line in state.lines))


def act_twice(flow: Flow, errors: Errors) -> None:
    for acts in lists_of_acts(flow):
        for before, act in zip(acts, acts[1:]):
            if act.word == before.word:
                errors.add(act.word, f"'{act.word}' stands here twice",
                           "leave one of them out")


def same_branch(flow: Flow, errors: Errors) -> None:
    """The last guard of a choice decides nothing if 'else' does the same."""
    for state in flow.states.values():
        if not state.is_choice or len(state.lines) < 2:
            continue
        *before, last, else_ = state.lines
        if last.target is else_.target and \
                last.acts_text() == else_.acts_text() and \
                not is_covered(last.guard, before):
            errors.add(last.keyword, f"this line and the 'else' of line "
                       f"{else_.number} do the same",
                       "lead one of them elsewhere, or leave this one out")


def forever_for_nothing(flow: Flow, errors: Errors) -> None:
    """It lets a state rest without a timer, and a circle go on for ever."""
    on_circle = {row.source for part in components(
        [row for row in all_rows(flow) if isinstance(row.target, State)])
        for row in part}
    for state in flow.states.values():
        leaves = [leaf for leaf in state.leaves() if not leaf.is_choice]
        if state.forever is not None and not on_circle.intersection(leaves) \
                and all(has_timeout(leaf) for leaf in leaves):
            errors.add(state.forever, f"'{state.name}' does not rest for "
                       "ever: a timer ends it, and nothing leads back",
                       "leave out 'forever', or the 'after' that leads away")


# What its siblings expect

def expects(state: State, event: Event) -> bool:
    return all(leaf.is_choice or lines_for(leaf, event)
               for leaf in state.leaves())


def siblings(flow: Flow, parent: Optional[State]) -> List[State]:
    return [state for state in flow.states.values()
            if state.parent is parent and not state.is_choice]


def sibling_expects(flow: Flow, errors: Errors) -> None:
    """An event from outside that one state of many has no line for."""
    raised = {event for action in flow.actions.values()
              for event in action.raises}
    outside = [e for e in flow.events.values() if e not in raised]
    parents = [None, *(s for s in flow.states.values() if s.is_parent)]
    for states in (siblings(flow, parent) for parent in parents):
        for event in outside if len(states) > FEW else []:
            odd = [s for s in states if not expects(s, event)]
            if len(odd) == 1:
                errors.warn(odd[0].name, f"'{odd[0].name}' does not expect "
                            f"'{event.name}', as the {len(states) - 1} states "
                            "beside it do", f"give it a line 'on {event.name}'"
                            f", or 'ignore {event.name}'")
