# SPDX-License-Identifier: MIT
"""A test with a CA, a server and clients of its own, in a temporary folder.

Each test has its own ports, so tests run side by side.  When a test ends its
processes are stopped; a server that a sanitizer complained of, or that did not
end with 0, fails the test.  After a failure the logs' ends are shown.
"""
import json
import os
import re
import signal
import tempfile
import time
import unittest
from pathlib import Path
from typing import Callable, Dict, List, Optional, Sequence

from rig.client import Certificate, Refused, Client, served_chain
from rig.pebble import Pebble
from rig.process import (PATIENCE_S, Process, comes_true,
                         takes_connections)
from rig.server import COMPLAINT, ISSUED, Minimal, Server

NAME = "home.example.test"
NO_ANSWER = "/.well-known/acme-challenge/no-such-token-is-there-now"


def program(variable: str) -> Path:
    """The program under test, which CTest names in the environment."""
    path = Path(os.environ[variable])
    if not path.is_file():
        raise FileNotFoundError(f"{path} is not built")
    return path


def let_fall_due(folder: Path) -> None:
    """Each certificate that a state file in ${folder} knows is another account's,
    and no attempt is under way: it is ordered anew at the next start."""
    for state in folder.glob("*.state"):
        known = json.loads(state.read_text())
        known.pop("order", None)
        state.write_text(json.dumps({**known, "source": "0" * 16,
                                     "failures": 0, "not-before": 0}))


class Case(unittest.TestCase):
    """Subclasses call ca() and server(); both stop by themselves."""

    maxDiff = None  # a complaint is shown as a whole

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="lws-acme-e2e-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.processes: List[Process] = []

    def run(self, result: unittest.TestResult) -> unittest.TestResult:
        """Python does not tell a cleanup whether its test has failed."""
        def bad() -> int:
            return len(result.failures) + len(result.errors)
        before = bad()
        super().run(result)
        if bad() > before:
            self._show_logs()
        return result

    def _show_logs(self) -> None:
        for process in getattr(self, "processes", []):
            print(f"--- the end of {process.log.name}\n{process.tail(60)}")

    def ca(self, validity_s: int = 300, start: bool = True,
           **env: str) -> Pebble:
        ca = Pebble(self.folder, validity_s, env)
        self.addCleanup(ca.stop)
        if start:
            self.start_ca(ca)
        return ca

    def start_ca(self, ca: Pebble) -> None:
        ca.start()
        self.processes.append(ca.process)
        self.root = ca.roots()

    def server(self, ca: Pebble, name: str = NAME,
               options: Optional[Dict[str, Optional[str]]] = None,
               wrapper: Sequence[str] = ()) -> Server:
        """Started; after stopped(), start() runs it again."""
        server = Server(program("ACME_SERVER"), self.folder, ca, name,
                        {"root": str(self.pages()),
                         "event-loop": os.environ.get("ACME_EVENT_LOOP"),
                         **(options or {})}, wrapper)
        return self.serving(server)

    def minimal(self, ca: Pebble, path: Path) -> Server:
        """The README's example, started."""
        self.pages()
        return self.serving(Minimal(path, self.folder, ca, NAME))

    def pages(self) -> Path:
        """A folder with a page, under the name that the example wants."""
        pages = self.folder / "www"
        pages.mkdir(exist_ok=True)
        (pages / "index.html").write_text("a page\n")
        return pages

    def serving(self, server: Server) -> Server:
        self.addCleanup(self.stopped, server)
        self.start(server)
        return server

    def start(self, server: Server) -> None:
        server.start()
        self.processes.append(server.process)

    def stopped(self, server: Server, sig: int = signal.SIGTERM) -> None:
        """It ends as it should, and nothing was complained of while it ran."""
        process = server.process
        if not process:
            return
        status = server.stop(sig)
        complaints = [line for line in process.lines
                      if re.search(COMPLAINT, line)]
        self.assertEqual(complaints, [], process.tail(200))
        self.assertEqual(status, server.ends_with, process.tail())

    def issued(self, server: Server, nth: int = 1,
               timeout_s: float = PATIENCE_S) -> List[Certificate]:
        """The chain served once the ${nth} certificate is there."""
        server.process.wait_line(ISSUED, timeout_s, nth)
        self.assert_loop(server)
        return self.chain(server)

    def assert_loop(self, server: Server) -> None:
        """lws has loaded the event loop that it was asked for."""
        loop = server.options.get("event-loop")
        if loop:
            maps = Path(f"/proc/{server.process.pid}/maps").read_text()
            self.assertIn(f"/libwebsockets-evlib_{loop}.so", maps)

    def chain(self, server: Server,
              expired: bool = False) -> List[Certificate]:
        """The full chain as a client gets it, verified up to the root."""
        chain = served_chain(server.port, server.name, self.root, expired)
        self.assertGreaterEqual(len(chain), 2, "the leaf came alone")
        self.assertTrue(chain[0].issuer.startswith(server.ca.issuer),
                        chain[0].issuer)
        return chain

    def wait_restored(self, server: Server) -> None:
        """It tells nobody that it serves what it had stored."""
        def is_served() -> bool:
            try:
                return bool(served_chain(server.port, server.name, self.root))
            except Refused:
                return False
        self.assertTrue(comes_true(is_served), "nothing is restored:\n" +
                        server.process.tail())

    def client(self, server: Server) -> Client:
        client = Client(server.port, server.name, self.root)
        self.addCleanup(client.close)
        return client

    def refused(self, server: Server) -> None:
        """No client gets a verified connection of it, though it listens."""
        self.assertTrue(takes_connections(server.port), server.process.tail())
        self.assertRaisesRegex(Refused, r"verify error|alert|unexpected eof",
                               served_chain, server.port, server.name,
                               server.ca.ca_file)

    def pages_until_issued(self, server: Server, nth: int) -> int:
        """Verified visits, all of them right, until the ${nth} certificate is
        served; how many there were."""
        n_pages, n_issued = 0, server.process.tally(ISSUED)
        deadline = time.monotonic() + PATIENCE_S
        while n_issued() < nth:
            client = Client(server.port, NAME, self.root)
            self.assertEqual(client.get(), (200, b"a page\n"))
            client.close()
            n_pages += 1
            self.assertLess(time.monotonic(), deadline, "no certificate")
            time.sleep(0.05)  # sleeps: the pace of the visits
        return n_pages

    def wait_for(self, met: Callable[[], bool],
                 timeout_s: float = PATIENCE_S) -> None:
        """For what no line of a log tells."""
        self.assertTrue(comes_true(met, timeout_s), "it did not happen")

    def assert_mode(self, path: Path, mode: int = 0o600) -> None:
        self.assertEqual(oct(path.stat().st_mode & 0o777), oct(mode), path)
