# SPDX-License-Identifier: MIT
"""The tables of include/sm_table.h, as numbers: cells, rows, terms, ops."""

from __future__ import annotations

from functools import lru_cache
from typing import Dict, Iterator, List, NamedTuple, Optional, Tuple

from .model import (CANCEL, ENTER, Act, Counter, Event, Exit, Flow, Guard, Run,
                    State, Term, Timer)
from .rows import Row, cancel_rows, events_of, first_row, rows_of

NONE, IGNORED = -1, -2  # instead of a list of rows


class Op(NamedTuple):
    """One thing that is done: its number, and what it is in words."""

    number: int
    words: str


class TableRow(NamedTuple):
    line: int  # 0: no line asks for it
    guard: int  # a list of `terms`
    target: Optional[int]  # None: internal
    ops: int  # a list of `ops`
    last: bool  # of its list


class RowText(NamedTuple):
    """The line of the table, for people."""

    guard: str
    row: str


class Pool:
    """Lists in one array.  One that is the end of another is part of it."""

    def __init__(self, ends: int) -> None:
        self.ends = ends  # so many numbers end each list
        self.lists: Dict[tuple, int] = {}
        self.stored: List[Tuple[int, tuple]] = []  # place, list
        self.places: List[int] = []
        self.size = 0

    def add(self, items: list) -> int:
        """The list's number; each is there once."""
        return self.lists.setdefault(tuple(items), len(self.lists))

    def place(self) -> None:
        """Find where each list stands: no more are added."""
        parts = {items[at:] for items in self.lists
                 for at in range(1, len(items))}
        found: Dict[tuple, int] = {}
        for items in self.lists:
            if items in parts:
                continue
            self.stored.append((self.size, items))
            for at in range(max(1, len(items))):
                found.setdefault(items[at:], self.size + at)
            self.size += len(items) + self.ends
        self.places = [found[items] for items in self.lists]

    def items(self) -> Iterator:
        """All that is stored, in order."""
        for _, items in self.stored:
            yield from items


class Cell(NamedTuple):
    event: int
    rows: int  # a list of `rows`, NONE or IGNORED


class Layout:
    """All numbers of a flow."""

    def __init__(self, flow: Flow):
        self.flow = flow
        states = [s for s in flow.states.values() if not s.is_parent]
        self.choices = [state for state in states if state.is_choice]
        self.states = self.choices + [state for state in states
                                      if not state.is_choice]
        self.events = flow.all_events()
        self.state_number = {s: i + 1 for i, s in enumerate(self.states)}
        self.event_number = {e: i for i, e in enumerate(self.events)}
        self.guards = flow.table_guards()
        self.counters = list(flow.counters.values())
        self.actions = list(flow.actions.values())
        self.timers = list(flow.timers.values())
        self.timers_of = {s: s.timers() for s in flow.states.values()}
        self.children: List[Run] = []
        self.child_of: Dict[Run, int] = {}
        self.collect_children()
        self.texts: Dict[TableRow, RowText] = {}  # of the first that is so
        self.terms, self.ops = Pool(ends=1), Pool(ends=1)
        self.rows, self.cells = Pool(ends=0), Pool(ends=0)
        self.terms.add([])  # the first: no guard
        self.ops.add([])
        self.of_state = [self.cells.add(cells) for cells in
                         [self.start_cells(), *map(self.cells_of, self.states)]]
        for pool in self.terms, self.ops, self.rows, self.cells:
            pool.place()

    def collect_children(self) -> None:
        """A sm_child for each different way to run a flow."""
        seen: Dict[tuple, int] = {}
        for state in self.states:
            run = state.run
            if run is None:
                continue
            key = (run.flow, str(run.prepare), run.limit, run.many)
            if key not in seen:
                seen[key] = len(self.children)
                self.children.append(run)
            self.child_of[run] = seen[key]

    # How many of each

    @property
    def n_states(self) -> int:
        return len(self.states) + 1

    @property
    def n_choices(self) -> int:
        """With the way in."""
        return len(self.choices) + 1

    @property
    def n_ops(self) -> int:
        """Numbers of different ops."""
        return len(self.actions) + 2 * len(self.timers) + \
            2 * len(self.counters) + len(self.children)

    def first_end(self, run: Run, kind: str) -> int:
        """The event of the first exit; 0 where there is none of the kind."""
        for event in self.flow.ends:
            if (event.flow, event.kind) == (run.flow, kind):
                return self.event_number[event]
        return 0

    # Cells: an event, and its rows

    def start_cells(self) -> List[Cell]:
        """An instance that has not begun may be stopped."""
        return [self.cell(CANCEL, []), self.cell(ENTER, [first_row(self.flow)])]

    def cells_of(self, state: State) -> List[Cell]:
        if state.is_choice:
            return [self.cell(ENTER, rows_of(state, ENTER))]
        cells = [self.cell(event, []) for event in self.untold(state)]
        cells += [self.cell(event, rows_of(state, event))
                  for event in events_of(state) if event is not CANCEL]
        stop = cancel_rows(state)
        if stop[0].line or self.row_ops(stop[0]):
            cells.append(self.cell(CANCEL, stop))
        return [*cells, Cell(self.event_number[ENTER], NONE)]

    def untold(self, state: State) -> List[Event]:
        """Ends of single ones that an `each` has no line for."""
        if state.run is None or not state.run.many:
            return []
        told = events_of(state)
        return [event for event in self.flow.ends if event not in told and
                (event.flow, event.kind) == (state.run.flow, "any")]

    def cell(self, event: Event, rows: List[Row]) -> Cell:
        """Without rows it is ignored."""
        number = self.event_number[event]
        if not rows or (rows[0].line and rows[0].line.keyword == "ignore"):
            return Cell(number, IGNORED)
        return Cell(number, self.rows.add(
            [self.table_row(row, row is rows[-1]) for row in rows]))

    # Rows

    def table_row(self, row: Row, last: bool) -> TableRow:
        guard = row.line.guard if row.line else []
        found = TableRow(
            self.line_number(row),
            self.terms.add([self.term(term) for term in guard]),
            self.target(row), self.ops.add(self.row_ops(row)), last)
        if found not in self.texts:
            self.texts[found] = RowText(
                row.line.guard_text() if row.line else "", self.row_text(row))
        return found

    def line_number(self, row: Row) -> int:
        if row.line:
            return row.line.number
        return self.flow.start_word.line if row.event is ENTER else 0

    def term(self, term: Term) -> str:
        if isinstance(term.what, Guard):
            number = 1 + self.guards.index(term.what)
        else:
            number = 1 + len(self.guards) + self.counters.index(term.what)
        return f"SM_TERM_NOT | {number}" if term.negated else str(number)

    def target(self, row: Row) -> Optional[int]:
        if row.target is None:
            return None
        if isinstance(row.target, Exit):
            return self.n_states + row.target.index
        return self.state_number[row.target]

    # What a row does

    def row_ops(self, row: Row) -> List[Op]:
        """Leave (innermost first), the line itself, enter (outermost first).

        A timer that is armed again needs no disarming, nor does one of a
        flow that ends.  A line for CANCEL that leads nowhere stands first.
        """
        line = self.act_ops(row.line.acts) if row.line else []
        if row.event is CANCEL and row.target is None:
            return line + self.leave_ops(row)
        return self.leave_ops(row) + line + self.enter_ops(row)

    def leave_ops(self, row: Row) -> List[Op]:
        entered = [t for state in row.entered for t in self.timers_of[state]]
        ends = isinstance(row.target, Exit) or row.event is CANCEL
        ops: List[Op] = []
        for state in row.left:
            ops += [self.disarm(timer) for timer in self.timers_of[state]
                    if timer not in entered and not ends]
            ops += self.act_ops(state.exit)
        return ops

    def enter_ops(self, row: Row) -> List[Op]:
        ops: List[Op] = []
        for state in row.entered:
            ops += self.act_ops(state.entry)
            ops += [self.arm(timer) for timer in self.timers_of[state]]
            if state.run is not None:
                ops.append(self.run(state.run))
        return ops

    def act_ops(self, acts: List[Act]) -> List[Op]:
        return [self.act(act) for act in acts]

    # Numbers of ops: actions, timers to arm, to disarm, counters to use, to
    # reset, children

    def act(self, act: Act) -> Op:
        if not isinstance(act.what, Counter):
            return Op(1 + self.actions.index(act.what), str(act.word))
        number = 1 + len(self.actions) + 2 * len(self.timers) + \
            self.counters.index(act.what)
        if act.verb == "reset":
            number += len(self.counters)
        return Op(number, str(act.word))

    def arm(self, timer: Timer) -> Op:
        return Op(1 + len(self.actions) + self.timers.index(timer),
                  f"arm {timer.name}")

    def disarm(self, timer: Timer) -> Op:
        return Op(self.arm(timer).number + len(self.timers),
                  f"disarm {timer.name}")

    def run(self, run: Run) -> Op:
        child = self.child_of[run]
        return Op(1 + self.n_ops - len(self.children) + child,
                  f"run {run.flow}")

    def row_text(self, row: Row) -> str:
        if row.line is None:
            return f"start {self.flow.start_word}" if row.event is ENTER \
                else f"{row.source.name} is stopped"
        words = [row.line.state.name, row.line.keyword]
        if not row.source.is_choice and row.event.kind != "timer":
            words[1] = "on"
        if not row.source.is_choice:
            words.append(row.event.name)
        words.append(row.line.guard_text())
        if row.line.target_word is not None:
            words += ["->", row.line.target_word]
        return " ".join(word for word in words if word)


@lru_cache(maxsize=32)
def layout_of(flow: Flow) -> Layout:
    """It is asked for by a check, and to write the tables."""
    return Layout(flow)
