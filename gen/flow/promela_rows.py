# SPDX-License-Identifier: MIT
"""What is done where a row is taken, in Promela."""

from __future__ import annotations

from typing import Dict, List, Optional, Tuple

from . import promela_names as names
from .model import Act, Action, Exit, Flow, Guard, Line, State
from .rows import Row


def one_step(statements: List[str], line: Optional[Line]) -> List[str]:
    """Nothing comes in between, and Spin takes it for one statement; a comment
    names the table's line."""
    text = f"d_step {{ {'; '.join(statements)} }}" if statements else "skip"
    return [f"{text} /* {line.number} */" if line is not None else text]


class Marks:
    """What the properties are told: the row of a step, act by act."""

    def __init__(self, flow: Flow):
        self.told: Dict[Tuple[object, bool], List[str]] = {}
        for number, item in enumerate(flow.properties):
            for part, text in ((item.never, f"assert(may_{number})"),
                               (item.since, f"may_{number} = 0"),
                               (item.unless, f"may_{number} = 1")):
                for key in (key for occurrence in part
                            for key in occurrence.keys()):
                    self.told.setdefault(key, []).append(text)

    def of(self, what: object, negated: bool = False) -> List[str]:
        return self.told.get((what, negated), [])

    def guard(self, guard: Guard, holds: bool) -> List[str]:
        return self.of(guard, not holds)


class Rows:
    """Rows of one flow."""

    def __init__(self, flow: Flow):
        self.flow = flow
        self.marks = Marks(flow)
        self.counters = names.bounded(flow)
        self.requests = names.requests(flow)
        self.reports = names.reports(flow)
        self.patient = names.patient(flow)

    def act(self, act: Act) -> List[str]:
        if isinstance(act.what, Action):
            return [*self.marks.of(act.what), *self.asks(act.what)]
        if act.what not in self.counters:
            return []
        name = act.what.name
        if act.verb == "reset":
            return [f"n_{name} = 0"]
        return [f"assert(n_{name} < MAX_{name})", f"n_{name}++"]

    def asks(self, action: Action) -> List[str]:
        asked = names.class_of(action)
        lines = [f"q_{asked} = 1"] if asked else []
        return lines + [f"e_{event.name} = 1" for event in action.raises
                        if event in self.reports and
                        event not in action.answers]

    def acts(self, acts: List[Act]) -> List[str]:
        return [line for act in acts for line in self.act(act)]

    def leave(self, row: Row) -> List[str]:
        """What was asked belongs to the state that is left."""
        lines = [f"t_{timer.name} = 0" for state in row.left
                 for timer in state.timers()]
        if row.source is not None and not row.source.is_choice:
            lines += [f"q_{name} = 0" for name in self.requests]
            lines += ["running = 0"] if self.runs else []
            lines += ["to_end = 0; ended_by = NONE"] \
                if row.source.run and row.source.run.many else []
        return lines + [line for state in row.left
                        for line in self.acts(state.exit)]

    @property
    def runs(self) -> bool:
        return any(state.run for state in self.flow.states.values())

    def enter(self, state: State) -> List[str]:
        lines = [*self.marks.of(state), *self.acts(state.entry)]
        for timer in state.timers():
            lines.append(f"t_{timer.name} = 1")
            if timer in self.patient:
                lines.append(f"new_{timer.name} = 1")
        return lines

    def start(self, state: State) -> List[str]:
        lines = [*self.marks.of(state.run), "running = 1"]
        if names.ends(state):
            lines.append("pending = 1")
        return lines

    def body(self, row: Row) -> List[str]:
        """All of it in one step."""
        lines = one_step(self.steps(row), row.line)
        state = row.target
        if isinstance(state, State) and state.run and state.run.many:
            lines += ["do", f":: to_end < LIMIT_{state.name} -> to_end++",
                      ":: break", "od"]
        return lines

    def steps(self, row: Row) -> List[str]:
        """In the order in which the engine does it."""
        line = row.line
        lines = [*self.marks.of(row.event)] if line is not None else []
        if row.target is None:
            return lines + self.acts(line.acts)
        lines += self.leave(row)
        lines += self.acts(line.acts) if line is not None else []
        for state in row.entered:
            lines += self.enter(state)
        if isinstance(row.target, Exit):
            return lines + self.marks.of(row.target) + ["over()"]
        lines.append(f"at = S_{row.target.name}")
        if row.target.run is not None:
            lines += self.start(row.target)
        return lines

    def cancelled(self, row: Row) -> List[str]:
        """It is stopped: all states are left, whatever the line says."""
        lines = self.acts(row.acts())
        if isinstance(row.target, Exit):
            lines += self.marks.of(row.target)
        return one_step([*lines, "over()"], row.line)
