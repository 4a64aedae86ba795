# SPDX-License-Identifier: MIT
"""The file of a trace: a header of 32 bytes where a run of the program begins,
then records of 16.  Behind that of a new flow stand 16 bytes more, its name.
src/engine/trace_file.c writes it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Dict, List, Optional, Union

from .fault import TraceError
from .maps import Map, Maps

MAGIC = b"smtrc\xff\xff\xff"
BYTE_ORDER = 0x01020304
FORMAT = 1
SIZE, HEADER_SIZE = 16, 32
LEVELS = {1: "ring", 2: "full"}

# enum sm_step_kind, of include/sm_trace.h
KINDS = ("taken", "no_guard_held", "ignored", "unexpected", "dropped",
         "unpromised", "unkept", "flow", "started", "stopped", "guard_true",
         "guard_false", "timer_armed", "timer_cancelled", "timer_overtaken")


@dataclass
class Run:
    """A program began to trace."""

    level: str
    now_us: int
    real_us: int

    def real(self, time_us: int) -> int:
        return self.real_us + time_us - self.now_us


@dataclass
class Record:
    run: Run
    map: Map
    time_us: int
    id: int
    kind: str
    row: int
    start: int  # the state before
    target: int
    event: int
    item: int
    number: int  # of milliseconds, or of a condition

    @property
    def is_internal(self) -> bool:
        return self.target == 0xff

    def is_of_its_table(self) -> bool:
        """Are there such numbers?"""
        made = self.map
        if self.event >= len(made.events):
            return False
        if self.kind.startswith("guard"):
            return self.number < len(made.conditions)
        if self.kind.startswith("timer") or self.kind == "started":
            return True
        if self.kind == "taken" and self.row >= len(made.rows):
            return False
        targets = len(made.targets)
        return self.start < targets and (
            self.target < targets or self.is_internal or
            self.kind == "stopped")

    @property
    def real_us(self) -> int:
        return self.run.real(self.time_us)


class Reader:
    """Takes the bytes of a file as they come."""

    def __init__(self, maps: Maps):
        self.maps = maps
        self.rest = b""
        self.order = "<"
        self.run: Optional[Run] = None
        self.flows: Dict[int, Map] = {}

    def feed(self, data: bytes) -> List[Union[Run, Record]]:
        """What is whole by now."""
        data = self.rest + data
        found: List[Union[Run, Record]] = []
        at = 0
        while True:
            item, size = self.one(data[at:at + HEADER_SIZE])
            if not size:
                break
            at += size
            if item is not None:
                found.append(item)
        self.rest = data[at:]
        return found

    def one(self, data: bytes):
        """The first thing, or None, and its size; 0: it is not whole."""
        if data.startswith(MAGIC):
            if len(data) < HEADER_SIZE:
                return None, 0
            return self.header(data), HEADER_SIZE
        if len(data) < SIZE:
            return None, 0
        if self.run is None:
            raise TraceError("is no trace of flows")
        when, row, start, target, flow, event, kind, item = struct.unpack(
            self.order + "QHBBBBBB", data[:SIZE])
        if kind >= len(KINDS):
            raise TraceError("has a record that no version known here writes")
        if KINDS[kind] == "flow":
            if len(data) < 2 * SIZE:
                return None, 0
            name = data[SIZE:2 * SIZE].rstrip(b"\0").decode(errors="replace")
            self.flows[flow] = self.maps.get(name, f"{when:016x}")
            return None, 2 * SIZE
        if flow not in self.flows:
            raise TraceError("has a record of a flow that it does not name")
        number = struct.unpack(self.order + "8xI4x", data[:SIZE])[0]
        found = Record(self.run, self.flows[flow], when >> 16, when & 0xffff,
                       KINDS[kind], row, start, target, event, item, number)
        if not found.is_of_its_table():
            raise TraceError(f"has a step that {found.map.file} does not know")
        return found, SIZE

    def header(self, data: bytes) -> Run:
        self.order = next((order for order in "<>" if struct.unpack(
            order + "8xI", data[:12])[0] == BYTE_ORDER), "")
        if not self.order:
            raise TraceError("is no trace of flows")
        format_, level, now_us, real_us = struct.unpack(
            self.order + "12xHHQQ", data)
        if format_ != FORMAT or level not in LEVELS:
            raise TraceError("is a trace of another version")
        self.flows = {}
        self.run = Run(LEVELS[level], now_us, real_us)
        return self.run
