# SPDX-License-Identifier: MIT
"""The states of a flow as text for Graphviz, no wider than a page."""

from __future__ import annotations

from html import escape
from typing import Dict, List, Optional, Union

from .happy import happy_path
from .line_words import events_text, run_text
from .model import Exit, Flow, Line, State
from .ranks import ranks, ways_back
from .svg_style import kind_of, link
from .text_width import text_width

FONT = "Helvetica,Arial,sans-serif"
ROOM = 350  # for the boxes of a rank; arrows pass beside them
NAME, SMALL = 12, 10  # sizes of fonts
BESIDE = 40  # a box is so much wider than its text, with its distance
DOT = "shape=circle, style=filled, label=\"\", margin=0, class=start"


class Arrow:
    """From a state, or the border of a parent, to a state or an exit."""

    def __init__(self, source: Optional[State], tail: str, head: str):
        self.source = source
        self.tail = tail
        self.head = head
        self.is_happy = False
        self.is_time = True
        self.is_end = head.startswith("exit ")
        self.options: List[str] = []
        self.lines: List[Line] = []

    def add(self, line: Line, is_happy: bool) -> None:
        self.lines.append(line)
        self.is_time = self.is_time and line.keyword == "after"
        self.is_happy = self.is_happy or is_happy


class Picture:
    """Collects the lines of one graph."""

    edge = "arrowsize=0.65"

    def __init__(self, flow: Flow, room: float):
        self.flow = flow
        self.room = room
        self.happy = {row.line for row in happy_path(flow)}
        self.lines: List[str] = []
        self.widths: Dict[str, float] = {}  # of nodes, by name

    def add(self, depth: int, text: str) -> None:
        self.lines.append("  " * depth + text)

    def text(self) -> str:
        self.add(0, f'digraph "{self.flow.name}" {{')
        self.add(1, 'bgcolor=transparent; rankdir=TB; compound=true; '
                 'newrank=true; pad=0.15; nodesep=0.12; ranksep=0.3;')
        self.add(1, f'graph [fontname="{FONT}", fontsize={NAME}];')
        self.add(1, f'node [fontname="{FONT}", fontsize={NAME}, shape=box, '
                 'style="rounded,filled", margin="0.12,0.05", height=0.3];')
        self.add(1, f"edge [{self.edge}];")
        self.node(1, "start", f"{DOT}, width=0.16, height=0.16", 12)
        for state in self.flow.states.values():
            if state.parent is None:
                self.add_state(state, 1)
        for end in self.flow.exits:
            about = f'class={self.kind(end)}, id="box-{end.name}", ' \
                f'label="{end.name}"'
            self.node(1, f"exit {end.name}", about, self.width(end.name))
        self.add_arrows(self.arrows())
        self.add(0, "}")
        return "\n".join(self.lines) + "\n"

    # Nodes

    @staticmethod
    def width(text: str, size: int = NAME) -> float:
        return text_width(text, size) * 1.1 + BESIDE

    def node(self, depth: int, name: str, options: str, width: float) -> None:
        self.add(depth, f'"{name}" [{options}];')
        self.widths[name] = width

    def add_state(self, state: State, depth: int) -> None:
        if state.is_parent:
            self.add_parent(state, depth)
            return
        width = self.width(state.name)
        label = f"<B>{escape(state.name)}</B>"
        if state.run:
            label += f'<BR/><FONT POINT-SIZE="{SMALL}">' \
                f"{escape(run_text(state))}</FONT>"
            width = max(width, self.width(run_text(state), SMALL))
        form = "shape=diamond, style=filled, margin=0.01, height=0.45, " \
            if state.is_choice else ""
        self.node(depth, state.name, f"{form}label=<{label}>, "
                  f"{self.about(state)}", width * (1 + 0.4 * state.is_choice))

    def kind(self, target: Union[State, Exit]) -> str:
        """The classes of its box."""
        return kind_of(target)

    def about(self, state: State) -> str:
        return f'class={self.kind(state)}, id="box-{state.name}", ' \
            f'URL="{link(self.flow, state)}", tooltip="{self.story(state)}"'

    @staticmethod
    def story(state: State) -> str:
        return (state.story or state.name).replace('"', "")

    def add_parent(self, state: State, depth: int) -> None:
        self.add(depth, f"subgraph cluster_{state.name} {{")
        self.add(depth + 1, 'style="rounded,filled"; labeljust=l; margin=10; '
                 f"label=<<B>{escape(state.name)}</B>>; "
                 f"{self.about(state).replace(', ', '; ')};")
        if state.start is not None:
            self.node(depth + 1, f"start {state.name}",
                      f"{DOT}, width=0.1, height=0.1", 8)
        for child in state.children:
            self.add_state(child, depth + 1)
        self.add(depth, "}")

    # Arrows

    def arrows(self) -> List[Arrow]:
        first = self.arrow("start", None, self.flow.start)
        first.is_happy, first.is_time = bool(self.happy), False
        found = [first]
        for state in self.flow.states.values():
            if state.is_parent and state.start is not None:
                start = self.arrow(f"start {state.name}", None, state.start)
                start.is_time = False
                start.is_happy = state is self.flow.start or any(
                    line.target is state for line in self.happy if line)
                found.append(start)
            found += self.arrows_of(state)
        return sorted(found, key=lambda arrow: not arrow.is_happy)

    def arrows_of(self, state: State) -> List[Arrow]:
        groups: Dict[object, Arrow] = {}
        for line in state.lines:
            if line.target is None:
                continue
            if line.target not in groups:
                groups[line.target] = self.arrow(state.name, state,
                                                 line.target)
            groups[line.target].add(line, line in self.happy)
        return list(groups.values())

    def arrow(self, tail: str, source: Optional[State],
              target: object) -> Arrow:
        options = []
        if source is not None and source.is_parent:
            tail = self.inner(source, target)
            if not is_in(target, source):
                options.append(f'ltail="cluster_{source.name}"')
        head = f"exit {target.name}" if isinstance(target, Exit) \
            else target.name
        if isinstance(target, State) and target.is_parent:
            head = f"start {target.name}"
            if source is None or not is_in(source, target):
                options.append(f'lhead="cluster_{target.name}"')
        arrow = Arrow(source, tail, head)
        arrow.options = options
        return arrow

    def add_arrows(self, arrows: List[Arrow]) -> None:
        edges = [(arrow.tail, arrow.head) for arrow in arrows]
        nodes = list(self.widths)
        back = ways_back(nodes, edges)
        down = [edge for edge in edges if edge not in back]
        down += [(head, tail) for tail, head in back if head != tail]
        self.add_ranks(ranks(nodes, down, self.widths, self.room))
        for arrow in arrows:
            self.add_arrow(arrow, (arrow.tail, arrow.head) in back)

    def add_ranks(self, rank: Dict[str, int]) -> None:
        rows: List[List[str]] = [[] for _ in range(max(rank.values()) + 1)]
        for name, at in rank.items():
            rows[at].append(name)
        for row in rows:
            self.add(1, "{ rank=same; " +
                     " ".join(f'"{name}";' for name in row) + " }")
        for row, below in zip(rows, rows[1:]):
            self.add(1, f'"{row[0]}" -> "{below[0]}" [style=invis];')

    def add_arrow(self, arrow: Arrow, is_back: bool) -> None:
        """A way back is told to Graphviz as one down, whose head is above."""
        tail, head, options = arrow.tail, arrow.head, arrow.options
        names = ["wire"] + ["to-exit"] * arrow.is_end + self.marks(arrow) + \
            ["time"] * arrow.is_time
        if is_back and tail != head:
            tail, head = head, tail
            options = [swapped(option) for option in options] + ["dir=back"]
        options = [*options, f'class="{" ".join(names)}"', *self.words(arrow)]
        if arrow.is_happy:
            options.append("weight=4")
        self.add(1, f'"{tail}" -> "{head}" [{", ".join(options)}];')

    def inner(self, parent: State, target: object) -> str:
        """The state in `parent` from which an arrow of its border is drawn."""
        is_above = isinstance(target, State) and target.index < parent.index
        return parent.leaves()[0 if is_above else -1].name

    def marks(self, arrow: Arrow) -> List[str]:
        """Classes by which it stands out."""
        return ["happy"] * arrow.is_happy

    def words(self, arrow: Arrow) -> List[str]:
        """Options for what stands beside it."""
        return []


def swapped(option: str) -> str:
    return option.replace("lhead", "ltail") if "lhead" in option \
        else option.replace("ltail", "lhead")


def is_in(target: object, parent: State) -> bool:
    return isinstance(target, State) and parent in target.up()


def overview(flow: Flow, room: float) -> str:
    """The boxes of a rank have so much room; arrows pass beside them."""
    return Picture(flow, room).text()
