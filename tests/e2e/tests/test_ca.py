# SPDX-License-Identifier: MIT
"""A CA that is difficult, away, or not the one that was configured."""
import re
import socket
from pathlib import Path

from harness.addresses import Silent, name_host
from harness.case import NAME, NO_ANSWER, Case
from harness.forger import Answer, Forger
from rig.client import http_get
from rig.pebble import Pebble
from rig.pki import Authority
from rig.process import PATIENCE_S
from rig.server import TROUBLE


class Difficult(Case):
    def test_half_of_the_nonces_refused(self) -> None:
        ca = self.ca(PEBBLE_WFE_NONCEREJECT="50")
        server = self.server(ca, options={
            "subject-alt-name": "a.example.test,b.example.test"})
        self.issued(server)
        self.assertGreater(ca.process.count("nonce"), 0, "none was refused")
        server.process.wait_line(
            r"ACME \w+: POST https://\S+: HTTP status 400 badNonce, after \d+ ms")

    def test_each_step_is_logged(self) -> None:
        """By --verbose, in every build; and no part of a JWS is (eyJ...)."""
        ca = self.ca()
        server = self.server(ca)
        self.issued(server)
        text = "\n".join(server.process.settle())
        steps = re.findall(r"ACME (\w+): [A-Z]+ https://\S+: HTTP status 2\d\d, "
                           r"after \d+ ms", text)
        self.assertEqual([step for step in steps if step != "order"], [
            "directory", "newNonce", "newAccount", "newOrder",
            "authorization", "challenge", "finalize", "certificate"])
        self.assertNotIn("eyJ", text)

    def test_authorizations_are_reused(self) -> None:
        """An order that is ready at once."""
        ca = self.ca(PEBBLE_AUTHZREUSE="100")
        server = self.server(ca)
        self.issued(server)
        self.stopped(server)
        server.cert_path.unlink()
        n_requests = len(ca.requests())
        self.start(server)
        self.issued(server)
        again = ca.requests()[n_requests:]
        self.assertNotIn("POST /chalZ", again)


class Away(Case):
    def test_comes_later(self) -> None:
        """The server serves HTTP meanwhile, and gets its certificate then."""
        ca = self.ca(start=False)
        with socket.create_server(("127.0.0.1", ca.port)) as closed:
            closed.settimeout(PATIENCE_S)
            server = self.server(ca)
            closed.accept()[0].close()  # it has tried
        self.assertEqual(http_get(server.http_port, NAME, NO_ANSWER)[0], 404)
        self.refused(server)
        self.start_ca(ca)
        self.issued(server)


class Foreign(Case):
    """Who is not the CA that was configured is told nothing."""

    def refused_by(self, ca: Pebble, ca_file: Path) -> None:
        server = self.server(ca, options={"ca-file": str(ca_file)})
        line = server.process.wait_line(TROUBLE)
        self.assertRegex(line, "localhost.*certificate")
        self.refused(server)
        self.assertEqual(ca.requests(), [])

    def test_certificate_of_another_ca(self) -> None:
        ca = self.ca()
        self.refused_by(ca, Authority(self.folder, "other").certificate)

    def test_certificate_for_another_name(self) -> None:
        ca = Pebble(self.folder, api_names=["DNS:elsewhere.test"])
        self.addCleanup(ca.stop)
        ca.start()
        self.processes.append(ca.process)
        self.refused_by(ca, ca.ca_file)


class Addresses(Case):
    """A CA of several addresses, most of which are dead."""

    NAME, GOOD = "ca.example.test", "127.0.0.64"
    SILENT = ("127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4")
    # No route leads to the first, and the others refuse.
    OTHERS = ("fd00::1", "::1", "127.0.0.5")

    def test_dead_ones_before_a_good_one(self) -> None:
        """The CA closes behind each answer, and the dead ones come to life
        when the first is on its way: nobody goes there any more."""
        name_host(self.NAME, (*self.SILENT, *self.OTHERS, self.GOOD))
        front = Forger(self.folder, self.ca(), None, self.NAME, self.GOOD)
        self.addCleanup(front.stop)
        silent = [Silent(address, front.port) for address in self.SILENT]
        answers = []

        def close(answer: Answer) -> None:
            answer.closes = True
            answers.append(answer)
            if len(answers) == 1:
                for address in silent:
                    address.drain()

        for address in silent:
            self.addCleanup(address.close)
        front.forgeries[""] = close
        self.issued(self.server(front))
        self.assertGreater(len(answers), 5)
        self.assertEqual([address.is_visited() for address in silent],
                         [False] * len(silent))

    def test_dead_ones_alone(self) -> None:
        """The log tells what is wrong with each."""
        ca, name = self.ca(start=False), "dead.example.test"
        name_host(name, self.OTHERS)
        server = self.server(ca, options={
            "directory-url": f"https://{name}:{ca.port}/dir"})
        line = server.process.wait_line("can't connect to")
        self.assertIn(f"{name} port {ca.port}: ", line)
        for address in self.OTHERS:
            self.assertRegex(line, rf"{address}: [A-Z][a-z]+ ")


MARK = b"\xef\xbb\xbf"  # a byte order mark, as a Windows editor leaves it


class Limited(Case):
    """A company's CA, whose root says for whom it signs."""

    def front(self, name: str) -> Forger:
        front = Forger(self.folder, self.ca(), Authority(
            self.folder, "limited",
            f"nameConstraints=critical,permitted;DNS:{name}"))
        self.addCleanup(front.stop)
        return front

    def test_for_this_host(self) -> None:
        """Its file, and then the account's key, were edited elsewhere."""
        front = self.front("localhost")
        front.ca_file.write_bytes(MARK + b"the root:\r\n" + front.ca_file
                                  .read_bytes().replace(b"\n", b"\r\n"))
        server = self.server(front)
        self.issued(server)
        self.stopped(server)
        server.cert_path.unlink()
        server.auth_path.write_bytes(MARK + server.auth_path.read_bytes())
        self.start(server)
        self.issued(server)

    def test_for_another_host(self) -> None:
        front = self.front("elsewhere.test")
        server = self.server(front)
        self.assertRegex(
            server.process.wait_line(TROUBLE),
            "localhost: certificate is refused: 'limited test CA', which is "
            r"above it, may not sign for it \(name constraints\)")
        self.refused(server)
        self.assertEqual(front.pebble.requests(), [])
