# SPDX-License-Identifier: MIT
"""A server is killed before each of its calls that change a file.

First issuance, renewal, and what is done with a pair that waits as .upd at the
start; as root and as another user, where it is the keeper that makes the calls.
Then it is started again, and a visitor gets a pair that matches.
"""
import os
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Dict, Iterator, List, Tuple

from harness.case import program
from harness.pair import assert_pair
from harness.rootless import RootlessCase
from rig.pebble import Pebble
from rig.server import ISSUED, Server
from test_power import ASKING, NEW, served

# A kill before a call that changes nothing is one before the next that does.
# What was written is looked at by the calls that make it durable.
CALLS = ("fchmod", "fsync", "rename", "link", "symlink", "unlink", "mkdir",
         "rmdir")
RESTING = r"certificate\.flow.*--> RESTING"
LOST = "keeps the files as root"
# Every nth call in the short form, and all of them in the full one.
EVERY = int(os.environ.get("ACME_EVERY", "1"))


def strace(*options: str) -> List[str]:
    return ["strace", "-f", "-qq", *options]


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

    def run_to(self, line: str, *wrapper: str) -> Server:
        """From the template, until the server says ${line} or is killed."""
        self.restore()
        server = self.make()
        server._wrapper = wrapper
        server.start()
        server.process.find_line(f"{line}|{LOST}", 60)
        return server

    def points(self, line: str) -> Iterator[Tuple[str, int]]:
        """Each call of a run up to ${line}: strace counts them by process."""
        log = self.folder / "calls"
        server = self.run_to(line, *strace("-o", str(log), "-e",
                                           "trace=" + ",".join(CALLS)))
        self.kill(server)
        counts: Dict[Tuple[str, str], int] = {}
        for pid, call in re.findall(r"^(\d+) +(\w+)\(", log.read_text(), re.M):
            counts[pid, call] = counts.get((pid, call), 0) + 1
        most: Dict[str, int] = {}
        for (_, call), n in counts.items():
            most[call] = max(n, most.get(call, 0))
        found = [(call, n) for call in sorted(most)
                 for n in range(1, most[call] + 1)]
        self.assertGreater(len(found), 20, most)
        return iter(found[::EVERY])

    @staticmethod
    def was_killed(log: Path) -> bool:
        """A keeper may still be at work when the server says that it serves;
        a run that makes a call less is not waited for."""
        deadline = time.monotonic() + 1
        while "killed by SIGKILL" not in log.read_text():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.01)
        return True

    def killed(self, line: str, may_be_none: bool) -> None:
        points = list(self.points(line))
        n_killed = 0
        for call, nth in points:
            log = self.folder / "kill"
            server = self.run_to(line, *strace(
                "-o", str(log), "-e", f"trace={call}", "-e",
                f"inject={call}:signal=SIGKILL:when={nth}"))
            n_killed += self.was_killed(log)
            self.kill(server)
            with self.subTest(call=call, nth=nth):
                self.starts_again(may_be_none)
        print(f"{self.kind}, {'dropped' if self.dropped else 'root'}: killed "
              f"at {n_killed} calls of {len(points)}", flush=True)
        # Two runs need not make the same number of calls: one that waits for
        # the CA saves its state once more.
        self.assertGreater(n_killed, len(points) * 0.8)

    def starts_again(self, may_be_none: bool) -> None:
        server = self.make()
        for cert, key in self.pairs(server):
            assert_pair(cert, key)
        server.start()
        process = server.process
        try:
            process.wait_listening(server.port, 30)
            process.wait_line(f"{ISSUED}|{RESTING}|{ASKING}", 60)
            if may_be_none and not process.count(f"{ISSUED}|{RESTING}"):
                process.wait_line(f"{ISSUED}|{RESTING}", 60)
            self.visit(server)
        finally:
            self.kill(server)

    def visit(self, server: Server) -> None:
        self.chain(server)

    def pairs(self, server: Server) -> List[Tuple[Path, Path]]:
        """What lws would load, and what it would put in place."""
        found = [(server.cert_path, server.key_path),
                 (Path(f"{server.cert_path}.upd"),
                  Path(f"{server.key_path}.upd"))]
        return [(cert, key) for cert, key in found
                if cert.exists() and key.exists()]

    def issue(self) -> None:
        """The template has a pair and an account; the pair is due."""
        server = self.run_to(ISSUED)
        server.process.wait_line(ISSUED, 60)
        self.stopped(server)
        server = self.make()  # what waits is put in its place
        server.start()
        server.process.wait_line(f"{RESTING}|{ASKING}", 60)
        self.kill(server)
        for state in self.keys.glob("*.state"):
            state.unlink()
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
        server = self.make()
        subprocess.run([str(program("ACME_STORE_STEPS")), "next",
                        str(server.cert_path), str(server.key_path),
                        str(NEW[0]), str(NEW[1])], check=True)
        self.keep()

    def visit(self, server: Server) -> None:
        self.assertEqual(served(server.port), "new")

    def test_promotion(self) -> None:
        self.killed(ASKING, False)

    test_first = test_renewal = None


def _variants() -> None:
    for base in (KilledCalls, Promotion):
        for kind, word in (("acme_server", "AcmeServer"), ("lwsws", "Lwsws")):
            for dropped in (False, True):
                name = base.__name__ + word + ("Dropped" if dropped else "Root")
                globals()[name] = type(name, (base,), {
                    "kind": kind, "dropped": dropped,
                    "__module__": __name__})


_variants()
