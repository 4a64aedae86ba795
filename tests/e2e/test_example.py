# SPDX-License-Identifier: MIT
"""The program that the README shows gets a certificate too."""
import fcntl
import os
import threading

from harness.case import Case, program


class Example(Case):
    def test_minimal_server(self) -> None:
        server = self.minimal(self.ca(), program("ACME_EXAMPLE"))
        self.issued(server)
        self.assertEqual(self.visitor(server).get(), (200, b"a page\n"))

    def test_first_visitor_after_a_restart(self) -> None:
        """lws has loaded the files by itself, and the chain must not be
        missing: whoever comes while the plugin waits for them gets it too."""
        server = self.minimal(self.ca(), program("ACME_EXAMPLE"))
        before = self.issued(server)[0]
        self.stopped(server)
        folder = os.open(self.folder, os.O_RDONLY)
        self.addCleanup(os.close, folder)
        fcntl.flock(folder, fcntl.LOCK_EX)  # as another process that writes
        self.start(server)
        server.process.wait_listening(server.port)
        release = threading.Timer(1, fcntl.flock, (folder, fcntl.LOCK_UN))
        release.start()
        self.addCleanup(release.join)
        self.assertEqual(self.chain(server)[0].serial, before.serial)
