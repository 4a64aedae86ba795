# SPDX-License-Identifier: MIT
"""The program that the README shows gets a certificate too."""
import fcntl
import os
import threading

from harness.case import Case, program
from harness.pair import assert_pair, make_pair


class Example(Case):
    def test_minimal_server(self) -> None:
        server = self.minimal(self.ca(), program("ACME_EXAMPLE"))
        self.issued(server)
        self.assertEqual(self.client(server).get(), (200, b"a page\n"))

    def test_is_given_files_that_are_no_pair(self) -> None:
        """lws would make no vhost of them."""
        server = self.minimal(self.ca(), program("ACME_EXAMPLE"))
        self.issued(server)
        self.stopped(server)
        cert, key = self.folder / "cert.pem", self.folder / "key.pem"
        key.write_bytes(make_pair(self.folder)[1])
        self.start(server)
        self.assertIn(f'vhost "{server.name}"', server.process.wait_line(
            "lws cannot load cert.pem with key.pem"))
        self.issued(server)
        assert_pair(cert, key)
        for path in (cert, key):
            self.assertTrue(path.with_name(f"{path.name}.bad").exists())
            server.process.wait_line(f"invalid file {path.name} moved to "
                                     f"{path.name}.bad")

    def test_first_client_after_a_restart(self) -> None:
        """lws has loaded the files by itself, and the chain must not be
        missing: whoever comes while the plugin waits for them gets it too."""
        server = self.minimal(self.ca(), program("ACME_EXAMPLE"))
        before = self.issued(server)[0]
        self.stopped(server)
        # As another process that writes.
        lock = os.open(self.folder / "key.pem.lock", os.O_RDWR)
        self.addCleanup(os.close, lock)
        fcntl.lockf(lock, fcntl.LOCK_EX)
        self.start(server)
        server.process.wait_listening(server.port)
        release = threading.Timer(1, fcntl.lockf, (lock, fcntl.LOCK_UN))
        release.start()
        self.addCleanup(release.join)
        self.assertEqual(self.chain(server)[0].serial, before.serial)
