#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests of flowtrace --tour: a trace becomes a test that passes, and fails
where the table goes another way.

  test_tour.py [PART...]     run all parts, or these
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import List, Tuple

from test_flowtrace_pictures import DOCS, made_of, trace_of_a_job
from test_gen import ROOT, run_parts
from traced import STRAY, TABLE, Traced

# Guards of each kind, counters, choices, timers that C says the length of.
KINDS = "enum weather { WEATHER_FINE, WEATHER_RAIN, WEATHER_SNOW };\n"
SHOP = """flow shop
  context struct shop
  start OPEN
  exits sold closed
  count calls max 2
  events bell  RING LEAVE
  guards is_new is_rich
  kinds  sky weather WEATHER "weather.h"
  define welcome = [is_rich & sky is fine] or [!is_rich & patience < 1min]
  actions greet
  timers t_wait = patience within 1s 1h
  timers t_all  = 1d
state OPEN
  start QUIET
  after t_all -> closed
state QUIET in OPEN
  forever
  on RING [is_new & welcome] -> HOW / greet
  on RING [is_new]
  on RING -> SERVED
  ignore LEAVE
choice HOW in OPEN
  if [is_rich] -> SERVED
  if [calls.left] -> QUIET / calls.use
  else -> SERVED
state SERVED in OPEN
  on RING -> sold
  on LEAVE [is_rich] -> closed
  on LEAVE [sky is rain snow] -> QUIET
  on LEAVE
  on CANCEL -> closed
  after t_wait [!is_new] -> QUIET
  after t_wait -> closed
"""
GREET = """
#include "shop.stubs.h"

static bool makes_rich;

void shop_greet(struct shop *shop)
{
	(void)shop;
	if (makes_rich)
		shop_stubs.guards.is_rich = true;
}
"""
BUY = """
	static struct shop_sm shop;

	shop_sm_init(&shop, NULL);
	makes_rich = false;
	sm_start(&shop.sm, &loop);
	sm_loop_run(&loop);
"""


def shop(*steps: str) -> str:
    """Each is RING, LEAVE, a time in seconds, or a line of C."""
    run = [BUY]
    for step in steps:
        if step in ("RING", "LEAVE"):
            run.append(f"shop_post_{step.lower()}(&shop);\n"
                       "\tsm_loop_run(&loop);")
        elif step.isdigit():
            run.append(f"now += {step}000000u;\n\tsm_loop_run(&loop);")
        else:
            run.append(step)
    return "\n\t".join(run)


class Tours(Traced):
    """Compiles and runs what is printed."""

    level = 1
    engine_by_name: List[Path] = []

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        engine = sorted((ROOT / "src" / "engine").glob("*.c"))
        by_name = Path(cls.folder.name, "by_name")
        by_name.mkdir()
        subprocess.run(
            [os.environ.get("CC", "cc"), "-std=c11", "-w", "-DSM_TRACE=2",
             "-I", str(ROOT / "include"), "-I", str(ROOT / "src"), "-c",
             *map(str, engine)], cwd=by_name, check=True)
        cls.engine_by_name = sorted(by_name.glob("*.o"))

    def tour(self, flow: str, number: int, *more: str) -> str:
        """What is printed; it stands in tour.c as well."""
        said = self.said("--tour", "--flow", flow, "--instance", number,
                         *more, "door.trace")
        self.path("tour.c", said)
        return said

    def result(self) -> Tuple[str, int]:
        """What tour.c says, compiled as it says itself, and its status."""
        text = Path(self.folder.name, "tour.c").read_text()
        found = [re.search(rf"^ \*   {words} (.*)$", text, re.M)[1].split()
                 for words in ("flowc c -o .", "flowc stubs -o .",
                               "cc -DSM_TRACE=2 TOUR.c")]
        for command, files in zip(("c", "stubs"), found):
            self.flowc(command, "-o", ".", *files)
        done = self.compile(["-USM_TRACE", "-DSM_TRACE=2", "-I", ".", "-o",
                             "tour", "tour.c", *found[2],
                             *self.engine_by_name])
        self.assertEqual((done.stderr, done.returncode), ("", 0))
        done = subprocess.run([str(Path(self.folder.name, "tour"))],
                              capture_output=True, text=True, check=False)
        return done.stderr, done.returncode

    def passes(self, flow: str, number: int) -> str:
        said = self.tour(flow, number)
        self.assertEqual(self.result(), ("", 0))
        return said


class Door(Tours):
    """A flow that runs others."""

    def test_it_passes(self) -> None:
        self.trace()
        said = self.passes("door", 1)
        self.assertIn("\ttour_all_ended(LOCK_EXIT_OPEN);\n", said)
        self.assertIn("\ttour_timer(DOOR_TIMER_T_REST);\n", said)
        self.passes("lock", 4)

    def test_another_target_is_named(self) -> None:
        self.trace()
        self.tour("door", 1)
        self.path("door.flow", TABLE.replace(
            "on all lock.open -> REST", "on all lock.open -> open"))
        self.assertEqual(self.result(), (
            "door.flow:14: in the trace: LOCKS --all lock.open--> REST\n"
            "door.flow:14: now: LOCKS --all lock.open--> open\n", 1))

    def test_what_is_ignored_now_is_named(self) -> None:
        self.trace()
        self.tour("door", 1)
        self.path("door.flow", TABLE.replace(
            "  on TURN -> LOCKS\n",
            "  ignore TURN\n  on CANCEL -> open\n").replace(
                "start WAIT", "start LOCKS").replace(
                    "  on all lock -> REST\n",
                    "  on all lock -> WAIT\n"))
        said, status = self.result()
        self.assertEqual(status, 1)
        self.assertTrue(said.startswith(
            "door.flow:3: in the trace: (start) --ENTER--> WAIT\n"
            "door.flow:3: now: (start) --ENTER--> LOCKS\n"), said)

    def test_a_line_more_changes_nothing(self) -> None:
        """Steps are compared by name."""
        self.trace()
        self.tour("door", 1)
        self.path("door.flow", "# moved\n" + TABLE)
        self.assertEqual(self.result(), ("", 0))

    def test_what_no_line_takes(self) -> None:
        self.trace(STRAY.replace("sm_stop(&door.sm);",
                                 "sm_stop(&door.sm);\n\tsm_loop_run(&loop);"))
        said = self.passes("door", 1)
        self.assertIn('"REST: TURN unexpected"', said)
        self.assertIn("\ttour_stop();\n", said)

    def test_the_last_run_counts(self) -> None:
        self.trace(STRAY)
        self.program()
        self.run_driver()
        self.assertIn("tour_timer", self.passes("door", 1))

    def test_a_trace_that_begins_later(self) -> None:
        data = self.trace().read_bytes()
        Path(self.folder.name, "later").write_bytes(data[:64] + data[80:])
        done = self.flowtrace("--maps", ".", "--tour", "--flow", "door",
                              "later")
        self.assertEqual((done.stdout, done.stderr, done.returncode), (
            "", "flowtrace: later: does not have how #1 of flow 'door' "
            "started, and a tour begins there: trace to a file from the "
            "program's start on\n", 1))

    def test_what_did_nothing(self) -> None:
        self.trace("\tstatic struct door_sm other;\n\n"
                   "\tdoor_sm_init(&other, NULL);\n"
                   "\tsm_start(&other.sm, &loop);\n\tsm_stop(&other.sm);\n"
                   "\tsm_loop_run(&loop);\n")
        done = self.flowtrace("--maps", ".", "--tour", "--instance", "2",
                              "door.trace")
        self.assertEqual((done.stdout, done.stderr, done.returncode), (
            "", "flowtrace: door.trace: has nothing that #2 of flow 'door' "
            "did, so that there is no tour\n", 1))

    def test_which_instance(self) -> None:
        self.trace()
        done = self.flowtrace("--maps", ".", "--tour", "--flow", "lock",
                              "door.trace")
        self.assertEqual((done.stderr, done.returncode), (
            "flowtrace: '--tour' is about one instance: '--instance NUMBER', "
            "one of #2, #3, #4; see 'flowtrace --help'\n", 2))

    def test_another_level_is_refused(self) -> None:
        self.trace()
        self.tour("lock", 2)
        done = self.compile(["-fsyntax-only", "tour.c"])
        self.assertIn('a tour compares steps by name: compile all of it with '
                      '-DSM_TRACE=2', done.stderr)


class Example(unittest.TestCase):
    """The lines of docs/trace.md: a job that fails once."""

    @staticmethod
    def timeless(text: str) -> str:
        """How long the command took differs each time."""
        return re.sub(r"tour_at\(\d+u\)", "tour_at(...u)", text)

    def test_docs_have_what_it_prints(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            said = made_of(trace_of_a_job(Path(folder)), "--tour")
        found = re.search(r"^```c\n(\t.*?)^```$", DOCS.read_text(),
                          re.M | re.S)
        self.assertIn(self.timeless(found[1]), self.timeless(said))


class Shop(Tours):
    """Guards, counters and times are as they were."""

    def program(self, run: str = "", more: str = "") -> None:
        self.path("weather.h", KINDS)
        self.path("shop.flow", SHOP)
        for command in ("c", "stubs"):
            self.flowc(command, "-o", ".", "shop.flow")
        super().program(run, GREET + more)

    @classmethod
    def compile(cls, words: List[object]) -> subprocess.CompletedProcess:
        """The driver has the shop as well."""
        with_it = ["shop.flow.c", "shop.stubs.c"] if "driver.c" in words \
            else []
        return super().compile(["-I", ".", *words, *with_it])

    def goes(self, *steps: str) -> str:
        self.trace(shop(*steps, "n_unexpected = 0;"))
        return self.passes("shop", 2)

    def test_guards_of_each_kind(self) -> None:
        said = self.goes(
            "RING", "LEAVE", "shop_stubs.kinds.sky = WEATHER_SNOW;", "LEAVE",
            "shop_stubs.guards.is_new = true;", "RING",
            "shop_stubs.us.patience = 5;", "RING", "RING", "RING",
            "shop_stubs.guards.is_rich = true;", "LEAVE")
        self.assertIn("shop_stubs.kinds.sky = WEATHER_RAIN;", said)
        self.assertIn("HOW --RING [calls.left]--> QUIET", said)
        self.assertIn("shop_stubs.guards.is_rich = true;", said)

    def test_a_counter_that_c_had_set(self) -> None:
        said = self.goes(
            "sm_counter_set(&shop.sm, SHOP_COUNTER_CALLS, 9);",
            "shop_stubs.guards.is_new = true;\n\tshop_stubs.us.patience = 5;",
            "RING")
        self.assertIn("sm_counter_set(&tour_instance.sm, SHOP_COUNTER_CALLS, "
                      "2);", said)

    def test_times(self) -> None:
        """As long as C said; one that did not run out is no hindrance."""
        said = self.goes("shop_stubs.us.patience = 90000000;", "RING", "89",
                         "1", "RING", "80", "LEAVE", "10")
        self.assertIn("shop_stubs.us.patience = 90000000u;", said)
        self.assertEqual(said.count("tour_timer(SHOP_TIMER_T_WAIT);"), 2)

    def test_the_time_of_a_parent(self) -> None:
        self.assertIn("tour_timer(SHOP_TIMER_T_ALL);",
                      self.goes("LEAVE", "86400"))

    def test_it_is_stopped(self) -> None:
        said = self.goes("RING", "sm_stop(&shop.sm);\n\tsm_loop_run(&loop);")
        self.assertTrue(said.endswith(
            '\ttour_stop();\n\ttour_took("shop.flow:31",\n\t\t  '
            '"SERVED --CANCEL--> closed");\n\ttour_next();\n\treturn 0;\n}\n'))

    def test_an_action_changes_what_a_guard_says(self) -> None:
        """The choice behind it gets another answer than the line did."""
        said = self.goes("shop_stubs.guards.is_new = true;",
                         "shop_stubs.us.patience = 5;\n\tmakes_rich = true;",
                         "RING")
        self.assertIn("\ttour_change[0] = tour_change_1;\n", said)
        self.assertIn('"HOW --RING [is_rich]--> SERVED"', said)


class ShopByName(Shop):
    """Of a trace that has what each guard said."""

    level = 2


PARTS = {"tour": Door, "tour_example": Example, "tour_guards": Shop, "tour_guards_full": ShopByName}

if __name__ == "__main__":
    sys.exit(run_parts(sys.argv[1:], PARTS, __doc__))
