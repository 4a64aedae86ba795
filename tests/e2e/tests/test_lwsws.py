# SPDX-License-Identifier: MIT
"""lwsws gets its certificate with the JSON of its page."""
import ctypes
import grp
import json
import os
import pwd
import re
import signal
import subprocess
import unittest
from pathlib import Path

from harness.case import NAME, NO_ANSWER, PATIENCE_S, Case
from harness.lwsws import HOME, PORT_80, Lwsws
from rig.client import http_get, served_chain
from rig.ports import free_port
from rig.server import FAILED, ISSUED

VALIDITY_S = 15  # a third of it is left when it is renewed
OTHER = "shop.example.test"
SERIAL = r": serving certificate (\w+) of "
GOT_BY_ANOTHER = "which another process got"
NOT_PRIVATE = r"has mode .*make it, or one above it, 0700 root:root"


class LwswsCase(Case):
    def lwsws(self, validity_s: int = 300, mode: int = 0o700,
              port_80: bool = False) -> Lwsws:
        """Not started: the test has something to change yet."""
        self.pages()
        server = Lwsws(self.folder, self.ca(validity_s), NAME)
        if not port_80:
            del server.files[PORT_80]
        server.make_folder(mode)
        return server

    def visits(self, server: Lwsws) -> int:
        """How often the CA came by HTTP; by TLS it does not tell."""
        return server.ca.process.count("Attempting to validate w/ HTTP")

    def says(self, server: Lwsws, *words: str) -> None:
        """One message of the log has all of the ${words}."""
        server.process.wait_message(*words)


class Page(LwswsCase):
    def test_issues_and_renews(self) -> None:
        server = self.serving(self.lwsws(VALIDITY_S))
        before = self.issued(server)[0]
        self.assertEqual(before.names, [NAME])
        client = self.client(server)
        for _ in range(int(PATIENCE_S)):
            # lws closes a connection that is idle for some seconds.
            self.assertEqual(client.get(), (200, b"a page\n"))
            if server.process.find_line(ISSUED, 1, 2):
                break
        after = self.issued(server, nth=2)[0]
        self.assertNotEqual(after.serial, before.serial)
        self.assertGreater(after.not_after, before.not_after)
        self.assertEqual(client.get(), (200, b"a page\n"))
        self.assertEqual(int(client.serial(), 16), int(before.serial, 16))
        for path in (server.auth_path, server.cert_path, server.key_path):
            self.assert_mode(path)
        self.assertEqual(server.process.count(NOT_PRIVATE), 0)

        self.assertEqual(self.visits(server), 0)

    def test_port_80_too(self) -> None:
        server = self.serving(self.lwsws(port_80=True))
        self.assertEqual(self.issued(server)[0].names, [NAME])
        self.assertGreater(self.visits(server), 0)
        self.assertEqual(
            http_get(server.http_port, NAME, NO_ANSWER)[0], 404)

    def test_is_served_again_from_its_files(self) -> None:
        server = self.serving(self.lwsws())
        before = self.issued(server)[0]
        self.stopped(server)
        self.start(server)
        server.process.wait_listening(server.port)
        self.assertEqual(self.chain(server)[0].serial, before.serial)

    def test_ends_cleanly(self) -> None:
        """SIGINT destroys the context, and lws unloads the plugin."""
        server = self.serving(self.lwsws())
        self.issued(server)
        process, server.process = server.process, None
        os.killpg(process.pid, signal.SIGINT)
        process.wait_line("lwsws exited cleanly: 0")
        self.assertEqual(process.wait(PATIENCE_S), 0)


class Folder(LwswsCase):
    def test_is_open_to_others(self) -> None:
        """It is worth a warning, and no more."""
        self.folder.chmod(0o755)
        server = self.serving(self.lwsws(mode=0o755))
        self.issued(server)
        self.says(server, NOT_PRIVATE[:8], NAME, str(server.acme), "0755")
        self.assertEqual(server.process.count(NOT_PRIVATE), 1)

    def test_is_below_a_private_one(self) -> None:
        """One folder in the path that is root's alone is enough."""
        self.folder.chmod(0o700)
        server = self.serving(self.lwsws(mode=0o755))
        self.issued(server)
        self.assertEqual(server.process.count(NOT_PRIVATE), 0)

    @unittest.skipUnless(os.geteuid() == 0, "only root can give up root")
    def test_is_another_users(self) -> None:
        """lwsws gives up root, and the plugin writes as that user."""
        user = pwd.getpwnam("nobody")
        group = grp.getgrgid(user.pw_gid).gr_name
        server = self.lwsws()
        self.folder.chmod(0o755)
        os.chown(server.acme, user.pw_uid, user.pw_gid)
        server.give_up_root(user.pw_name, group)
        self.issued(self.serving(server))
        self.assertEqual(server.cert_path.stat().st_uid, user.pw_uid)
        self.says(server, NOT_PRIVATE[:8], f"{user.pw_uid}:{user.pw_gid}")

    def test_is_missing(self) -> None:
        server = self.lwsws(port_80=True)
        server.acme.rmdir()
        self.serving(server)
        self.says(server, "no folder", f'vhost "{NAME}"', '"auth-path"',
                  str(server.acme))
        server.process.wait_line("no new certificate: ")
        self.assertEqual(server.ca.requests(), [])
        self.assertFalse(server.acme.exists())
        self.assertEqual(
            http_get(server.http_port, NAME, NO_ANSWER)[0], 404)


class MoreVhosts(LwswsCase):
    def test_same_files_on_another_port(self) -> None:
        """It has no entry of the plugin, and serves the chain all the same."""
        server = self.lwsws(VALIDITY_S)
        port = free_port()
        page = json.loads(server.files[HOME])
        other = dict(page["vhosts"][0], name=OTHER, port=str(port))
        other["ws-protocols"] = [{"http-only": {"status": "ok"}}]
        server.files["conf.d/another"] = json.dumps({"vhosts": [other]})
        self.serving(server)
        for nth in (1, 2):
            leaf = self.issued(server, nth)[0]
            chain = served_chain(port, NAME, self.root)
            self.assertGreaterEqual(len(chain), 2)
            self.assertEqual(chain[0].serial, leaf.serial)


def assert_one_renews(case: Case, server: Lwsws) -> None:
    """SIGHUP: the old child drops its port and stays.  Of each renewal one
    child has the order, and the other one what came of it; the CA gave out no
    certificate more."""
    case.issued(server)
    os.kill(server.process.pid, signal.SIGHUP)
    server.process.wait_line("Dropping listen sockets")
    server.process.wait_line("lwsws libwebsockets web server", nth=2)
    server.process.wait_line(ISSUED, nth=5)
    lines = [line for line in server.process.settle()
             if re.search(ISSUED, line)][:5]
    serials = [re.search(SERIAL, line)[1] for line in lines]
    case.assertEqual([serials[1], serials[3]], [serials[2], serials[4]])
    for two in (lines[1:3], lines[3:5]):
        case.assertEqual(sum(GOT_BY_ANOTHER in line for line in two), 1, two)
    made = [int(found[1], 16) for line in server.ca.process.settle()
            if (found := re.search(r"Issued certificate serial (\w+)", line))]
    case.assertEqual(made[:3], [int(serials[at], 16) for at in (0, 1, 3)])
    case.assertEqual(server.process.count(FAILED), 0)


class Reload(LwswsCase):
    def test_one_of_two_children_renews(self) -> None:
        assert_one_renews(self, self.serving(self.lwsws(VALIDITY_S)))


class Module(unittest.TestCase):
    """The plugin as built with this system's lws, whose file lwsws could load."""

    def setUp(self) -> None:
        self.plugin = Path(os.environ["ACME_MODULE"])

    def test_exports_one_symbol(self) -> None:
        """That of its file's name."""
        listed = subprocess.run(
            ["nm", "--dynamic", "--defined-only", str(self.plugin)],
            check=True, text=True, stdout=subprocess.PIPE).stdout
        self.assertEqual([line.split()[-1] for line in listed.splitlines()],
                         ["lws_acme_client"])
        self.assertEqual(self.plugin.name, "libprotocol_lws_acme_client.so")

    def test_lacks_nothing(self) -> None:
        """Loaded as lws does it, with all its symbols at once."""
        module = ctypes.CDLL(str(self.plugin), os.RTLD_NOW)
        header = ctypes.c_char_p.in_dll(module, "lws_acme_client")
        self.assertEqual(header.value, b"lws-acme-client")
