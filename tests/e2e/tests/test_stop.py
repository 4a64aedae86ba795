# SPDX-License-Identifier: MIT
"""The server is ended at a bad moment: it ends with 0, and nothing leaks."""
import signal
import socket

from harness.case import Case
from rig.pebble import Pebble


class Stop(Case):
    def at_request(self, path: str, sig: int, **env: str) -> None:
        """Ended when the CA gets the first request for ${path}."""
        ca = self.ca(**env)
        server = self.server(ca)
        ca.process.wait_line(f"(GET|HEAD|POST) /{path}")
        self.stopped(server, sig)

    def test_while_the_directory_is_read(self) -> None:
        self.at_request("dir", signal.SIGINT)

    def test_while_an_account_is_made(self) -> None:
        self.at_request("sign-me-up", signal.SIGTERM)

    def test_while_an_order_is_pending(self) -> None:
        # The CA takes its time with the validation.
        self.at_request("chalZ", signal.SIGINT, PEBBLE_VA_NOSLEEP="0",
                        PEBBLE_VA_SLEEPTIME="20")

    def test_while_an_order_is_finalized(self) -> None:
        self.at_request("finalize-order", signal.SIGTERM)

    def test_while_the_ca_says_nothing(self) -> None:
        """It accepts the connection, and that is all."""
        ca = Pebble(self.folder)
        with socket.create_server(("127.0.0.1", ca.port)) as silent:
            silent.settimeout(30)
            server = self.server(ca)
            with silent.accept()[0]:
                self.stopped(server, signal.SIGINT)
