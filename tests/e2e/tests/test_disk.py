# SPDX-License-Identifier: MIT
"""The disk fails while the server runs: a renewal is served from memory, and
saved once the disk is mended, without another order.

As root, and with the privsep where root is given up: only root can do either.
"""
import time
from pathlib import Path
from typing import Callable

from harness.mounts import fill, mount_read_only, mount_small, unmount
from harness.pair import assert_pair, matches, same, serial
from harness.rootless import RootlessCase
from rig.client import Certificate
from rig.pebble import Pebble
from rig.server import Server

VALIDITY_S = 45  # renewed after 30 s; the disk is tried again 10 s later
DUE_S = VALIDITY_S * 2 / 3
NOT_SAVED = "it is in memory alone, trying again"


def number_of(certificate: Certificate) -> int:
    return int(certificate.serial, 16)


def is_due(certificate: Certificate) -> bool:
    """A slow machine takes that long; one that is renewed then is right."""
    return time.time() >= certificate.not_before + DUE_S


class DiskCase(RootlessCase):
    kind = "acme_server"
    dropped = False

    def setUp(self) -> None:
        super().setUp()
        if self.kind == "lwsws":
            self.keys = self.folder / "etc-lwsws/acme"
        self.keys.mkdir(mode=0o700, parents=True)

    def made(self, ca: Pebble) -> Server:
        """It tells where it rests, as lws-acme-server does in any case."""
        server = self.server_of(self.kind, ca, self.dropped)
        if self.kind == "lwsws":
            server.flags = ["-d15"]
        return server

    def newest(self, path: Path) -> Path:
        """Where a new one is kept."""
        return Path(f"{path}.upd") if self.dropped else path

    def orders(self, server: Server) -> int:
        return server.ca.requests().count("POST /order-plz")

    def assert_logged(self, server: Server, error: str) -> None:
        """With path and reason."""
        server.process.wait_message(NOT_SAVED, f" {self.keys}/", f": {error}")

    def fails(self, spoil: Callable[[], object],
              mend: Callable[[], object], error: str) -> None:
        server = self.serving(self.made(self.ca(VALIDITY_S)))
        first = number_of(self.issued(server)[0])
        spoil()
        self.assert_logged(server, error)
        second = self.issued(server, 2)[0]
        self.assertNotEqual(number_of(second), first)
        cert, key = (self.newest(path)
                     for path in (server.cert_path, server.key_path))
        if cert.parent.exists():  # and not gone with its files
            self.assertEqual(serial(cert), first)
            assert_pair(cert, key)
        mend()
        server.process.wait_line("is saved now")
        self.assert_kept(server, second, cert, key)
        self.assertEqual(server.process.count(NOT_SAVED), 1)
        self.goes_on(server, second)

    def assert_kept(self, server: Server, second: Certificate, cert: Path,
                    key: Path) -> None:
        """And no other was ordered before its time."""
        found = serial(cert), self.orders(server), matches(cert, key)
        if not is_due(second):
            self.assertEqual(found, (number_of(second), 2, True))

    def goes_on(self, server: Server, second: Certificate) -> None:
        """Its next start has what it served, and orders no other."""
        self.stopped(server)
        self.start(server)
        self.wait_restored(server)
        served = number_of(self.chain(server)[0])
        if not is_due(second):
            self.assertEqual(served, number_of(second))
        server.process.wait_line(r"certificate\.flow.*--> IDLE")
        self.wait_for(lambda: same(server.cert_path, number_of(second)) or
                      is_due(second))
        self.assert_kept(server, second, server.cert_path, server.key_path)


class Disk(DiskCase):
    def test_is_full(self) -> None:
        mount_small(self.keys)
        self.addCleanup(unmount, self.keys)
        self.fails(lambda: fill(self.keys),
                   lambda: (self.keys / "filler").unlink(),
                   "No space left on device")

    def test_is_read_only(self) -> None:
        self.fails(lambda: mount_read_only(self.keys),
                   lambda: unmount(self.keys), "Read-only file system")

    def test_is_gone(self) -> None:
        away = self.folder / "away"
        self.fails(lambda: self.keys.rename(away),
                   lambda: away.rename(self.keys),
                   "No such file or directory")


class OpenedFolder(DiskCase):
    """Root is given up, and what was opened before is the folder, whatever its
    path leads to since."""

    dropped = True

    def keeps(self, spoil: Callable[[], object],
              mend: Callable[[], object]) -> None:
        server = self.serving(self.made(self.ca(VALIDITY_S)))
        first = number_of(self.issued(server)[0])
        spoil()
        second = self.issued(server, 2)[0]
        self.assertNotEqual(number_of(second), first)
        server.process.wait_line(r"certificate\.flow.*--> IDLE", nth=2)
        mend()
        cert, key = (self.newest(path)
                     for path in (server.cert_path, server.key_path))
        self.assert_kept(server, second, cert, key)
        self.assertEqual(server.process.count(NOT_SAVED), 0)
        self.goes_on(server, second)

    def test_is_read_only(self) -> None:
        self.keeps(lambda: mount_read_only(self.keys),
                   lambda: unmount(self.keys))

    def test_is_gone(self) -> None:
        away = self.folder / "away"
        self.keeps(lambda: self.keys.rename(away),
                   lambda: away.rename(self.keys))


class DroppedDisk(OpenedFolder, Disk):
    pass


class LwswsDisk(Disk):
    kind = "lwsws"


class DroppedLwswsDisk(OpenedFolder, LwswsDisk):
    pass


class Start(DiskCase):
    """What could not be kept from the start on is not ordered."""

    def refused(self, error: str) -> Server:
        server = self.serving(self.made(self.ca()))
        server.process.wait_message("no new certificate: ", f"{self.keys}/",
                                    error)
        self.assertEqual(self.orders(server), 0)
        return server

    def test_full(self) -> None:
        mount_small(self.keys)
        self.addCleanup(unmount, self.keys)
        filler = fill(self.keys)
        server = self.refused("No space left on device")
        filler.unlink()
        self.issued(server)
        assert_pair(server.cert_path, server.key_path)

    def test_read_only(self) -> None:
        mount_read_only(self.keys)
        server = self.refused("Read-only file system")
        unmount(self.keys)
        self.issued(server)
        assert_pair(server.cert_path, server.key_path)
