# SPDX-License-Identifier: MIT
"""A trace as a sequence diagram for Mermaid, which GitHub and others draw.

Each instance has a line of life.  A note on it is a step: the event, the guard
that held, and the state that it led to, with the choices on the way.  Arrows
say who started, ended or stopped whom.
"""

from __future__ import annotations

import re
import sys
from typing import Dict, List, Optional, Union

from .arguments import Arguments
from .records import Record, Run
from .text import WORDS, Text, clock, day

MOST_CHARACTERS = 50000  # Mermaid draws no longer text, if not told to
# Mermaid's own characters, and those of HTML, stand as their numbers.
UNSAFE = re.compile(r"[^A-Za-z0-9_ .,:+()\[\]/→-]")
SHOWN = ("no_guard_held", "unexpected", "dropped", "unpromised", "unkept")
CANCEL = "CANCEL"


def safe(text: str) -> str:
    """As Mermaid shows it, whatever it has."""
    return UNSAFE.sub(lambda hit: f"#{ord(hit[0])};", text)


def safe_lines(lines: List[str]) -> str:
    return "<br/>".join(map(safe, lines))


class Life:
    """An instance: its name in the diagram, who started it, and its last step,
    to which choices are added."""

    def __init__(self, number: int, record: Record):
        self.name = f"I{number}"
        self.title = f"{record.map.flow} #{record.id}"
        self.by: Optional[Life] = None
        self.n_parent = record.row if record.kind == "started" else 0
        self.step: List[str] = []


class Note:
    """Lines about one instance, or about all."""

    def __init__(self, names: List[str], lines: List[str]):
        self.names = names
        self.lines = lines

    def text(self) -> str:
        return f"Note over {','.join(self.names)}: {safe_lines(self.lines)}"


class Arrow:
    """From one instance to another."""

    def __init__(self, tail: Life, kind: str, head: Life, text: str):
        self.tail, self.kind, self.head = tail.name, kind, head.name
        self.words = text

    def text(self) -> str:
        return f"{self.tail}{self.kind}{self.head}: {safe(self.words)}"


def step_line(record: Record) -> str:
    """One line of a note: "RESPONSE [busy] → RETRY", and of a choice that it
    leads to "[tries.left] → WAIT"."""
    made, row = record.map, record.map.rows[record.row]
    event = made.event(record.event)
    by = event if record.start >= made.n_choices else ""
    if not by and record.start and not row["guard"]:
        by = "else"
    to = "" if record.is_internal else f"→ {made.target(record.target)}"
    return " ".join(word for word in (by, row["guard"], to) if word)


class Diagram:
    """Takes the records in their order."""

    def __init__(self) -> None:
        self.lives: List[Life] = []
        self.by_id: Dict[int, Life] = {}
        self.parts: List[Union[Note, Arrow]] = []
        self.times = Text()
        self.begun: Optional[Note] = None

    def take(self, item: Union[Run, Record]) -> None:
        if isinstance(item, Run):
            self.run(item)
            return
        life = self.life(item)
        if item.kind == "started":
            self.started(item, life)
        elif item.kind == "stopped":
            self.stopped(item, life)
        elif item.kind == "taken":
            self.taken(item, life)
        elif item.kind in SHOWN:
            self.other(item, life)

    def run(self, item: Run) -> None:
        """Another process: its numbers begin once more."""
        self.times.lines(item)
        self.by_id = {}
        self.begun = Note([], [f"{day(item.real_us)} {clock(item.real_us)} "
                               f"UTC, level {item.level}"])
        self.parts.append(self.begun)

    def life(self, record: Record) -> Life:
        """That of its instance; new where it starts, or where the trace
        begins later than it did."""
        found = self.by_id.get(record.id)
        if found and record.kind != "started" and \
                found.title.startswith(f"{record.map.flow} #"):
            return found
        found = Life(len(self.lives) + 1, record)
        found.by = self.by_id.get(found.n_parent)
        self.lives.append(found)
        self.by_id[record.id] = found
        if self.begun:
            self.begun.names = list(dict.fromkeys(
                [*self.begun.names[:1], found.name]))
        return found

    # Parts

    def note(self, record: Record, life: Life, line: str) -> None:
        """A new one, with the time that the instance did nothing before."""
        life.step = [line]
        waited = self.times.since(record).strip()
        if waited:
            life.step.insert(0, waited)
        self.parts.append(Note([life.name], life.step))

    def started(self, record: Record, life: Life) -> None:
        self.times.since(record)
        if life.by:
            self.parts.append(Arrow(life.by, "->>", life, "starts"))
        elif record.row:
            self.note(record, life, f"started by #{record.row}")

    def taken(self, record: Record, life: Life) -> None:
        made = record.map
        if not made.rows[record.row]["line"]:
            return  # it is stopped, and that is told next
        if 0 < record.start < made.n_choices and life.step:
            life.step.append(step_line(record))
        else:
            self.note(record, life, step_line(record))
        if not record.is_internal and record.target >= made.n_states and \
                made.event(record.event) != CANCEL:
            self.ended(made.target(record.target), life)

    def ended(self, name: str, life: Life) -> None:
        if life.by:
            self.parts.append(Arrow(life, "-->>", life.by, name))

    def stopped(self, record: Record, life: Life) -> None:
        if life.by:
            self.parts.append(Arrow(life.by, "-x", life, "stops"))
        else:
            self.note(record, life, "stopped")

    def other(self, record: Record, life: Life) -> None:
        made = record.map
        if record.kind == "unkept":
            self.note(record, life, f"{made.target(record.target)} without "
                      "what that promises")
            return
        self.note(record, life, f"{made.target(record.start)}: "
                  f"{made.event(record.event)} {WORDS[record.kind]}")

    def text(self) -> str:
        lines = ["sequenceDiagram"]
        lines += [f"participant {life.name} as {safe(life.title)}"
                  for life in self.lives]
        lines += [part.text() for part in self.parts
                  if not isinstance(part, Note) or part.names]
        return "\n    ".join(lines) + "\n"


def drawn(items: List[Union[Run, Record]], args: Arguments) -> str:
    diagram = Diagram()
    for item in items:
        diagram.take(item)
    text = diagram.text()
    if len(text) > MOST_CHARACTERS:
        sys.stderr.write(
            f"flowtrace: {args.file}: the diagram has {len(text)} characters, "
            f"and Mermaid draws up to {MOST_CHARACTERS}: take fewer instances "
            "by --flow or --instance\n")
    return text
