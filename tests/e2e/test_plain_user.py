# SPDX-License-Identifier: MIT
"""A server that was never root: whoever starts it has the files, ports above
1023, and no right more."""
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import List
from unittest import mock

from harness.case import NAME, Case, program
from harness.rootless import GROUP, USER
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

    def server_of_user(self) -> Server:
        ca = self.ca(21)  # renewed after fourteen seconds
        keys = self.folder / "keys"
        keys.mkdir(mode=0o700)
        path, wrapper = self.plain(program("ACME_SERVER"))
        server = Server(path, self.folder, ca, NAME, {
            "root": str(self.pages()), "http-port": None,
            "auth-path": str(keys / "account.jwk"),
            "cert-path": str(keys / "cert.pem"),
            "key-path": str(keys / "key.pem")}, wrapper)
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
