# SPDX-License-Identifier: MIT
"""Several vhosts with the same certificate files, one of them with the plugin:
all serve the new certificate with its chain at once, and are told."""
import json
from typing import List

from harness.case import NAME, Case, program
from rig.client import Certificate, served_chain
from rig.ports import free_port
from rig.server import ISSUED, Minimal, TwoVhosts

OTHER = "shop.example.test"
VALIDITY_S = 15  # a third of it is left when it is renewed


class SharingVhosts(Minimal):
    """tests/e2e/programs/sharing_vhosts.c"""

    other_port = 0
    renew_days: List[str] = []  # the second vhost has options, too

    def command(self) -> List[str]:
        return [str(self.program), self.name, self.ca.directory,
                str(self.port), str(self.ca.ca_file), str(self.other_port),
                OTHER, *self.renew_days]


class Sharing(Case):
    def chains(self, server: SharingVhosts) -> List[List[Certificate]]:
        """Of each vhost; none of them comes without its intermediate."""
        chains = [served_chain(server.port, NAME, self.root),
                  served_chain(server.port, OTHER, self.root),
                  served_chain(server.other_port, NAME, self.root)]
        for chain in chains:
            self.assertGreaterEqual(len(chain), 2, "the leaf came alone")
        return chains

    def sharing(self, validity_s: int, *renew_days: str) -> SharingVhosts:
        server = SharingVhosts(program("ACME_SHARING_VHOSTS"), self.folder,
                               self.ca(validity_s), NAME)
        server.other_port = free_port()
        server.renew_days = list(renew_days)
        self.serving(server)
        return server

    def test_all_vhosts_of_the_files(self) -> None:
        server = self.sharing(VALIDITY_S)
        seen = set()
        for nth in (1, 2):
            server.process.wait_line(ISSUED, nth=nth)
            serials = {chain[0].serial for chain in self.chains(server)}
            self.assertEqual(len(serials), 1, serials)
            seen |= serials
            for vhost in (NAME, OTHER, "unmanaged"):
                server.process.wait_line(f"vhost {vhost} is told of", nth=nth)
        self.assertEqual(len(seen), 2)

    def test_each_step_is_logged(self) -> None:
        """All states that lws has for it, in their order."""
        server = self.sharing(300)
        server.process.wait_line(f"vhost {NAME}: progress IDLE ")
        told = [line.partition(f"vhost {NAME}: progress ")[2]
                for line in server.process.settle()]
        steps = [line.split(" ", 1) for line in told if line]
        self.assertEqual([name for name, _ in steps], [
            "CREATE_KEYS", "STARTING", "REG", "AUTH", "CHALLENGE",
            "CHALLENGE", "CREATE_REQ", "REQ", "CONFIRM", "ISSUE", "SUCCESS", "IDLE"])
        for _, text in steps:
            self.assertEqual(json.loads(text)["common-name"], NAME)
        order = json.loads(steps[3][1])["order"]
        self.assertTrue(order.startswith("https://"), order)
        self.assertEqual({json.loads(text)["name"] for name, text in steps
                          if name == "CHALLENGE"}, {NAME, OTHER})

    def test_two_have_the_same_options(self) -> None:
        """One of them gets the certificate for both."""
        server = self.sharing(300, "")
        server.process.wait_line(
            f'vhost "{OTHER}" shares the certificate of vhost "{NAME}"')
        server.process.wait_line(ISSUED)
        self.chains(server)
        self.assertEqual(server.ca.requests().count("POST /order-plz"), 1)

    def test_two_have_other_options(self) -> None:
        """It is said, and the first one's are used."""
        server = self.sharing(300, "30")
        line = server.process.wait_line(f'vhost "{OTHER}" gets no')
        self.assertIn(f'option "renew-days" is not that of vhost "{NAME}"',
                      line)
        server.process.wait_line(ISSUED)
        self.chains(server)


class OverridingVhost(Minimal):
    """tests/e2e/programs/overriding_vhost.c"""

    other_url: List[str] = []

    def command(self) -> List[str]:
        return [str(self.program), self.name, self.ca.directory,
                str(self.port), str(self.ca.ca_file), *self.other_url]


class Overrides(Case):
    """element_overrides of CERT_AGING, in the middle of another order."""

    def overridden(self, *other_url: str) -> OverridingVhost:
        server = OverridingVhost(program("ACME_OVERRIDING_VHOST"),
                                 self.folder, self.ca(), NAME)
        server.other_url = list(other_url)
        self.serving(server)
        server.process.wait_line(f"{NAME}{ISSUED}")
        self.assertEqual(self.chain(server)[0].names, [NAME])
        return server

    def test_name_by_the_program(self) -> None:
        self.overridden()

    def test_name_and_ca_where_it_is_logged(self) -> None:
        """From within the callback: the plugin itself is running then."""
        nobody = f"https://localhost:{free_port()}/dir"
        server = self.overridden(nobody)
        self.assertEqual(server.process.count(f": asking {nobody}"), 1)
        self.assertEqual(server.ca.requests().count("POST /order-plz"), 1)
