# SPDX-License-Identifier: MIT
"""Who says nothing, or little, or something else, on the port where a
challenge is answered: it passes, and nothing is left of them."""
import os
import random
import re
import resource
import signal
import socket
import time
from pathlib import Path
from typing import List

from harness.case import NAME
from harness.lws import TLS
from harness.validator import ACME, shake
from harness.wire import Wire
from rig.process import PATIENCE_S, comes_true
from rig.server import Server
from test_alpn import GET, AlpnCase

N = 1000
ENDURES_S = 60
WARM = 3  # floods, until all has what it keeps
# Of malloc's smallest block for a third of the peers it would be twice this.
GROWN_MAX = WARM * (N // 3) * 24 // 2
VALIDATORS_MAX = 64  # of src/lws/serve/mbedtls/validator.c
GARBAGE = (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", b"\0" * 64, b"\x16\2\1\0\5abcde",
           b"\x16\3\1\0\4\2\0\0\0", b"\x80\x2e\1\3\1\0\x15\0\0", b"SSH-2.0-x\r\n")


HEAP = r"^heap in use: (\d+) bytes$"


def n_files(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/fd"))


class Flood(AlpnCase):
    def setUp(self) -> None:
        super().setUp()
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft < N * 2:
            resource.setrlimit(resource.RLIMIT_NOFILE, (N * 2, hard))
            self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE,
                            (soft, hard))

    def flood(self, port: int, hello: bytes) -> List[socket.socket]:
        """A third each is mute, slow, and speaks something else."""
        peers = []
        for i in range(N):
            peer = socket.create_connection(("127.0.0.1", port), 30)
            if i % 3 == 1:
                peer.sendall(hello[:random.randrange(1, len(hello))])
            elif i % 3 == 2:
                peer.sendall(random.choice(GARBAGE))
            peers.append(peer)
        return peers

    def go_on(self, peers: List[socket.socket]) -> None:
        """The slow ones, a byte more each."""
        for peer in peers[1::3]:
            try:
                peer.sendall(b"x")
            except OSError:
                pass

    def over(self, peers: List[socket.socket], pid: int, before: int) -> None:
        for peer in peers:
            peer.close()
        comes_true(lambda: n_files(pid) <= before, ENDURES_S)
        self.assertLessEqual(n_files(pid), before)

    def pid(self, server: Server) -> int:
        return server.process.pid

    def test_during_a_challenge(self) -> None:
        ca = self.ca(PEBBLE_VA_NOSLEEP="0", PEBBLE_VA_SLEEPTIME="5")
        server = self.server(
            ca, options={"http-port": None},
            wrapper=("env", f"LD_PRELOAD={os.environ['ACME_HEAP_IN_USE']}"))
        server.process.wait_listening(server.port)
        with Wire(server.port, NAME) as wire:
            hello = wire.hello
        ca.process.wait_line("POST /chalZ")
        before = n_files(self.pid(server))
        peers = self.flood(server.port, hello)
        self.is_answer(shake(server.port, NAME))
        self.go_on(peers)
        self.issued(server)
        self.assertEqual(self.tried(ca), (1, 0))
        self.is_page(shake(server.port, NAME, [], request=GET))
        self.over(peers, self.pid(server), before)
        self.is_flat(server, hello)

    def heap(self, server: Server) -> int:
        """In bytes, by heap_in_use.c."""
        nth = server.process.count(HEAP) + 1
        os.kill(self.pid(server), signal.SIGUSR1)
        return int(re.search(HEAP, server.process.wait_line(HEAP, nth=nth))[1])

    def is_flat(self, server: Server, hello: bytes) -> None:
        """What the first floods took is enough for all that follow."""
        pid = self.pid(server)
        self.assertEqual(Path(f"/proc/{pid}/exe").resolve(),
                         server.program.resolve())
        files = n_files(pid)
        sizes = [self.heap(server)]
        for _ in range(2 * WARM):
            peers = self.flood(server.port, hello)
            self.wait_for(lambda: n_files(pid) > files + N // 4)
            self.is_answer(shake(server.port, NAME))
            self.over(peers, pid, files)
            self.is_page(shake(server.port, NAME, [], request=GET))
            sizes.append(self.heap(server))
        print(f"heap in use after each flood of {N}: {sizes} bytes")
        self.assertLess(sizes[-1] - sizes[WARM], GROWN_MAX, sizes)

    def test_validators_who_stay(self) -> None:
        """Who asks for the answer, and says no more: the oldest go, and the
        worker does nothing for those who have gone."""
        server = self.alone(self.ca())
        self.issued(server)
        with Wire(server.port, NAME, [ACME]) as wire:
            hello = wire.hello
        before = n_files(self.pid(server))
        peers = []
        for _ in range(N):
            peer = socket.create_connection(("127.0.0.1", server.port),
                                            PATIENCE_S)
            peer.sendall(hello)
            peers.append(peer)
        began = time.monotonic()
        self.is_answer(shake(server.port, NAME))
        print(f"an answer beside them in {time.monotonic() - began:.2f} s")
        self.is_page(shake(server.port, NAME, [], request=GET))
        if TLS == "mbedtls":
            self.wait_for(lambda: n_files(self.pid(server)) <=
                          before + VALIDATORS_MAX + 2)
        self.over(peers, self.pid(server), before + 2)

    def test_who_stays_is_sent_away(self) -> None:
        """Nobody hangs up; the server does, and serves others meanwhile."""
        server = self.alone(self.ca())
        self.issued(server)
        with Wire(server.port, NAME) as wire:
            hello = wire.hello
        before = n_files(self.pid(server))
        peers = self.flood(server.port, hello)
        deadline = time.monotonic() + ENDURES_S
        while n_files(self.pid(server)) > before + 2:
            self.is_answer(shake(server.port, NAME))
            self.is_page(shake(server.port, NAME, [], request=GET))
            self.assertLess(time.monotonic(), deadline, "they stay")
        self.over(peers, self.pid(server), before + 2)
