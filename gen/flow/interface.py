# SPDX-License-Identifier: MIT
"""What C has to define for a flow: each function, with its prototype and the
table's line that asks for it."""

from __future__ import annotations

from typing import Iterable, List, Optional, Tuple

from .model import Action, Flow, Guard, Param
from .record import fresh, record
from .source import Word

GUARDS = "Guards: they look, and change nothing."
KINDS = "Of which kind it is."
ACTIONS = "Actions."
DURATIONS = "Durations in microseconds; SM_UNKNOWN: it can't say."
RUNS = "Flows to run, made ready by their FLOW_sm_init()."
NUMBERS = "How many of them."
PROMISED = "What exits promise; NULL breaks the promise."
PAYLOADS = "Payloads that no action took."

CONTEXT = "context"


@record
class Function:
    kind: str  # GUARDS and so on
    word: Word  # what the table calls it
    result: str
    name: str
    parameters: List[Tuple[str, str]] = fresh(list)
    frees: Optional[str] = None  # the struct that it is given to keep

    def text(self, of: List[str]) -> str:
        gap = "" if self.result.endswith("*") else " "
        return f"{self.result}{gap}{self.name}({', '.join(of)})"

    def prototype(self) -> str:
        """Without the names that a type says already."""
        return self.text([
            type_ if type_.endswith("*") and name != "sentence"
            else declared(type_, name) for type_, name in self.parameters])

    def definition(self) -> str:
        return self.text([declared(*each) for each in self.parameters])

    @property
    def place(self) -> str:
        return f"{self.word.source.base_name}:{self.word.line}"


def declared(type_: str, name: str) -> str:
    return f"{type_}{'' if type_.endswith('*') else ' '}{name}"


def unique(words: Iterable[Optional[Word]]) -> List[Word]:
    """Each once, where it stands first."""
    return [word for word in dict.fromkeys(words) if word]


def payloads(flow: Flow) -> List[Word]:
    """The payload structs."""
    return unique(event.payload for event in flow.events.values())


def timed(flow: Flow) -> List[Word]:
    """The functions of the context that timers ask."""
    return unique(word for timer in flow.timers.values()
                  for word in (timer.duration.hint, timer.duration.cap))


def asked(flow: Flow) -> List[Word]:
    """All functions of the context that say how long: also those that guards
    compare, and that named durations ask."""
    guards = [*flow.guards.values(), *(
        term.what for guard in flow.guards.values() for way in guard.ways
        for term in way)]
    compared = [word for guard in guards for word in guard.functions()]
    within = [word for named in flow.durations.values()
              for word in named.functions()]
    return [word for word in unique(timed(flow) + compared + within)
            if word not in flow.durations]


def children(flow: Flow) -> List[Word]:
    return unique(state.run.prepare for state in flow.states.values()
                  if state.run)


def is_one(flow: Flow, prepare: str) -> bool:
    """Is it run by `call`, and needs no number?"""
    return not any(
        state.run.many for state in flow.states.values()
        if state.run and state.run.prepare == prepare)


def lists(flow: Flow) -> List[Word]:
    return unique(state.run.prepare for state in flow.states.values()
                  if state.run and state.run.many)


def promises(flow: Flow) -> List[Word]:
    """The structs that exits give."""
    return unique(end.promise for end in flow.exits)


def given(param: Optional[Param]) -> List[Tuple[str, str]]:
    if param is None:
        return []
    if param.is_item:
        return [("unsigned int", "item")]
    return [(f"{'' if param.take else 'const '}struct {param.struct} *",
             "payload")]


def guard(flow: Flow, what: Guard) -> Function:
    return Function(GUARDS, what.name, "bool", f"{flow.context}_{what.name}",
                    [looks(flow), *given(what.param)])


def action(flow: Flow, what: Action) -> Function:
    parameters = [changes(flow), *given(what.param)]
    if what.tells_timer:
        parameters = [changes(flow), ("const char *", "sentence")]
    if what.answers:
        parameters.append(("const struct sm_requester *", "requester"))
    takes = what.param is not None and what.param.take
    return Function(ACTIONS, what.name, "void", f"{flow.context}_{what.name}",
                    parameters, what.param.struct if takes else None)


def looks(flow: Flow) -> Tuple[str, str]:
    return (f"const struct {flow.context} *", CONTEXT)


def changes(flow: Flow) -> Tuple[str, str]:
    return (f"struct {flow.context} *", CONTEXT)


def functions(flow: Flow) -> List[Function]:
    """All of them."""
    prefix = flow.context
    item = [("unsigned int", "item")]
    return [
        *(guard(flow, what) for what in flow.guards.values()
          if what.is_function),
        *(Function(KINDS, what.name, f"enum {what.enum}",
                   f"{prefix}_{what.name}", [looks(flow), *given(what.param)])
          for what in flow.kinds.values()),
        *(action(flow, what) for what in flow.actions.values()),
        *(Function(DURATIONS, word, "uint64_t", f"{prefix}_{word}_us",
                   [looks(flow)]) for word in asked(flow)),
        *(Function(RUNS, word, "struct sm *", f"{prefix}_{word}",
                   [changes(flow), *([] if is_one(flow, word) else item)])
          for word in children(flow)),
        *(Function(NUMBERS, word, "unsigned int", f"{prefix}_n_{word}",
                   [looks(flow)]) for word in lists(flow)),
        *(Function(PROMISED, word, f"struct {word} *", f"{prefix}_give_{word}",
                   [changes(flow)]) for word in promises(flow)),
        *(Function(PAYLOADS, word, "void", f"{word}_free",
                   [(f"struct {word} *", "payload")])
          for word in payloads(flow)),
    ]
