# SPDX-License-Identifier: MIT
"""Functions of one type each around those of the context.

The tables must not cast a pointer; and here each gets what it declares: the
event's payload or item, the sentence of a timer, a requester.
"""

from __future__ import annotations

from typing import List, Optional

from .emit_c_header import (FIRST_EVENT, children, is_one, lists, payloads,
                            promises, timed)
from .model import Action, Flow, Guard, Param, Term


def wrapper(result: str, name: str, parameters: str, call: str,
            unused: str = "") -> List[str]:
    keyword = "" if result == "void" else "return "
    return [f"static {result}", f"{name}({parameters})", "{",
            *([f"\t(void){unused};"] if unused else []),
            f"\t{keyword}{call};", "}", ""]


def given(param: Optional[Param]) -> List[str]:
    """What of the event is handed on."""
    if param is None:
        return []
    if param.is_item:
        return ["event->item"]
    return ["sm_event_take(event)" if param.take else "event->payload"]


# Guards

def guard_call(flow: Flow, guard: Guard) -> str:
    prefix = flow.context
    if guard.ways:
        return f"guard_{guard.name}(context, event)"
    if guard.than:
        than = f"{guard.than_us}" if guard.than_us else \
            f"{prefix}_{guard.than}_us(context)"
        return f"{prefix}_{guard.name}_us(context) < {than}"
    arguments = ", ".join(["context", *given(guard.param)])
    call = f"{prefix}_{guard.name}({arguments})"
    return " ||\n\t       ".join(
        f"{call} == {guard.of.constant(kind)}"
        for kind in guard.kinds) if guard.of else call


def uses_event(guard: Guard) -> bool:
    return bool(guard.ways) or guard.param is not None


def term_text(flow: Flow, term: Term) -> str:
    call = guard_call(flow, term.what)
    if term.what.than or term.what.of:
        call = f"({call})"
    return f"!{call}" if term.negated else call


def guard_wrapper(flow: Flow, guard: Guard) -> List[str]:
    parameters = "const void *context, const struct sm_event *event"
    call, used = guard_call(flow, guard), uses_event(guard)
    if guard.ways:
        ways = [" && ".join(term_text(flow, term) for term in way)
                for way in guard.ways]
        call = " ||\n\t       ".join(
            f"({way})" if len(ways) > 1 else way for way in ways)
        used = any(uses_event(term.what) for way in guard.ways
                   for term in way)
    return wrapper("bool", f"guard_{guard.c_name()}", parameters, call,
                   "" if used else "event")


def needed_guards(flow: Flow) -> List[Guard]:
    """Those of the table, and the named ones that others ask."""
    asked = {id(guard) for guard in flow.table_guards()}
    return [guard for guard in flow.guards.values()
            if guard.ways or id(guard) in asked]


# Actions

def sentences(flow: Flow) -> List[str]:
    """What note_timeout tells, by timer."""
    if not any(action.tells_timer for action in flow.actions.values()):
        return []
    return ["static const char *const sentence[] = {",
            *(f"\t{timer.sentence or 'NULL'}, /* {timer.name} */"
              for timer in flow.timers.values()), "};", ""]


def requester(flow: Flow, action: Action) -> List[str]:
    """The first of the class says done, the last failed."""
    if not action.answers:
        return []
    names = [f"{flow.name.upper()}_{event.name}" for event in action.answers]
    fields = [f".done = {names[0]}", f".failed = {names[-1]}"]
    if len(names) > 2:
        fields.insert(1, f".other = {names[1]}")
    inner = ",\n\t\t".join([".sm = sm", *fields])
    return [f"&(const struct sm_requester){{\n\t\t{inner} }}"]


def action_wrapper(flow: Flow, action: Action) -> List[str]:
    arguments = ["sm->context"]
    if action.tells_timer:
        first = FIRST_EVENT + len(flow.events)
        arguments.append(f"sentence[event->id - {first}]")
    arguments += given(action.param)
    used = len(arguments) > 1
    arguments += requester(flow, action)
    return wrapper("void", f"action_{action.name}",
                   "struct sm *sm, struct sm_event *event",
                   f"{flow.context}_{action.name}({', '.join(arguments)})",
                   "" if used else "event")


def wrappers(flow: Flow) -> List[str]:
    prefix, lines = flow.context, sentences(flow)
    for guard in needed_guards(flow):
        lines += guard_wrapper(flow, guard)
    for action in flow.actions.values():
        lines += action_wrapper(flow, action)
    for name in timed(flow):
        lines += wrapper("uint64_t", f"duration_{name}",
                         "const void *context", f"{prefix}_{name}_us(context)")
    for name in children(flow):
        one = is_one(flow, name)
        lines += wrapper("struct sm *", f"prepare_{name}",
                         "void *context, unsigned int item",
                         f"{prefix}_{name}(context{'' if one else ', item'})",
                         "item" if one else "")
    for name in lists(flow):
        lines += wrapper("unsigned int", f"n_{name}", "const void *context",
                         f"{prefix}_n_{name}(context)")
    for name in payloads(flow):
        lines += wrapper("void", f"release_{name}", "void *payload",
                         f"{name}_free(payload)")
    for name in promises(flow):
        lines += wrapper("void *", f"give_{name}", "void *context",
                         f"{prefix}_give_{name}(context)")
    return lines
