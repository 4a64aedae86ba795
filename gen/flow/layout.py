# SPDX-License-Identifier: MIT
"""The tables of include/sm_table.h, as numbers: cells, runs, rows, ops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Optional, Tuple

from .model import (Act, Counter, Event, Exit, Flow, Guard, Run, State, Term,
                    Timer)
from .rows import Row, first_row, rows_of

Op = Tuple[str, int, str]  # code, argument, what it does in words
CODES = {"run": "ACT", "use": "USE", "reset": "RESET"}
IGNORED = 255


@dataclass
class TableRow:
    guard: int
    target: Optional[int]  # None: internal
    ops: int
    last: bool
    line: int
    guard_text: str
    text: str  # the line of the table, for people


class Pool:
    """Lists in one array, each once; 0 is the empty list."""

    def __init__(self) -> None:
        self.lists: Dict[tuple, int] = {(): 0}
        self.size = 1

    def add(self, items: list) -> int:
        key = tuple(items)
        if key not in self.lists:
            self.lists[key] = self.size
            self.size += len(key) + 1
        return self.lists[key]


class Layout:
    """All numbers of a flow."""

    def __init__(self, flow: Flow):
        self.flow = flow
        self.states = list(flow.states.values())
        self.events = flow.all_events()
        self.state_number = {s: i + 1 for i, s in enumerate(self.states)}
        self.event_number = {e: i for i, e in enumerate(self.events)}
        self.guards = flow.table_guards()
        self.counters = list(flow.counters.values())
        self.actions = list(flow.actions.values())
        self.timers = list(flow.timers.values())
        self.children: List[Run] = []
        self.child_of: Dict[Run, int] = {}
        self.collect_children()
        self.terms = Pool()
        self.ops = Pool()
        self.rows: List[TableRow] = []
        self.runs: Dict[tuple, int] = {}
        self.run_first: List[int] = [0]
        self.cells: List[List[int]] = []
        self.leave_ops: List[int] = [0]
        self.build()

    @property
    def n_states(self) -> int:
        return len(self.states) + 1

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

    def first_end(self, run: Run, kind: str) -> int:
        """The event of the first exit; 0 where there is none of the kind."""
        for event in self.flow.ends:
            if (event.flow, event.kind) == (run.flow, kind):
                return self.event_number[event]
        return 0

    # Building

    def build(self) -> None:
        start = [0] * len(self.events)
        start[0] = self.run_of([first_row(self.flow)])
        self.cells.append(start)
        for state in self.states:
            if state.is_parent:
                self.cells.append([0] * len(self.events))
                self.leave_ops.append(0)
                continue
            self.cells.append([self.cell(state, e) for e in self.events])
            acts = [] if state.is_choice else [
                act for above in state.up() for act in above.exit]
            self.leave_ops.append(self.ops.add(self.act_ops(acts)))

    def cell(self, state: State, event: Event) -> int:
        rows = rows_of(state, event)
        if not rows:
            return 0
        if rows[0].line.keyword == "ignore":
            return IGNORED
        return self.run_of(rows)

    def run_of(self, rows: List[Row]) -> int:
        made = tuple(self.row_key(row) for row in rows)
        if made not in self.runs:
            self.runs[made] = len(self.run_first)
            self.run_first.append(len(self.rows))
            for number, (row, key) in enumerate(zip(rows, made)):
                line, guard, target, ops = key
                self.rows.append(TableRow(
                    guard, target, ops, number == len(rows) - 1, line,
                    row.line.guard_text() if row.line else "",
                    self.row_text(row)))
        return self.runs[made]

    def row_key(self, row: Row) -> tuple:
        line = row.line.number if row.line else self.flow.start_word.line
        guard = [self.term(term) for term in row.line.guard] \
            if row.line else []
        return (line, self.terms.add(guard), self.target(row),
                self.ops.add(self.row_ops(row)))

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

    def row_ops(self, row: Row) -> List[Op]:
        """Leave (innermost first), the line itself, enter (outermost first).

        A timer that is armed again needs no disarming, nor does one of a
        flow that ends.
        """
        entered = [t for state in row.entered for t in state.timers()]
        ends = isinstance(row.target, Exit)
        ops: List[Op] = []
        for state in row.left:
            ops += [self.timer_op("DISARM", timer) for timer in state.timers()
                    if timer not in entered and not ends]
            ops += self.act_ops(state.exit)
        if row.line is not None:
            ops += self.act_ops(row.line.acts)
        for state in row.entered:
            ops += self.act_ops(state.entry)
            ops += [self.timer_op("ARM", timer) for timer in state.timers()]
            if state.run is not None:
                ops.append(("SM_OP_RUN", self.child_of[state.run],
                            f"run {state.run.flow}"))
        return ops

    def act_ops(self, acts: List[Act]) -> List[Op]:
        return [("SM_OP_" + CODES[act.verb],
                 (self.counters if isinstance(act.what, Counter)
                  else self.actions).index(act.what), str(act.word))
                for act in acts]

    def timer_op(self, code: str, timer: Timer) -> Op:
        return ("SM_OP_" + code, self.timers.index(timer),
                f"{code.lower()} {timer.name}")

    def row_text(self, row: Row) -> str:
        if row.line is None:
            return f"start {self.flow.start_word}"
        words = [row.source.name, row.line.keyword]
        if not row.source.is_choice and row.event.kind != "timer":
            words[1] = "on"
        if not row.source.is_choice:
            words.append(row.event.name)
        words.append(row.line.guard_text())
        if row.line.target_word is not None:
            words += ["->", row.line.target_word]
        return " ".join(word for word in words if word)
