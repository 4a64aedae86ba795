# SPDX-License-Identifier: MIT
"""The states of a flow below one another, a box each, with their lines.

What is `in` a state stands in its frame.  Arrows run beside the column: down
on its right, up on its left.  So a picture has the width of a page, however
large the flow is, and its text the size that it is read in.
"""

from __future__ import annotations

from typing import Dict, Iterator, List, Optional, Tuple, Union

from .happy import happy_path
from .line_words import acts_text, events_text, inside, run_text
from .model import Exit, Flow, Line, State
from .record import fresh, record
from .text_width import text_width, wrapped

WIDTH = 830  # of a page
MARGIN, INDENT, LANE = 10, 9, 7
NAME, TEXT = 12, 11  # sizes of fonts
HEAD, ROW, GAP = 20, 15, 9  # heights
PAD = 8  # between the border of a box and its text
BOLD = 1.06  # so much wider than others are bold letters
BEHIND = 16  # so far stands what a line does, below it
Target = Union[State, Exit]
Piece = Tuple[str, str]  # its class, and the text


@record
class Row:
    """A line of the table in a box, or several that lead to one target."""

    label: str
    acts: str = ""
    target: Optional[Target] = None
    lines: List[Line] = fresh(list)
    is_happy: bool = False
    texts: List[List[Piece]] = fresh(list)  # of each line
    place: int = 0  # in the column
    y: float = 0
    height: float = 0

    @property
    def is_time(self) -> bool:
        """Is it taken by a timer alone?"""
        return bool(self.lines) and \
            all(line.keyword == "after" for line in self.lines)


@record
class Box:
    """A state, with what is in it, or an exit."""

    of: Optional[Target]  # None: where the flow begins
    depth: int = 0
    rows: List[Row] = fresh(list)
    boxes: List["Box"] = fresh(list)
    story: List[str] = fresh(list)
    place: int = 0
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0

    @property
    def head_y(self) -> float:
        """Where arrows end."""
        return self.y + HEAD / 2

    def all(self) -> Iterator["Box"]:
        yield self
        for box in self.boxes:
            yield from box.all()


class Column:
    """All boxes of a flow, and where they stand."""

    def __init__(self, flow: Flow, is_whole: bool):
        self.flow = flow
        self.is_whole = is_whole
        way = happy_path(flow)
        self.happy = {row.line for row in way}
        self.boxes = [Box(None, rows=[Row("start", target=flow.start,
                                          is_happy=bool(way))])]
        self.boxes += [self.box(state, 0) for state in flow.states.values()
                       if state.parent is None]
        self.boxes += [Box(end) for end in flow.exits]
        self.width: float = WIDTH
        self.number()
        self.box_of: Dict[Target, Box] = {
            box.of: box for box in self.all() if box.of is not None}

    def all(self) -> Iterator[Box]:
        for box in self.boxes:
            yield from box.all()

    # What stands in a box

    def box(self, state: State, depth: int) -> Box:
        rows = self.whole_rows(state) if self.is_whole else \
            self.grouped_rows(state)
        if state.is_parent and state.start is not None:
            rows.append(Row("start", target=state.start, is_happy=any(
                line.target is state for line in self.happy if line)))
        return Box(state, depth, rows, [self.box(child, depth + 1)
                                        for child in state.children])

    def whole_rows(self, state: State) -> List[Row]:
        """All that its lines say, in their order."""
        rows = [Row(text, acts_text(acts)) for text, acts in inside(state)]
        rows += [Row(label(line), acts_text(line.acts), line.target, [line],
                     line in self.happy) for line in state.lines]
        return rows + ([Row("forever")] if state.forever else [])

    def grouped_rows(self, state: State) -> List[Row]:
        """A row for each target, with the events that lead there."""
        groups: Dict[Target, List[Line]] = {}
        for line in state.lines:
            if line.target is not None:
                groups.setdefault(line.target, []).append(line)
        return [Row(events(lines), "", target, lines,
                    any(line in self.happy for line in lines))
                for target, lines in groups.items()]

    def number(self) -> None:
        """Boxes and rows, from above."""
        count = 0
        for box in self.all():
            box.place = count = count + 1
            for row in box.rows:
                row.place = count = count + 1

    # Where it stands

    def put(self, left: float, right: float) -> float:
        """Between the arrows on the left and on the right; its height."""
        y: float = MARGIN
        self.width = min(WIDTH, left + right + max(map(needs, self.all())))
        for box in self.boxes:
            y = self.put_box(box, y, left, right) + GAP
        return y - GAP + MARGIN

    def put_box(self, box: Box, y: float, left: float, right: float) -> float:
        box.x, box.y = left + box.depth * INDENT, y
        box.width = self.width - left - right - 2 * box.depth * INDENT
        if isinstance(box.of, Exit):
            box.width = text_width(box.of.name, NAME) + 24
            box.x = self.width - right - box.width
        if isinstance(box.of, State):
            box.story = story(box, self.is_whole)
        y += HEAD * (box.of is not None) + ROW * max(0, len(box.story) - 1)
        for row in box.rows:
            self.wrap(row, box.width - 2 * PAD)
            row.y, row.height = y, ROW * len(row.texts)
            y += row.height
        y += 4 * bool(box.rows)
        for child in box.boxes:
            y = self.put_box(child, y + GAP - 3, left, right)
        y += (GAP - 2) * bool(box.boxes)
        box.height = y - box.y
        return y

    @staticmethod
    def wrap(row: Row, width: float) -> None:
        """Its texts: the words of the line, and then what it does."""
        if row.target is not None:
            width -= target_width(row)
        row.texts = [[("label", text)]
                     for text in wrapped(row.label, TEXT, width)]
        if not row.acts:
            return
        acts = f"/ {row.acts}"
        last = f"{row.texts[-1][0][1]}   {acts}"
        if text_width(last, TEXT) <= width:
            row.texts[-1].append(("acts", acts))
        else:
            row.texts += [[("acts", text)] for text in
                          wrapped(acts, TEXT, width - BEHIND)]


def target_width(row: Row) -> float:
    """Of what stands on its right."""
    return text_width(f"→ {row.target.name}", TEXT) + 16


def name_width(target: Target) -> float:
    """Of the head, without the story."""
    is_choice = isinstance(target, State) and target.is_choice
    return text_width(target.name, NAME) * BOLD + 14 + 14 * is_choice


def story(box: Box, is_whole: bool) -> List[str]:
    """Behind its name, and below it."""
    state = box.of
    words = [run_text(state)] if state.run else []
    if state.story and is_whole:
        words.append(state.story)
    room = box.width - 2 * PAD - name_width(state)
    return wrapped(" – ".join(words), TEXT, room) if words else []


def needs(box: Box) -> float:
    """How wide it is, if nothing of it is wrapped."""
    wide = [0.0]
    if box.of is not None:
        wide.append(name_width(box.of))
    if isinstance(box.of, State) and box.of.run:
        wide[-1] += text_width(run_text(box.of), TEXT)
    for row in box.rows:
        wide.append(text_width(f"{row.label}   {row.acts}", TEXT) + 8 +
                    (target_width(row) if row.target else 0))
    return max(wide) + 2 * (PAD + box.depth * INDENT)


def label(line: Line) -> str:
    """When it is taken."""
    words = [line.keyword] if line.keyword in ("if", "else") else \
        [events_text(line)]
    return " ".join([*words, line.guard_text()]).strip()


def events(lines: List[Line]) -> str:
    """The events of several lines; a choice has guards alone."""
    if lines[0].state.is_choice:
        return ", ".join(label(line) for line in lines)
    return ", ".join(dict.fromkeys(
        events_text(line).replace(" ", ", ") if line.keyword == "on" and
        not line.uses[0].mode else events_text(line) for line in lines))
