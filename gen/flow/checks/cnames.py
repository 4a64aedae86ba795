# SPDX-License-Identifier: MIT
"""Names that are different in the table and one in C."""

from __future__ import annotations

from typing import Dict, Iterator, Tuple

from ..emit_c_header import told_classes
from ..model import Flow
from ..source import Errors, Word


def functions(flow: Flow) -> Iterator[Tuple[str, Word, str]]:
    """Every C name of the generated header: name, word, kind."""
    prefix = flow.context
    yield f"{flow.name}_flow_h".upper(), flow.name, "header"
    for name, guard in flow.guards.items():
        if guard.is_function:
            yield f"{prefix}_{name}", guard.name, "guard"
        for word in guard.functions():
            yield f"{prefix}_{word}_us", word, "duration"
    for name, named in flow.durations.items():
        yield f"{prefix}_{name}_us", named.name, "duration"
        if named.is_time:
            yield f"{flow.name}_{name}".upper() + "_US", named.name, "duration"
        if named.has_sentence:
            yield f"{prefix}_{name}_sentence", named.name, \
                "duration's sentence"
        for word in named.functions():
            yield f"{prefix}_{word}_us", word, "duration"
    for name, kinds in flow.kinds.items():
        yield f"{prefix}_{name}", kinds.name, "kinds"
    for name, action in flow.actions.items():
        yield f"{prefix}_{name}", action.name, "action"
    for counter in flow.counters.values():
        yield f"{flow.name}_counter_{counter.name}".upper(), counter.name, \
            "counter"
    for timer in flow.timers.values():
        yield f"{flow.name}_timer_{timer.name}".upper(), timer.name, "timer"
        if timer.duration.is_constant:
            yield f"{flow.name}_{timer.name}".upper() + "_US", timer.name, \
                "timer"
        for word in (timer.duration.hint, timer.duration.cap):
            if word is not None:
                yield f"{prefix}_{word}_us", word, "duration"
    for state in flow.states.values():
        if state.run is not None:
            word = state.run.prepare
            yield f"{prefix}_{word}", word, \
                "flow of an each" if state.run.many else "flow of a call"
            if state.run.many:
                yield f"{prefix}_n_{word}", word, "number of flows to run"
    for end in flow.exits:
        yield f"{flow.name}_exit_{end.name}".upper(), end.name, "exit"
        if end.promise is not None:
            yield f"{prefix}_give_{end.promise}", end.promise, "promise"
    for name in told_classes(flow):
        yield f"{flow.name}_{name}_EVENTS".upper(), name, "class"
    for event in flow.events.values():
        yield f"{flow.name}_{event.name}".upper(), event.word, "event"
        name = event.name.lower()
        yield f"{flow.name}_post_{name}", event.word, "event's post"
    for name, limit in flow.limits.items():
        yield f"{flow.name}_{name}".upper(), limit.name, "limit"


def one_c_name(flow: Flow, errors: Errors) -> None:
    """A guard and an action of one name would be one C function."""
    seen: Dict[str, Tuple[Word, str]] = {}
    for name, word, kind in functions(flow):
        before = seen.setdefault(name, (word, kind))
        if before[1] != kind:
            call = "" if name.isupper() else "()"
            file = "" if before[0].source is word.source else \
                f" of {before[0].source.base_name}"
            errors.add(word, f"{name}{call} would be this {kind} and the "
                       f"{before[1]} '{before[0]}' of line {before[0].line}"
                       f"{file}")
