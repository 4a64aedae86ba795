# SPDX-License-Identifier: MIT
"""The functions of the context, called by number.

The tables hold no pointer to them, so that they are constant wherever the
program is loaded; and here each gets what it declares: the event's payload or
item, the sentence of a timer, a requester.
"""

from __future__ import annotations

from typing import Dict, List, Optional, Tuple

from .emit_c_durations import asked_us, formulas, varying
from .emit_c_header import FIRST_EVENT, constant
from .emit_c_places import HERE, line_of
from .interface import is_one, promises
from .layout import Layout
from .model import Action, Event, Flow, Guard, Param, Term
from .source import Word

# Numbers, what is done for them, and the table's word for it.
Case = Tuple[List[object], str, Word]


# The engine calls the functions of all flows alike.
NOT_ALL_USED = ["/* No flow needs all that its functions are given. */",
                '#pragma GCC diagnostic ignored "-Wunused-parameter"',
                '#pragma GCC diagnostic ignored "-Wunused-variable"', ""]


def function(result: str, name: str, parameters: str, body: List[str],
             *declared: str) -> List[str]:
    return [f"static {result}", f"{name}({parameters})", "{",
            *(f"\t{variable};" for variable in declared),
            *([""] if declared else []), *body, "}", ""]


def switch(on: str, cases: List[Case], otherwise: str = "") -> List[str]:
    lines = [f"\tswitch ({on}) {{"]
    for numbers, code, word in cases:
        lines += [f"\tcase {number}:" for number in numbers]
        lines += [line_of(word), f"\t\t{' '.join(code.split())};"]
        lines += [] if code.startswith("return ") else ["\t\tbreak;"]
    return [*lines, HERE, "\t}",
            *([f"\treturn {otherwise};"] if otherwise else [])]


def context(flow: Flow, is_const: bool, of: str = "context") -> str:
    return f"{'const ' if is_const else ''}struct {flow.context} *self = {of}"


def given(param: Optional[Param]) -> List[str]:
    """What of the event is handed on."""
    if param is None:
        return []
    if param.is_item:
        return ["event->item"]
    return ["sm_event_take(event)" if param.take else "event->payload"]


# Guards

def asks_event(guard: Guard) -> bool:
    """A named one does if one of its terms does."""
    return guard.param is not None or any(
        asks_event(term.what) for way in guard.ways for term in way
        if isinstance(term.what, Guard))


def guard_text(flow: Flow, guard: Guard) -> str:
    prefix = flow.context
    if guard.ways:
        event = ", event" if asks_event(guard) else ""
        return f"guard_{guard.name}(self{event})"
    if guard.than:
        than = f"{guard.than_us}" if guard.than_us else \
            asked_us(flow, guard.than, "self")
        return f"{asked_us(flow, guard.name, 'self')} < {than}"
    call = f"{prefix}_{guard.name}({', '.join(['self', *given(guard.param)])})"
    return " ||\n\t\t       ".join(
        f"{call} == {guard.of.constant(kind)}"
        for kind in guard.kinds) if guard.of else call


def term_text(flow: Flow, term: Term) -> str:
    text = guard_text(flow, term.what)
    if term.what.than or term.what.of:
        text = f"({text})"
    return f"!{text}" if term.negated else text


def named_guard(flow: Flow, guard: Guard) -> List[str]:
    ways = [" && ".join(term_text(flow, term) for term in way)
            for way in guard.ways]
    text = " ||\n\t       ".join(
        f"({way})" if len(ways) > 1 else way for way in ways)
    event = ", const struct sm_event *event" if asks_event(guard) else ""
    return function("bool", f"guard_{guard.name}",
                    f"const struct {flow.context} *self{event}",
                    [line_of(guard.name), f"\treturn {' '.join(text.split())};",
                     HERE])


def holds(flow: Flow, layout: Layout) -> List[str]:
    """Those of the table; named ones may ask others above them."""
    named = [line for guard in flow.guards.values() if guard.ways
             for line in named_guard(flow, guard)]
    if not layout.guards:
        return named
    cases: List[Case] = [([number], f"return {guard_text(flow, guard)}",
                          guard.name)
                         for number, guard in enumerate(layout.guards, 1)]
    return named + function(
        "bool", "holds", "const void *context, unsigned int guard, "
        "const struct sm_event *event", switch("guard", cases, "false"),
        context(flow, True))


# Actions

def sentences(flow: Flow) -> List[str]:
    """What note_timeout tells, and where each timer's begins: texts, and no
    pointers to them."""
    if not any(action.tells_timer for action in flow.actions.values()):
        return []
    texts, places, size = [], [], 0
    for timer in flow.timers.values():
        places.append(f"\t{size if timer.sentence else 0}, /* {timer.name} */")
        if timer.sentence:
            texts.append(f"\t{timer.sentence[:-1]}\\0\"")
            size += len(timer.sentence.encode()) - 1
    return [constant("char sentence[]"), *texts[:-1], f"{texts[-1]};", "",
            f"{constant('uint16_t sentence_at[]')} {{", *places, "};", ""]


def requester(flow: Flow, action: Action) -> List[str]:
    """The first of the class says done, the last failed."""
    if not action.answers:
        return []
    names = [f"{flow.name.upper()}_{event.name}" for event in action.answers]
    fields = [f".done = {names[0]}", f".failed = {names[-1]}"]
    if len(names) > 2:
        fields.insert(1, f".other = {names[1]}")
    inner = ",\n\t\t\t".join([".sm = sm", *fields])
    return [f"&(const struct sm_requester){{\n\t\t\t{inner} }}"]


def action_text(flow: Flow, action: Action) -> str:
    arguments = ["self"]
    if action.tells_timer:
        first = FIRST_EVENT + len(flow.events)
        arguments.append(f"sentence + sentence_at[event->id - {first}]")
    arguments += given(action.param) + requester(flow, action)
    return f"{flow.context}_{action.name}({', '.join(arguments)})"


def act(flow: Flow) -> List[str]:
    if not flow.actions:
        return []
    cases: List[Case] = [
        ([number], action_text(flow, action), action.name)
        for number, action in enumerate(flow.actions.values(), 1)]
    return sentences(flow) + function(
        "void", "act",
        "struct sm *sm, unsigned int action, struct sm_event *event",
        switch("action", cases), context(flow, False, "sm->context"))


# The rest

def duration_us(flow: Flow) -> List[str]:
    """Of the timers that are no constants."""
    if not varying(flow):
        return []
    return function("uint64_t", "duration_us",
                    "const struct sm *sm, unsigned int timer", formulas(flow),
                    context(flow, True, "sm->context"), "uint64_t us")


def prepare(flow: Flow, layout: Layout) -> List[str]:
    if not layout.children:
        return []
    cases: List[Case] = []
    for number, run in enumerate(layout.children):
        item = "" if is_one(flow, str(run.prepare)) else ", item"
        code = f"{flow.context}_{run.prepare}(self{item})"
        if run.many:
            code = f"item < {flow.context}_n_{run.prepare}(self) ?\n" \
                f"\t\t\t       {code} : NULL"
        cases.append(([number], f"return {code}", run.prepare))
    return function("struct sm *", "prepare",
                    "void *context, unsigned int child, unsigned int item",
                    switch("child", cases, "NULL"), context(flow, False))


def released(flow: Flow) -> Dict[Word, List[Event]]:
    """The events of each payload that is the engine's to release."""
    found: Dict[Word, List[Event]] = {}
    for event in flow.events.values():
        if event.payload:
            found.setdefault(event.payload, []).append(event)
    return found


def release(flow: Flow) -> List[str]:
    """Of few kinds: a table of events would be larger."""
    lines: List[str] = []
    for payload, events in released(flow).items():
        names = " ||\n\t    ".join(
            f"event == {flow.name.upper()}_{event.name}" for event in events)
        lines += [f"\tif ({names})", line_of(payload),
                  f"\t\t{payload}_free(payload);", HERE]
    if not lines:
        return []
    return function("void", "release", "void *payload, unsigned int event",
                    lines)


def give(flow: Flow) -> List[str]:
    if not promises(flow):
        return []
    cases: List[Case] = [
        ([f"{flow.name.upper()}_EXIT_{end.name.upper()}"
          for end in flow.exits if end.promise == name],
         f"return {flow.context}_give_{name}(self)", name)
        for name in promises(flow)]
    return function("void *", "give", "void *context, unsigned int exit",
                    switch("exit", cases, "NULL"), context(flow, False))


def calls(flow: Flow, layout: Layout) -> List[str]:
    return [*holds(flow, layout), *act(flow), *duration_us(flow),
            *prepare(flow, layout), *release(flow), *give(flow)]
