# SPDX-License-Identifier: MIT
"""The states of a flow with the way that runs took through it: how often each
arrow was taken, and what never was is pale.  flowtrace draws it.
"""

from __future__ import annotations

from typing import Dict, List, Tuple, Union

from . import emit_dot
from .emit_svg import ROOMS, drawn_by_dot, framed, mark
from .line_words import events_text
from .model import Exit, Flow, Line, State
from .record import fresh, record
from .svg_style import INK
from .way_numbers import numbered

# In light and in dark.
WAY = ("#b4460f", "#fb923c")
PALE = ("#dfe4ea", "#2b3440")


@record
class Way:
    """How often each was taken or entered; what never was may be missing."""

    lines: Dict[int, int] = fresh(dict)  # by the line's number
    entered: Dict[str, int] = fresh(dict)  # states, parents too, and exits
    left: Dict[Tuple[int, str], int] = fresh(dict)  # by a line, from a state


def times(number: int) -> str:
    return f"{number}×"


class Taken(emit_dot.Picture):
    """The same graph; `numbers` are those of arrows that were taken, by the
    names that these have in the picture."""

    def __init__(self, flow: Flow, room: float, way: Way):
        super().__init__(flow, room)
        self.way = way
        self.numbers: Dict[str, str] = {}

    def kind(self, target: Union[State, Exit]) -> str:
        pale = "" if self.way.entered.get(target.name) else " pale"
        return f'"{super().kind(target)}{pale}"'

    def taken(self, arrow: emit_dot.Arrow) -> int:
        """How often its lines were."""
        if arrow.source is not None:
            return sum(self.way.lines.get(line.number, 0)
                       for line in arrow.lines)
        parent = arrow.tail[len("start "):]
        return self.begun(parent) if parent else \
            self.way.lines.get(self.flow.start_word.line, 0)

    def begun(self, parent: str) -> int:
        """How often a parent was entered as such, and so by its start."""
        lines = {line.number: line.target for state in
                 self.flow.states.values() for line in state.lines}
        lines[self.flow.start_word.line] = self.flow.start
        return sum(number for at, number in self.way.lines.items()
                   if parent in starts(lines.get(at)))

    def inner(self, parent: State, target: object) -> str:
        """Where it was taken most often, of those that a picture may choose:
        an arrow that leads back into its parent begins there."""
        usual = super().inner(parent, target)
        if not emit_dot.is_in(target, parent):
            return usual
        lines = [line.number for line in parent.lines if line.target is target]
        return max([usual, *(leaf.name for leaf in parent.leaves())],
                   key=lambda name: sum(self.way.left.get((number, name), 0)
                                        for number in lines))

    def marks(self, arrow: emit_dot.Arrow) -> List[str]:
        return ["way" if self.taken(arrow) else "pale"]

    def words(self, arrow: emit_dot.Arrow) -> List[str]:
        number = self.taken(arrow)
        if not number:
            return []
        name = f"way{len(self.numbers)}"
        self.numbers[name] = times(number)
        told = self.told(arrow.lines)
        return [f'id="{name}"', *([f'tooltip="{told}"'] if told else [])]

    def told(self, lines: List[Line]) -> str:
        """Which of its lines, as one points at it."""
        name = self.flow.source.base_name
        return "&#10;".join(
            f"{name}:{line.number} {events_text(line)}: "
            f"{times(self.way.lines[line.number])}"
            for line in lines if self.way.lines.get(line.number))


def starts(target: object) -> List[str]:
    """The parents whose start is gone where it is entered."""
    found = []
    while isinstance(target, State) and target.is_parent:
        found.append(str(target.name))
        target = target.start
    return found


def rules(at: int) -> str:
    """The colours: 0 in light, 1 in dark.  What is pale is still read."""
    way, pale, soft = WAY[at], PALE[at], INK["soft"][at]
    page = INK["page"][at]
    return "\n".join([
        f".wire.way path{{stroke:{way}}}",
        f".wire.way polygon{{fill:{way}}}",
        f".number text{{fill:{way};stroke:{page}}}",
        f".wire.pale path{{stroke:{pale}}}",
        f".wire.pale polygon{{fill:{pale}}}",
        f".node.pale path,.node.pale polygon,.cluster.pale>path,"
        f".cluster.pale>g path{{fill:{page};stroke:{pale}}}",
        f".pale text{{fill:{soft}}}"])


def style() -> str:
    return "\n".join([
        "\n<style>", ".number text{font-weight:bold;stroke-width:3px;"
        "stroke-linejoin:round;paint-order:stroke}",
        ".wire.way path{stroke-width:2.2}", rules(0),
        "@media(prefers-color-scheme:dark){", rules(1), "}", "</style>"])


def picture(flow: Flow, way: Way, title: str) -> str:
    first = Taken(flow, ROOMS[0], way)
    comment = mark(first.text(), "gen/flowtrace")
    svg = drawn_by_dot(lambda room: Taken(flow, room, way).text())
    return framed(numbered(svg, first.numbers), comment, title, style())
