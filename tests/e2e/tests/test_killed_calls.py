# SPDX-License-Identifier: MIT
"""A server is killed before each of its calls that change a file.

First issuance, renewal, and what is done at the start with a pair that waits as
.upd, or with files that are no pair; as root and as another user, where it is the privsep that makes the calls.
Then it is started again, and a client gets a pair that matches.
"""
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import List, Optional, Tuple

from harness.case import PATIENCE_S, let_fall_due, program
from harness.killed import Point, killer, points_of, recorder, was_killed
from harness.pair import assert_pair
from harness.rootless import LOST, RootlessCase
from rig.process import comes_true
from rig.server import ISSUED, Server
from test_power import ASKING, NEW, served

RESTS = r"certificate\.flow.*--> IDLE"
TRIES = 5  # a run that waits for the CA saves its state once more than another
# Every nth point in the short form, and all of them in the full one.
EVERY = int(os.environ.get("ACME_EVERY", "1"))


class KilledCalls(RootlessCase):
    kind, dropped = "acme_server", False

    def make(self) -> Server:
        """The folder ${keys} is the server's, and empty."""
        server = self.server_of(self.kind, self.the_ca, self.dropped)
        server.flags = ["-d", "15"]  # of lwsws: the flows' steps too
        self.keys = server.key_path.parent
        return server

    def setUp(self) -> None:
        super().setUp()
        self.the_ca = self.ca(86400)
        self.make()
        self.template = self.folder / "template"
        self.template.mkdir(mode=0o700)

    def restore(self) -> None:
        if self.keys.exists():
            shutil.rmtree(self.keys)
        shutil.copytree(self.template, self.keys, symlinks=True)
        self.keys.chmod(0o700)

    def keep(self) -> None:
        shutil.rmtree(self.template)
        shutil.copytree(self.keys, self.template, symlinks=True)

    def run_to(self, line: str, *wrapper: str,
               log: Optional[Path] = None) -> Server:
        """From the template, until the server says ${line}, or ${log} that one
        of its processes was killed: another one may live on."""
        self.restore()
        server = self.make()
        server._wrapper = wrapper
        server.start()
        deadline = time.monotonic() + PATIENCE_S
        while not server.process.find_line(f"{line}|{LOST}", 0.02) and \
                server.process.running() and not (log and was_killed(log)):
            self.assertLess(time.monotonic(), deadline, server.process.tail())
        return server

    def recorded(self, line: str) -> List[Point]:
        log = self.folder / "calls"
        self.kill(self.run_to(line, *recorder(log)))
        return points_of(log, self.keys)

    def points(self, line: str) -> List[Point]:
        """Before each call of a run up to ${line}, and what all runs do."""
        again = self.recorded(line)
        found = [point for point in self.recorded(line) if point in again]
        self.assertGreater(len(found), 40)
        return found

    def is_killed(self, line: str, point: Point) -> bool:
        log = self.folder / "kill"
        server = self.run_to(line, *killer(log, point), log=log)
        # The privsep may be at work yet when the server says that it serves.
        struck = comes_true(lambda: was_killed(log), 1)
        self.kill(server)
        return struck

    def killed(self, line: str, may_be_none: bool) -> None:
        all_points = self.points(line)
        points = all_points[::EVERY]
        for point in points:
            with self.subTest(point=point):
                self.assertTrue(any(self.is_killed(line, point)
                                    for _ in range(TRIES)), "not killed")
                self.starts_again(may_be_none)
        print(f"{self.kind}, {'dropped' if self.dropped else 'root'}: killed "
              f"before {len(points)} calls of {len(all_points)}", flush=True)

    def starts_again(self, may_be_none: bool) -> None:
        server = self.make()
        for cert, key in self.pairs(server):
            assert_pair(cert, key)
        server.start()
        process = server.process
        try:
            process.wait_listening(server.port)
            process.wait_line(f"{ISSUED}|{RESTS}|{ASKING}")
            if may_be_none and not process.count(f"{ISSUED}|{RESTS}"):
                process.wait_line(f"{ISSUED}|{RESTS}")
            self.visit(server)
        finally:
            self.kill(server)

    def visit(self, server: Server) -> None:
        self.chain(server)

    def pairs(self, server: Server) -> List[Tuple[Path, Path]]:
        """What is in place, and what lws would put there; where only one of
        the two waits, lws was killed after it had put the other in place."""
        live = (server.cert_path, server.key_path)
        upd = tuple(Path(f"{path}.upd") for path in live)
        taken = tuple(new if new.exists() else old
                      for new, old in zip(upd, live))
        found = [taken] if upd[0].exists() != upd[1].exists() else [live, upd]
        return [(cert, key) for cert, key in found
                if cert.exists() and key.exists()]

    def issue(self) -> None:
        """The template has a pair and an account; the pair is due."""
        server = self.run_to(ISSUED)
        server.process.wait_line(ISSUED)
        self.stopped(server)
        server = self.make()  # what waits is put in its place
        server.start()
        server.process.wait_line(f"{RESTS}|{ASKING}")
        self.kill(server)
        let_fall_due(self.keys)
        self.keep()

    def test_first(self) -> None:
        self.killed(ISSUED, True)

    def test_renewal(self) -> None:
        self.issue()
        self.killed(ISSUED, False)


class Promotion(KilledCalls):
    """At the start, with a pair that waits as .upd beside an old one."""

    def setUp(self) -> None:
        super().setUp()
        self.issue()
        self.the_ca.stop()  # the pair that waits is no pair of its
        server = self.make()
        subprocess.run([str(program("ACME_STORE_STEPS")), "next",
                        str(server.cert_path), str(server.key_path),
                        str(NEW[0]), str(NEW[1])], check=True)
        self.keep()

    def visit(self, server: Server) -> None:
        self.assertEqual(served(server.port), "new")

    def test_promotion(self) -> None:
        """The CA is away, or what it issues might be served already."""
        self.the_ca.stop()
        self.killed(ASKING, False)

    test_first = test_renewal = None


class Mending(KilledCalls):
    """At the start, with files that lws would refuse, and the pair that was
    there before them."""

    def setUp(self) -> None:
        super().setUp()
        self.issue()
        server = self.make()
        for path, new in zip((server.cert_path, server.key_path), NEW):
            shutil.copy(new, f"{path}.old.0")
            path.write_bytes(b"of no use\n")
        self.keep()

    def pairs(self, server: Server) -> List[Tuple[Path, Path]]:
        return []

    def visit(self, server: Server) -> None:
        self.assertEqual(served(server.port), "new")
        assert_pair(server.cert_path, server.key_path)

    def test_mending(self) -> None:
        """The CA is away, or what it issues might be served already."""
        self.the_ca.stop()
        self.killed(ASKING, False)

    test_first = test_renewal = None


def _variants() -> None:
    for base in (KilledCalls, Promotion, Mending):
        for kind, word in (("acme_server", "AcmeServer"), ("lwsws", "Lwsws")):
            for dropped in (False, True):
                name = base.__name__ + word + ("Dropped" if dropped else "Root")
                globals()[name] = type(name, (base,), {
                    "kind": kind, "dropped": dropped,
                    "__module__": __name__})


_variants()
