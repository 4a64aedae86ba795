# SPDX-License-Identifier: MIT
"""lwsws with vhosts on one port of which some have a certificate, and others
have none, or do not know the plugin."""
import json
import ssl

from harness.case import NAME
from harness.lwsws import HOME, PORT_80, Lwsws, change
from harness.validator import shake
from rig.client import served_chain
from test_lwsws import LwswsCase

WRONG = "broken.example.test"
# What lws takes for that vhost's: its name, names below it, and beginnings.
NAMES_OF_WRONG = (WRONG, f"www.{WRONG}", f"a.b.{WRONG}", "broken", "broken.ex")


class Vhosts(LwswsCase):
    def add_misspelt(self, server: Lwsws, file: str) -> None:
        """It has the plugin, and an option that is wrong."""
        server.files[file] = change(server.files[HOME], {
            NAME: WRONG, '"country"': '"contry"'})

    def add_foreign(self, server: Lwsws, file: str) -> None:
        """It does not have the plugin, and waits for a certificate."""
        page = json.loads(server.files[HOME])
        page["vhosts"][0].update({
            "name": WRONG, "ws-protocols": [],
            "host-ssl-cert": "/nowhere/cert", "host-ssl-key": "/nowhere/key"})
        server.files[file] = json.dumps(page)

    def put_port_80_first(self, server: Lwsws, name: str) -> None:
        server.files["conf.d/a-port-80"] = change(
            server.files.pop(PORT_80), {NAME: name})

    def serves_good_alone(self, server: Lwsws) -> None:
        """On a connection that was there before, and on new ones."""
        self.serving(server)
        self.issued(server)
        client = self.client(server)
        for name in NAMES_OF_WRONG:
            self.assertEqual(client.get(), (200, b"a page\n"))
            with self.assertRaises(ssl.SSLError, msg=name):
                shake(server.port, name, [])
        self.assertEqual(client.get(), (200, b"a page\n"))
        self.chain(server)


class WrongOne(Vhosts):
    def test_is_second(self) -> None:
        server = self.lwsws()
        self.add_misspelt(server, "conf.d/z-wrong")
        self.serves_good_alone(server)

    def test_is_first(self) -> None:
        server = self.lwsws()
        self.add_misspelt(server, "conf.d/b-wrong")
        self.serves_good_alone(server)

    def test_has_another_on_port_80_before_it(self) -> None:
        server = self.lwsws(port_80=True)
        self.put_port_80_first(server, WRONG)
        self.add_misspelt(server, "conf.d/z-wrong")
        self.serves_good_alone(server)

    def test_does_not_know_the_plugin(self) -> None:
        server = self.lwsws()
        self.add_foreign(server, "conf.d/z-wrong")
        self.serves_good_alone(server)

    def test_does_not_know_the_plugin_and_is_first(self) -> None:
        """The CA's clients come to it."""
        server = self.lwsws()
        self.add_foreign(server, "conf.d/b-wrong")
        self.serves_good_alone(server)
        self.assertEqual(self.visits(server), 0)


class GoodOne(Vhosts):
    """Behind a wrong one, which gets the hellos."""

    def test_has_another_on_port_80_before_it(self) -> None:
        server = self.lwsws(port_80=True)
        self.put_port_80_first(server, NAME)
        self.add_misspelt(server, "conf.d/b-wrong")
        self.serves_good_alone(server)

    def test_has_names_below_its_own(self) -> None:
        server = self.lwsws()
        self.add_misspelt(server, "conf.d/b-wrong")
        server.edit(HOME, {'"country"': f'"subject-alt-name": "www.{NAME}", '
                                        '"country"'})
        self.serves_good_alone(server)
        served_chain(server.port, f"www.{NAME}", self.root)
