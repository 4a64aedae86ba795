#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests of flowc diff: what it says, in words, of two tables.

  test_diff.py [PART...]     run all parts, or these
"""

from __future__ import annotations

import random
import sys
import tempfile
import unittest
from pathlib import Path
from typing import List, Tuple

from test_gen import ROOT, flowc, run_parts
from test_writing import SHIPPED, loosened

from flow.diff import of_flows  # noqa: E402
from flow.library import Library  # noqa: E402
from flow.load import read_flow  # noqa: E402
from flow.source import read_source  # noqa: E402

LOCK = """flow lock
  context struct lock
  start TURN
  exits open
  actions turn raises nothing
  timers t_turn = 1min
state TURN
  entry / turn
  after t_turn -> open
"""
DOOR = """# A door.
include "key.shared"
flow door "a door"
  context struct door
  start SHUT
  exits gone stuck
  count tries max 3
  events hand KNOCK PUSH
  guards is_locked
  guards is_big(key)
  define welcome = [!is_locked & is_big]
  durations life = 3min "{}"
  actions ring open
  timers t_key "no key"

state SHUT "it is shut"
  forever
  entry / ring
  on KEY [welcome] -> OPEN / open
  on KEY [is_big & tries.left] -> SHUT / tries.use
  ignore PUSH KEY
  on KNOCK / ring

state OPEN
  start WIDE
  ignore KEY PUSH KNOCK
  after t_key [life < 1d] -> gone
  after t_key -> SHUT / tries.reset note_timeout

state WIDE in OPEN

state AJAR in OPEN
"""
KEY = """events key KEY:key
timers t_key = 30s "late"
"""
DOOR = DOOR.replace("state WIDE in OPEN\n\nstate AJAR in OPEN\n",
                    "state WIDE in OPEN\n  on KNOCK -> AJAR\n\n"
                    "state AJAR in OPEN\n  on KNOCK -> WIDE\n")

# What is changed, the file that names it, and what is said.
CHANGES: Tuple[Tuple[str, str, str], ...] = (
    ("max 3", "max 4", "new:7: counter tries is 'max 4', was 'max 3'"),
    ("KNOCK PUSH\n", "KNOCK PUSH PULL\n", "new:8: event PULL is new: of hand"),
    ("exits gone stuck", "exits gone stuck lost", "new:6: exit lost is new"),
    ("exits gone stuck", "exits stuck gone",
     "new:6: the first exit is 'stuck', was 'gone'"),
    ("[!is_locked & is_big]", "[!is_locked]",
     "new:11: guard welcome is '[!is_locked]', was '[!is_locked & is_big]'"),
    ("3min", "4min", "new:12: duration life is '4min \"{}\"', was "
     "'3min \"{}\"'"),
    ("ring open\n", "ring open\n  actions shut\n",
     "new:14: action shut is new"),
    ("ring open\n", "ring open\n  limits most = 3\n",
     "new:14: limit most is new: 3"),
    ("ring open\n", "ring open\n  never open unless ring \"quietly\"\n",
     "new:14: property \"quietly\" is new: never open unless ring"),
    ('"no key"', '"none"', "new/key.shared:2: timer t_key is '30s \"none\"', was "
     "'30s \"no key\"'"),
    ("start SHUT", "start OPEN", "new:5: the start is 'OPEN', was 'SHUT'"),
    ("start WIDE", "start AJAR",
     "new:24: in OPEN: the start is 'AJAR', was 'WIDE'"),
    ("entry / ring", "entry / ring open",
     "new:16: in SHUT: the entry is 'ring open', was 'ring'"),
    ("  entry / ring\n", "",
     "new:16: in SHUT: the entry is nothing, was 'ring'"),
    ("-> OPEN / open", "-> AJAR / open",
     "new:19: in SHUT: 'on KEY [welcome] -> AJAR / open', was "
     "'on KEY [welcome] -> OPEN / open'"),
    ("  on KNOCK / ring\n", "", "old:22: in SHUT: 'on KNOCK / ring' is gone"),
    ("  on KNOCK / ring\n", "  on KNOCK / ring\n  on CANCEL -> gone\n",
     "new:23: in SHUT: 'on CANCEL -> gone' is new"),
    ("  on KEY [welcome] -> OPEN / open\n"
     "  on KEY [is_big & tries.left] -> SHUT / tries.use\n",
     "  on KEY [is_big & tries.left] -> SHUT / tries.use\n"
     "  on KEY [welcome] -> OPEN / open\n",
     "new:19: in SHUT: 'on KEY [is_big & tries.left] -> SHUT / tries.use' is "
     "tried before 'on KEY [welcome] -> OPEN / open' now"),
)
NO_CHANGES = (
    ("# A door", "# Any door"), ('"a door"', '"doors"'),
    ("  ignore PUSH KEY\n  on KNOCK / ring\n",
     "  on KNOCK / ring\n  ignore PUSH KEY\n"),
    ("  guards is_locked\n", "\n\n\n  guards is_locked # so\n"))


class Diff(unittest.TestCase):
    """Each kind of difference, and what is none."""

    def setUp(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        for side in ("old", "new"):
            for name, text in (("door.flow", DOOR), ("key.shared", KEY)):
                self.write(f"{side}/{name}", text)

    def write(self, name: str, text: str) -> None:
        path = Path(self.folder.name, name)
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    def diff(self, *words: str) -> Tuple[List[str], int]:
        done = flowc("diff", *words, folder=Path(self.folder.name))
        self.assertEqual(done.stderr, "")
        return done.stdout.splitlines(), done.returncode

    def said_of(self, text: str) -> List[str]:
        """Of a table that need not make sense."""
        self.write("new/door.flow", text)
        library, folder = Library(), f"{self.folder.name}/"
        flows = [read_flow(f"{folder}{side}/door.flow", library)[0]
                 for side in ("old", "new")]
        return [difference.told().replace(folder, "").rstrip("\n")
                .replace("/door.flow", "") for difference in of_flows(*flows)]

    def test_each_change_is_said(self) -> None:
        for old, new, said in CHANGES:
            with self.subTest(said):
                self.assertEqual(DOOR.count(old), 1)
                self.assertEqual(self.said_of(DOOR.replace(old, new)), [said])

    def test_what_means_the_same_is_no_difference(self) -> None:
        for old, new in NO_CHANGES:
            with self.subTest(new):
                self.assertEqual(DOOR.count(old), 1)
                self.assertEqual(self.said_of(DOOR.replace(old, new)), [])

    def test_other_spaces_are_no_difference(self) -> None:
        chance = random.Random(1)
        for side in ("old", "new"):
            for path in SHIPPED:
                text = loosened(read_source(str(path)), chance)
                self.write(f"{side}/{path.name}", text)
            Path(self.folder.name, side, "door.flow").unlink()
        self.assertEqual(self.diff("old", "new"), ([], 0))

    def test_two_files(self) -> None:
        self.write("new/lock.flow", LOCK)
        self.write("old/lock.flow", LOCK.replace("1min", "2min"))
        self.assertEqual(self.diff("old/lock.flow", "new/lock.flow"), (
            ["new/lock.flow:6: timer t_turn is '1min', was '2min'"], 1))
        self.assertEqual(self.diff("old/lock.flow", "old/lock.flow"), ([], 0))

    def test_what_an_included_file_says_is_told_there(self) -> None:
        self.write("new/key.shared", KEY.replace("30s", "40s"))
        self.assertEqual(self.said_of(DOOR), [
            "new/key.shared:2: timer t_key is '40s \"no key\"', was "
            "'30s \"no key\"'"])

    def test_flows_that_came_and_went(self) -> None:
        for side in ("old", "new"):
            Path(self.folder.name, side, "door.flow").unlink()
        self.write("new/lock.flow", LOCK)
        self.assertEqual(self.diff("old", "new"), (
            ["new/lock.flow:1: flow lock is new"], 1))
        self.assertEqual(self.diff("new", "old"), (
            ["new/lock.flow:1: flow lock is gone"], 1))

    def test_a_wrong_table_is_no_difference(self) -> None:
        self.write("new/door.flow", LOCK)
        self.write("old/door.flow", LOCK.replace("flow lock", "flow door"))
        done = flowc("diff", "old", "new", folder=Path(self.folder.name))
        self.assertEqual((done.stdout, done.returncode), ("", 2))
        self.assertIn("new/door.flow:1:6: error:", done.stderr)
        done = flowc("diff", "old")
        self.assertEqual(done.returncode, 2)
        self.assertIn("'flowc diff' wants OLD and NEW", done.stderr)


if __name__ == "__main__":
    sys.exit(run_parts(sys.argv[1:], {"diff": Diff}, __doc__))
