# SPDX-License-Identifier: MIT
"""What one instance did, event by event."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, List, Union

from .fault import TraceError
from .records import Record, Run

PLAYED = ("taken", "no_guard_held", "ignored", "unexpected")


@dataclass
class Step:
    """A line that was taken, or none; before it stand the guards' answers,
    which a trace of level full has."""

    record: Record
    answers: List[Record] = field(default_factory=list)


@dataclass
class Event:
    """What it led to: a line, and those of choices behind it."""

    first: Record
    steps: List[Step] = field(default_factory=list)
    armed: List[Record] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.first.map.event(self.first.event)

    @property
    def is_stop(self) -> bool:
        return self.first.kind == "stopped" or self.name == "CANCEL"


def last_life(items: List[Union[Run, Record]], id_: int) -> List[Record]:
    """Of the last instance with that number, from its start on."""
    records = [item for item in items if isinstance(item, Record)]
    starts = [at for at, record in enumerate(records)
              if record.kind == "started"]
    if not starts:
        raise TraceError(
            f"does not have how #{id_} of flow '{records[0].map.flow}' "
            "started, and a tour begins there: trace to a file from the "
            "program's start on")
    return records[starts[-1]:]


def goes_on(record: Record) -> bool:
    """Is it the line of a choice, for the event before?"""
    return record.kind == "taken" and \
        0 < record.start < record.map.n_choices


def events(records: List[Record]) -> List[Event]:
    found: List[Event] = []
    answers: List[Record] = []
    for record in records:
        if record.kind.startswith("guard"):
            answers.append(record)
        elif record.kind == "timer_armed" and found:
            found[-1].armed.append(record)
        elif record.kind in PLAYED:
            if not (found and goes_on(record)):
                found.append(Event(record))
            found[-1].steps.append(Step(record, answers))
            answers = []
        elif record.kind == "stopped" and not (found and found[-1].is_stop):
            found.append(Event(record))
    return found


def ran_out_after(events_: List[Event]) -> List[Dict[str, int]]:
    """Of each event: the timers that run out later, and how much later; where
    they are armed anew in between, that counts for the later event too."""
    found: List[Dict[str, int]] = [{} for _ in events_]
    due: Dict[str, int] = {}
    for at in range(len(events_) - 1, -1, -1):
        now = events_[at].first.time_us
        found[at] = {name: us - now for name, us in due.items()}
        due[events_[at].name] = now
    return found
