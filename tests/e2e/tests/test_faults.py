# SPDX-License-Identifier: MIT
"""Calls of the system fail while a certificate is renewed: what was served is
served on, the log says what failed, and the next try is right.

tests/faults/preload.c makes them fail.
"""
import errno
import os
from pathlib import Path

from rig.pebble import Pebble
from rig.server import Server
from test_disk import NOT_SAVED, VALIDITY_S, DiskCase, number_of


class Faults(DiskCase):
    def setUp(self) -> None:
        super().setUp()
        self.plan = self.folder / "plan"

    def made(self, ca: Pebble) -> Server:
        server = super().made(ca)
        server._wrapper = (
            "env", f"LD_PRELOAD={os.environ['ACME_FAULTS_LIBRARY']}",
            f"ACME_FAULTS={self.plan}")
        return server

    def assert_logged(self, server: Server, error: str) -> None:
        """The folder itself, where that is not made durable."""
        server.process.wait_message(NOT_SAVED, f" {self.keys}", f": {error}")

    def begin(self, calls: str, error: int, every: int = 1) -> None:
        """At one moment, as the server reads it at any."""
        new = self.folder / "plan.new"
        new.write_text("".join(f"{call} {error} {every}\n"
                               for call in calls.split()))
        new.rename(self.plan)

    def end(self) -> None:
        self.plan.unlink()
        self.assertTrue(self.struck(), "nothing failed")

    def struck(self) -> "set[str]":
        log = Path(f"{self.plan}.log")
        return set(log.read_text().split()) if log.exists() else set()

    def fails_with(self, calls: str, error: int) -> None:
        self.fails(lambda: self.begin(calls, error), self.end,
                   os.strerror(error))

    def test_no_room(self) -> None:
        self.fails_with("write", errno.ENOSPC)

    def test_not_durable(self) -> None:
        self.fails_with("fsync", errno.EIO)

    def test_no_descriptors(self) -> None:
        self.fails_with("openat", errno.EMFILE)

    def test_no_sockets(self) -> None:
        server = self.serving(self.made(self.ca(VALIDITY_S)))
        first = number_of(self.issued(server)[0])
        self.begin("socket", errno.EMFILE)
        server.process.wait_message("can't connect to ",
                                    os.strerror(errno.EMFILE))
        self.chain(server)  # a connection that was there may be used
        self.end()
        self.assertNotEqual(number_of(self.issued(server, 2)[0]), first)

    def test_no_socketpairs(self) -> None:
        """By which the plugin learns of its own vhost, and gives it a
        certificate: for that no other is ordered."""
        server = self.made(self.ca())
        self.begin("socketpair", errno.EMFILE)
        self.serving(server)
        server.process.wait_message("no socketpair: ",
                                    os.strerror(errno.EMFILE))
        self.end()
        self.issued(server)
        self.assertEqual(self.orders(server), 1)

    def test_interrupted(self) -> None:
        """Each other call, from the start on: nobody notices."""
        calls = "read read_pipe write write_pipe sendmsg recvmsg getrandom"
        self.begin(calls, errno.EINTR, 2)
        server = self.serving(self.made(self.ca(VALIDITY_S)))
        first = number_of(self.issued(server)[0])
        self.assertNotEqual(number_of(self.issued(server, 2)[0]), first)
        self.assertEqual(server.process.count("Interrupted"), 0)
        self.assertLessEqual({"read", "read_pipe", "write", "getrandom"},
                             self.struck())
