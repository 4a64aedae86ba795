# SPDX-License-Identifier: MIT
"""A pair that is there already is kept, and no certificate is ordered for it."""
from harness.rootless import RootlessCase
from rig.server import FAILED, ISSUED, Server

KEPT = "is good, and kept: none is ordered"


def orders(server: Server) -> int:
    return server.ca.requests().count("POST /order-plz")


class Lost(RootlessCase):
    """What is there beside a good pair is lost: that costs no order."""

    def loses(self, *names: str) -> None:
        self.keys.mkdir(mode=0o700)
        server = self.serving(self.acme_server(self.ca(3600), False))
        leaf = self.issued(server)[0]
        server.process.wait_line("--> RESTING")
        made = orders(server)
        self.stopped(server)
        for name in names:
            found = list(self.keys.glob(name))
            self.assertEqual(len(found), 1, found)
            found[0].unlink()
        self.start(server)
        server.process.wait_line(KEPT)
        server.process.wait_line("--> RESTING")
        self.assertEqual(self.chain(server)[0].serial, leaf.serial)
        self.assertEqual(orders(server), made)
        self.assertEqual(server.process.count(KEPT), 1)
        self.assertEqual(server.process.count(f"{ISSUED}|{FAILED}"), 0)

    def test_state(self) -> None:
        self.loses("account.jwk.*.state")

    def test_account_key(self) -> None:
        self.loses("account.jwk")

    def test_both(self) -> None:
        self.loses("account.jwk.*.state", "account.jwk")
