#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests of a flow whose C nobody wrote yet: new, stubs and todo.

  test_stubs.py [PART...]     run all parts, or these
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import List

from test_gen import ROOT, flowc, run_parts, tables

DRIVER = r"""
#include "door.stubs.h"

#include <assert.h>
#include <string.h>

static uint64_t now;
static unsigned int n_unexpected, ended = 99;

static uint64_t now_us(void *world) { (void)world; return now; }
static uint32_t dice(void *world) { (void)world; return 0; }
static void wake(void *world, uint64_t at_us) { (void)world; (void)at_us; }
static void unexpected(void *world, const struct sm *sm, uint8_t event)
{
	(void)world; (void)sm; (void)event;
	n_unexpected++;
}
static void end(void *context, unsigned int exit)
{
	(void)context;
	ended = exit;
}

static const struct sm_host host = { .now_us = now_us, .random = dice,
				     .wake = wake, .unexpected = unexpected };

int main(void)
{
	struct sm_loop loop;
	static struct door_sm door;

	sm_loop_init(&loop, &host);
	door_sm_init(&door, NULL);
	door.sm.ended = end;
	sm_start(&door.sm, &loop);
	sm_loop_run(&loop);
	RUN
	return n_unexpected ? 2 : 0;
}
"""

AGAIN_AND_DONE = """
	assert(door_stubs.ran.ask == 1);
	door_post_answer_failed(&door);
	sm_loop_run(&loop);
	assert(door_stubs.ran.note_failure == 1);
	now += 2 * 1000 * 1000;
	sm_loop_run(&loop);
	door_post_answered(&door); /* the guard does not hold */
	sm_loop_run(&loop);
	now += 4 * 1000 * 1000;
	sm_loop_run(&loop);
	door_stubs.guards.is_complete = true;
	door_post_answered(&door);
	sm_loop_run(&loop);
	assert(ended == DOOR_EXIT_DONE);
	assert(!strcmp(door_stubs.record,
		       "ask note_failure ask ask keep_answer"));
	door_stubs_reset();
	assert(!*door_stubs.record && !door_stubs.ran.ask &&
	       !door_stubs.guards.is_complete);
"""

RUNS_OTHERS = """
	assert(!strcmp(door_stubs.record, "count"));
	door_stubs.n.locks = 2;
	door_post_turn(&door);
	sm_loop_run(&loop);
	lock_post_turned(&door_stubs.runs.locks[1]);
	lock_post_turned(&door_stubs.runs.locks[0]);
	sm_loop_run(&loop);
	assert(lock_stubs.ran.turn == 2 && ended == 99);
	now += 7 * 1000; /* what the flow has to say how long it waits */
	sm_loop_run(&loop);
	assert(lock_stubs.ran.turn == 3);
	lock_post_turned(&door_stubs.runs.last);
	sm_loop_run(&loop);
	assert(ended == DOOR_EXIT_OPEN);
"""

LOCK = """flow lock
  context struct lock
  start TURN
  exits open
  events turn TURNED
  actions turn raises turn
  timers t_turn = 1min
state TURN
  entry / turn
  on TURNED -> open
  after t_turn -> open
"""
DOOR = """flow door
  context struct door
  start WAIT
  exits open
  events key TURN
  actions count
  timers t_rest = rest within 5ms 1s
state WAIT
  forever
  entry / count
  on TURN -> LOCKS
each LOCKS lock as locks limit 10
  on all lock.open -> REST
  on all lock -> REST
state REST
  after t_rest -> LAST
call LAST lock as last
  on lock.open -> open
"""


class InC(unittest.TestCase):
    """A flow whose C nobody wrote yet."""

    folder: tempfile.TemporaryDirectory
    compiler = [os.environ.get("CC", "cc"), "-std=c11", "-g", "-Werror",
                *shlex.split(os.environ.get("CFLAGS", "-Wall -Wextra"))]

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = tempfile.TemporaryDirectory()
        engine = sorted((ROOT / "src" / "engine").glob("*.c"))
        cls.compile(["-w", "-c", *engine])
        cls.engine = sorted(Path(cls.folder.name).glob("*.o"))

    @classmethod
    def tearDownClass(cls) -> None:
        cls.folder.cleanup()

    @classmethod
    def compile(cls, words: List[object]) -> subprocess.CompletedProcess:
        return subprocess.run(
            [*cls.compiler, "-I", str(ROOT / "include"), "-I",
             str(ROOT / "src"), *map(str, words)], cwd=cls.folder.name,
            capture_output=True, text=True, check=False,
            env={**os.environ, "LC_ALL": "C"})

    def path(self, name: str, text: str) -> Path:
        path = Path(self.folder.name, name)
        path.write_text(text)
        return path

    def flowc(self, *words: object) -> str:
        done = flowc(*words, folder=Path(self.folder.name))
        self.assertEqual((done.stderr, done.returncode), ("", 0))
        return done.stdout

    def new(self) -> None:
        Path(self.folder.name, "door.flow").unlink(missing_ok=True)
        self.flowc("new", "door")
        self.flowc("c", "-o", ".", "door.flow")
        self.flowc("stubs", "-o", ".", "door.flow")

    def build(self, more: str, run: str, *sources: str) -> None:
        """The driver and the sources make a program, without a warning."""
        self.path("driver.c", more + DRIVER.replace("RUN", run))
        done = self.compile(["-o", "driver", "driver.c", *sources,
                             *self.engine])
        self.assertEqual((done.stderr, done.returncode), ("", 0))

    def run_driver(self) -> None:
        done = subprocess.run([str(Path(self.folder.name, "driver"))],
                              capture_output=True, text=True, check=False)
        self.assertEqual((done.stderr, done.returncode), ("", 0))


class New(InC):
    """A table to start from, and what is said of it."""

    def test_it_is_accepted_and_has_its_form(self) -> None:
        self.new()
        self.assertEqual(self.flowc("check", "door.flow"), "")
        self.assertEqual(self.flowc("fmt", "--check", "door.flow"), "")

    def test_what_is_said_next_can_be_done(self) -> None:
        said = flowc("new", "next", folder=Path(self.folder.name)).stdout
        commands = re.findall(r"^  flowc (.*?)  ", said, re.M)
        self.assertEqual([words.split()[0] for words in commands],
                         ["check", "c", "stubs", "todo"])
        for words in commands:
            self.flowc(*words.split())

    def test_no_file_is_overwritten(self) -> None:
        path = self.path("mine.flow", "mine\n")
        done = flowc("new", "mine", folder=path.parent)
        self.assertEqual((done.stderr, done.returncode),
                         ("flowc: mine.flow: File exists\n", 1))
        self.assertEqual(path.read_text(), "mine\n")

    def test_a_name_that_none_can_have(self) -> None:
        done = flowc("new", "Door", folder=Path(self.folder.name))
        self.assertEqual(done.returncode, 2)
        self.assertIn("'Door' is no name of a flow", done.stderr)


class Stubs(InC):
    """A flow runs before its C is written, and is its own test double."""

    def test_a_new_flow_runs(self) -> None:
        self.new()
        self.build("", AGAIN_AND_DONE, "door.flow.c", "door.stubs.c")
        self.run_driver()

    def test_a_written_function_takes_the_place_of_its_stub(self) -> None:
        self.new()
        self.path("written.c", "#include \"door.flow.h\"\n"
                  "bool door_is_complete(const struct door *door)\n"
                  "{ return !door; }\n")
        self.build("", "door_post_answered(&door);\n sm_loop_run(&loop);\n"
                   "assert(ended == DOOR_EXIT_DONE);",
                   "door.flow.c", "door.stubs.c", "written.c")
        self.run_driver()

    def test_what_it_runs_is_driven_by_its_events(self) -> None:
        self.path("lock.flow", LOCK)
        self.path("door.flow", DOOR)
        self.flowc("c", "-o", ".", "door.flow", "lock.flow")
        self.flowc("stubs", "-o", ".", "door.flow", "lock.flow")
        self.build('#include "lock.stubs.h"',
                   f"door_stubs.us.rest = 7000;\n{RUNS_OTHERS}",
                   "door.flow.c", "door.stubs.c", "lock.flow.c",
                   "lock.stubs.c")
        self.run_driver()

    def test_each_feature_compiles(self) -> None:
        out = Path(self.folder.name, "golden")
        for command in ("c", "stubs"):
            self.flowc(command, "-o", out, *tables("golden"))
        done = self.compile(["-fsyntax-only", "-I", ROOT / "tests/gen/golden",
                             *sorted(out.glob("*.stubs.c"))])
        self.assertEqual((done.stderr, done.returncode), ("", 0))


class Todo(InC):
    """Who forgot a function learns the table's line."""

    def line(self, word: str) -> int:
        text = Path(self.folder.name, "door.flow").read_text()
        return text[:text.index(word)].count("\n") + 1

    def test_the_linker_names_the_line(self) -> None:
        self.new()
        done = self.compile(["door.flow.c", *self.engine])
        self.assertNotEqual(done.returncode, 0)
        for name, word in (("is_complete", "is_complete"),
                           ("note_failure", "note_failure"),
                           ("ask", "ask  "),
                           ("note_timeout", "note_timeout")):
            self.assertRegex(
                done.stderr, rf"\bdoor\.flow:{self.line(word)}:(\(\S+\):)? "
                rf"undefined reference to [`']door_{name}'")

    def test_the_header_names_the_line(self) -> None:
        self.new()
        text = Path(self.folder.name, "door.flow.h").read_text()
        self.assertIn("bool door_is_complete(const struct door *); "
                      f"/* door.flow:{self.line('is_complete')} */", text)

    def test_what_is_written_is_left_out(self) -> None:
        self.new()
        source = self.path("door.c", """
/* void door_note_failure(struct door *door) { } */
void door_keep_answer(struct door *door)
{
	door_note_failure(door);
}
bool
door_is_complete(const struct door *door)
{
	return door->text == "void door_ask(void) {";
}
""")
        done = flowc("todo", "door.flow", "door.c", folder=source.parent)
        self.assertEqual((done.stdout, done.returncode), (
            f"door.flow:{self.line('note_failure')}: "
            "void door_note_failure(struct door *);\n"
            f"door.flow:{self.line('ask  ')}: "
            "void door_ask(struct door *, const struct sm_requester *);\n"
            f"door.flow:{self.line('note_timeout')}: "
            "void door_note_timeout(struct door *, const char *sentence);\n",
            1))
        self.path("rest.c", "".join(
            f"void door_{name}(struct door *d) {{ }}\n"
            for name in ("note_failure", "ask", "note_timeout")))
        self.assertEqual(self.flowc("todo", "door.flow", "door.c", "rest.c"),
                         "")

    def test_nothing_is_left_of_the_shipped_flows(self) -> None:
        """However their functions are written."""
        flows = sorted((ROOT / "statemachine").glob("*.flow"))
        sources = sorted((ROOT / "src").rglob("*.c"))
        self.assertEqual(self.flowc("todo", *flows, *sources), "")
        some = [path for path in sources if "certificate" not in path.parts]
        done = flowc("todo", *flows, *some)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"(?m)/certificate\.flow:\d+: void "
                         r"acme_certificate_probe\(struct acme_certificate \*, "
                         r"const struct sm_requester \*\);$")


PARTS = {"new": New, "stubs": Stubs, "todo": Todo}

if __name__ == "__main__":
    sys.exit(run_parts(sys.argv[1:], PARTS, __doc__))
