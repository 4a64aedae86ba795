# SPDX-License-Identifier: MIT
"""A flow as single facts, each with a name and a text: two flows that mean the
same have the same facts."""

from __future__ import annotations

from typing import Dict, List, NamedTuple, Optional

from .fmt import joined
from .lexer import split
from .model import Act, Flow, Guard, Line, Param, State
from .source import Errors, Word


class Fact(NamedTuple):
    word: Word  # where the table says so
    text: str = ""


def rest(word: Word) -> str:
    """What stands behind the word in its line, but a '='."""
    words = [behind for behind in split(word.source, word.line, Errors())
             if behind.column > word.column]
    return joined(words[words[:1] == ["="]:])


def given(param: Optional[Param]) -> str:
    if param is None:
        return ""
    return f"({'take ' if param.take else ''}{param.struct})"


def said(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def listed(keyword: str, words: List[str]) -> str:
    return f"{keyword} {' '.join(words)}" if words else ""


def guard_text(guard: Guard) -> str:
    if guard.ways:
        return rest(guard.name)
    return said(given(guard.param), listed("gives", guard.gives))


def calls(flow: Flow) -> Dict[str, Fact]:
    facts = {}
    for guard in flow.guards.values():
        if guard.is_function or guard.ways:
            facts[f"guard {guard.name}"] = Fact(guard.name, guard_text(guard))
    for action in flow.actions.values():
        facts[f"action {action.name}"] = Fact(action.name, said(
            given(action.param),
            listed("raises", [event.name for event in action.raises]),
            listed("gives", action.gives)))
    return facts


def declarations(flow: Flow) -> Dict[str, Fact]:
    """By what each is called: "counter tries"."""
    facts = {
        "the context": Fact(flow.name, f"struct {flow.context}"),
        "the start": Fact(flow.start_word, str(flow.start.name)),
        "the queue": Fact(flow.name, str(flow.queue))}
    if flow.happy:
        facts["the happy path"] = Fact(flow.happy[0][0], listed(
            "by", [state.name for _, state in flow.happy]))
    if flow.exits:  # what 'all' tells where there was none to run
        facts["the first exit"] = Fact(flow.exits[0].name,
                                       str(flow.exits[0].name))
    for end in flow.exits:
        facts[f"exit {end.name}"] = Fact(
            end.name, f"({end.promise})" if end.promise else "")
    for name, counter in flow.counters.items():
        facts[f"counter {name}"] = Fact(counter.name, rest(counter.name))
    for name, event in flow.events.items():
        payload = f"with {event.payload}" if event.payload else ""
        facts[f"event {name}"] = Fact(
            event.word, said(f"of {event.group}", payload))
    for name, kinds in flow.kinds.items():
        facts[f"kinds {name}"] = Fact(kinds.name, rest(kinds.name))
    for name, named in flow.durations.items():
        facts[f"duration {name}"] = Fact(named.name, " or else ".join(
            rest(line.name) for line in named.lines))
    for name, limit in flow.limits.items():
        facts[f"limit {name}"] = Fact(limit.name, str(limit.number))
    for item in flow.properties:
        facts[f"property {item.sentence}"] = Fact(item.sentence, item.text())
    facts.update(calls(flow))
    for name, timer in flow.timers.items():
        time = rest(timer.name).partition(' "')[0]
        facts[f"timer {name}"] = Fact(timer.name,
                                      said(time, timer.sentence or ""))
    return facts


def acts_text(acts: List[Act]) -> str:
    return " ".join(act.word for act in acts)


def state_facts(state: State) -> Dict[str, Fact]:
    """Of a state, but its lines."""
    run = state.run
    texts = {
        "the kind": state.kind,
        "the parent": state.parent.name if state.parent else "",
        "the start": state.start.name if state.start else "",
        "the entry": acts_text(state.entry),
        "the exit": acts_text(state.exit),
        "the rest": "forever" if state.forever else "",
        "what it runs": f"{run.flow} as {run.prepare} limit "
                        f"{run.limit_text()}"
                        if run else ""}
    return {f"in {state.name}: {what}": Fact(state.name, text)
            for what, text in texts.items()}


def line_text(line: Line) -> str:
    target = f"-> {line.target_word}" if line.target_word else ""
    acts = f"/ {line.acts_text()}" if line.acts else ""
    return said(str(line.keyword), *(use.text() for use in line.uses),
                line.guard_text(), target, acts)
