# SPDX-License-Identifier: MIT
"""What clients get can't be seen, for a reason of this machine's: that costs no
order, fails nothing, and is said.

held.c holds the server where it looks.
"""
import os
import resource
import signal
from pathlib import Path
from typing import Set

from harness.case import Case
from rig.server import FAILED, ISSUED, Server

RESTS = r"certificate\.flow.*--> IDLE"
UNSEEN = "whether clients get"


class UnseenCase(Case):
    def setUp(self) -> None:
        super().setUp()
        self.pipe = self.folder / "held"

    def wrapper(self, who: str) -> "tuple[str, ...]":
        return ("env", f"LD_PRELOAD={os.environ['ACME_HELD_LIBRARY']}",
                f"ACME_HELD={who}", f"ACME_HELD_AT={self.pipe}")

    def hold(self) -> None:
        """From now on, where it looks next."""
        os.mkfifo(self.pipe)
        self.addCleanup(self.go_on)  # it could not end else

    def go_on(self) -> None:
        """It is held only once: what comes later finds no pipe."""
        if not self.pipe.exists():
            return
        held = os.open(self.pipe, os.O_RDWR)  # which waits for nobody
        self.pipe.unlink()
        os.close(held)

    def orders(self, server: Server) -> int:
        return server.ca.requests().count("POST /order-plz")


class Restart(UnseenCase):
    """The certificate is valid, and stays."""

    def held_at_restart(self, who: str) -> Server:
        server = self.server(self.ca(3600), wrapper=self.wrapper(who))
        self.serial = self.issued(server)[0].serial
        server.process.wait_line(RESTS)
        self.assertEqual(server.process.count(UNSEEN), 0)
        self.stopped(server)
        self.hold()
        self.start(server)
        return server

    def assert_kept(self, server: Server, why: str) -> None:
        line = server.process.wait_line(UNSEEN)
        self.assertIn(f"certificate {self.serial.lower()}", line.lower())
        text = "\n".join(server.process.settle())
        self.assertRegex(text, f"(?s){UNSEEN}.*{why}")
        server.process.wait_line(RESTS)

    def assert_no_order(self, server: Server) -> None:
        self.assertEqual(self.chain(server)[0].serial, self.serial)
        self.assertEqual(self.orders(server), 1)
        self.assertEqual(server.process.count(f"{ISSUED}|{FAILED}"), 0)

    def test_worker_is_held(self) -> None:
        """For longer than it is waited for."""
        server = self.held_at_restart("worker")
        self.assert_kept(server, "did not show its certificate in time")
        self.assert_no_order(server)
        self.go_on()
        self.assert_no_order(server)

    def opened(self, pid: int) -> Set[int]:
        """Descriptors, but of the pipe that it is held at."""
        return {int(fd.name) for fd in Path(f"/proc/{pid}/fd").iterdir()
                if os.readlink(fd) != str(self.pipe)}

    def exhaust(self, server: Server) -> "tuple[int, int]":
        """It opens other pairs of sockets before the one to look with; the
        limits that it had."""
        pid = server.process.pid
        while True:
            with self.pipe.open("w"):  # it is there now
                if not server.process.count("--> PROBE"):
                    continue
                opened = self.opened(pid)
                limits = resource.prlimit(pid, resource.RLIMIT_NOFILE)
                least = min(set(range(len(opened) + 1)) - opened)
                resource.prlimit(pid, resource.RLIMIT_NOFILE,
                                 (least, limits[1]))
                self.pipe.unlink()
                return limits

    def test_no_file_can_be_opened(self) -> None:
        """All descriptors that it may have are in use."""
        server = self.held_at_restart("loop")
        limits = self.exhaust(server)
        self.assert_kept(server, "Too many open files")
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, limits)
        self.assert_no_order(server)


class New(UnseenCase):
    def test_worker_is_held(self) -> None:
        """A new certificate is not failed, but looked at again."""
        ca = self.ca()
        os.kill(ca.process.pid, signal.SIGSTOP)
        server = self.server(ca, wrapper=self.wrapper("worker"))
        server.process.wait_line(r"issuance\.flow.*--> ACCOUNT\b")
        self.hold()
        os.kill(ca.process.pid, signal.SIGCONT)
        server.process.wait_line(f"{UNSEEN} it, checking again")
        self.assertEqual(server.process.count(ISSUED), 0)
        self.go_on()
        self.issued(server)
        self.assertEqual(self.orders(server), 1)
        self.assertEqual(server.process.count(FAILED), 0)
