# SPDX-License-Identifier: MIT
"""A pair that is there already is served and kept, whoever made it, and no
certificate is ordered for it; what another ACME client keeps is never written.

As root, and with the server's user changed: only root can do that.
"""
import os
from pathlib import Path
from typing import Callable, Dict, List, Tuple

from harness.case import NAME
from harness.pair import make_pair, serial
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
        server.process.wait_line("--> RESTING")
        made = orders(server)
        self.stopped(server)
        for name in names:
            found = list(self.keys.glob(name))
            self.assertEqual(len(found), 1, found)
            found[0].unlink()
        self.start(server)
        server.process.wait_line(KEPT)
        server.process.wait_line("--> RESTING")
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


class Theirs(RootlessCase):
    """Certbot's, acme.sh's and Caddy's files, as they lie on disk."""

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

    def serve(self, cert: Path, key: Path) -> List[Server]:
        """As root, and without a right to the files."""
        ca = self.ca()
        servers = []
        for user in (None, USER):
            server = AcmeServer(self.folder, ca, user)
            folder = self.folder / (user or "root")
            folder.mkdir(mode=0o700)
            server.auth_path = folder / "account.jwk"
            server.cert_path, server.key_path = cert, key
            server.port = free_port()
            server.options.update({
                "auth-path": str(server.auth_path), "cert-path": str(cert),
                "key-path": str(key), "port": str(server.port),
                "http-port": str(free_port())})
            servers.append(self.serving(server))
        return servers

    def check(self, server: Server, client: str, nth: int) -> None:
        """It serves what is there, and says what to do."""
        server.process.wait_line(f"is served; {client} keeps its files",
                                 nth=nth)
        server.process.wait_line(f"stop {client} for", nth=nth)
        leaf = served_chain(server.port, NAME, server.cert_path)[0]
        self.assertEqual(int(leaf.serial, 16), serial(server.cert_path))

    def keeps(self, client: str, write: Callable[[int, Pair], None],
              cert: Path, key: Path) -> None:
        """One that is due for long, and then the client renews it."""
        write(1, make_pair(self.folder, days=3))
        before = self.tree()
        servers = self.serve(cert, key)
        for server in servers:
            self.check(server, client, 1)
        self.assertEqual(self.tree(), before)
        write(2, make_pair(self.folder, days=89))
        before = self.tree()
        for server in servers:
            self.check(server, client, 2)
            self.assertEqual(server.process.count(FAILED), 0)
        self.assertEqual(orders(servers[0]), 0)
        for server in servers:
            self.stopped(server)
        self.assertEqual(self.tree(), before)

    def test_certbot(self) -> None:
        self.theirs = self.folder / "letsencrypt"
        live = self.theirs / "live" / NAME
        archive = self.theirs / "archive" / NAME

        def write(nth: int, pair: Pair) -> None:
            for name, text in (("cert", pair[0]), ("chain", pair[0]),
                               ("fullchain", pair[0]), ("privkey", pair[1])):
                self.put(archive / f"{name}{nth}.pem", text,
                         0o600 if name == "privkey" else 0o644)
                link = live / f"{name}.pem"
                link.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                if link.is_symlink():
                    link.unlink()
                link.symlink_to(f"../../archive/{NAME}/{name}{nth}.pem")
            self.put(live / "README", b"This directory contains your keys.\n")
            self.put(self.theirs / "renewal" / f"{NAME}.conf",
                     f"archive_dir = {archive}\n[renewalparams]\n".encode())

        self.keeps("certbot", write, live / "fullchain.pem",
                   live / "privkey.pem")

    def test_acme_sh(self) -> None:
        """It writes into the files that are there."""
        self.theirs = self.folder / ".acme.sh"
        folder = self.theirs / f"{NAME}_ecc"

        def write(nth: int, pair: Pair) -> None:
            for name, text in (("fullchain.cer", pair[0]), ("ca.cer", pair[0]),
                               (f"{NAME}.cer", pair[0]),
                               (f"{NAME}.key", pair[1])):
                self.put(folder / name, text)
            self.put(folder / f"{NAME}.conf",
                     f"Le_Domain='{NAME}'\nLe_Nth='{nth}'\n".encode())

        self.keeps("acme.sh", write, folder / "fullchain.cer",
                   folder / f"{NAME}.key")

    def test_caddy(self) -> None:
        """It renames a new file to the name of the old one."""
        self.theirs = self.folder / "caddy"
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
