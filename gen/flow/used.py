# SPDX-License-Identifier: MIT
"""What of its declarations a flow uses."""

from __future__ import annotations

from typing import Dict, List, Set

from .model import Flow, Guard
from .source import Word


def used_ways(flow: Flow, used: Set[object]) -> List[Guard]:
    """The named guards that lines ask, and those that they ask."""
    found: List[Guard] = [g for g in flow.guards.values() if g in used]
    for guard in found:
        found += [term.what for way in guard.ways for term in way
                  if term.what not in found]
    return found


def asked_durations(flow: Flow, used: Set[object]) -> List[Word]:
    """By guards that are used, by timers, and by other durations."""
    found = [word for guard in used if isinstance(guard, Guard)
             for word in guard.functions()]
    found += [word for timer in flow.timers.values()
              for word in (timer.duration.hint, timer.duration.cap,
                           *timer.duration.named) if word]
    return found + [time.word for named in flow.durations.values()
                    for line in named.lines for time in line.times()]


def used_names(flow: Flow) -> Set[object]:
    """What lines and actions do with them; a counter's reset is no use."""
    lines = [line for state in flow.states.values() for line in state.lines]
    used: Set[object] = {event for line in lines for event in line.events()}
    used |= {event for action in flow.actions.values()
             for event in action.raises}
    used |= {term.what for line in lines for term in line.guard
             if isinstance(term.what, Guard)}
    used |= {term.what for guard in used_ways(flow, used) for way in guard.ways
             for term in way}
    used |= {guard.of for guard in used if isinstance(guard, Guard)}
    used |= {flow.durations.get(word) for word in asked_durations(flow, used)}
    used |= {state.run.named for state in flow.states.values() if state.run}
    used |= {act.what for act in flow.acts() if act.verb != "reset"}
    return used | {line.target for line in lines}


def leave_out_unused(flow: Flow) -> None:
    """What is included, and the flow does not use, is none of its: it takes no
    room in the tables nor in an instance, and C need not have it. A limit takes
    none: whoever includes it has it for C."""
    used = used_names(flow)
    used |= {act.what for act in flow.acts()}
    used |= {term.what for state in flow.states.values()
             for line in state.lines for term in line.guard}

    def keep(items: Dict, key=lambda item: item, of: Set = used) -> Dict:
        return {name: item for name, item in items.items()
                if name.source is flow.source or key(item) in of}

    flow.events = keep(flow.events)
    flow.timers = keep(flow.timers, lambda timer: timer.event)
    flow.guards = {text: guard for text, guard in flow.guards.items()
                   if guard.name.source is flow.source or guard in used}
    flow.kinds = keep(flow.kinds, of={guard.of for guard in
                                      flow.guards.values()})
    flow.durations = keep(flow.durations, of={
        flow.durations.get(word) for word in asked_durations(flow, used)})
    used |= {timer.counter for timer in flow.timers.values()}
    flow.counters = keep(flow.counters)
