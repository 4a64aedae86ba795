# SPDX-License-Identifier: MIT
"""A CA of another make: Caddy's acme_server, which is step-ca inside."""
import os

from harness.caddy import Caddy
from harness.case import Case
from rig.server import FAILED

LOST = "lost.example.test"
TOLD_AGAIN = "asking the CA to validate it again"


class CaddyCase(Case):
    def setUp(self) -> None:
        super().setUp()
        if "ACME_REAL_PORTS" not in os.environ:
            self.skipTest("Caddy validates at ports 80 and 443 alone")

    def caddy(self) -> Caddy:
        ca = Caddy(self.folder)
        self.addCleanup(ca.stop)
        self.start_ca(ca)
        return ca


class Issue(CaddyCase):
    def issue(self, **options: str) -> None:
        server = self.server(self.caddy(), options={
            "subject-alt-name": "a.example.test,b.example.test", **options})
        leaf = self.issued(server)[0]
        self.assertEqual(sorted(leaf.names), [
            "a.example.test", "b.example.test", server.name])
        self.assertEqual(self.client(server).get(), (200, b"a page\n"))

    def test_http_01(self) -> None:
        self.issue(challenge="http-01")

    def test_tls_alpn_01(self) -> None:
        self.issue(challenge="tls-alpn-01", **{"http-port": None})


class Again(CaddyCase):
    def test_another_name(self) -> None:
        """A certificate for one more name, after a restart."""
        ca = self.caddy()
        server = self.server(ca)
        before = self.issued(server)[0]
        first = ca.requests()
        self.assertIn("POST /order/finalize", first)
        self.assertLessEqual(len(first), 11, first)
        self.stopped(server)
        server.options["subject-alt-name"] = "more.example.test"
        self.start(server)
        after = self.issued(server)[0]
        self.assertIn("more.example.test", after.names)
        self.assertNotEqual(after.serial, before.serial)


class Unreachable(CaddyCase):
    """RFC 8555 8.2: this CA leaves a challenge pending that it could not
    validate, with the error in it, and waits to be told again."""

    def unreachable(self) -> None:
        """The CA has met the error, and was told again."""
        self.caddy_ = self.caddy()
        self.caddy_.names.set(LOST, "192.0.2.1")
        self.server_ = self.server(self.caddy_, options={
            "subject-alt-name": LOST, "challenge": "http-01"})
        line = self.server_.process.wait_line(TOLD_AGAIN)
        self.assertRegex(line, f"{LOST}: http-01: .*connection")

    def test_told_again(self) -> None:
        """The address becomes right, and the same order goes on."""
        self.unreachable()
        self.caddy_.names.set(LOST, "127.0.0.1")
        self.issued(self.server_)
        self.assertEqual(self.caddy_.requests().count("POST /new-order"), 1)

    def test_given_up(self) -> None:
        self.unreachable()
        line = self.server_.process.wait_line(FAILED, 180)
        self.assertRegex(line, f"{LOST}: http-01: .*connection")
        self.assertEqual(self.server_.process.count(TOLD_AGAIN), 4)
        # Deactivated (RFC 8555 7.5.2): the last that this CA hears.
        self.assertEqual(self.caddy_.requests()[-1], "POST /authz")
        self.refused(self.server_)
