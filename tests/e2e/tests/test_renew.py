# SPDX-License-Identifier: MIT
"""Renewal while the server serves, and what it costs the CA."""
from typing import List

from harness.case import PATIENCE_S, Case

VALIDITY_S = 15  # a third of it is left when it is renewed


class Renew(Case):
    def wait_renewed(self, server, client) -> None:
        """Until the second certificate; the client goes on asking.

        lws closes an idle connection after some seconds.
        """
        from rig.server import ISSUED
        for _ in range(int(PATIENCE_S)):
            if server.process.find_line(ISSUED, 1, 2):
                return
            self.assertEqual(client.get()[0], 200)
        self.fail("no renewal:\n" + server.process.tail())

    def test_serves_on(self) -> None:
        server = self.server(self.ca(VALIDITY_S))
        before = self.issued(server)[0]
        client = self.client(server)
        self.wait_renewed(server, client)
        after = self.chain(server)[0]
        self.assertNotEqual(after.serial, before.serial)
        self.assertGreater(after.not_after, before.not_after)
        self.assertEqual(client.get(), (200, b"a page\n"))
        self.assertEqual(int(client.serial(), 16), int(before.serial, 16))
        newcomer = self.client(server)
        self.assertEqual(int(newcomer.serial(), 16), int(after.serial, 16))

    def test_requests(self) -> None:
        """At most 11 for the first certificate of a name, 9 for a renewal."""
        ca = self.ca(VALIDITY_S)
        server = self.server(ca)
        self.issued(server)
        first = ca.requests()
        self.assertLessEqual(len(first), 11, first)
        self.issued(server, nth=2)
        renewal = ca.requests()[len(first):]
        self.assertLessEqual(len(renewal), 9, renewal)
        self.complete(first)
        # Of a hundred Pebbles one hands the valid authorization back.
        self.complete([*renewal, "POST /authZ", "POST /chalZ"])

    def complete(self, requests: List[str]) -> None:
        """What can't be left out was counted: the log is read rightly."""
        for step in ("order-plz", "authZ", "chalZ", "finalize-order",
                     "certZ"):
            self.assertIn(f"POST /{step}", requests)
