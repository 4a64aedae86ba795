# SPDX-License-Identifier: MIT
"""Renewals while many new clients come: each is served, with the right
certificate.  100 a second, and 40 where lws has mbedTLS, if the machine does
nothing else; what the server could serve is told by the CPU time it takes."""
import os
import re
import socket
import ssl
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import List, NamedTuple

from harness.case import NAME, Case
from harness.lws import TLS
from rig.process import PATIENCE_S
from rig.server import ISSUED, Server

RATE = 40 if TLS == "mbedtls" else 100
# At one time.  Where the machine is too slow for the rate so many wait, and a
# renewal gets a turn after each of them.
CLIENTS = 5


class Visit(NamedTuple):
    n_logged: int  # how many certificates had been told of before it came
    serial: int


def cpu_s(pid: int) -> float:
    """What the process has used; its threads, too."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        words = stat.read().rpartition(") ")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


class Crowd:
    """New connections to a server, ${RATE} a second, each with a handshake of
    its own that is verified.  What they share makes them cheap: the clients
    must not be what takes the time."""

    def __init__(self, server: Server, root: str) -> None:
        self.server = server
        self.context = ssl.create_default_context(cafile=root)
        self.n_logged = server.process.tally(ISSUED)
        self.over = threading.Event()

    def visit(self) -> Visit:
        n_logged = self.n_logged()
        with socket.create_connection(("127.0.0.1", self.server.port),
                                      PATIENCE_S) as plain:
            with self.context.wrap_socket(plain,
                                          server_hostname=NAME) as tls:
                serial = int(tls.getpeercert()["serialNumber"], 16)
        return Visit(n_logged, serial)

    def come(self) -> List[Visit]:
        """Until it is over.  On a machine that is too slow for so many there
        is no queue, which would have to be waited for at the end."""
        free = threading.Semaphore(CLIENTS)
        with ThreadPoolExecutor(CLIENTS) as pool:
            visits: List[Future] = []
            while not self.over.is_set():
                free.acquire()
                visits.append(pool.submit(self.visit))
                visits[-1].add_done_callback(lambda _: free.release())
                self.over.wait(1 / RATE)
            return [visit.result() for visit in visits]


class Renewals(Case):
    def renewals(self, n: int, validity_s: int) -> None:
        """Due with a third of the lifetime left, which a slow machine needs."""
        server = self.server(self.ca(validity_s))
        self.issued(server)
        crowd = Crowd(server, str(self.root))
        pid = server.process.pid
        before_s = cpu_s(pid)
        with ThreadPoolExecutor(1) as pool:
            coming = pool.submit(crowd.come)
            try:
                for nth in range(2, n + 2):
                    server.process.wait_line(ISSUED, nth=nth)
            finally:
                crowd.over.set()
            visits = coming.result()
        self.assertEqual(self.wrong(server, visits), [])
        rate = len(visits) / (cpu_s(pid) - before_s)
        print(f"{n} renewals, {len(visits)} handshakes, {rate:.1f} in a "
              "second of CPU time: 0 failed, 0 with a wrong certificate")
        self.assertGreater(rate, RATE)

    def wrong(self, server: Server, visits: List[Visit]) -> List[Visit]:
        """Who got another one than that which was told of last, or one that
        was told of later."""
        serials = [int(re.search(r"certificate ([0-9a-fA-F:]+) of",
                                 line)[1].replace(":", ""), 16)
                   for line in server.process.settle()
                   if re.search(ISSUED, line)]
        serials.append(int(self.chain(server)[0].serial, 16))
        return [visit for visit in visits
                if visit.serial not in serials[visit.n_logged - 1:]]

    def test_few(self) -> None:
        self.renewals(1, 60)

    def test_twenty(self) -> None:
        self.renewals(20, 45)
