# SPDX-License-Identifier: MIT
"""lwsws with the plugin, configured by the JSON of docs/lwsws.md.

What a user changes in it is changed here: names, paths and ports, and the
ca-file that a CA for tests needs.  What is to be changed and is not in the
page is an error.
"""
import os
import re
import signal
from pathlib import Path
from typing import Dict, List

from rig.pebble import Pebble
from rig.process import Ended, comes_true, takes_connections
from rig.server import Server

from . import TOP

PAGE = TOP / "docs/lwsws.md"
FILE = re.compile(r"^`/etc/lwsws/(\S+)`\n\n```json\n(.*?)^```$", re.M | re.S)
USER_AND_GROUP = re.compile(r'^```json\n(    "username".*?\n)```$', re.M | re.S)
DIRECTORY = '"directory-url": "https://ca.example.test/directory"'
HOME = "conf.d/home.example.test"
PORT_80 = "conf.d/port-80"


def change(text: str, changes: Dict[str, str]) -> str:
    for old, new in changes.items():
        if old not in text:
            raise AssertionError(f"{PAGE.name}: no '{old}' in\n{text}")
        text = text.replace(old, new)
    return text


class Lwsws(Server):
    """${files} are the page's, by their path in /etc/lwsws: a test may change
    them, or add one, before start()."""

    # Its first process, which lets the other one do the work.
    ends_with = -signal.SIGTERM
    flags: List[str] = []

    def __init__(self, folder: Path, ca: Pebble, name: str) -> None:
        super().__init__(Path(os.environ["ACME_LWSWS"]), folder, ca, name)
        self.etc = folder / "etc-lwsws"
        self.acme = self.etc / "acme"
        self.auth_path = self.acme / "auth.jwk"
        self.cert_path = self.acme / f"{name}.crt.pem"
        self.key_path = self.acme / f"{name}.key.pem"
        self.files: Dict[str, str] = dict(FILE.findall(PAGE.read_text()))
        self.edit("conf", {
            "/usr/local/lib/lws-acme-client": os.environ["ACME_PLUGIN"]})
        self.edit(HOME, {
            '"port": "443"': f'"port": "{self.port}"',
            "/etc/lwsws/": f"{self.etc}/", "/var/www": f"{folder}/www",
            DIRECTORY: f'"directory-url": "{ca.directory}",\n'
                       f'"ca-file": "{ca.ca_file}"'})
        self.edit(PORT_80, {'"port": "80"': f'"port": "{self.http_port}"'})

    def edit(self, file: str, changes: Dict[str, str]) -> None:
        self.files[file] = change(self.files[file], changes)

    def add_home(self, name: str) -> None:
        """Another vhost like the page's, with files of its own."""
        self.files[f"conf.d/{name}"] = change(self.files[HOME],
                                              {self.name: name})

    def give_up_root(self, user: str, group: str) -> None:
        """With the page's two lines."""
        lines = USER_AND_GROUP.search(PAGE.read_text())[1]
        for line, name in zip(lines.splitlines(), (user, group)):
            self.edit("conf", {'    "init-ssl"': change(
                line, {"www-data": name}) + '\n    "init-ssl"'})

    def make_folder(self, mode: int = 0o700) -> None:
        self.acme.mkdir(parents=True)
        self.acme.chmod(mode)

    def start(self) -> None:
        (self.etc / "conf.d").mkdir(parents=True, exist_ok=True)
        for path, text in self.files.items():
            (self.etc / path).write_text(text)
        super().start()

    def stop(self, sig: int = signal.SIGTERM) -> int:
        """Its first process's exit status, once the other is gone too.

        It is nobody's child by then: its port tells when.
        """
        status = super().stop(sig)
        if not comes_true(lambda: not takes_connections(self.port)):
            raise Ended(f"lwsws still listens on port {self.port}")
        return status

    def command(self) -> List[str]:
        return [*self._wrapper, str(self.program), "-c", str(self.etc),
                *self.flags]
