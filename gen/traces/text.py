# SPDX-License-Identifier: MIT
"""A record as a line of text, with the line of the table behind it."""

from __future__ import annotations

import time
from typing import Dict, Optional, Union

from .maps import Map
from .records import Record, Run

WORDS = {"no_guard_held": "no guard held", "ignored": "ignored",
         "unexpected": "unexpected", "dropped": "came too late",
         "unpromised": "is raised by no action that ran",
         "timer_cancelled": "cancelled",
         "timer_overtaken": "cancelled, as it ran out"}


def duration(us: int) -> str:
    """As tables have it; else in the largest unit that is ten of it."""
    for size, unit in ((86400 * 10**6, "d"), (3600 * 10**6, "h"),
                       (60 * 10**6, "min"), (10**6, "s")):
        if us and us % size == 0:
            return f"{us // size} {unit}"
        if us >= 10 * size or us >= size and unit == "s":
            return f"{us / size:.1f} {unit}"
    return f"{us // 1000} ms" if us >= 1000 or not us else f"{us} us"


def taken(record: Record) -> str:
    row = record.map.rows[record.row]
    event = record.map.event(record.event)
    if not row["line"]:
        return f"{record.map.file} #{record.id} {row['text']}"
    words = [word for word in (event, row["guard"]) if word]
    state = record.map.target(record.start)
    arrow = f"--{' '.join(words)}--"
    if record.is_internal:
        return f"{record.map.file}:{row['line']} #{record.id} {state} " \
            f"{arrow} {state}"
    return f"{record.map.file}:{row['line']} #{record.id} {state} {arrow}> " \
        f"{record.map.target(record.target)}"


def said(record: Record) -> str:
    """All but the time."""
    if record.kind == "taken":
        return taken(record)
    head = f"{record.map.file} #{record.id}"
    if record.kind == "started":
        return f"{head} started" + (f" by #{record.row}" if record.row else "")
    if record.kind in ("guard_true", "guard_false"):
        what = record.map.conditions[record.number]
        return f"{head} [{what}] " + ("holds" if record.kind == "guard_true"
                                      else "does not hold")
    if record.kind == "timer_armed":
        return f"{head} {record.map.event(record.event)} armed: " \
            f"{duration(record.number * 1000)}"
    if record.kind.startswith("timer"):
        return f"{head} {record.map.event(record.event)} {WORDS[record.kind]}"
    state = record.map.target(record.start)
    if record.kind == "stopped":
        return f"{head} {state}: stopped"
    if record.kind == "unkept":
        return f"{head} {state}: ends by {record.map.target(record.target)} " \
            "without what that promises"
    return f"{head} {state}: {record.map.event(record.event)} " \
        f"{WORDS[record.kind]}"


def clock(real_us: int) -> str:
    return time.strftime("%H:%M:%S", time.gmtime(real_us // 10**6)) + \
        f".{real_us // 1000 % 1000:03d}"


def day(real_us: int) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(real_us // 10**6))


class Text:
    """Lines, with the day where another begins, and how long an instance did
    nothing before."""

    def __init__(self) -> None:
        self.day: Optional[str] = None
        self.last_us: Dict[int, int] = {}

    def since(self, record: Record) -> str:
        last = self.last_us.get(record.id)
        self.last_us[record.id] = record.time_us
        if last is None or record.kind == "started" or \
                record.time_us - last < 1000:
            return ""
        return f" +{duration(record.time_us - last)}"

    def lines(self, item: Union[Run, Record]) -> str:
        if isinstance(item, Run):
            self.day = day(item.real_us)
            self.last_us = {}
            return f"--- {self.day} {clock(item.real_us)} UTC: a trace of " \
                f"level {item.level} begins\n"
        text = ""
        if day(item.real_us) != self.day:
            self.day = day(item.real_us)
            text = f"--- {self.day}\n"
        return f"{text}{clock(item.real_us)} {said(item)}" \
            f"{self.since(item)}\n"


def from_log(made: Map, words: Dict[str, int]) -> str:
    """What a log of level 1 says of a record, in words."""
    from .records import KINDS
    run = Run("ring", 0, 0)
    return said(Record(run, made, 0, words["id"], KINDS[words["kind"]],
                       words["row"], words["state"], words["target"],
                       words["event"], 0, 0))
