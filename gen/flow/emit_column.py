# SPDX-License-Identifier: MIT
"""NAME-events.svg and NAME-all.svg: states below one another, and arrows
beside them."""

from __future__ import annotations

from html import escape
from typing import List

from .column import (BEHIND, HEAD, LANE, MARGIN, PAD, ROW, Box, Column, Row,
                     name_width)
from .model import Exit, Flow
from .svg_style import kind_of, link, opening
from .wires import Wire, give_lanes, wires_of

BASE = 11  # from the top of a line of text down to where its letters stand
BEND = 4  # the radius of a corner
ARROW = 6  # so long is the head of an arrow


class Drawing:
    """Collects the elements of one picture."""

    def __init__(self, flow: Flow, is_whole: bool):
        self.flow = flow
        self.column = Column(flow, is_whole)
        self.parts: List[str] = []
        self.wires = wires_of(self.column)
        ups = give_lanes([w for w in self.wires if not w.is_down])
        downs = give_lanes([w for w in self.wires if w.is_down])
        self.left = MARGIN + LANE * (ups + 2)
        self.right = MARGIN + LANE * (downs + 2)
        self.height = self.column.put(self.left, self.right)

    def text(self) -> str:
        for box in self.column.boxes:
            self.draw_box(box)
        for wire in sorted(self.wires, key=lambda wire: -wire.lane):
            self.draw_wire(wire)
        for wire in self.wires:
            self.draw_happy(wire)
        title = f"{self.flow.name}: {self.flow.story}"
        return "\n".join([opening(self.column.width, self.height, title), *self.parts,
                          "</svg>"]) + "\n"

    # Boxes

    def draw_box(self, box: Box) -> None:
        if box.of is None:
            self.draw_start(box)
            return
        self.parts.append(f'<g class="{kind_of(box.of)}" '
                          f'id="box-{box.of.name}">')
        self.parts.append(
            f'<rect class="box" x="{box.x:g}" y="{box.y:g}" '
            f'width="{box.width:g}" height="{max(box.height, HEAD):g}" '
            f'rx="{HEAD / 2 if isinstance(box.of, Exit) else 5:g}"/>')
        self.draw_head(box)
        for row in box.rows:
            self.draw_row(box, row)
        for child in box.boxes:
            self.draw_box(child)
        self.parts.append("</g>")

    def draw_start(self, box: Box) -> None:
        row = box.rows[0]
        self.parts.append(
            f'<circle class="start" cx="{self.right_of(box) - 6:g}" '
            f'cy="{self.middle(row):g}" r="6"/>')

    def draw_head(self, box: Box) -> None:
        x, y = box.x + PAD, box.y + 14
        if isinstance(box.of, Exit):
            self.write("name", box.x + box.width / 2, y, box.of.name,
                       ' text-anchor="middle"')
            return
        if box.of.is_choice:
            self.parts.append(f'<path class="choice-mark" d="M{x:g} '
                              f'{y - 4:g}l5 -5l5 5l-5 5z"/>')
            x += 14
        self.parts.append(f'<a xlink:href="{link(self.flow, box.of)}">')
        self.write("name", x, y, box.of.name)
        self.parts.append("</a>")
        x = box.x + PAD + name_width(box.of)
        for text in box.story:
            self.write("story", x, y, text)
            y += ROW

    def draw_row(self, box: Box, row: Row) -> None:
        classes = "row" + " happy" * row.is_happy
        numbers = " ".join(str(line.number) for line in row.lines)
        self.parts.append(f'<g class="{classes}" data-lines="{numbers}">')
        for at, pieces in enumerate(row.texts):
            x = box.x + PAD + BEHIND * (pieces[0][0] == "acts")
            inner = "   ".join(f'<tspan class="{name}">{escape(text)}</tspan>'
                               for name, text in pieces)
            self.parts.append(f'<text xml:space="preserve" x="{x:g}" y='
                              f'"{row.y + at * ROW + BASE:g}">{inner}</text>')
        if row.target is not None:
            self.write("target", box.x + box.width - PAD, row.y + BASE,
                       f"→ {row.target.name}", ' text-anchor="end"')
        self.parts.append("</g>")

    def write(self, name: str, x: float, y: float, text: str,
              more: str = "") -> None:
        self.parts.append(f'<text class="{name}" x="{x:g}" y="{y:g}"{more}>'
                          f"{escape(text)}</text>")

    # Wires

    @staticmethod
    def middle(row: Row) -> float:
        """Where its arrow begins."""
        return row.y + ROW / 2

    @staticmethod
    def right_of(box: Box) -> float:
        return box.x + box.width

    def lane_x(self, wire: Wire) -> float:
        if wire.is_down:
            return self.column.width - self.right + LANE * (wire.lane + 2)
        return self.left - LANE * (wire.lane + 2)

    def draw_wire(self, wire: Wire) -> None:
        name = f"wire to-{kind_of(wire.target.of)}"
        for box, row in zip(wire.sources, wire.rows):
            self.draw_way(wire, box, row,
                          name + (" time" if row.is_time else ""))
        self.draw_arrow(wire, name)

    def draw_happy(self, wire: Wire) -> None:
        """On top of what shares its lane."""
        happy = [(box, row) for box, row in zip(wire.sources, wire.rows)
                 if row.is_happy]
        for box, row in happy:
            self.draw_way(wire, box, row, "wire happy")
        if happy:
            self.draw_arrow(wire, "wire happy")

    def draw_way(self, wire: Wire, box: Box, row: Row, name: str) -> None:
        """From the row to its lane, along it, and to the target."""
        side = 1 if wire.is_down else -1
        start, y = self.edge(box, wire), self.middle(row)
        x, end = self.lane_x(wire), wire.target.head_y
        bend = min(BEND, abs(end - y) / 2)
        self.parts.append(
            f'<path class="{name}" d="M{start:g} {y:g}H{x - side * bend:g}'
            f"q{side * bend:g} 0 {side * bend:g} {side * bend:g}"
            f"V{end - side * bend:g}"
            f"q0 {side * bend:g} {-side * bend:g} {side * bend:g}"
            f'H{self.edge(wire.target, wire) + side * ARROW:g}"/>')

    def draw_arrow(self, wire: Wire, name: str) -> None:
        side = 1 if wire.is_down else -1
        self.parts.append(
            f'<path class="{name} head" d="M{self.edge(wire.target, wire):g} '
            f"{wire.target.head_y:g}l{side * ARROW:g} -3.5v7z\"/>")

    def edge(self, box: Box, wire: Wire) -> float:
        return self.right_of(box) if wire.is_down else box.x


def column_svg(flow: Flow, is_whole: bool) -> str:
    return Drawing(flow, is_whole).text()
