# SPDX-License-Identifier: MIT
"""What a flow's model in Promela has variables for, and how they are named."""

from __future__ import annotations

from typing import Dict, FrozenSet, List, Optional

from .model import Action, Counter, Event, Flow, Guard, State, Timer
from .promela_guards import OTHER
from .rows import first_row, make_row


def bounded(flow: Flow) -> List[Counter]:
    """Counters that a line asks; others only make timers longer."""
    asked = {term.what for state in flow.states.values()
             for line in state.lines for term in line.guard}
    return [c for c in flow.counters.values() if c in asked]


def requests(flow: Flow) -> Dict[str, List[Event]]:
    """The classes of which one event answers, by name: an answer that comes
    after the state was left is dropped."""
    return {str(action.answers[0].group): action.answers
            for action in flow.actions.values() if action.answers}


def reports(flow: Flow) -> List[Event]:
    """Other events that actions raise: once asked for, one may come at any
    time, and again."""
    raised = {event for action in flow.actions.values()
              for event in action.raises if event not in action.answers}
    return [event for event in flow.events.values() if event in raised]


def outside(flow: Flow) -> List[Event]:
    """Events that no action raises."""
    raised = {event for action in flow.actions.values()
              for event in action.raises}
    return [e for e in flow.events.values() if e not in raised]


def rests_forever(state: State) -> bool:
    return any(above.forever for above in state.up())


def ordered(flow: Flow) -> List[State]:
    """Choices first, then what may rest forever, then the others."""
    states = [s for s in flow.states.values() if not s.is_parent]
    return sorted(states, key=lambda state: (
        not state.is_choice, not rests_forever(state), state.index))


def patient(flow: Flow) -> List[Timer]:
    """Timers that may run on while something else happens again and again."""
    found: List[Timer] = []
    for state in flow.states.values():
        inside = any(line.target is None and line.keyword == "on"
                     for above in state.up() for line in above.lines)
        if state.is_parent or inside or state.run is not None:
            found += [t for t in state.timers() if t not in found]
    return found


def ends(state: State) -> bool:
    """Does what it runs end by itself?"""
    return state.run is not None and bool(state.run.exits)


def kinds(flow: Flow) -> Dict[object, FrozenSet[str]]:
    """All that lines ask for, and another one."""
    found: Dict[object, FrozenSet[str]] = {}
    for guard in flow.guards.values():
        if isinstance(guard, Guard) and guard.of is not None:
            found[guard.of] = found.get(guard.of, frozenset([OTHER])) | \
                frozenset(map(str, guard.kinds))
    return found


def class_of(action: Action) -> Optional[str]:
    return str(action.answers[0].group) if action.answers else None


def way_in(flow: Flow):
    """The first row, also where it leads to a choice."""
    return make_row(None, first_row(flow).event, None, flow.start)
