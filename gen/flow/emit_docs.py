# SPDX-License-Identifier: MIT
"""README.md, all flows, and NAME.md: a table per state."""

from __future__ import annotations

import os
from typing import Dict, Iterable, List, Optional

from .doc_words import (acts, cell, duration, event_words, named_duration,
                        run_words)
from .duration import sentence_of
from .model import Exit, Flow, Line, State
from .rows import Target
from .source import listed

NOTE = "<!-- Written by gen/flowc docs; do not edit. -->"


def emit(flows: List[Flow], folder: str) -> Dict[str, str]:
    """All pages: path to text."""
    pages = {os.path.join(folder, f"{flow.name}.md"): page(flow, flows)
             for flow in flows}
    pages[os.path.join(folder, "README.md")] = index(flows)
    return pages


def table(heads: List[str], rows: Iterable[List[str]]) -> List[str]:
    rows = list(rows)
    if not rows:
        return []
    lines = ["|" + "".join(f" {cell(x)} |" if x else " |" for x in row)
             for row in [heads, *rows]]
    return [lines[0], "|---" * len(heads) + "|", *lines[1:], ""]


def runs(flow: Flow) -> List[str]:
    """The flows that it runs."""
    return list(dict.fromkeys(state.run.flow for state in flow.states.values()
                              if state.run))


# The page of all flows

def index(flows: List[Flow]) -> str:
    rows = [[f"[{flow.name}]({flow.name}.md)", flow.story,
             " ".join(f"[{child}]({child}.md)" for child in runs(flow)),
             " ".join(f"`{e.name}`" for e in flow.exits) or "none"]
            for flow in flows]
    lines = [NOTE, "# The flows", "",
             "What happens when, in which order and how often again is "
             "written in tables, `statemachine/*.flow`; the language stands "
             "on one page, [statemachine/README.md]"
             "(../../statemachine/README.md). Each page here shows one of "
             "them: a table per state, and three pictures.", "",
             *table(["flow", "what it is", "runs", "exits"], rows),
             *legend()]
    for flow in flows:
        lines += [f"## [{flow.name}]({flow.name}.md)", "", flow.story,
                  "", f"![{flow.name}: its states]({flow.name}.svg)",
                  "", f"[With events]({flow.name}-events.svg), "
                  f"[with guards and actions]({flow.name}-all.svg)", ""]
    return "\n".join(lines)


def legend() -> List[str]:
    return ["In the pictures a box is a state, a frame a state with others in "
            "it (its lines serve them all), a diamond a choice, a green box "
            "a flow that is run and waited for, a dark box an exit; a dashed "
            "arrow is taken by a timer alone. Thick green arrows are the "
            "happy path: how it goes where nothing fails. A click on a state "
            "in a picture that is opened for itself leads to its table. `gen/"
            "flowc sim statemachine/certificate.flow > page.html` makes a page "
            "on which the flows are played.", ""]


# The page of a flow

def page(flow: Flow, flows: List[Flow]) -> str:
    callers = [f"[{other.name}]({other.name}.md)" for other in flows
               if flow.name in runs(other)]
    lines = [NOTE, f"# {flow.name}", "", f"**{flow.story}**", "",
             *([flow.head, ""] if flow.head else []),
             f"![the states of {flow.name}]({flow.name}.svg)", "",
             f"The same [with events]({flow.name}-events.svg), and [with "
             f"guards and actions, too]({flow.name}-all.svg)"
             f"; all flows: [README.md](README.md).", "",
             f"- It starts in {link(flow.start)}.",
             f"- It ends with {listed(exit_words(e) for e in flow.exits)}."
             if flow.exits else "- It has no exits: it lives until it is "
             "stopped."]
    if callers:
        lines.append(f"- It is run by {listed(callers)}.")
    if runs(flow):
        names = [f"[{name}]({name}.md)" for name in runs(flow)]
        lines.append(f"- It runs {listed(names)}.")
    lines += ["", *counters(flow), *timers(flow), *durations(flow),
              *limits(flow), *named_guards(flow), *requests(flow), *properties(flow)]
    for state in flow.states.values():
        lines += state_section(state)
    return "\n".join(lines)


def counters(flow: Flow) -> List[str]:
    rows = [[f"`{c.name}`", str(c.max),
             "at once" if c.at_once else "after a delay"
             if bounds(flow, c) else "counts only"]
            for c in flow.counters.values()]
    if not rows:
        return []
    return ["## Counters", "", *table(["counter", "at most", "repeats"], rows)]


def bounds(flow: Flow, counter: object) -> bool:
    return any(term.what is counter for state in flow.states.values()
               for line in state.lines for term in line.guard)


def timers(flow: Flow) -> List[str]:
    rows = [[f"`{timer.name}`", duration(timer.duration),
             ", ".join(link(state) for state in flow.states.values()
                       if timer in state.timers())]
            for timer in flow.timers.values()]
    if not rows:
        return []
    heads = ["timer", "runs out after", "in"]
    if any(timer.sentence for timer in flow.timers.values()):
        heads.append("`note_timeout` says")
        for row_, timer in zip(rows, flow.timers.values()):
            row_.append(timer.sentence[1:-1] if timer.sentence else "")
    return ["## Timers", "", *table(heads, rows)]


def durations(flow: Flow) -> List[str]:
    """A row for each line: the first that can say counts."""
    rows = [[f"`{named.name}`" if line is named.lines[0] else "or else",
             named_duration(line),
             sentence_of(line)[1:-1] if line.sentence else ""]
            for named in flow.durations.values() for line in named.lines]
    if not rows:
        return []
    return ["## Durations", "", *table(["duration", "is", "in words"], rows)]


def limits(flow: Flow) -> List[str]:
    rows = [[f"`{limit.name}`", str(limit.number),
             ", ".join(link(state) for state in flow.states.values()
                       if state.run and state.run.named is limit)]
            for limit in flow.limits.values()]
    if not rows:
        return []
    return ["## Limits", "", *table(["limit", "at a time", "in"], rows)]


def exit_words(end: Exit) -> str:
    """An exit, and what it promises."""
    return f"`{end.name}`" + \
        (f" (gives `{end.promise}`)" if end.promise else "")


def named_guards(flow: Flow) -> List[str]:
    rows = [[f"`{guard.name}`", " or ".join(
        f"`[{' & '.join(term.text() for term in way)}]`"
        for way in guard.ways)]
            for guard in flow.guards.values() if guard.ways]
    if not rows:
        return []
    return ["## Named guards", "", *table(["guard", "holds if"], rows)]


def requests(flow: Flow) -> List[str]:
    rows = [[f"`{action.name}`", " ".join(e.name for e in action.raises)]
            for action in flow.actions.values() if action.raises]
    if not rows:
        return []
    return ["## Requests and their answers", "",
            *table(["action", "may bring"], rows)]


def properties(flow: Flow) -> List[str]:
    rows = [[item.sentence[1:-1], f"`{item.text()}`"]
            for item in flow.properties]
    if not rows:
        return []
    return ["## Properties, which Spin proves", "",
            *table(["in words", "in the table"], rows)]


def link(target: Target) -> str:
    if isinstance(target, State):
        return f"[{target.name}](#{target.name.lower()})"
    return f"`{target.name}`"


def state_section(state: State) -> List[str]:
    lines = [f"## {state.name}", ""]
    if state.story:
        lines += [f"*{state.story}*", ""]
    lines += [*facts(state), ""]
    if state.is_choice:
        return lines + table(["if", "to", "does"], [
            [line.guard_text() and f"`{line.guard_text()}`" or "else",
             link(line.target), acts(line.acts)] for line in state.lines])
    rows = [row(line, None) for line in state.lines]
    if not state.is_parent:
        rows += [row(line, above) for above in list(state.up())[1:]
                 for line in above.lines]
    return lines + table(["event", "guard", "to", "does", ""], rows)


def facts(state: State) -> List[str]:
    """What it is, as a list."""
    where = f" in {link(state.parent)}" if state.parent else ""
    kind = "A choice" if state.is_choice else run_words(state) \
        if state.run else "A state"
    found = [f"- {kind}{where}."]
    if state.is_parent:
        children = ", ".join(link(child) for child in state.children)
        start = f"; it is entered by {link(state.start)}" if state.start \
            else ""
        found = [f"- A state{where} with others in it, which its lines "
                 f"serve too: {children}{start}."]
    if state.forever:
        found.append("- It may rest here for ever.")
    if state.entry:
        found.append(f"- On entry: {acts(state.entry)}.")
    if state.exit:
        found.append(f"- On exit: {acts(state.exit)}.")
    return found


def row(line: Line, above: Optional[State]) -> List[str]:
    guard = line.guard_text()
    to = link(line.target) if line.target else \
        "*ignored*" if line.keyword == "ignore" else "*stays*"
    return [event_words(line), f"`{guard}`" if guard else "", to,
            acts(line.acts), f"from {link(above)}" if above else ""]
