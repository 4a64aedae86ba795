# SPDX-License-Identifier: MIT
"""A flow as text for Graphviz: an overview, or with all that lines say."""

from __future__ import annotations

from html import escape
from typing import Dict, List, Optional, Tuple

from .model import Act, Exit, Flow, Line, State

FONT = "Helvetica,Arial,sans-serif"
INK, LINE = "#1f2933", "#52606d"
STATE = 'fillcolor="#f0f4fa", color="#5b7db1"'
CHOICE = 'fillcolor="#fff8e1", color="#c99a2e"'
RUN = 'fillcolor="#eaf6ec", color="#4c9a5f", peripheries=2'
EXIT = f'fillcolor="{INK}", color="{INK}", fontcolor="white"'
CLUSTER = ["#fafbfc", "#f3f5f7", "#eceff2"]


class Picture:
    """Collects the lines of one graph."""

    def __init__(self, flow: Flow, is_full: bool):
        self.flow = flow
        self.is_full = is_full
        self.lines: List[str] = []

    def add(self, depth: int, text: str) -> None:
        self.lines.append("  " * depth + text)

    def text(self) -> str:
        self.add(0, f'digraph "{self.flow.name}" {{')
        self.add(1, 'bgcolor="white"; rankdir=TB; compound=true; '
                 'newrank=true; pad=0.3; nodesep=0.3; ranksep=0.42;')
        self.add(1, f'graph [fontname="{FONT}", fontsize=11, '
                 f'fontcolor="{INK}"];')
        self.add(1, f'node [fontname="{FONT}", fontsize=11, '
                 f'fontcolor="{INK}", shape=box, style="rounded,filled", '
                 'margin="0.14,0.07", height=0.3, penwidth=1.1];')
        self.add(1, f'edge [fontname="{FONT}", fontsize=9, '
                 f'fontcolor="{INK}", color="{LINE}", arrowsize=0.65, '
                 'penwidth=1.0];')
        self.add(1, 'start [shape=circle, style=filled, label="", '
                 f'width=0.16, height=0.16, fillcolor="{INK}", '
                 f'color="{INK}", margin=0];')
        for state in self.flow.states.values():
            if state.parent is None:
                self.add_state(state, 1)
        self.add_edges()
        self.add(0, "}")
        return "\n".join(self.lines) + "\n"

    # Nodes

    def add_state(self, state: State, depth: int) -> None:
        if state.is_parent:
            self.add_parent(state, depth)
        elif state.is_choice:
            self.node(depth, state, "shape=diamond, style=filled, "
                      f"margin=0.02, height=0.5, {CHOICE}")
        else:
            self.node(depth, state, RUN if state.run else STATE)

    def node(self, depth: int, state: State, form: str) -> None:
        self.add(depth, f'"{state.name}" [{form}, '
                 f"label={self.label(state)}];")

    def add_parent(self, state: State, depth: int) -> None:
        level = min(len(list(state.up())) - 1, len(CLUSTER) - 1)
        self.add(depth, f"subgraph cluster_{state.name} {{")
        self.add(depth + 1, 'style="rounded,filled"; '
                 f'fillcolor="{CLUSTER[level]}"; color="#9fb3c8"; '
                 f"labeljust=l; margin=12; label={self.label(state)};")
        if state.start is not None:
            self.add(depth + 1, f"start_{state.name} [shape=circle, "
                     'style=filled, label="", width=0.1, height=0.1, '
                     f'fillcolor="{LINE}", color="{LINE}", margin=0];')
        for child in state.children:
            self.add_state(child, depth + 1)
        self.add(depth, "}")

    def label(self, state: State) -> str:
        """An HTML-like label: name, story, and what happens inside."""
        rows = [f"<B>{escape(state.name)}</B>"]
        if state.run is not None:
            rows.append(small(run_text(state)))
        if self.is_full:
            if state.story and not state.is_choice:
                rows += [f"<I>{small(part)}</I>"
                         for part in wrapped(state.story)]
            rows += [small(text) for text in inside(state)]
        rows += [small(text) for text in self.inward(state)]
        if len(rows) == 1:
            return f"<{rows[0]}>"
        return "<" + "".join(row + '<BR ALIGN="LEFT"/>' for row in rows) + ">"

    def inward(self, state: State) -> List[str]:
        """Lines of a parent that lead into itself: words, not arrows."""
        return [edge_text(line, " ") if self.is_full else
                f"{events_text(line)} -> {line.target.name}"
                for line in state.lines if leads_inward(line)]

    # Edges

    def add_edges(self) -> None:
        self.edge("start", self.flow.start, None, [])
        for state in self.flow.states.values():
            if state.is_parent and state.start is not None:
                self.edge(f"start_{state.name}", state.start, None, [])
            lines = [line for line in state.lines
                     if line.target is not None and not leads_inward(line)]
            for target, some in self.grouped(lines):
                self.edge(state.name, target, state, some)

    def edge(self, tail: str, target: object, source: Optional[State],
             lines: List[Line]) -> None:
        options = []
        gap = r"\l     "
        if source is not None and source.is_parent:
            tail = inner(source, target)
            options.append(f"ltail=cluster_{source.name}")
        if isinstance(target, State):
            head = target.name
            if target.is_parent:
                head = f"start_{target.name}"
                if source is None or target not in source.up():
                    options.append(f"lhead=cluster_{target.name}")
        else:
            head = self.end(target, source)
        if lines and all(line.keyword == "after" for line in lines):
            options.append("style=dashed")
        if self.is_full and lines:
            label = "".join(f"  {edge_text(line, gap)}\\l" for line in lines)
            options.append(f'label="{label}"')
        text = f" [{', '.join(options)}]" if options else ""
        self.add(1, f'"{tail}" -> "{head}"{text};')

    def grouped(self, lines: List[Line]) -> List[Tuple[object, List[Line]]]:
        """An arrow each: its target (or its ends, in words) and its lines."""
        groups: Dict[object, List[Line]] = {}
        for line in lines:
            key: object = line.target
            if self.is_full:
                key = (line.target, line.keyword == "after")
            elif isinstance(key, Exit):
                key = "ends"
            groups.setdefault(key, []).append(line)
        return [(some[0].target if isinstance(some[0].target, State)
                 else ends_text(some), some) for some in groups.values()]

    def end(self, text: str, source: State) -> str:
        """Ends stand beside each state that leads to them: arrows are short."""
        name = f"end_{source.name}_{text.replace(', ', '_')}"
        node = f'{name} [{EXIT}, label="{text}", fontsize=9, height=0.2, ' \
            'margin="0.08,0.03"];'
        if "  " + node not in self.lines:
            self.add(1, node)
        return name


def inner(parent: State, target: object) -> str:
    """The state in `parent` from which an arrow of its border is drawn."""
    is_above = isinstance(target, State) and target.index < parent.index
    return parent.leaves()[0 if is_above else -1].name


def leads_inward(line: Line) -> bool:
    """Is it a parent's line to itself, or to a state in it?"""
    return line.state.is_parent and isinstance(line.target, State) and \
        line.state in line.target.up()


def ends_text(lines: List[Line]) -> str:
    return ", ".join(dict.fromkeys(line.target.name for line in lines))


def small(text: str) -> str:
    return f'<FONT POINT-SIZE="9">{escape(text)}</FONT>'


def wrapped(text: str, width: int = 40) -> List[str]:
    """The words in lines of about `width` characters."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    return lines


def run_text(state: State) -> str:
    run = state.run
    return f"each {run.flow}, {run.limit} at a time" if run.many \
        else f"call {run.flow}"


def acts_text(acts: List[Act]) -> str:
    return " ".join(act.word for act in acts)


def inside(state: State) -> List[str]:
    """What a state does without leaving it."""
    texts = []
    if state.entry:
        texts.append(f"entry / {acts_text(state.entry)}")
    if state.exit:
        texts.append(f"exit / {acts_text(state.exit)}")
    for line in state.lines:
        if line.target is None:
            texts.append(f"{events_text(line)} {line.guard_text()}".rstrip() +
                         (f" / {line.acts_text()}" if line.acts else ""))
    if state.forever:
        texts.append("forever")
    return texts


def events_text(line: Line) -> str:
    words = " ".join(use.text() for use in line.uses)
    return f"{line.keyword} {words}" if line.keyword in (
        "after", "ignore") else words


def edge_text(line: Line, gap: str) -> str:
    """What stands beside an arrow; `gap` is put before its actions."""
    head = line.keyword if line.keyword == "else" else \
        " ".join([events_text(line), line.guard_text()]).strip()
    if leads_inward(line):
        head += f" -> {line.target.name}"
    return head + (f"{gap}/ {line.acts_text()}" if line.acts else "")


def overview(flow: Flow) -> str:
    return Picture(flow, False).text()


def whole(flow: Flow) -> str:
    return Picture(flow, True).text()
