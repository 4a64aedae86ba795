# SPDX-License-Identifier: MIT
"""lwsws with options that are wrong, which leave other vhosts alone, and with
files that are no pair."""
import os
import time
from pathlib import Path

from harness import TOP
from harness.case import NAME
from harness.lws import TLS
from harness.lwsws import HOME, Lwsws, change
from harness.pair import assert_pair, make_pair
from harness.validator import Seen
from harness.wire import Wire
from rig.client import Certificate
from rig.server import TROUBLE
from test_lwsws import OTHER, LwswsCase

EXPIRED = TOP / "tests/data/transport"  # expired.pem and leaf.key: a pair
SUBJECT = ("country", "state", "locality", "organization")
NEEDED = ("auth-path", "cert-path", "key-path", "directory-url",
          "common-name")
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

    def hesitant_visitor(self, server: Lwsws) -> Seen:
        """It says nothing for a moment, once it is connected."""
        with Wire(server.port, NAME) as wire:
            time.sleep(0.1)
            wire.send([wire.hello])
            return wire.finish()

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
            seen = self.hesitant_visitor(server).certificate
            self.assertEqual(Certificate.parse(seen).serial, before.serial)
            if TLS == "openssl":  # lws with mbedTLS has the leaf alone
                self.chain(server)
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

    def test_is_no_pem(self) -> None:
        pair = b"a certificate\n", b"a key\n"
        self.moved_away(self.with_pair(*pair), *pair)

    def test_does_not_match(self) -> None:
        cert, key = make_pair(self.folder)[0], make_pair(self.folder)[1]
        server = self.with_pair(cert, key)
        if os.environ["ACME_LWS_TLS"] == "openssl":
            self.moved_away(server, cert, key)
        else:
            self.says(server, "counts as missing", f'vhost "{NAME}"',
                      str(server.cert_path))
            self.mended(server, ".bad", cert, key)

    def moved_away(self, server: Lwsws, cert: bytes, key: bytes) -> None:
        """lws gives up before the plugin begins, and changes nothing; with the
        files moved away, as the page says, it starts."""
        server.process.wait_line("Failed to create vhost", 30)
        self.stopped(server)
        for path, text in ((server.cert_path, cert), (server.key_path, key)):
            self.assertEqual(path.read_bytes(), text)
            path.rename(f"{path}.away")
        self.start(server)
        self.issued(server)
