# SPDX-License-Identifier: MIT
"""The first bytes of a client, and of a validator, come as they like."""
import os
import signal
import socket
import ssl
import time
from contextlib import contextmanager
from typing import Iterator

from harness.case import NAME
from harness.lws import HELLO_RECORD_MIN, TLS, TLS_1_2, VERSIONS
from harness.validator import ACME, shake
from harness.wire import Wire, in_records
from rig.pebble import Pebble
from rig.process import takes_connections
from rig.server import ISSUED, Server
from test_alpn import GET, AlpnCase

# How long lws, or what stands before it (ten seconds), waits for a hello; and
# some more.
ENDURES_S = 60 if TLS == "openssl" else 15


class Hello(AlpnCase):
    def is_arrived(self, server: Server) -> None:
        """The server has looked at all that was sent to it.

        It has one loop: who connects now is served behind that.
        """
        self.is_page(shake(server.port, NAME, [], request=GET))

    def served(self, server: Server) -> None:
        """Others are, whatever somebody does."""
        self.is_page(shake(server.port, NAME, [], request=GET))
        self.is_answer(shake(server.port, NAME))

    def all_refused(self, server: Server) -> None:
        self.assertTrue(takes_connections(server.port))
        for name in (NAME, "other.example.test", None):
            self.assertRaises((ssl.SSLError, OSError), shake, server.port,
                              name, [])

    @contextmanager
    def held(self, ca: Pebble) -> Iterator[None]:
        """The CA does nothing meanwhile."""
        os.kill(ca.process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(ca.process.pid, signal.SIGCONT)

    def test_before_the_first_certificate(self) -> None:
        """It is refused, with a name or without, and does no harm; with a
        challenge under way, too."""
        ca = self.ca(PEBBLE_VA_NOSLEEP="0", PEBBLE_VA_SLEEPTIME="3")
        with self.held(ca):
            server = self.alone(ca)
            server.process.wait_listening(server.port)
            for _ in range(5):
                self.all_refused(server)
        ca.process.wait_line("POST /chalZ")
        with self.held(ca):
            self.all_refused(server)
        self.issued(server)
        self.served(server)

    def test_cut_in_two(self) -> None:
        server = self.alone(self.ca())
        self.issued(server)
        for cut in (1, 3, 5, 6, 60, -1):
            with Wire(server.port, NAME) as wire:
                wire.send((wire.hello[:cut], wire.hello[cut:]),
                          lambda: self.is_arrived(server))
                self.is_page(wire.finish(GET))
            with Wire(server.port, NAME, [ACME]) as wire:
                wire.send((wire.hello[:cut], wire.hello[cut:]),
                          lambda: self.is_arrived(server))
                self.is_answer(wire.finish(GET))

    def test_byte_by_byte(self) -> None:
        server = self.alone(self.ca())
        self.issued(server)
        for protocols, seen in (([], self.is_page), ([ACME], self.is_answer)):
            with Wire(server.port, NAME, protocols) as wire:
                wire.send(wire.hello[at:at + 1]
                          for at in range(len(wire.hello)))
                seen(wire.finish(GET))

    def test_over_several_records(self) -> None:
        """A validator's is taken; a client's where lws's TLS does it."""
        server = self.alone(self.ca())
        self.issued(server)
        for size in (1, 50, 120):
            with Wire(server.port, NAME, [ACME]) as wire:
                wire.send(in_records(wire.hello, size),
                          lambda: self.is_arrived(server) if size > 1
                          else None)
                self.is_answer(wire.finish(GET))
            with Wire(server.port, NAME, version=VERSIONS[-1]) as wire:
                wire.send(in_records(wire.hello, size))
                if size >= HELLO_RECORD_MIN:
                    self.is_page(wire.finish(GET))
                else:
                    self.assertRaises((ssl.SSLError, OSError, EOFError),
                                      wire.finish)
        self.served(server)

    def test_static_rsa(self) -> None:
        """Who speaks nothing else: mbedTLS would take the key for it once more
        when it may have been replaced."""
        server = self.alone(self.ca(), **{"key-type": "rsa2048"})
        self.issued(server)
        with Wire(server.port, NAME, version=TLS_1_2,
                  ciphers="kRSA:@SECLEVEL=0") as wire:
            wire.send([wire.hello])
            if TLS == "mbedtls":
                with self.assertRaisesRegex(ssl.SSLError, "HANDSHAKE_FAILURE"):
                    wire.finish()
            else:
                self.is_page(wire.finish(GET))
        with Wire(server.port, NAME, version=TLS_1_2,
                  ciphers="kRSA:ECDHE:@SECLEVEL=0") as wire:
            wire.send([wire.hello])
            self.is_page(wire.finish(GET))

    def test_never_ending(self) -> None:
        """Neither who falls silent nor who goes on and on, fast or slowly, has
        the connection for ever."""
        server = self.alone(self.ca())
        self.issued(server)
        wires = [Wire(server.port, NAME, protocols)
                 for protocols in ([], [ACME], [])]
        silent, silent_acme, mute = wires
        for wire in wires:
            self.addCleanup(wire.socket.close)
        silent.send([silent.hello[:-1]])
        silent_acme.send([silent_acme.hello[:-1]])
        self.served(server)
        self.goes_on(server)
        self.served(server)
        self.trickles(server)
        for wire in wires:
            wire.wait_closed(ENDURES_S)
        self.served(server)

    def trickles(self, server: Server) -> None:
        """A byte each half second: that something comes does not help."""
        began = time.monotonic()
        with Wire(server.port, NAME) as wire:
            wire.socket.settimeout(0.5)
            for at in range(len(wire.hello) - 1):
                self.assertLess(time.monotonic() - began, ENDURES_S)
                try:
                    wire.socket.sendall(wire.hello[at:at + 1])
                    if not wire.socket.recv(1):
                        return
                except socket.timeout:
                    continue
                except ConnectionError:
                    return
        self.fail("the server took all of it")

    def goes_on(self, server: Server) -> None:
        """A hello of 64 kilobytes, a byte in each record."""
        message = b"\1\0\xff\xff" + bytes(65535)
        records = [b"\x16\3\1\0\1" + message[at:at + 1]
                   for at in range(len(message))]
        with Wire(server.port, NAME) as wire:
            try:
                wire.send(records)
            except ConnectionError:
                pass
            wire.wait_closed(ENDURES_S)

    def test_late(self) -> None:
        """Who came before a renewal and speaks after it gets the new one."""
        ca = self.ca(15)  # renewed after ten seconds
        server = self.alone(ca)
        self.issued(server)
        with self.held(ca):  # as a hello is not waited for much longer
            server.process.wait_line(r": asking \S+ for a certificate", nth=2)
            early = [Wire(server.port, name) for name in (NAME, None, None)]
            for wire in early:
                self.addCleanup(wire.socket.close)
            early[2].send([early[2].hello[:60]])
        line = server.process.wait_line(ISSUED, nth=2)
        chain = self.chain(server)
        self.assertIn(chain[0].serial.lower(), line.lower())
        early[0].send([early[0].hello])
        early[1].send([early[1].hello])
        early[2].send([early[2].hello[60:]])
        for wire in early:
            self.is_page(wire.finish(GET))
