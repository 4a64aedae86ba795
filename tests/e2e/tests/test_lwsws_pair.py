# SPDX-License-Identifier: MIT
"""lwsws with files that are no pair."""
import grp
import os
import pwd
import unittest
from pathlib import Path
from typing import Any

from harness import TOP
from harness.case import NAME
from harness.lwsws import HOME, Lwsws, change
from harness.pair import assert_pair, make_pair
from rig.client import Certificate
from test_lwsws import LwswsCase

EXPIRED = TOP / "tests/data/tls"  # expired.pem and leaf.key: a pair


class BadPairCase(LwswsCase):
    def put(self, server: Lwsws, cert: bytes, key: bytes,
            suffix: str = "") -> None:
        for path, text in ((server.cert_path, cert), (server.key_path, key)):
            place = Path(f"{path}{suffix}")
            place.write_bytes(text)
            place.chmod(0o600)

    def with_pair(self, cert: bytes, key: bytes) -> Lwsws:
        server = self.lwsws()
        self.put(server, cert, key)
        return self.serving(server)

    def kept(self, server: Lwsws, suffix: str, cert: bytes,
             key: bytes) -> None:
        for path, text in ((server.cert_path, cert), (server.key_path, key)):
            self.assertEqual(Path(f"{path}{suffix}").read_bytes(), text)

    def mended(self, server: Lwsws, suffix: str, cert: bytes,
               key: bytes) -> None:
        self.issued(server)
        assert_pair(server.cert_path, server.key_path)
        self.kept(server, suffix, cert, key)

    def is_moved_away(self, cert: bytes, key: bytes) -> None:
        server = self.with_pair(cert, key)
        self.says(server, "lws cannot load", f'vhost "{NAME}"',
                  str(server.cert_path), str(server.key_path))
        for path in (server.cert_path, server.key_path):
            self.says(server, f"invalid file {path} moved to {path}.bad",
                      f'vhost "{NAME}"')
        self.mended(server, ".bad", cert, key)
        self.assertEqual(self.client(server).get(), (200, b"a page\n"))

    def serves(self, server: Lwsws, wanted: Certificate) -> None:
        server.process.wait_listening(server.port)
        self.wait_restored(server)
        self.assertEqual(self.chain(server)[0].serial, wanted.serial)

    def next_is_bad(self) -> None:
        """lws would put it in the place of the good one."""
        server = self.serving(self.lwsws())
        before = self.issued(server)[0]
        self.stopped(server)
        self.put(server, b"a certificate\n", b"a key\n", ".upd")
        self.start(server)
        for path in (server.cert_path, server.key_path):
            self.says(server, f"invalid file {path}.upd moved to "
                      f"{path}.upd.bad", f'vhost "{NAME}"')
        self.serves(server, before)
        self.kept(server, ".upd.bad", b"a certificate\n", b"a key\n")
        assert_pair(server.cert_path, server.key_path)


class BadPair(BadPairCase):
    """lws reads the two files itself, and would serve nothing: what it would
    refuse is moved away before."""

    def test_is_empty(self) -> None:
        """To lws that is missing."""
        server = self.with_pair(b"", b"")
        self.says(server, "stored certificate and key are unusable", f'vhost "{NAME}"',
                  str(server.key_path))
        self.mended(server, ".bad", b"", b"")

    def test_key_is_empty(self) -> None:
        cert = make_pair(self.folder)[0]
        self.mended(self.with_pair(cert, b""), ".bad", cert, b"")

    def test_is_a_pipe(self) -> None:
        """lws would wait for its writer."""
        server = self.lwsws()
        pipes = [server.cert_path, Path(f"{server.key_path}.upd")]
        for path in pipes:
            os.mkfifo(path, 0o600)
        self.serving(server)
        for path in pipes:
            self.says(server, f"invalid file {path} moved to {path}.bad",
                      f'vhost "{NAME}"')
            self.assertTrue(Path(f"{path}.bad").is_fifo())
        self.issued(server)

    def test_has_expired(self) -> None:
        cert = (EXPIRED / "expired.pem").read_bytes()
        key = (EXPIRED / "leaf.key").read_bytes()
        server = self.with_pair(cert, key)
        self.says(server, "valid until 2001-01-01",
                  "is served until there is a new one")
        self.mended(server, ".old.0", cert, key)

    def test_is_no_pem(self) -> None:
        self.is_moved_away(b"a certificate\n", b"a key\n")

    def test_certificate_is_no_pem(self) -> None:
        self.is_moved_away(bytes(range(256)), make_pair(self.folder)[1])

    def test_key_is_no_pem(self) -> None:
        self.is_moved_away(make_pair(self.folder)[0], b"x" * 1_000_000)

    def test_certificate_is_cut(self) -> None:
        cert, key = make_pair(self.folder)
        self.is_moved_away(cert[:len(cert) // 2], key)

    def test_does_not_match(self) -> None:
        self.is_moved_away(make_pair(self.folder)[0],
                           make_pair(self.folder)[1])

    def test_again_and_again(self) -> None:
        """None that was bad takes another one's place."""
        bad = [(f"cert {n}\n".encode(), f"key {n}\n".encode())
               for n in range(3)]
        server = self.lwsws()
        for cert, key in bad:
            self.put(server, cert, key)
            self.start(server)
            self.issued(server)
            self.stopped(server)
        for suffix, texts in zip((".bad", ".bad.1", ".bad.2"), bad):
            self.kept(server, suffix, *texts)

    def test_the_one_before_is_served(self) -> None:
        """It is there yet: no order is needed."""
        server = self.serving(self.lwsws())
        before = self.issued(server)[0]
        n_requests = len(server.ca.requests())
        self.stopped(server)
        for path in (server.cert_path, server.key_path):
            path.rename(f"{path}.old.0")
        self.put(server, b"a certificate\n", b"a key\n")
        self.start(server)
        self.says(server, ".old.0 are put in place", f'vhost "{NAME}"')
        self.serves(server, before)
        self.kept(server, ".bad", b"a certificate\n", b"a key\n")
        assert_pair(server.cert_path, server.key_path)
        self.assertEqual(len(server.ca.requests()), n_requests)

    def test_next_is_bad(self) -> None:
        self.next_is_bad()

    def test_beside_comments_and_other_vhosts(self) -> None:
        """lwsws's JSON has comments; and what it starts with does not hang on
        the order of its files."""
        server = self.lwsws()
        self.put(server, b"a certificate\n", b"a key\n")
        for file in ("conf.d/a-first", "conf.d/z-last"):
            server.files[file] = change(
                server.files[HOME],
                {f'"name": "{NAME}"': f'"name": "{file[-4:]}.example.test"',
                 f"{NAME}.": f"{file[-4:]}."})
        server.files[HOME] = "# our home\n" + server.files[HOME]
        self.serving(server)
        self.mended(server, ".bad", b"a certificate\n", b"a key\n")

    def test_belongs_to_somebody_else(self) -> None:
        """The plugin is not asked for the pair that lws refuses."""
        server = self.lwsws()
        own = self.folder / "own"
        own.mkdir()
        (own / "crt.pem").write_bytes(b"a certificate\n")
        (own / "key.pem").write_bytes(b"a key\n")
        server.edit(HOME, {
            f'"host-ssl-cert": "{server.cert_path}"':
                f'"host-ssl-cert": "{own}/crt.pem"',
            f'"host-ssl-key": "{server.key_path}"':
                f'"host-ssl-key": "{own}/key.pem"'})
        self.start(server)
        server.process.wait_line("Failed to create vhost")
        self.stopped(server)
        self.assertEqual(sorted(own.iterdir()),
                         [own / "crt.pem", own / "key.pem"])


@unittest.skipUnless(os.geteuid() == 0, "only root can give up root")
class BadPairOfAUser(BadPairCase):
    """The folder is that of the user that lwsws becomes."""

    def lwsws(self, *args: Any, **kwargs: Any) -> Lwsws:
        server = super().lwsws(*args, **kwargs)
        user = pwd.getpwnam("nobody")
        self.folder.chmod(0o755)
        os.chown(server.acme, user.pw_uid, user.pw_gid)
        server.give_up_root(user.pw_name, grp.getgrgid(user.pw_gid).gr_name)
        return server

    def put(self, server: Lwsws, cert: bytes, key: bytes,
            suffix: str = "") -> None:
        super().put(server, cert, key, suffix)
        if self.is_the_users:
            for path in (server.cert_path, server.key_path):
                os.chown(f"{path}{suffix}", server.acme.stat().st_uid, -1)

    is_the_users = True

    def test_does_not_match(self) -> None:
        self.is_moved_away(make_pair(self.folder)[0],
                           make_pair(self.folder)[1])

    def test_next_is_bad(self) -> None:
        self.next_is_bad()

    def test_is_roots(self) -> None:
        """Root put them there; the folder's owner may move them."""
        self.is_the_users = False
        self.is_moved_away(b"a certificate\n", b"a key\n")

    def test_leads_elsewhere(self) -> None:
        """The user could have root move any file away."""
        server = self.lwsws()
        roots = self.folder / "roots"
        roots.mkdir()
        for path in (server.cert_path, server.key_path):
            (roots / path.name).write_text("root's\n")
            path.symlink_to(roots / path.name)
        self.start(server)
        server.process.wait_line("before lws loads them")
        server.process.wait_line("Failed to create vhost")
        self.stopped(server)
        for path in (server.cert_path, server.key_path):
            self.assertEqual((roots / path.name).read_text(), "root's\n")
        self.assertEqual(len(list(roots.iterdir())), 2)
