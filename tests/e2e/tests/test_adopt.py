# SPDX-License-Identifier: MIT
"""A pair that is there already is served and kept, whoever made it, and no
certificate is ordered for it; what another ACME client keeps is never written.

As root, and with the server's user changed: only root can do that.
"""
import os
import pwd
import shutil
from pathlib import Path
from typing import Callable, Dict, List, Optional, Tuple

from harness.case import NAME
from harness.pair import make_due_pair, make_pair, make_placeholder, serial
from harness.rootless import USER, AcmeServer, RootlessCase
from rig.client import served_chain
from rig.ports import free_port
from rig.server import FAILED, ISSUED, Server

KEPT = "is good, and kept: none is ordered"
Pair = Tuple[bytes, bytes]


def orders(server: Server) -> int:
    return server.ca.requests().count("POST /order-plz")


class Lost(RootlessCase):
    """What is there beside a good pair is lost: that costs no order."""

    def loses(self, *names: str) -> None:
        self.keys.mkdir(mode=0o700)
        server = self.serving(self.acme_server(self.ca(3600), False))
        leaf = self.issued(server)[0]
        server.process.wait_line(r"certificate\.flow.*--> IDLE")
        made = orders(server)
        self.stopped(server)
        for name in names:
            found = list(self.keys.glob(name))
            self.assertEqual(len(found), 1, found)
            found[0].unlink()
        self.start(server)
        server.process.wait_line(KEPT)
        server.process.wait_line(r"certificate\.flow.*--> IDLE")
        self.assertEqual(self.chain(server)[0].serial, leaf.serial)
        self.assertEqual(orders(server), made)
        self.assertEqual(server.process.count(KEPT), 1)
        self.assertEqual(server.process.count(f"{ISSUED}|{FAILED}"), 0)

    def test_state(self) -> None:
        self.loses("account.jwk.*.state")

    def test_account_key(self) -> None:
        self.loses("account.jwk")

    def test_both(self) -> None:
        self.loses("account.jwk.*.state", "account.jwk")


class Placeholder(RootlessCase):
    """A self-signed one, as distributions and scripts put there, so that a server
    starts: of ten years, and what clients are warned of."""

    def test_is_replaced(self) -> None:
        self.keys.mkdir(mode=0o700)
        server = self.acme_server(self.ca(3600), False)
        for path, text in zip((server.cert_path, server.key_path),
                              make_placeholder(self.folder)):
            path.write_bytes(text)
            path.chmod(0o600)
        self.serving(server)
        server.process.wait_line("until there is a new one: it is self-signed")
        leaf = self.issued(server)[0]
        self.assertEqual(int(leaf.serial, 16), serial(server.cert_path))


class Theirs(RootlessCase):
    """Files of other ACME clients, as they lie on disk."""

    OTHER = "other.example.test"

    def setUp(self) -> None:
        super().setUp()
        self.theirs = self.folder / "theirs"

    def tree(self) -> Dict[str, tuple]:
        """All that is to be seen of their files."""
        found = {}
        for path in [self.theirs, *self.theirs.rglob("*")]:
            st = path.lstat()
            text = os.readlink(path) if path.is_symlink() else \
                path.read_bytes() if path.is_file() else None
            found[str(path)] = (st.st_mode, st.st_uid, st.st_ino,
                                st.st_mtime_ns, text)
        return found

    def put(self, path: Path, text: bytes, mode: int = 0o600) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(text)
        path.chmod(mode)

    def lead(self, path: Path, target: str) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.symlink_to(target)

    def their_server(self, cert: Path, key: Path, user: Optional[str],
                     names: Optional[str]) -> Server:
        """Not started, with an account of its own."""
        server = AcmeServer(self.folder, self.the_ca, user)
        folder = self.folder / f"{user or 'root'}-{names or 'fit'}"
        folder.mkdir(mode=0o700)
        server.auth_path = folder / "account.jwk"
        server.cert_path, server.key_path = cert, key
        server.port = free_port()
        server.options.update({
            "auth-path": str(server.auth_path), "cert-path": str(cert),
            "key-path": str(key), "port": str(server.port),
            "http-port": str(free_port())})
        if names:
            server.options["subject-alt-name"] = names
        return server

    def serve(self, cert: Path, key: Path) -> List[Server]:
        """As root, and without a right to the files; for what the pair has, and
        for a name more, which makes it unfit."""
        self.the_ca = self.ca()
        return [self.serving(self.their_server(cert, key, user, names))
                for user in (None, USER) for names in (None, self.OTHER)]

    def check(self, server: Server, client: str, nth: int) -> None:
        """It serves what is there, and says what to do."""
        server.process.wait_line(f"is served; {client} keeps its files",
                                 nth=nth)
        server.process.wait_line(f"stop {client} for", nth=nth)
        leaf = served_chain(server.port, NAME, server.cert_path,
                            speaks=("-partial_chain",))[0]
        self.assertEqual(int(leaf.serial, 16), serial(server.cert_path))

    def keeps(self, client: str, write: Callable[[int, Pair], None],
              cert: Path, key: Path, renews: bool = True) -> None:
        """One that is due, and then the client renews it."""
        write(1, make_due_pair(self.folder))
        before = self.tree()
        servers = self.serve(cert, key)
        for server in servers:
            self.check(server, client, 1)
        self.assertEqual(self.tree(), before)
        if renews:
            write(2, make_pair(self.folder, days=89))
            before = self.tree()
            for server in servers:
                self.check(server, client, 2)
        for server in servers:
            self.assertEqual(server.process.count(f"{ISSUED}|{FAILED}"), 0)
        self.assertEqual(orders(servers[0]), 0)
        for server in servers:
            self.stopped(server)
        self.assertEqual(self.tree(), before)

    def write_certbot(self, nth: int, pair: Pair) -> None:
        for name, text in (("cert", pair[0]), ("chain", pair[0]),
                           ("fullchain", pair[0]), ("privkey", pair[1])):
            self.put(self.theirs / "archive" / NAME / f"{name}{nth}.pem", text,
                     0o600 if name == "privkey" else 0o644)
            self.lead(self.theirs / "live" / NAME / f"{name}.pem",
                      f"../../archive/{NAME}/{name}{nth}.pem")
        self.put(self.theirs / "live" / NAME / "README",
                 b"This directory contains your keys and certificates.\n")

    def write_renewal(self) -> None:
        self.put(self.theirs / "renewal" / f"{NAME}.conf",
                 b"[renewalparams]\n")

    def live(self, name: str) -> Path:
        return self.theirs / "live" / NAME / name

    def test_certbot(self) -> None:
        self.write_renewal()
        self.keeps("certbot", self.write_certbot, self.live("fullchain.pem"),
                   self.live("privkey.pem"))

    def test_certbot_volume(self) -> None:
        """live/ and archive/ are on another one than renewal/, and nothing else
        tells it."""
        for name in ("live", "archive"):
            (self.theirs / "volume" / name).mkdir(mode=0o700, parents=True)
            (self.theirs / name).symlink_to(f"volume/{name}")
        self.write_renewal()

        def write(nth: int, pair: Pair) -> None:
            for half, text in zip(("fullchain", "privkey"), pair):
                self.put(self.live(f"{half}.pem"), text)

        self.keeps("certbot", write, self.live("fullchain.pem"),
                   self.live("privkey.pem"))

    def test_certbot_mounts(self) -> None:
        """A container was given live/ and archive/ alone."""
        self.keeps("certbot", self.write_certbot, self.live("fullchain.pem"),
                   self.live("privkey.pem"))

    def test_certbot_archive(self) -> None:
        """The paths lead into an archive_dir that is elsewhere."""
        archive = self.theirs / "elsewhere"

        def write(nth: int, pair: Pair) -> None:
            self.write_certbot(nth, pair)
            (self.theirs / "archive" / NAME).rename(archive)
            shutil.rmtree(self.theirs / "live")

        self.keeps("certbot", write, archive / "fullchain1.pem",
                   archive / "privkey1.pem", renews=False)

    def test_certbot_closed(self) -> None:
        """A plain user's server may write all but look into renewal/."""
        self.write_renewal()
        (self.theirs / "renewal").chmod(0)
        for half, text in zip(("fullchain", "privkey"),
                              make_due_pair(self.folder)):
            self.put(self.live(f"{half}.pem"), text)
        uid = pwd.getpwnam(USER).pw_uid
        for path in [self.theirs, *self.theirs.rglob("*")]:
            os.lchown(path, uid, -1)
        before = self.tree()
        self.the_ca = self.ca()
        server = self.their_server(self.live("fullchain.pem"),
                                   self.live("privkey.pem"), None, self.OTHER)
        os.chown(server.auth_path.parent, uid, -1)
        server._wrapper = ("setpriv", f"--reuid={uid}", "--clear-groups")
        self.serving(server)
        self.check(server, "certbot", 1)
        self.assertEqual(server.process.count(f"{ISSUED}|{FAILED}"), 0)
        self.assertEqual(orders(server), 0)
        self.stopped(server)
        self.assertEqual(self.tree(), before)

    def test_acme_sh(self) -> None:
        """It writes into the files that are there."""
        folder = self.theirs / f"{NAME}_ecc"

        def write(nth: int, pair: Pair) -> None:
            for name, text in (("fullchain.cer", pair[0]), ("ca.cer", pair[0]),
                               (f"{NAME}.cer", pair[0]),
                               (f"{NAME}.key", pair[1])):
                self.put(folder / name, text)
            self.put(folder / f"{NAME}.conf", b"#" * 70000 + (
                f"\nLe_Domain='{NAME}'\nLe_Nth='{nth}'\n".encode()))

        self.keeps("acme.sh", write, folder / "fullchain.cer",
                   folder / f"{NAME}.key")

    def test_caddy(self) -> None:
        """It renames a new file to the name of the old one."""
        folder = self.theirs / "certificates" / "acme-v02.example" / NAME

        def write(nth: int, pair: Pair) -> None:
            for name, text in ((f"{NAME}.crt", pair[0]),
                               (f"{NAME}.key", pair[1]),
                               (f"{NAME}.json", b'{"sans":["%s"]}' %
                                NAME.encode())):
                self.put(folder / "new", text)
                (folder / "new").rename(folder / name)

        self.keeps("Caddy", write, folder / f"{NAME}.crt",
                   folder / f"{NAME}.key")

    def test_lego(self) -> None:
        def write(nth: int, pair: Pair) -> None:
            for ending, text in (("crt", pair[0]), ("issuer.crt", pair[0]),
                                 ("key", pair[1]),
                                 ("json", b'{"certUrl":"https://ca/1"}')):
                self.put(self.theirs / f"{NAME}.{ending}", text)

        self.keeps("lego", write, self.theirs / f"{NAME}.crt",
                   self.theirs / f"{NAME}.key")

    def test_dehydrated(self) -> None:
        folder = self.theirs / "certs" / NAME

        def write(nth: int, pair: Pair) -> None:
            for name, text in (("cert", pair[0]), ("chain", pair[0]),
                               ("fullchain", pair[0]), ("privkey", pair[1])):
                numbered = f"{name}-170000000{nth}.pem"
                self.put(folder / numbered, text)
                self.lead(folder / f"{name}.pem", numbered)

        self.keeps("dehydrated", write, folder / "fullchain.pem",
                   folder / "privkey.pem")

    def test_mod_md(self) -> None:
        folder = self.theirs / "md" / "domains" / NAME

        def write(nth: int, pair: Pair) -> None:
            for name, text in (("pubcert.pem", pair[0]),
                               ("privkey.pem", pair[1]), ("md.json", b"{}")):
                self.put(folder / name, text)

        self.keeps("Apache's mod_md", write, folder / "pubcert.pem",
                   folder / "privkey.pem")


class Linked(RootlessCase):
    """An operator's own links to another volume are followed, and what is
    there is renewed."""

    def test_is_written(self) -> None:
        volume = self.folder / "volume"
        for folder in (self.keys, volume):
            folder.mkdir(mode=0o700)
        for name, text in zip(("cert.pem", "key.pem"),
                              make_due_pair(self.folder)):
            (volume / name).write_bytes(text)
            (volume / name).chmod(0o600)
            (self.keys / name).symlink_to(volume / name)
        was = serial(volume / "cert.pem")
        server = self.serving(self.acme_server(self.ca(3600), False))
        self.issued(server)
        server.process.wait_line(r"certificate\.flow.*--> IDLE")
        for name in ("cert.pem", "key.pem"):
            self.assertTrue((self.keys / name).is_symlink())
        self.assertNotEqual(serial(volume / "cert.pem"), was)
