# SPDX-License-Identifier: MIT
"""A server starts with the files that another process's plugin is at work on,
as after lwsws's SIGHUP.

One of the two is held at each of its calls while the other does all that it has
to do.  Nothing is lost: the next start has the new pair.  And lws, which knows no
lock and looks at two files one after the other, starts whatever the plugin is
held at; while it is held itself it may refuse files that it found half.  Where
a pair waits and lws puts it in place amid the plugin's own commit there, the
plugin says that its pair is not there, and saves it again, as after any error.
"""
import os
import signal
import subprocess
from typing import List, Sequence, Tuple

from harness.case import PATIENCE_S, program
from harness.killed import HELD, Point, holder, points_of, recorder
from harness.traced import traced_environment
from test_power import EVERY, NEW, NEWER, Power

LWS = ("lws",)
READ = ("read",)
# Does a pair wait as .upd, what does the plugin do, and what comes of it?
WORKS = ((True, READ, "new"), (True, ("next", *NEWER), "newer"),
         (True, ("live", *NEWER), "newer"), (False, ("next", *NEW), "new"),
         (False, ("live", *NEW), "new"))


class Race(Power):
    def words(self, step: Sequence) -> List[str]:
        return [str(program("ACME_STORE_STEPS")), step[0], str(self.cert),
                str(self.key), *map(str, step[1:])]

    def run_one(self, step: Sequence, wrapper: Sequence[str] = ()
                ) -> subprocess.Popen:
        child = subprocess.Popen([*wrapper, *self.words(step)],
                                 stdin=subprocess.DEVNULL,
                                 env=traced_environment(),
                                 stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
        self.addCleanup(child.wait)
        self.addCleanup(child.kill)
        return child

    def prepare(self, waiting: bool) -> None:
        self.begin(True, "acme_server")
        if waiting:
            self.step("next", NEW)

    def points(self, waiting: bool, step: Sequence) -> List[Point]:
        log = self.folder / "calls"
        self.prepare(waiting)
        self.run_one(step, recorder(log)).wait()
        found = points_of(log, self.keys, looks=True)
        self.assertGreater(len(found), 3)
        return found[::EVERY]

    def both(self, held: Sequence, point: Point, other: Sequence
             ) -> Tuple[int, int]:
        """How they end."""
        log = self.folder / "held"
        log.write_text("")
        first = self.run_one(held, holder(log, point))
        self.wait_for(lambda: HELD.search(log.read_text()) is not None or
                      first.poll() is not None)
        found = HELD.search(log.read_text())
        self.assertIsNotNone(found, f"not held at {point}")
        try:
            status = self.run_one(other).wait(PATIENCE_S)
        finally:
            os.kill(int(found[1]), signal.SIGCONT)
        return first.wait(PATIENCE_S), status

    def starts_with(self, pair: str, point: Point) -> None:
        self.step("start")
        self.assertEqual(self.in_place(), pair, point)

    def test_plugin_is_held(self) -> None:
        for waiting, work, pair in WORKS:
            points = self.points(waiting, work)
            n_again = 0
            for point in points:
                self.prepare(waiting)
                plugin, lws = self.both(work, point, LWS)
                if waiting and work[0] == "live" and plugin:
                    n_again += 1
                    plugin = self.run_one(work).wait()
                self.assertEqual((plugin, lws), (0, 0), point)
                self.starts_with(pair, point)
            print(f"{work[0]}: held at {len(points)} calls, "
                  f"{n_again} times it had to do it again", flush=True)

    def test_lws_is_held(self) -> None:
        for waiting, work, pair in WORKS:
            points = self.points(waiting, LWS)
            n_refused = 0
            for point in points:
                self.prepare(waiting)
                lws, plugin = self.both(LWS, point, work)
                n_refused += lws != 0
                self.assertEqual(plugin, 0, point)
                self.starts_with(pair, point)
            print(f"{work[0]}: lws held at {len(points)} calls, "
                  f"{n_refused} times it refused", flush=True)
