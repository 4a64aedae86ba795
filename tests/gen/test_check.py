#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests of flowtrace --check: does a trace keep its tables?

  test_check.py [PART...]     run all parts, or these
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path
from typing import Callable, List

import traced
from test_gen import run_parts
from traced import RULES, STRAY, TABLE, Traced

WHEN = r"#\d+, 1970-01-01 00:16:40\.\d{3}: "
RECORD = struct.Struct("=QHBBBBBB")  # when row start target flow event kind
TAKEN, IGNORED, FLOW = 0, 2, 7


class Checked(Traced):
    """What is found in the trace of a door."""

    level = 1

    def checked(self, name: str = "door.trace") -> List[str]:
        """Each line that tells of a fault."""
        done = self.flowtrace("--maps", ".", "--check", name)
        lines = done.stdout.splitlines()
        self.assertEqual((done.stderr, done.returncode),
                         ("", 3 if len(lines) > 1 else 0))
        self.assertRegex(lines[-1], r"^\d+ (steps|faults)\b")
        return lines[:-1]

    def is_found(self, told: str, name: str = "door.trace") -> None:
        found = self.checked(name)
        self.assertTrue(found)
        self.assertRegex(found[0], told)

    def altered(self, change: Callable[[List[int]], None], nth: int) -> None:
        """The ${nth} record of a step is another one."""
        data = bytearray(self.trace().read_bytes())
        at, seen = 32, 0
        while True:
            fields = list(RECORD.unpack_from(data, at))
            if fields[6] == FLOW:
                at += 32
                continue
            seen += fields[6] in (TAKEN, IGNORED)
            if seen == nth:
                break
            at += 16
        change(fields)
        RECORD.pack_into(data, at, *fields)
        Path(self.folder.name, "altered").write_bytes(data)


class Ring(Checked):
    """Of a trace by number."""

    def test_a_good_one(self) -> None:
        self.trace()
        done = self.flowtrace("--maps", ".", "--check", "door.trace")
        self.assertEqual(
            (done.stdout, done.stderr, done.returncode),
            ("13 steps of 4 instances keep their tables and properties\n", "",
             0))

    def test_one_that_begins_later(self) -> None:
        """What was before is not known, and nothing is said of it."""
        data = self.trace().read_bytes()
        started = RECORD.unpack_from(data, 64)
        self.assertEqual(started[6], 8)
        Path(self.folder.name, "later").write_bytes(data[:64] + data[80:])
        self.assertEqual(self.checked("later"), [])

    def test_a_step_that_the_table_does_not_have(self) -> None:
        def other_target(fields: List[int]) -> None:
            fields[3] = 3

        def other_event(fields: List[int]) -> None:
            fields[5] = 2

        def other_start(fields: List[int]) -> None:
            fields[2] = 3

        def not_ignored(fields: List[int]) -> None:
            fields[6] = IGNORED

        for change, told in (
                (other_target, r"door\.flow:12: " + WHEN +
                 r"it leads to LOCKS, not to REST"),
                (other_event, r"door\.flow:12: " + WHEN +
                 r"it is no line for OVERFLOW in WAIT"),
                (other_start, r"door\.flow:12: " + WHEN +
                 r"it is taken in REST, and the instance is in WAIT"),
                (not_ignored, r"door\.flow:9: " + WHEN +
                 r"TURN is not ignored in WAIT")):
            with self.subTest(change.__name__):
                self.altered(change, 2)
                self.is_found("^" + told + "$", "altered")

    def test_numbers_that_no_table_has(self) -> None:
        self.altered(lambda fields: fields.__setitem__(1, 999), 2)
        done = self.flowtrace("--maps", ".", "--check", "altered")
        self.assertEqual(
            (done.returncode, done.stderr),
            (1, "flowtrace: altered: has a step that door.flow does not "
             "know\n"))

    def test_an_unexpected_event(self) -> None:
        self.trace(STRAY)
        self.is_found("^" + r"door\.flow:\d+: " + WHEN +
                      r"TURN is unexpected in \w+$")

    def test_what_is_no_trace(self) -> None:
        self.path("log", "bare words\n")
        done = self.flowtrace("--check", "log")
        self.assertEqual((done.returncode, done.stderr),
                         (1, "flowtrace: log: is no trace of flows\n"))


class Full(Checked):
    """Of a trace with what guards said."""

    level = 2

    def test_a_good_one(self) -> None:
        self.trace()
        self.assertEqual(self.checked(), [])


class Broken(Checked):
    """A property that the table does not keep is found."""

    def with_rule(self, rule: str) -> None:
        with_it = TABLE.replace(RULES, f'  {rule} "it is so"\n')
        self.addCleanup(setattr, traced, "TABLE", TABLE)
        traced.TABLE = with_it
        self.trace()

    def test_it_is_found(self) -> None:
        line = TABLE.splitlines().index(RULES.rstrip("\n")) + 1
        for rule, by in (
                ("never LAST unless lock.open", "LAST of line 17"),
                ("never REST unless TURN since LOCKS", "REST of line 14"),
                ("never all lock.open since LOCKS", "all lock.open of line 14"),
                ("never open since LAST", "open of line 19")):
            with self.subTest(rule):
                self.with_rule(rule)
                self.is_found(rf"^door\.flow:{line}: {WHEN}broken by {by}: "
                              "it is so$")

    def test_one_that_is_kept(self) -> None:
        for rule in ("never LAST unless REST since LAST",
                     "never open unless lock.open",
                     "never REST unless all lock.open since LOCKS",
                     "never LOCKS since REST"):
            with self.subTest(rule):
                self.with_rule(rule)
                self.assertEqual(self.checked(), [])


PARTS = {"checked": Ring, "checked_full": Full, "broken": Broken}

if __name__ == "__main__":
    sys.exit(run_parts(sys.argv[1:], PARTS, __doc__))
