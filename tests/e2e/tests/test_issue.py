# SPDX-License-Identifier: MIT
"""The first certificate, of few names and of many."""
import time

from harness.case import NAME, Case


class Issue(Case):
    def names(self, n: int) -> None:
        """The chain is full, and its leaf has exactly ${n} names."""
        others = [f"n{i}.example.test" for i in range(1, n)]
        options = {"subject-alt-name": ",".join(others)} if others else {}
        server = self.server(self.ca(), options=options)
        chain = self.issued(server)
        self.assertEqual(sorted(chain[0].names), sorted([NAME, *others]))
        self.assertLessEqual(chain[0].not_before, time.time())
        self.assertEqual(self.client(server).get(), (200, b"a page\n"))

    def test_1_name(self) -> None:
        self.names(1)

    def test_10_names(self) -> None:
        self.names(10)

    def test_100_names(self) -> None:
        self.names(100)


class Files(Case):
    def test_modes_and_contents(self) -> None:
        server = self.server(self.ca())
        leaf = self.issued(server)[0]
        for path in (server.key_path, server.cert_path, server.auth_path):
            self.assert_mode(path)
        self.assertEqual(server.cert_path.read_text().count("BEGIN CERT"), 2)
        self.assertIn('"P-256"', server.auth_path.read_text())
        self.assertEqual(leaf.key, "id-ecPublicKey 256 bit")
        left = {path.name for path in self.folder.glob("server.*")}
        self.assertEqual(left, {"server.key", "server.pem", "server.pem.lock",
                                "server.key.lock",
                                "server.log"})

    def test_a_new_certificate_has_the_old_account(self) -> None:
        ca = self.ca()
        server = self.server(ca)
        before = self.issued(server)[0]
        self.stopped(server)
        account = server.auth_path.read_bytes()
        server.key_path.unlink()
        server.cert_path.unlink()
        self.start(server)
        self.assertNotEqual(self.issued(server)[0].serial, before.serial)
        self.assertEqual(server.auth_path.read_bytes(), account)
        accounts = ca.process.count(r"There are now \d+ accounts in memory")
        self.assertEqual(accounts, 1, ca.process.tail(100))


class Restart(Case):
    """Needs a server that traces: it says nothing when nothing is due."""

    def test_a_restart_issues_nothing(self) -> None:
        ca = self.ca()
        server = self.server(ca)
        before = self.issued(server)[0]
        account = server.auth_path.read_bytes()
        self.stopped(server)
        n_requests = len(ca.requests())
        self.start(server)
        server.process.wait_line(r"certificate\.flow.*--> IDLE")
        self.assertEqual(self.chain(server)[0].serial, before.serial)
        self.assertEqual(ca.requests()[n_requests:], [])
        self.assertEqual(server.auth_path.read_bytes(), account)
