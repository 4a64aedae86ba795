# SPDX-License-Identifier: MIT
"""Several vhosts of one server, each with a certificate of its own: they have
one account, and where one can't be had the others are renewed all the same."""
from typing import List

from harness.case import NAME, program
from rig.client import served_chain
from rig.server import FAILED, ISSUED, Minimal, Server
from test_lwsws import LwswsCase

LOST = "lost.example.test"
OTHER = "shop.example.test"
NOWHERE = "192.0.2.1"  # of nobody's network (RFC 5737)
VALIDITY_S = 15  # a third of it is left when it is renewed


class OwnCertificates(Minimal):
    """tests/e2e/programs/own_certificates.c"""

    def command(self) -> List[str]:
        return [str(self.program), self.name, self.ca.directory,
                str(self.port), str(self.ca.ca_file), LOST, OTHER]


class OwnCase(LwswsCase):
    def own(self, server: Server, name: str, nth: int) -> str:
        """The serial of its ${nth} certificate, as a client gets it."""
        server.process.wait_line(f"{name}{ISSUED}", nth=nth)
        chain = served_chain(server.port, name, self.root)
        self.assertGreaterEqual(len(chain), 2, "the leaf came alone")
        self.assertEqual(chain[0].names, [name])
        return chain[0].serial

    def all_have_their_own(self, server: Server) -> None:
        server.ca.names.set(LOST, NOWHERE)
        self.serving(server)
        serials = {self.own(server, name, 1) for name in (NAME, OTHER)}
        server.process.wait_line(f"{LOST}{FAILED}")
        serials |= {self.own(server, name, 2) for name in (NAME, OTHER)}
        self.assertEqual(len(serials), 4, serials)
        self.assertEqual(server.process.count(f"{LOST}{ISSUED}"), 0)
        self.assertEqual(server.ca.requests().count("POST /sign-me-up"), 1)


class Program(OwnCase):
    def test_renewed(self) -> None:
        self.all_have_their_own(OwnCertificates(
            program("ACME_OWN_CERTIFICATES"), self.folder,
            self.ca(VALIDITY_S), NAME))


class Lwsws(OwnCase):
    def test_renewed(self) -> None:
        """The page's JSON, once for each name."""
        server = self.lwsws(VALIDITY_S)
        for name in (LOST, OTHER):
            server.add_home(name)
        self.all_have_their_own(server)
