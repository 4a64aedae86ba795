# SPDX-License-Identifier: MIT
"""Servers whose files are in one folder, as root and as another user.

Only root can give up root: without it all of these tests fail, and say so.
"""
import os
import signal
import subprocess
from pathlib import Path
from typing import List, Optional

from rig.pebble import Pebble
from rig.server import Minimal, Server

from .case import NAME, PATIENCE_S, Case, program
from .lwsws import HOME, Lwsws

USER, GROUP = "nobody", "nogroup"
PRIVSEP = "lws-acme-priv"
LOST = r"\(lws-acme-priv\)"  # said of a privsep that does not answer


def privseps(of: Path) -> List[int]:
    """Those that work in the folder ${of}: other tests have theirs."""
    found = []
    for comm in Path("/proc").glob("[0-9]*/comm"):
        try:
            if comm.read_text().strip() == PRIVSEP and \
                    Path(os.readlink(comm.parent / "cwd")) == of:
                found.append(int(comm.parent.name))
        except OSError:
            continue  # it has ended
    return found


class Rootless(Minimal):
    """examples/rootless-server.c: it gives its files to lws."""

    def __init__(self, folder: Path, ca: Pebble, user: str,
                 group: str) -> None:
        super().__init__(program("ACME_ROOTLESS"), folder, ca, NAME)
        keys = folder / "keys"
        self.auth_path = keys / "account.jwk"
        self.cert_path, self.key_path = keys / "cert.pem", keys / "key.pem"
        self._names = [user, group]

    def command(self) -> List[str]:
        return [*self._wrapper, str(self.program), self.name,
                self.ca.directory, str(self.port), *self._names,
                str(self.ca.ca_file)]


class AcmeServer(Server):
    """lws-acme-server: the plugin alone knows its files."""

    def __init__(self, folder: Path, ca: Pebble, user: Optional[str]) -> None:
        keys = folder / "keys"
        super().__init__(program("ACME_SERVER"), folder, ca, NAME, {
            "root": str(folder / "www"), "user": user,
            "auth-path": str(keys / "account.jwk"),
            "cert-path": str(keys / "cert.pem"),
            "key-path": str(keys / "key.pem")})
        self.auth_path = keys / "account.jwk"
        self.cert_path, self.key_path = keys / "cert.pem", keys / "key.pem"


class RootlessCase(Case):
    """Servers that are not started yet, in a folder where others may enter;
    keys/ is root's alone."""

    def setUp(self) -> None:
        super().setUp()
        self.assertEqual(os.geteuid(), 0, "only root can give up root")
        self.folder.chmod(0o755)
        self.keys = self.folder / "keys"
        self.pages()

    def ends_with_2(self, server: Server, *words: str) -> None:
        """lws-acme-server, at once, and it says why."""
        run = subprocess.run(server.command(), cwd=self.folder, stdin=subprocess.DEVNULL,
                             text=True, timeout=PATIENCE_S,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        text = " ".join(line.split("E:     ")[-1].strip()
                        for line in run.stdout.splitlines())
        self.assertEqual(run.returncode, 2, text)
        for word in words:
            self.assertIn(word, text)
        self.assertEqual(server.ca.requests(), [])

    def acme_server(self, ca: Pebble, dropped: bool = True) -> Server:
        return AcmeServer(self.folder, ca, USER if dropped else None)

    def rootless(self, ca: Pebble, dropped: bool = True) -> Server:
        names = (USER, GROUP) if dropped else ("root", "root")
        return Rootless(self.folder, ca, *names)

    def lwsws(self, ca: Pebble, dropped: bool = True) -> Lwsws:
        server = Lwsws(self.folder, ca, NAME)
        del server.files["conf.d/port-80"]
        if dropped:
            server.give_up_root(USER, GROUP)
        return server

    def two_folders(self, ca: Pebble, dropped: bool = True) -> Server:
        """lws-acme-server, with one for the certificate and one for the key."""
        server = self.acme_server(ca, dropped)
        server.cert_path = self.keys / "certs/cert.pem"
        server.key_path = self.keys / "private/key.pem"
        server.options.update({"cert-path": str(server.cert_path),
                               "key-path": str(server.key_path)})
        return server

    def lwsws_two_folders(self, ca: Pebble, dropped: bool = True) -> Lwsws:
        server = self.lwsws(ca, dropped)
        server.edit(HOME, {f"acme/{NAME}.crt.pem": "acme/certs/cert.pem",
                           f"acme/{NAME}.key.pem": "acme/private/key.pem"})
        server.cert_path = server.acme / "certs/cert.pem"
        server.key_path = server.acme / "private/key.pem"
        return server

    def server_of(self, kind: str, ca: Pebble, dropped: bool) -> Server:
        """${kind}: "acme_server", or another method's name; killed at the end.

        Who drops root drops the signal at its parent's death with it.
        """
        server = getattr(self, kind)(ca, dropped)
        self.addCleanup(self.kill, server)
        return server

    def kill(self, server: Server) -> None:
        """And its privsep is gone, which ends what it was told before."""
        process, server.process = server.process, None
        if process:
            process.stop(signal.SIGKILL)
            self.wait_for(lambda: not privseps(self.folder))
