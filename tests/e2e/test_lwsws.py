# SPDX-License-Identifier: MIT
"""lwsws gets its certificate with the JSON of its page, and a vhost with bad
options leaves the others alone."""
import ctypes
import grp
import json
import os
import pwd
import signal
import subprocess
import unittest
from pathlib import Path
from typing import Dict

from harness import TOP
from harness.case import NAME, NO_ANSWER, PATIENCE_S, Case
from harness.lwsws import HOME, PORT_80, Lwsws, change
from harness.pair import assert_pair, make_pair
from rig.client import http_get, served_chain
from rig.ports import free_port
from rig.server import ISSUED, TROUBLE

VALIDITY_S = 15  # a third of it is left when it is renewed
OTHER = "shop.example.test"
EXPIRED = TOP / "tests/data/transport"  # expired.pem and leaf.key: a pair
SUBJECT = ("country", "state", "locality", "organization")
NEEDED = ("auth-path", "cert-path", "key-path", "directory-url",
          "common-name")
NOT_PRIVATE = r"has mode .*make it 0700 root:root"


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
        """One line of the log has all of the ${words}."""
        line = server.process.wait_line(words[0], 30)
        for word in words:
            self.assertIn(word, line)


class Page(LwswsCase):
    def test_issues_and_renews(self) -> None:
        server = self.serving(self.lwsws(VALIDITY_S))
        before = self.issued(server)[0]
        self.assertEqual(before.names, [NAME])
        visitor = self.visitor(server)
        for _ in range(int(PATIENCE_S)):
            # lws closes a connection that is idle for some seconds.
            self.assertEqual(visitor.get(), (200, b"a page\n"))
            if server.process.find_line(ISSUED, 1, 2):
                break
        after = self.issued(server, nth=2)[0]
        self.assertNotEqual(after.serial, before.serial)
        self.assertGreater(after.not_after, before.not_after)
        self.assertEqual(visitor.get(), (200, b"a page\n"))
        self.assertEqual(int(visitor.serial(), 16), int(before.serial, 16))
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
        process.wait_line("lwsws exited cleanly: 0", 30)
        self.assertEqual(process.wait(30), 0)


class Folder(LwswsCase):
    def test_is_open_to_others(self) -> None:
        """It is worth a warning, and no more."""
        server = self.serving(self.lwsws(mode=0o755))
        self.issued(server)
        self.says(server, NOT_PRIVATE[:8], NAME, str(server.acme), "0755")
        self.assertEqual(server.process.count(NOT_PRIVATE), 1)

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
        server.process.wait_line("no new certificate: ", 30)
        self.assertEqual(server.ca.requests(), [])
        self.assertFalse(server.acme.exists())
        self.assertEqual(
            http_get(server.http_port, NAME, NO_ANSWER)[0], 404)


# What is written in place of what, and what the log says of the vhost.
WRONG = (
    *(((f'"{option}": "{{{option}}}",', ""), f'option "{option}" is missing')
      for option in NEEDED),
    *(((f'"{option}": "{{{option}}}"', f'"{option}": ""'),
       f'option "{option}" is missing') for option in NEEDED),
    (('"country"', '"contry"'),
     'option "contry" is unknown: is "country" meant'),
    (('"country"', '"zzzzzzzzzz"'),
     'option "zzzzzzzzzz" is unknown: take it out'),
    (('"country"', '"state": "Taipei", "country"'),
     'option "state" is given twice'),
    (('"country": "TW"', '"country": "Taiwan"'),
     'option "country" is "Taiwan": give the two letters'),
    (('"country"', '"key-type": "rsa1024", "country"'),
     'option "key-type" is "rsa1024": use p256, p384'),
    (('"country"', '"account-key-type": "ed25519", "country"'),
     'option "account-key-type" is "ed25519": use p256'),
    (('"country"', '"challenge": "dns-01", "country"'),
     'option "challenge" is "dns-01": use auto, http-01'),
    (('"country"', '"renew-days": "soon", "country"'),
     'option "renew-days" is "soon": give a number of days'),
    (('"country"', '"subject-alt-name": "a.example.test, 192.0.2.1", "country"'),
     'option "subject-alt-name": "192.0.2.1" is an address'),
    (('"common-name": "{common-name}"', '"common-name": "no name"'),
     'option "common-name": "no name" is no DNS name'),
    (('"email": "hostmaster@example.test"', '"email": "hostmaster"'),
     'option "email" is "hostmaster": give one address'),
    (('"directory-url": "https:', '"directory-url": "http:'),
     'option "directory-url": '),
    (('"cert-path": "{cert-path}"', '"cert-path": "{key-path}"'),
     'option "cert-path" is "{key-path}": it needs a file of its own'),
    (('"auth-path": "{auth-path}"', '"auth-path": "{cert-path}"'),
     'option "auth-path" is "{cert-path}": it needs a file of its own'),
)


class BadOptions(LwswsCase):
    """Vhosts with one wrong option each, on the port of a good one and made
    before it."""

    def test_each(self) -> None:
        server = self.lwsws()
        names = [f"wrong-{n}.example.test" for n in range(len(WRONG))]
        for name, (edit, _) in zip(names, WRONG):
            page = change(server.files[HOME], {NAME: name})
            old, new = (self.filled(text, server, name) for text in edit)
            server.files[f"conf.d/a-{name}"] = change(page, {old: new})
        self.serving(server)
        self.issued(server)
        self.assertEqual(self.visitor(server).get(), (200, b"a page\n"))
        for name, (_, said) in zip(names, WRONG):
            line = server.process.wait_line(f'vhost "{name}" gets no', 30)
            self.assertIn(self.filled(said, server, name), line)
        self.assertEqual(server.process.count("gets no certificate from"),
                         len(WRONG))
        self.assertEqual(server.process.count(
            TROUBLE.lstrip(r"\] ") + f'.*lws-acme-client.*"{NAME}"'), 0)

    @staticmethod
    def filled(text: str, server: Lwsws, name: str) -> str:
        """With the values that the vhost's page has."""
        for option, value in {
                "auth-path": server.auth_path,
                "cert-path": server.acme / f"{name}.crt.pem",
                "key-path": server.acme / f"{name}.key.pem",
                "directory-url": server.ca.directory,
                "common-name": name}.items():
            text = text.replace(f"{{{option}}}", str(value))
        return text

    def test_other_options_for_the_same_files(self) -> None:
        server = self.lwsws()
        server.files["conf.d/z-another"] = change(
            server.files[HOME], {f'"name": "{NAME}"': f'"name": "{OTHER}"',
                                 '"country": "TW"': '"country": "DE"'})
        self.serving(server)
        self.says(server, f'vhost "{OTHER}" gets no', 'option "country"',
                  f'vhost "{NAME}", which has the same cert-path')
        self.issued(server)

    def test_old_certificate_is_served_on(self) -> None:
        """The server had run well before the mistake."""
        server = self.serving(self.lwsws())
        before, good = self.issued(server)[0], server.files[HOME]
        n_requests = len(server.ca.requests())
        for changes, words in (
                ({f'"common-name": "{NAME}",': ""},
                 'option "common-name" is missing'),
                ({'"country"': '"contry"'}, 'is "country" meant'),
                ({'"directory-url": "https': '"directory-url": "http'},
                 "is not https"),
                ({'"country"': '"key-type": "rsa1024", "country"'},
                 'option "key-type" is "rsa1024"')):
            self.stopped(server)
            server.files[HOME] = change(good, changes)
            self.start(server)
            self.says(server, words, f'vhost "{NAME}"')
            server.process.wait_listening(server.port)
            self.assertEqual(self.chain(server)[0].serial, before.serial)
        self.assertEqual(len(server.ca.requests()), n_requests)

    def test_no_subject(self) -> None:
        """Not wrong: those four are optional."""
        server = self.lwsws()
        lines = server.files[HOME].splitlines(keepends=True)
        left = [line for line in lines
                if not line.strip().startswith(tuple(f'"{name}"'
                                                     for name in SUBJECT))]
        self.assertEqual(len(lines) - len(left), len(SUBJECT))
        server.files[HOME] = "".join(left)
        self.issued(self.serving(server))


class BadPair(LwswsCase):
    """Files that lws can do without, or takes; and such that it can't."""

    def with_pair(self, cert: bytes, key: bytes) -> Lwsws:
        server = self.lwsws()
        server.cert_path.write_bytes(cert)
        server.key_path.write_bytes(key)
        return self.serving(server)

    def mended(self, server: Lwsws, kept_as: str, cert: bytes,
               key: bytes) -> None:
        self.issued(server)
        assert_pair(server.cert_path, server.key_path)
        for path, text in ((server.cert_path, cert), (server.key_path, key)):
            self.assertEqual(Path(f"{path}{kept_as}").read_bytes(), text)

    def test_is_empty(self) -> None:
        server = self.with_pair(b"", b"")
        self.says(server, "counts as missing", f'vhost "{NAME}"',
                  str(server.key_path))
        self.mended(server, ".bad", b"", b"")

    def test_has_expired(self) -> None:
        cert = (EXPIRED / "expired.pem").read_bytes()
        key = (EXPIRED / "leaf.key").read_bytes()
        server = self.with_pair(cert, key)
        self.says(server, "has expired", f'vhost "{NAME}"',
                  str(server.cert_path))
        self.mended(server, ".old.0", cert, key)

    def test_does_not_match(self) -> None:
        """lws ends before the plugin begins, and changes nothing; with the
        files moved away, as the page says, it starts."""
        cert, key = make_pair(self.folder)[0], make_pair(self.folder)[1]
        server = self.with_pair(cert, key)
        server.process.wait_line("Failed to create vhost|"
                                 "Context creation failed", 30)
        self.stopped(server)
        for path, text in ((server.cert_path, cert), (server.key_path, key)):
            self.assertEqual(path.read_bytes(), text)
            path.rename(f"{path}.away")
        self.start(server)
        self.issued(server)


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


class Reload(LwswsCase):
    def test_one_of_two_children_renews(self) -> None:
        """SIGHUP: the old child drops its port and stays; there is one order
        for each renewal, and the new child has it."""
        server = self.serving(self.lwsws(VALIDITY_S))
        before = self.issued(server)[0]
        os.kill(server.process.pid, signal.SIGHUP)
        server.process.wait_line("Dropping listen sockets", 30)
        server.process.wait_line("lwsws libwebsockets web server", 30, 2)
        server.process.wait_line(ISSUED, PATIENCE_S, 4)
        after = self.chain(server)[0]
        self.assertNotEqual(after.serial, before.serial)
        n_started = server.process.count(": asking https://")
        n_orders = server.ca.requests().count("POST /order-plz")
        self.assertIn(n_started - n_orders, (0, 1))
        self.assertGreater(server.process.count("which another process got"),
                           0)


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
