# SPDX-License-Identifier: MIT
"""Renewals while many new visitors come: each is served, with the right
certificate.  100 a second, and 40 where lws has mbedTLS."""
import re
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import List, Tuple

from harness.case import NAME, PATIENCE_S, Case
from harness.lws import TLS
from rig.client import Visitor
from rig.server import ISSUED, Server

VALIDITY_S = 9  # renewed after six seconds
RATE = 40 if TLS == "mbedtls" else 100
# Of the rate, on a machine that does other things too.
KEPT = 0.75


class Renewals(Case):
    def setUp(self) -> None:
        super().setUp()
        self.told: List[Tuple[float, int]] = []  # when, which serial

    def renewals(self, n: int) -> None:
        server = self.server(self.ca(VALIDITY_S))
        self.issued(server)
        over = threading.Event()
        with ThreadPoolExecutor(20) as pool:
            crowd = pool.submit(self.crowd, server, over, pool)
            try:
                for nth in range(1, n + 2):
                    server.process.wait_line(ISSUED, PATIENCE_S, nth)
            finally:
                over.set()
            visits, seconds = crowd.result()
            seen = [visit.result() for visit in visits]
        self.check(server, seen)
        rate = len(seen) / seconds
        print(f"{n} renewals, {len(seen)} visits at {rate:.0f}/s: none "
              "failed, none had a wrong certificate")
        self.assertGreater(rate, RATE * KEPT)

    def crowd(self, server: Server, over: threading.Event,
              pool: ThreadPoolExecutor) -> Tuple[List[Future], float]:
        began = time.monotonic()
        visits: List[Future] = []
        while not over.is_set():
            visits.append(pool.submit(self.visit, server))
            over.wait(max(0, began + len(visits) / RATE - time.monotonic()))
        return visits, time.monotonic() - began

    def visit(self, server: Server) -> Tuple[int, int]:
        """How many certificates had been told of before, and which came."""
        n_told = server.process.count(ISSUED)
        visitor = Visitor(server.port, NAME, self.root)
        try:
            return n_told, int(visitor.serial(), 16)
        finally:
            visitor.close()

    def check(self, server: Server, seen: List[Tuple[int, int]]) -> None:
        """The one that was told of last, or one that was told of later."""
        serials = [int(re.search(r"certificate ([0-9a-fA-F:]+) of",
                                 line)[1].replace(":", ""), 16)
                   for line in server.process.settle()
                   if re.search(ISSUED, line)]
        serials.append(int(self.chain(server)[0].serial, 16))
        wrong = [(n_told, f"{serial:x}") for n_told, serial in seen
                 if serial not in serials[n_told - 1:]]
        self.assertEqual(wrong, [], [f"{serial:x}" for serial in serials])

    def test_few(self) -> None:
        self.renewals(3)

    def test_twenty(self) -> None:
        self.renewals(20)
