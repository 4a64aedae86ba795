# SPDX-License-Identifier: MIT
"""A program that is traced: a door with locks, run by stubs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from test_gen import ROOT
from test_stubs import DOOR, DRIVER, LOCK, InC

FLOWTRACE = ROOT / "gen" / "flowtrace"
RULES = '  never open unless all lock.open since LOCKS "it opens with no lock' \
    ' turned"\n'
TABLE = DOOR.replace("within 5ms 1s\n", "within 5ms 1s\n" + RULES)

HEAD = """
#include "lock.stubs.h"
#include "sm_trace.h"

#include <errno.h>
#include <stdio.h>

static struct sm_trace memory;

static int to_file(const char *path, struct sm_loop *loop)
{
	int fd = sm_trace_open(path);

	sm_trace_start(&memory, loop);
	if (fd >= 0 && sm_trace_to_file(&memory, fd, 1000000000ull))
		return 0;
	printf("%d\\n", errno);
	return 1;
}
"""
RUN = """
	door_stubs.n.locks = 2;
	door_stubs.us.rest = 7000;
	door_post_turn(&door);
	sm_loop_run(&loop);
	now += 250 * 1000;
	lock_post_turned(&door_stubs.runs.locks[1]);
	sm_loop_run(&loop);
	lock_post_turned(&door_stubs.runs.locks[0]);
	sm_loop_run(&loop);
	now += 7 * 1000;
	sm_loop_run(&loop);
	lock_post_turned(&door_stubs.runs.last);
	sm_loop_run(&loop);
	assert(ended == DOOR_EXIT_OPEN);
"""
STRAY = "\tdoor_post_turn(&door);\n\tsm_loop_run(&loop);\n" \
    "\tdoor_post_turn(&door);\n\tsm_loop_run(&loop);\n" \
    "\tn_unexpected = 0;\n\tsm_stop(&door.sm);\n"


class Traced(InC):
    """Each level has the engine compiled for it."""

    level = 2

    @classmethod
    def setUpClass(cls) -> None:
        cls.compiler = [*InC.compiler, f"-DSM_TRACE={cls.level}"]
        super().setUpClass()

    def program(self, run: str = RUN, more: str = "") -> None:
        """door.trace is written by ./driver."""
        self.path("lock.flow", LOCK)
        self.path("door.flow", TABLE)
        for command in ("c", "stubs"):
            self.flowc(command, "-o", ".", "door.flow", "lock.flow")
        driver = DRIVER.replace(
            "sm_loop_init(&loop, &host);", "sm_loop_init(&loop, &host);\n"
            '\tif (to_file("door.trace", &loop))\n\t\treturn 1;')
        self.path("driver.c", '#include "door.stubs.h"\n' + HEAD + more +
                  driver.replace("RUN", run))
        done = self.compile(["-o", "driver", "driver.c", "door.flow.c",
                             "door.stubs.c", "lock.flow.c", "lock.stubs.c",
                             *self.engine])
        self.assertEqual((done.stderr, done.returncode), ("", 0))

    def run_driver(self) -> None:
        done = subprocess.run([str(Path(self.folder.name, "driver"))],
                              cwd=self.folder.name, capture_output=True,
                              text=True, check=False)
        self.assertEqual((done.stderr, done.returncode), ("", 0))

    def trace(self, run: str = RUN) -> Path:
        path = Path(self.folder.name, "door.trace")
        path.unlink(missing_ok=True)
        self.program(run)
        self.run_driver()
        return path

    def flowtrace(self, *words: object) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-B", str(FLOWTRACE), *map(str, words)],
            cwd=self.folder.name, capture_output=True, text=True, check=False)

    def said(self, *words: object) -> str:
        done = self.flowtrace("--maps", ".", *words)
        self.assertEqual((done.stderr, done.returncode), ("", 0))
        return done.stdout
