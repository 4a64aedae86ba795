# SPDX-License-Identifier: MIT
"""Options that are wrong: what the server says, and that it asks no CA."""
import subprocess
from typing import Tuple

from harness.case import NAME, NO_ANSWER, Case, program
from rig.client import http_get
from rig.server import Server


class Options(Case):
    def run_it(self, *arguments: str) -> Tuple[int, str]:
        """Exit status and output of a server that ends by itself."""
        run = subprocess.run([str(program("ACME_SERVER")), *arguments],
                             stdin=subprocess.DEVNULL, text=True, timeout=30,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return run.returncode, run.stdout

    def test_help_names_every_option(self) -> None:
        status, text = self.run_it("--help")
        self.assertEqual(status, 0)
        for option in Server(program("ACME_SERVER"), self.folder,
                             self.ca(start=False), NAME).options:
            self.assertIn(f"--{option}", text)

    def test_version(self) -> None:
        status, text = self.run_it("--version")
        self.assertEqual(status, 0)
        self.assertRegex(text, r"^lws-acme-server \d+\.\d+\.\d+\n$")

    def test_unknown(self) -> None:
        status, text = self.run_it("--comon-name", "a.example.test")
        self.assertEqual(status, 2)
        self.assertIn("--common-name meant", text)

    def test_missing(self) -> None:
        status, text = self.run_it("--common-name", "a.example.test")
        self.assertEqual(status, 2)
        self.assertRegex(text, "--[a-z-]+ is needed")

    def test_bad_port(self) -> None:
        status, text = self.run_it("--port", "70000")
        self.assertEqual(status, 2)
        self.assertIn("65535", text)

    def wrong(self, option: str, value: str, word: str) -> None:
        """It is served without the plugin, and the log says why."""
        ca = self.ca(start=False)
        server = self.server(ca, options={option: value})
        line = server.process.wait_line(f'"{option}"', 30)
        self.assertIn(word, line)
        server.process.wait_listening(server.http_port)
        self.assertEqual(http_get(server.http_port, NAME, NO_ANSWER)[0], 404)
        self.refused(server)

    def test_key_type(self) -> None:
        self.wrong("key-type", "rsa1024", "p384")

    def test_directory_url(self) -> None:
        self.wrong("directory-url", "http://ca.example.test/dir", "https")

    def test_challenge(self) -> None:
        self.wrong("challenge", "carrier-pigeon", "http-01")

    def test_renew_days(self) -> None:
        self.wrong("renew-days", "-3", "365")

    def test_name(self) -> None:
        self.wrong("subject-alt-name", "a.example.test,-b-", "-b-")
