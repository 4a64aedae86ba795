# SPDX-License-Identifier: MIT
"""A server that was never root: whoever starts it has the files, ports above
1023, and no right more."""
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Dict, List
from unittest import mock

from harness.case import NAME, Case, program
from harness.pair import make_pair, serial
from harness.rootless import GROUP, USER
from rig.client import served_chain
from rig.server import Server


class PlainUser(Case):
    def setUp(self) -> None:
        super().setUp()
        # Ports below 1024 are not for everybody.
        high = mock.patch.dict(os.environ)
        high.start()
        self.addCleanup(high.stop)
        os.environ.pop("ACME_REAL_PORTS", None)

    def plain(self, path: Path) -> "tuple[Path, List[str]]":
        """The program, and what it is started by: where that is root, a copy
        that ${USER} may run, with those of its libraries that are root's."""
        if os.geteuid():
            return path, []
        copies = self.folder / "copies"
        copies.mkdir()
        ldd = subprocess.run(["ldd", path], check=True, text=True,
                             stdout=subprocess.PIPE).stdout
        for file in [str(path), *re.findall(r"=> (/(?!usr/|lib/)\S+)", ldd)]:
            shutil.copy(file, copies)
        return copies / path.name, [
            "setpriv", f"--reuid={USER}", f"--regid={GROUP}", "--clear-groups",
            "--no-new-privs", "env", f"LD_LIBRARY_PATH={copies}"]

    def paths(self, keys: Path) -> Dict[str, str]:
        return {"auth-path": str(keys / "account.jwk"),
                "cert-path": str(keys / "cert.pem"),
                "key-path": str(keys / "key.pem")}

    def server_of_user(self) -> Server:
        ca = self.ca(21)  # renewed after fourteen seconds
        keys = self.folder / "keys"
        keys.mkdir(mode=0o700)
        path, wrapper = self.plain(program("ACME_SERVER"))
        server = Server(path, self.folder, ca, NAME, {
            "root": str(self.pages()), "http-port": None,
            **self.paths(keys)}, wrapper)
        server.auth_path = keys / "account.jwk"
        server.cert_path, server.key_path = keys / "cert.pem", keys / "key.pem"
        if wrapper:
            shutil.chown(keys, USER, GROUP)
            self.folder.chmod(0o755)
            ca.ca_file.chmod(0o644)
        return self.serving(server)

    def assert_plain(self, server: Server) -> None:
        """No root and no capability, and the files are its own."""
        status = Path(f"/proc/{server.process.pid}/status").read_text()
        uid = int(re.search(r"^Uid:\t(\d+)\t\1\t\1\t\1$", status, re.M)[1])
        self.assertNotEqual(uid, 0)
        self.assertEqual(int(re.search(r"^CapEff:\t(\w+)$", status,
                                       re.M)[1], 16), 0)
        for path in (server.auth_path, server.cert_path, server.key_path):
            self.assertEqual(path.stat().st_uid, uid)
            self.assert_mode(path)

    def test_full_chain(self) -> None:
        """First, renewed, and read from its files after a restart."""
        server = self.server_of_user()
        first = self.issued(server)[0]
        self.assert_plain(server)
        renewed = self.issued(server, nth=2)[0]
        self.assertNotEqual(renewed.serial, first.serial)
        self.assert_plain(server)
        self.stopped(server)
        self.start(server)
        self.wait_restored(server)
        self.assertEqual(self.chain(server)[0].serial, renewed.serial)


class Linked(PlainUser):
    """The paths are in a folder of root's, which the user can't write, and a link
    of root's there leads to the user's folder."""

    def paths(self, keys: Path) -> Dict[str, str]:
        etc = self.folder / "etc"
        etc.mkdir()
        (etc / "keys").symlink_to(keys)
        return {name: str(etc / "keys" / file) for name, file in (
            ("auth-path", "account.jwk"), ("cert-path", "cert.pem"),
            ("key-path", "key.pem"))}

    def test_full_chain(self) -> None:
        super().test_full_chain()
        self.assertTrue((self.folder / "etc/keys").is_symlink())
        self.assertEqual([path.name for path in
                          (self.folder / "etc").iterdir()], ["keys"])


class LinkedFiles(PlainUser):
    """The pair's names are links in a folder of root's."""

    def paths(self, keys: Path) -> Dict[str, str]:
        etc = self.folder / "etc"
        etc.mkdir()
        for file, text in zip(("cert.pem", "key.pem"), make_pair(self.folder)):
            (keys / file).write_bytes(text)
            (keys / file).chmod(0o600)
            shutil.chown(keys / file, USER, GROUP)
            (etc / file).symlink_to(keys / file)
        return {"auth-path": str(keys / "account.jwk"),
                "cert-path": str(etc / "cert.pem"),
                "key-path": str(etc / "key.pem"), "key-type": "rsa2048"}

    def test_full_chain(self) -> None:
        """A new one is wanted, and could not be put beside the links: it is not
        ordered, and what is there is served."""
        server = self.server_of_user()
        line = server.process.wait_line("no new certificate: ")
        self.assertIn(f" {self.folder}/etc/", line)
        self.assertIn("Permission denied", line)
        self.assertEqual(server.process.count("another user's"), 0)
        self.assertNotIn("POST /order-plz", server.ca.requests())
        served = served_chain(server.port, NAME, self.folder / "keys/cert.pem",
                              speaks=("-partial_chain",))
        self.assertEqual(int(served[0].serial, 16),
                         serial(self.folder / "keys/cert.pem"))
        self.assertEqual(sorted(path.name for path in
                                (self.folder / "etc").iterdir()),
                         ["cert.pem", "key.pem"])
