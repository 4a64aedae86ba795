# SPDX-License-Identifier: MIT
"""NAME.pml: a flow as a model that Spin goes through, state by state.

Each event that was asked for may come, each timer run out, each flow that is
run end by each of its exits, and the flow may be stopped at any time.  A guard
may hold or not, but for counters.  An assertion fails where a property does,
where a counter leaves its bounds, and where the flow waits without a timer.
"""

from __future__ import annotations

import os
from typing import Dict, List

from . import promela_names as names
from .model import OVERFLOW, Event, Flow, State
from .promela_guards import Tree, indented
from .promela_rows import Rows
from .rows import ENTER, cancel_rows, lines_by_event, rows_of

HEAD = """\
/* {name}, as {file} has it: written by gen/flowc promela; do not edit.
 * Bounds: COUNT, of each counter; ITEMS, of what an `each` runs. */
#ifndef COUNT
#define COUNT 255
#endif
#ifndef ITEMS
#define ITEMS 255
#endif
"""


def emit(flows: List[Flow], folder: str) -> Dict[str, str]:
    return {os.path.join(folder, f"{flow.name}.pml"): model(flow)
            for flow in flows}


def model(flow: Flow) -> str:
    lines = [HEAD.format(name=flow.name, file=flow.source.base_name),
             *numbers(flow), "", *variables(flow), "", *over(flow), "",
             *turns(flow), "", *process(flow), "", *ends(flow), ""]
    return "\n".join(lines)


def least(value: int, bound: str) -> str:
    return f"({value} < {bound} -> {value} : {bound})"


def numbers(flow: Flow) -> List[str]:
    """Of states, and the bounds."""
    states = names.ordered(flow)
    choices = sum(state.is_choice for state in states)
    forever = sum(not state.is_choice and names.rests_forever(state)
                  for state in states)
    lines = [f"#define S_{state.name} {number}"
             for number, state in enumerate(states)]
    lines += [f"#define ENDED {len(states)}",
              f"#define IN_CHOICE (at < {choices})",
              f"#define FOREVER (at >= {choices} && at < {choices + forever})"]
    lines += [f"#define MAX_{counter.name} {least(counter.max, 'COUNT')}"
              for counter in names.bounded(flow)]
    for state in states:
        if state.run is not None and state.run.many:
            lines += [f"#define LIMIT_{state.name} "
                      f"{least(state.run.limit, 'ITEMS')}"]
    exits = [len(state.run.exits) for state in states if state.run]
    return lines + [f"#define NONE {max(exits, default=0) + 1}"]


def variables(flow: Flow) -> List[str]:
    lines = ["byte at"]
    lines += [f"byte n_{counter.name}" for counter in names.bounded(flow)]
    lines += [f"bit t_{timer.name}" for timer in flow.timers.values()]
    lines += [f"bit q_{name} /* asked for: {listed(events)} */"
              for name, events in names.requests(flow).items()]
    lines += [f"bit e_{event.name}" for event in names.reports(flow)]
    lines += ["bit running", "byte to_end", "byte ended_by = NONE",
              "bit driven /* from outside */"]
    for number, item in enumerate(flow.properties):
        first = " = 1" if not item.unless else ""
        lines.append(f"bit may_{number}{first} /* {flow.source.base_name}:"
                     f"{item.number}: {item.text()} */")
    return lines


def listed(events: List[Event]) -> str:
    return " ".join(str(event.name) for event in events)


def over(flow: Flow) -> List[str]:
    """All ends are one state."""
    zero = [f"n_{counter.name} = 0" for counter in names.bounded(flow)]
    zero += [f"t_{timer.name} = 0" for timer in flow.timers.values()]
    zero += [f"q_{name} = 0" for name in names.requests(flow)]
    zero += [f"e_{event.name} = 0" for event in names.reports(flow)]
    zero += [f"may_{number} = 0" for number in range(len(flow.properties))]
    return ["inline over() {",
            *indented(["at = ENDED"] + zero),
            "\trunning = 0; to_end = 0; ended_by = NONE", "}"]


# Time: what runs on for ever without an end is no run of the real flow

def turns(flow: Flow) -> List[str]:
    """`fair` is true again and again where each timer that is armed runs out
    or is armed anew, and each flow that is run ends."""
    conditions = [(f"t_{timer.name}", f"new_{timer.name}")
                  for timer in names.patient(flow)]
    if any(names.ends(state) for state in flow.states.values()):
        conditions.append(("ends", "pending"))
    lines = [f"bit {new}" for _, new in conditions]
    lines += ["bit fair", "byte turn"] if conditions else ["#define fair true"]
    running = " || ".join(f"at == S_{s.name}" for s in flow.states.values()
                          if names.ends(s))
    lines.append(f"#define t_ends (running && ({running or 'false'}))")
    step = []
    for number, (armed, new) in enumerate(conditions):
        armed = "t_ends" if armed == "ends" else armed
        step += ["if", f":: turn == {number} && (!{armed} || {new}) -> turn++",
                 ":: else", "fi"]
    if conditions:
        step += ["if", f":: turn == {len(conditions)} -> turn = 0; fair = 1",
                 ":: else -> fair = 0", "fi"]
        step.append("; ".join(f"{new} = 0" for _, new in conditions))
    return [*lines, "inline tick() {", *indented(step or ["skip"]), "}"]


# What may happen

class Options:
    """Of the loop, one for each state and what may come in it."""

    def __init__(self, flow: Flow):
        self.flow = flow
        self.rows = Rows(flow)
        self.kinds = names.kinds(flow)
        self.outside = names.outside(flow)
        self.lines: List[str] = []

    def option(self, state: State, test: str, body: List[str],
               first: str = "") -> None:
        test = f" && {test}" if test else ""
        self.lines += [f":: at == S_{state.name}{test} ->",
                       *indented(([first] if first else []) + body)]

    def tree(self, state: State, event: Event) -> List[str]:
        rows = [row for row in rows_of(state, event)
                if row.line.keyword != "ignore"]
        return Tree(self.kinds, self.rows.marks.guard).rows(
            rows, self.rows.body, {})

    def takes(self, state: State, event: Event) -> bool:
        return any(row.line.keyword != "ignore"
                   for row in rows_of(state, event))

    def of(self, state: State) -> None:
        if state.is_choice:
            self.option(state, "", self.tree(state, ENTER))
            return
        self.cancel(state)
        for event in lines_by_event(state):
            if event.kind == "timer":
                name = f"t_{event.name}"
                self.option(state, name, self.tree(state, event),
                            f"{name} = 0")
            elif event.kind == "declared" or event is OVERFLOW:
                self.declared(state, event)
        if state.run is not None and state.run.exits:
            self.many(state) if state.run.many else self.one(state)

    def cancel(self, state: State) -> None:
        rows = cancel_rows(state)
        if rows[0].line is None:
            self.option(state, "", self.rows.cancelled(rows[0]))
            return
        self.option(state, "", Tree(self.kinds, self.rows.marks.guard).rows(
            rows, self.rows.cancelled, {}))

    def declared(self, state: State, event: Event) -> None:
        """A request is answered once; what is ignored changes nothing."""
        group = next((name for name, events in self.rows.requests.items()
                      if event in events), None)
        takes = self.takes(state, event)
        if group is not None:
            self.option(state, f"q_{group}", self.tree(state, event)
                        if takes else ["skip"], f"q_{group} = 0")
        if takes and event in self.rows.reports:
            self.option(state, f"e_{event.name}", self.tree(state, event))
        if takes and (event in self.outside or event is OVERFLOW):
            self.option(state, "", self.tree(state, event),
                        "" if self.flow.exits else "driven = 1")

    def end_of(self, state: State, kind: str, number: int) -> List[str]:
        event = next((e for e in lines_by_event(state) if e.kind == kind and
                      e.flow == state.run.flow and e.exit == number), None)
        return self.tree(state, event) if event is not None else ["skip"]

    def one(self, state: State) -> None:
        for number in range(len(state.run.exits)):
            self.option(state, "running", self.end_of(state, "call", number),
                        "running = 0")

    def many(self, state: State) -> None:
        """Each that ends is told, and then that all have."""
        n_exits = len(state.run.exits)
        for number in range(n_exits):
            self.option(state, "to_end > 0", [
                "to_end--", "pending = 1", "if",
                f":: ended_by == NONE -> ended_by = {number}",
                f":: ended_by != NONE && ended_by != {number} -> ended_by = {n_exits}",
                ":: else", "fi", *self.end_of(state, "any", number)])
        for number in range(n_exits + 1):
            test = f"ended_by == {number}" if number else \
                "(ended_by == 0 || ended_by == NONE)"
            self.option(state, f"running && to_end == 0 && {test}",
                        self.end_of(state, "all", number),
                        "running = 0; ended_by = NONE")


def waits(flow: Flow) -> str:
    """In a state that does not rest for ever something goes on."""
    going = [f"t_{timer.name}" for timer in flow.timers.values()]
    return " || ".join(["IN_CHOICE", "FOREVER", *going, "t_ends"])


def process(flow: Flow) -> List[str]:
    options = Options(flow)
    for state in names.ordered(flow):
        options.of(state)
    return ["active proctype flow() {", "\tatomic {",
            *indented(indented(options.rows.body(names.way_in(flow)))), "\t}",
            "\tdo", "\t:: at == ENDED -> break", "\t:: atomic { at != ENDED;",
            f"\t\tassert({waits(flow)}); /* it waits with a timer */",
            "\t\tdriven = 0;", "\t\tif", *indented(indented(options.lines)),
            "\t\tfi;", "\t\ttick()", "\t}", "\tod", "}"]


def ends(flow: Flow) -> List[str]:
    """Where time goes on, it ends, or rests again and again; a flow without
    exits may be driven on by others."""
    return ["#define rests (at == ENDED || FOREVER || driven)",
            "ltl ends { ([]<> fair) -> ([]<> rests) }"]
