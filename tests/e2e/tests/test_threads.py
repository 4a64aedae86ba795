# SPDX-License-Identifier: MIT
"""A context that asks lws for several service threads (count_threads)."""
import os

from harness.case import NAME, NO_ANSWER, Case
from rig.client import http_get


class Threads(Case):
    def preloaded(self, *more: str) -> "tuple[str, ...]":
        """A server's wrapper with more_threads.c."""
        return ("env", f"LD_PRELOAD={os.environ['ACME_MORE_THREADS']}", *more)

    def test_lws_built_for_one(self) -> None:
        """It gives one, and the plugin works."""
        server = self.server(self.ca(), wrapper=self.preloaded())
        self.issued(server)

    def test_lws_built_for_many(self) -> None:
        """The plugin refuses at start, and says why; the rest is served."""
        ca = self.ca()
        server = self.server(ca, wrapper=self.preloaded("ACME_SMP=1"))
        line = server.process.wait_line(f'vhost "{NAME}" gets nothing')
        self.assertIn("4 service threads", line)
        server.process.wait_listening(server.http_port)
        self.assertEqual(http_get(server.http_port, NAME, NO_ANSWER)[0], 404)
        self.refused(server)
        self.assertEqual(ca.requests(), [])
