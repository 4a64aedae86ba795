# SPDX-License-Identifier: MIT
"""Issuances, renewals and clients under valgrind: nothing lost, nothing read
or written that is not there, or not there any more."""
from pathlib import Path
from typing import List

from harness.case import NAME
from harness.validator import ACME, shake
from harness.wire import Wire
from rig.pebble import Pebble
from rig.server import ISSUED, Server
from test_alpn import GET, AlpnCase

VALGRIND = ["valgrind", "--quiet", "--error-exitcode=86", "--leak-check=full",
            "--errors-for-leak-kinds=definite,indirect,possible",
            "--track-fds=no",
            f"--suppressions={Path(__file__).resolve().parents[1] / 'scripts/valgrind.supp'}"]
# stopped() wants exit status 0: valgrind's is 86 after an error.


class Valgrind(AlpnCase):
    n_orders = n_challenges = 1
    n_straddled = 0

    def test_issue_and_renew(self) -> None:
        server = self.server(self.ca(validity_s=60), wrapper=VALGRIND)
        before = self.issued(server)[0]
        server.process.wait_line(r"issuance\.flow.*--> ORDER", nth=2)
        self.assertNotEqual(self.issued(server, nth=2)[0].serial,
                            before.serial)

    def test_clients_who_straddle_installs(self) -> None:
        """Connections are open, and hellos and handshakes half way, while a
        certificate is replaced: by one of its kind, and from EC to RSA and
        back."""
        ca = self.ca(validity_s=60)  # renewed after forty seconds
        server = self.server(ca, options={"http-port": None},
                             wrapper=VALGRIND)
        self.issued(server)
        self.straddle(ca, server, 2)
        for key_type in ("rsa2048", "p256"):
            self.stopped(server)
            server.options["key-type"] = key_type
            self.start(server)
            self.wait_restored(server)
            self.straddle(ca, server, 1)
        self.assertGreater(self.n_straddled, 0, "they all came too late")

    def straddle(self, ca: Pebble, server: Server, nth: int) -> None:
        """Clients of each kind around the ${nth} install of this process."""
        self.n_orders += 1  # the key is made: nothing long comes any more
        ca.process.wait_line("POST /finalize", nth=self.n_orders)
        n_challenges = self.tried(ca)[0]
        # Of a hundred Pebbles one hands the valid authorization back.
        if n_challenges > self.n_challenges:
            self.is_answer(shake(server.port, NAME))
        self.n_challenges = n_challenges
        staying = self.client(server)
        self.assertEqual(staying.get(), (200, b"a page\n"))
        early = self.half_way(server)
        if not server.process.find_line(r"issuance\.flow.*--> INSTALL", 0, nth):
            self.n_straddled += 1
        while not server.process.find_line(ISSUED, 1, nth):
            self.assertEqual(staying.get(), (200, b"a page\n"))
        self.assertEqual(staying.get(), (200, b"a page\n"))
        n_served = sum(self.goes_on(*one) for one in early)
        self.assertGreater(n_served, len(early) // 2)

    def goes_on(self, wire: Wire, rest: bytes) -> bool:
        """False: on a busy machine valgrind outlasts the server's patience."""
        try:
            wire.send([rest])
            self.is_page(wire.finish(GET))
        except (ConnectionError, EOFError):
            return False
        return True

    def half_way(self, server: Server) -> "List[tuple[Wire, bytes]]":
        """Each with what it says when it is to go on."""
        early = []
        for cut in (0, 60, None):
            for name in (NAME, None):
                wire = Wire(server.port, name)
                self.addCleanup(wire.socket.close)
                wire.send([wire.hello[:cut]])
                if cut is None:
                    wire.answered()
                early.append((wire, b"" if cut is None else wire.hello[cut:]))
        return early
