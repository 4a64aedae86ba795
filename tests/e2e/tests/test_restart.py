# SPDX-License-Identifier: MIT
"""The server is killed at any moment, and the CA loses all it knew.

Whatever happened, what is served is a matching pair, and it ends with a new
certificate.  A restart makes no order where a saved one can be used.
"""
import json
import os
import random
import shutil
import signal
import time
from pathlib import Path

from harness.case import NAME, Case
from harness.pair import assert_pair
from harness.rootless import RootlessCase
from rig.pebble import Pebble
from rig.server import FAILED, ISSUED, Server

ISSUANCE_S = 1.0  # about as long as one takes here, and a little more
RENEWAL_S = 0.8   # the same, of a server that runs
NOWHERE = "192.0.2.1"  # of nobody's network (RFC 5737)
SHORT_S = 15      # of a certificate: renewed after ten; less than 5 left is refused
RENEWS = r"certificate\.flow.*--> ISSUANCE"
SEED = int(os.environ.get("ACME_SEED", "0")) or random.randrange(1, 1 << 30)


class KillCase(Case):
    def states(self) -> "list[Path]":
        found = list(self.folder.glob("**/account.jwk.*.state"))
        self.assertLessEqual(len(found), 1, found)
        return found

    def state(self) -> dict:
        return json.loads(self.states()[0].read_text()) if self.states() else {}

    def begun(self, ca: Pebble) -> Server:
        return self.server(ca)

    def kill(self, server) -> None:
        """No end that it could prepare for."""
        process, server.process = server.process, None
        process.stop(signal.SIGKILL)

    def assert_pair(self, server, may_be_none: bool) -> None:
        """What is on disk belongs together; before the first one is there,
        there may be no chain at all."""
        if not may_be_none or server.cert_path.exists():
            assert_pair(server.cert_path, server.key_path)

    def made(self, ca) -> int:
        return ca.requests().count("POST /order-plz")

    def spoilt(self, ca) -> int:
        """Orders that can't be used any more, and must be replaced.

        The CA may look for an answer while the server is away.
        """
        return ca.process.count(r"order \S+ set INVALID")

    def orders(self, ca) -> int:
        return self.made(ca) - self.spoilt(ca)


class Killed(KillCase):
    def setUp(self) -> None:
        super().setUp()
        self.dice = random.Random(SEED)
        self.n_saved = 0
        print(f"ACME_SEED={SEED}", flush=True)

    def kill_and_restart(self, ca, server, may_be_none: bool) -> None:
        """A matching pair, and no order where a saved one can be used."""
        spoilt = self.spoilt(ca)
        self.kill(server)
        self.assert_pair(server, may_be_none)
        saved, made = self.state().get("order"), self.made(ca)
        self.n_saved += bool(saved)
        self.start(server)
        server.process.wait_line(rf"{ISSUED}|certificate\.flow.*--> IDLE")
        self.assertLessEqual(self.made(ca) - made,
                             (0 if saved else 1) + self.spoilt(ca) - spoilt)
        # On a busy machine a life of seconds may be over when it is looked at.
        self.chain(server, expired=True)

    def killed_issuing(self, n: int) -> None:
        """Each kill is at a random moment of a server without a certificate.
        """
        ca = self.ca()
        server = self.server(ca)
        for _ in range(n):
            # sleeps: the moment of the kill is to be any
            time.sleep(self.dice.uniform(0, ISSUANCE_S))
            self.kill_and_restart(ca, server, True)
            self.issue_at_once(server)
        self.issued(server)
        self.assertGreaterEqual(self.made(ca), n)
        print(f"{n} kills, {self.n_saved} with an order under way")

    def issue_at_once(self, server) -> None:
        """The next run has something to do: its certificate is not there.

        The order is done, and nothing of it is left in the state file, where
        it is yet if the run that finished it was killed in COMMIT.
        """
        server.process.wait_line(r"certificate\.flow.*--> IDLE")
        self.kill(server)
        for path in self.states():
            state = json.loads(path.read_text())
            state.pop("order", None)
            path.write_text(json.dumps(state))
        for path in self.folder.glob("server.[kp]e[ym]*"):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        self.start(server)

    def killed_renewing(self, n: int) -> None:
        """Each kill is at a random moment after a certificate fell due."""
        ca = self.ca(SHORT_S)
        server = self.server(ca)
        self.issued(server)
        for _ in range(n):
            process = server.process
            # One that is due when it comes is looked at a minute later.
            process.wait_line(RENEWS, SHORT_S + 90,
                              process.count(RENEWS) + 1)
            # sleeps: the moment of the kill is to be any
            time.sleep(self.dice.uniform(0, RENEWAL_S))
            self.kill_and_restart(ca, server, False)
        n_logged = server.process.count(ISSUED)
        before = self.chain(server, expired=True)[0].serial
        # It is served a moment before it is told of: the next may be this one.
        server.process.wait_line(ISSUED, nth=n_logged + 2)
        self.assertNotEqual(self.chain(server, expired=True)[0].serial, before)
        print(f"{n} kills, {self.n_saved} with an order under way")

    def test_issuing(self) -> None:
        self.killed_issuing(8)

    def test_issuing_100_times(self) -> None:
        self.killed_issuing(100)

    def test_renewing(self) -> None:
        self.killed_renewing(4)

    def test_renewing_100_times(self) -> None:
        self.killed_renewing(100)


class AtRequest(KillCase):
    """Killed when the CA gets a certain request."""

    def at(self, path: str, **env: str) -> None:
        ca = self.ca(**env)
        server = self.begun(ca)
        ca.process.wait_line(f"POST /{path}")
        self.kill(server)
        self.start(server)
        # Where the kill came late, the certificate is there already.
        server.process.wait_line(rf"{ISSUED}|certificate\.flow.*--> IDLE")
        self.chain(server)
        self.assertEqual(self.orders(ca), 1)
        self.assertEqual(len(self.states()), 1)
        self.assert_mode(self.states()[0])
        server.process.wait_line(r"certificate\.flow.*--> IDLE")
        if server.process.count(ISSUED):
            self.assertNotIn("order", self.state())
        accounts = ca.process.count(r"There are now \d+ accounts in memory")
        self.assertEqual(accounts, 1)

    def test_authorizations(self) -> None:
        self.at("authZ")

    def test_challenges(self) -> None:
        self.at("chalZ", PEBBLE_VA_NOSLEEP="0", PEBBLE_VA_SLEEPTIME="3")

    def test_finalize(self) -> None:
        self.at("finalize-order")

    def test_certificate(self) -> None:
        self.at("certZ")


class PutOff(KillCase):
    """Killed after an attempt that failed: the next one is not made sooner."""

    def test_backoff_lives_on(self) -> None:
        ca = self.ca()
        ca.names.set(NAME, NOWHERE)
        server = self.begun(ca)
        server.process.wait_line(FAILED)
        server.process.wait_line(r"backoff\.flow.*--SAVED--> OFFER_LEASE")
        before, made = self.state(), self.made(ca)
        self.assertEqual(before["failures"], 1)
        self.kill(server)
        self.start(server)
        server.process.wait_line(r"certificate\.flow.*--> RESUME_BACKOFF")
        self.assertEqual(self.state(), before)
        self.assertEqual(self.made(ca), made)


class DroppedCase(RootlessCase):
    """State and order are root's alone, and the server has given up root."""

    def setUp(self) -> None:
        super().setUp()
        self.keys.mkdir(mode=0o700)

    def begun(self, ca: Pebble) -> Server:
        return self.serving(self.server_of("acme_server", ca, dropped=True))


class DroppedAtRequest(DroppedCase, AtRequest):
    pass


class DroppedPutOff(DroppedCase, PutOff):
    pass


class CaLost(Case):
    def test_ca_forgets_all(self) -> None:
        """Killed in the middle of an order, back with all its state lost."""
        ca = self.ca(PEBBLE_VA_NOSLEEP="0", PEBBLE_VA_SLEEPTIME="20")
        server = self.server(ca)
        ca.process.wait_line("POST /chalZ")
        ca.stop()
        print(server.process.wait_line("; trying again$", nth=2))
        ca.env["PEBBLE_VA_NOSLEEP"] = "1"
        self.start_ca(ca)
        back = time.monotonic()
        self.issued(server)
        print(f"{time.monotonic() - back:.1f} s after the CA's return")


class Paths(Case):
    def test_folder_is_missing(self) -> None:
        """It is named, with what the system says, and no order is made."""
        ca = self.ca()
        lost = self.folder / "nowhere"
        server = self.server(ca, options={
            "cert-path": str(lost / "server.pem")})
        server.process.wait_message(
            "no new certificate: ", f"{lost}/server.pem",
            "No such file or directory")
        self.assertEqual(ca.requests(), [])
