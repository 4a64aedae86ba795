# SPDX-License-Identifier: MIT
"""Does a trace keep its tables and their properties?

Each instance is followed through its table.  A step that the table does not
have is told with the line that it claims to be; a property that does not hold,
with its own.
"""

from __future__ import annotations

from typing import Dict, Iterator, List, Optional, Union

from .maps import Map
from .records import Record, Run
from .text import clock, day
from .watch import Occurs, Watch, of_row, of_stop

CANCEL, ENTER = "CANCEL", 0


class Instance:
    """One run of a flow, as far as the trace has told."""

    def __init__(self, made: Map, state: Optional[int]):
        self.map = made
        self.state = state  # None: the trace began later
        self.watch = Watch(made, state is not None)
        self.said: List[Record] = []  # what guards said since the last step


class Check:
    """Takes the records in their order, and gives what is wrong."""

    def __init__(self) -> None:
        self.instances: Dict[int, Instance] = {}
        self.n_steps = self.n_instances = self.n_faults = 0

    def lines(self, item: Union[Run, Record]) -> str:
        if isinstance(item, Run):
            self.instances = {}  # a new process
            return ""
        found = list(self.faults(item))
        self.n_faults += len(found)
        return "".join(found)

    def summary(self) -> str:
        if self.n_faults:
            return f"{self.n_faults} faults in {self.n_steps} steps of " \
                f"{self.n_instances} instances\n"
        return f"{self.n_steps} steps of {self.n_instances} instances keep " \
            "their tables and properties\n"

    def told(self, record: Record, line: int, text: str) -> str:
        when = f"{day(record.real_us)} {clock(record.real_us)}"
        return f"{record.map.file}:{line}: #{record.id}, {when}: {text}\n"

    def new(self, record: Record, state: Optional[int]) -> Instance:
        self.n_instances += 1
        self.instances[record.id] = Instance(record.map, state)
        return self.instances[record.id]

    def faults(self, record: Record) -> Iterator[str]:
        if record.kind == "started":
            self.new(record, 0)
            return
        found = self.instances.get(record.id)
        if found is None or found.map is not record.map:
            found = self.new(record, None)
        if record.kind.startswith("guard"):
            found.said.append(record)
        elif record.kind == "taken":
            self.n_steps += 1
            yield from self.taken(record, found)
        elif not record.kind.startswith("timer"):
            self.n_steps += 1
            yield from self.not_taken(record, found)

    # A line is taken

    def taken(self, record: Record, found: Instance) -> Iterator[str]:
        row = record.map.rows[record.row]
        wrong = self.what_is_wrong(record, found)
        if wrong:
            yield self.told(record, row["line"], wrong)
        else:
            yield from self.broken(record, found)
        found.said = []
        found.state = record.start if record.is_internal else record.target
        self.end(record.id, found)

    def end(self, id_: int, found: Instance) -> None:
        if found.state is not None and found.state >= found.map.n_states:
            del self.instances[id_]

    def rows(self, record: Record) -> Optional[List[int]]:
        """Of the state, for the event; a choice has its own.  None: there are
        none."""
        in_choice = 0 < record.start < record.map.n_choices
        try:
            return record.map.cell(record.start,
                                   ENTER if in_choice else record.event)
        except (KeyError, IndexError):
            return None

    def what_is_wrong(self, record: Record,
                      found: Instance) -> Optional[str]:
        made, row = record.map, record.map.rows[record.row]
        event, state = made.event(record.event), made.target(record.start)
        if found.state not in (None, record.start):
            return f"it is taken in {state}, and the instance is in " \
                f"{made.target(found.state)}"
        rows = self.rows(record)
        if not rows or record.row not in rows:
            return f"it is no line for {event} in {state}"
        if (0xff if row["target"] is None else row["target"]) != record.target:
            to = "nowhere" if record.is_internal else \
                made.target(record.target)
            return f"it leads to {row['to'] or 'nowhere'}, not to {to}"
        return self.guards_wrong(record, found, rows)

    def guards_wrong(self, record: Record, found: Instance,
                     rows: List[int]) -> Optional[str]:
        """Level full has what each guard said: they lead to one line."""
        if record.run.level != "full" or found.state is None:
            return None
        said = iter(found.said)
        for number in rows:
            row = record.map.rows[number]
            holds = True
            for term in row["terms"]:
                answer = next(said, None)
                if answer is None or answer.number != term["condition"]:
                    return "its guards are not those that were asked"
                if (answer.kind == "guard_true") == term["not"]:
                    holds = False
                    break
            if holds:
                break
        if number == record.row and holds:
            return None
        return f"line {row['line']} was to be taken, by what the guards said" \
            if holds else "no guard held"

    # Properties

    def asked(self, record: Record, found: Instance) -> Iterator[Occurs]:
        """What guards said: told, or known from the line that was taken."""
        made = record.map
        if record.run.level == "full":
            for item in found.said:
                yield Occurs("guard", made.conditions[item.number],
                             item.kind == "guard_true")
            return
        for number in self.rows(record) or []:
            terms = made.rows[number]["terms"]
            taken = number == record.row
            for term in terms:
                name = made.conditions[term["condition"]]
                if taken or len(terms) == 1:
                    yield Occurs("guard", name, taken != term["not"])
                else:
                    yield Occurs("guard", name, True, False)
                    yield Occurs("guard", name, False, False)
            if taken:
                return

    def occurring(self, record: Record, found: Instance) -> Iterator[Occurs]:
        made, row = record.map, record.map.rows[record.row]
        yield from self.asked(record, found)
        start = made.target(record.start) if record.start else None
        if made.event(record.event) == CANCEL:
            yield from of_stop(made, start or "", row)
            return
        if record.start >= made.n_choices:
            yield Occurs("event", made.event(record.event))
        yield from of_row(made, start, row)

    def broken(self, record: Record, found: Instance) -> Iterator[str]:
        line = record.map.rows[record.row]["line"]
        for item in self.occurring(record, found):
            for broken in found.watch.see(item):
                yield self.told(
                    record, broken["line"], f"broken by {item.name} of line "
                    f"{line}: {broken['sentence']}")

    # No line is taken

    def not_taken(self, record: Record, found: Instance) -> Iterator[str]:
        made = record.map
        name, event = made.target(record.start), made.event(record.event)
        line = made.states[name]["line"] if name in made.states else 1
        rows, kind = self.rows(record), record.kind
        if found.state not in (None, record.start):
            yield self.told(record, line, f"it is in {name} here, and was in "
                            f"{made.target(found.state)}")
        elif kind == "unexpected":
            yield self.told(record, line, f"{event} is unexpected in {name}")
        elif kind == "ignored" and rows != []:
            yield self.told(record, line, f"{event} is not ignored in {name}")
        elif kind == "no_guard_held" and not self.may_fail(made, rows):
            yield self.told(record, line, f"{event} finds a line in {name}, "
                            "whatever its guards say")
        elif kind == "unpromised":
            yield self.told(record, line, f"{event} is raised by no action "
                            "that ran")
        elif kind == "unkept":
            yield self.told(record, line, "its exit's promise is not kept")
        for item in self.asked_in_vain(record, found):
            for _ in found.watch.see(item):
                pass
        found.said = []
        found.state = record.start
        if kind == "stopped":
            self.instances.pop(record.id, None)

    def may_fail(self, made: Map, rows: Optional[List[int]]) -> bool:
        return bool(rows) and all(made.rows[number]["terms"]
                                  for number in rows)

    def asked_in_vain(self, record: Record,
                      found: Instance) -> Iterator[Occurs]:
        """None of the guards held; what they said counts all the same."""
        if record.kind != "no_guard_held":
            return
        if record.run.level == "full":
            yield from self.asked(record, found)
            return
        for number in self.rows(record) or []:
            for term in record.map.rows[number]["terms"]:
                name = record.map.conditions[term["condition"]]
                yield Occurs("guard", name, True, False)
                yield Occurs("guard", name, False, False)
