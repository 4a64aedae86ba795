# SPDX-License-Identifier: MIT
"""Two processes with the same files: the newer one renews, and the other takes
what it got; where one is killed, the other goes on."""
import signal

from harness.case import NAME, Case, program
from rig.pebble import Pebble
from rig.ports import free_port
from rig.server import ISSUED, Server

VALIDITY_S = 24  # a third of it is left when it is renewed
TAKEN = ISSUED + ".*, which another process got"
STARTED = ": asking https://"


class ProcessesCase(Case):
    def older(self, ca: Pebble) -> Server:
        """The CA finds it by TLS."""
        return self.server(ca, options={"http-port": None,
                                        "challenge": "tls-alpn-01"})

    def newer(self, ca: Pebble, **options: str) -> Server:
        """It has another port, and the CA finds it by HTTP."""
        port = free_port()
        server = Server(program("ACME_SERVER"), self.folder, ca, NAME,
                        {"root": str(self.pages()), "port": str(port),
                         "challenge": "http-01", **options})
        server.port = port
        return self.serving(server)


class Processes(ProcessesCase):
    def both_serve(self, *servers: Server) -> None:
        """The same certificate, the newest: one of them may be a look behind."""
        self.wait_for(lambda: len({self.chain(server)[0].serial
                                   for server in servers}) == 1)

    def test_newer_one_renews(self) -> None:
        ca = self.ca(VALIDITY_S)
        older = self.older(ca)
        self.issued(older)
        newer = self.newer(ca)
        newer.process.wait_line(ISSUED, nth=3)
        older.process.wait_line(TAKEN, nth=2)
        self.both_serve(older, newer)
        self.assertEqual(newer.process.count(TAKEN), 0)
        self.assertEqual(older.process.count(STARTED), 1)
        renewer = newer.process
        self.stopped(newer)
        n_orders = ca.requests().count("POST /order-plz") - 1
        # The last one may have been stopped before it got to its order.
        self.assertIn(renewer.count(STARTED) - n_orders, (0, 1))
        self.assert_mode(self.folder / "server.pem.lock")

    def test_one_is_killed(self) -> None:
        ca = self.ca(VALIDITY_S)
        older = self.older(ca)
        self.issued(older)
        newer = self.newer(ca)
        newer.process.wait_line(ISSUED)
        older.process.wait_line(TAKEN)
        newer.ends_with = -signal.SIGKILL
        self.stopped(newer, signal.SIGKILL)
        older.process.wait_line(STARTED, nth=2)
        n_served = older.process.count(ISSUED)
        older.process.wait_line(ISSUED, nth=n_served + 1)
        self.chain(older)

    def test_started_at_once(self) -> None:
        """One order; the other one waits for what comes of it."""
        ca = self.ca()
        older, newer = self.older(ca), self.newer(ca)
        self.issued(older)
        self.issued(newer)
        self.both_serve(older, newer)
        self.assertEqual(ca.requests().count("POST /order-plz"), 1)
        self.assertEqual(ca.requests().count("POST /sign-me-up"), 1)
