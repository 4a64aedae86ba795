# SPDX-License-Identifier: MIT
"""The power fails at any moment at which a pair is put on disk, or in place.

The calls of each step are recorded, and replayed on a disk that loses what was
not made durable.  From each state that is left, and from each that a kill
leaves, servers start, as root and as another user: a client gets a pair that
matches, the old one or the new one; and the new one where the step had ended.
"""
import os
import shutil
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Sequence, Set

from harness import TOP
from harness.case import NAME, program
from harness.disk import Disk, Tree, key_of, put
from harness.rootless import RootlessCase
from harness.traced import Call, record
from rig.server import Server

DATA = TOP / "tests/data/tls"
OLD = (DATA / "good.pem", DATA / "leaf.key")
NEW = (DATA / "renewed.pem", DATA / "renewed.key")
NEWER = (TOP / "tests/data/crypto/leaf.crt",
         TOP / "tests/data/crypto/p256-pkcs8.pem")
# Every nth state is tried in the short form, and all of them in the full one.
EVERY = int(os.environ.get("ACME_EVERY", "1"))
ASKING = r": asking https:.* for a certificate"
FILES = {"acme_server": ("keys", "cert.pem", "key.pem"),
         "rootless": ("keys", "cert.pem", "key.pem"),
         "two_folders": ("keys", "certs/cert.pem", "private/key.pem"),
         "lwsws": ("etc-lwsws/acme", f"{NAME}.crt.pem", f"{NAME}.key.pem"),
         "lwsws_two_folders": ("etc-lwsws/acme", "certs/cert.pem",
                               "private/key.pem")}


@dataclass(frozen=True)
class Pair:
    name: str
    der: bytes

    @classmethod
    def read(cls, name: str, path: Path) -> "Pair":
        text = path.read_text()
        end = "-----END CERTIFICATE-----\n"
        first = text[text.index("-----BEGIN"):text.index(end) + len(end)]
        return cls(name, ssl.PEM_cert_to_DER_cert(first))


FILES_OF = {"old": OLD, "new": NEW, "newer": NEWER}
PAIRS = [Pair.read(name, files[0]) for name, files in FILES_OF.items()]


@dataclass
class State:
    """What was left, and which pairs may be served then; "none" is none."""
    tree: Tree
    allowed: Set[str]
    after: str


def served(port: int) -> str:
    """Which pair; a handshake proves that its key is there too."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        with socket.create_connection(("127.0.0.1", port), 10) as plain, \
                context.wrap_socket(plain, server_hostname=NAME) as tls:
            der = tls.getpeercert(binary_form=True)
    except (ssl.SSLError, ConnectionResetError):
        return "none"
    return next(pair.name for pair in PAIRS if pair.der == der)


class Power(RootlessCase):
    def setUp(self) -> None:
        super().setUp()
        self.ca_away = self.ca(start=False)  # nobody answers there
        self.n_starts = 0

    def begin(self, with_old: bool, kind: str) -> None:
        """A folder, and the paths in it; what an earlier run left is gone."""
        folder, cert, key = FILES[kind]
        shutil.rmtree(self.folder / "keys", ignore_errors=True)
        shutil.rmtree(self.folder / "etc-lwsws", ignore_errors=True)
        self.keys = self.folder / folder
        self.cert, self.key = self.keys / cert, self.keys / key
        for each in (self.keys, self.cert.parent, self.key.parent):
            each.mkdir(mode=0o700, parents=True, exist_ok=True)
        if with_old:
            shutil.copy(OLD[0], self.cert)
            shutil.copy(OLD[1], self.key)

    def in_place(self) -> str:
        """Which pair, or "none"; a key that is another's is an error."""
        if not self.cert.exists() or not self.key.exists():
            return "none"
        der = Pair.read("", self.cert).der
        name = next(pair.name for pair in PAIRS if pair.der == der)
        self.assertEqual(self.key.read_text(), FILES_OF[name][1].read_text())
        return name

    def step(self, name: str, pair: Sequence[Path] = ()) -> List[Call]:
        words = [str(program("ACME_STORE_STEPS")), name, str(self.cert),
                 str(self.key), *map(str, pair)]
        return record(words, self.folder / "strace.log")

    def states(self, step: str, before: Set[str], after: Set[str],
               pair: Sequence[Path] = ()) -> List[State]:
        """All that are left by a kill or a power failure during ${step}."""
        disk = Disk(self.keys)
        found: Dict[str, State] = {}
        calls = self.step(step, pair)
        n_changes = 0

        def note(trees: List[Tree], allowed: Set[str], where: str) -> None:
            for tree in trees:
                state = found.setdefault(key_of(tree),
                                         State(tree, set(), where))
                # What is sure at one moment is not at an earlier one.
                state.allowed |= allowed

        note([disk.after_kill()], before, "nothing")
        for call in calls:
            if not disk.do(call):
                continue
            n_changes += 1
            where = f"{call.name} no. {n_changes}"
            trees = [disk.after_kill(), *disk.after_failure()]
            note(trees, before | after, where)
        ended = {key_of(tree) for tree in disk.after_failure()}
        for key, state in found.items():
            if key in ended:
                state.allowed = set(after)
        print(f"{step}: {n_changes} calls that change something, "
              f"{len(found)} states", flush=True)
        self.assertGreater(n_changes, 10)
        return list(found.values())

    def starts(self, server: Server, state: State) -> None:
        shutil.rmtree(self.keys)
        put(state.tree, self.keys)
        server.start()
        process = server.process
        process.wait_listening(server.port)
        # By then it has read and installed what is there.
        process.wait_line(ASKING)
        got = served(server.port)
        self.n_starts += 1
        self.assertIn(got, state.allowed, f"after {state.after}: "
                      f"{process.tail(20)}\n{sorted(state.tree)}")
        self.kill(server)
        if got != "none" and self.cert.exists():
            self.assertEqual(self.in_place(), got)

    def all_start(self, kind: str, states: List[State]) -> None:
        for i, state in enumerate(states[::EVERY]):
            for dropped in ((True, False) if EVERY == 1 else [i % 2 == 0]):
                self.starts(self.server_of(kind, self.ca_away, dropped), state)
        print(f"{kind}: {self.n_starts} starts", flush=True)

    def run_step(self, kind: str, step: str, with_old: bool) -> None:
        self.begin(with_old, kind)
        before = {"old"} if with_old else {"none"}
        self.all_start(kind, self.states(step, before, {"new"}, NEW))

    def promotion(self, kind: str, with_old: bool) -> None:
        """What lws and the plugin do with .upd; they are there for sure."""
        self.begin(with_old, kind)
        self.step("next", NEW)
        self.all_start(kind, self.states("start", {"new"}, {"new"}))

    def again(self, kind: str) -> None:
        """A second renewal without a start between."""
        self.begin(True, kind)
        self.step("next", NEW)
        self.all_start(kind, self.states("next", {"new"}, {"newer"}, NEWER))


def _add(kind: str) -> None:
    def test_first_as_root(self) -> None:
        self.run_step(kind, "live", False)

    def test_renewal_as_root(self) -> None:
        self.run_step(kind, "live", True)

    def test_first_dropped(self) -> None:
        self.run_step(kind, "next", False)

    def test_renewal_dropped(self) -> None:
        self.run_step(kind, "next", True)

    def test_second_renewal_dropped(self) -> None:
        self.again(kind)

    def test_promotion(self) -> None:
        self.promotion(kind, True)

    def test_first_promotion(self) -> None:
        self.promotion(kind, False)

    name = "".join(map(str.capitalize, kind.split("_")))
    globals()[name] = type(name, (Power,), {
        test.__name__: test for test in (
            test_first_as_root, test_renewal_as_root, test_first_dropped,
            test_renewal_dropped, test_second_renewal_dropped, test_promotion,
            test_first_promotion)})


for _kind in FILES:
    _add(_kind)
