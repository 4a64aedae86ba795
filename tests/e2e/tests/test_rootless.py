# SPDX-License-Identifier: MIT
"""The server gives up root, and its files stay root's alone.

Only root can give up root: without it these tests fail.
"""
import os
import pwd
import signal
import stat
from pathlib import Path
from typing import Dict, List

from harness.case import NAME
from harness.pair import assert_pair, matches, same, serial
from harness.rootless import LOST, USER, RootlessCase, privseps
from rig.server import Server
from test_lwsws import assert_one_renews

VALIDITY_S = 15  # a third of it is left when it is renewed


def status(pid: int) -> Dict[str, str]:
    """/proc/PID/status"""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in
            (line.partition(":") for line in lines)}


def upd(path: Path) -> Path:
    return Path(f"{path}.upd")


class RenewingCase(RootlessCase):
    def setUp(self) -> None:
        super().setUp()
        self.keys.mkdir(mode=0o700)

    def renewed_serial(self, server: Server, nth: int) -> int:
        return int(self.issued(server, nth)[0].serial, 16)

    def assert_next(self, server: Server) -> None:
        """The new pair waits for the next start."""
        assert_pair(upd(server.cert_path), upd(server.key_path))
        for path in (server.cert_path, server.key_path):
            self.assertTrue(upd(path).is_symlink())

    def leftovers(self, server: Server) -> List[str]:
        """What is there only while a pair is put in its place."""
        return [path.name for path in server.key_path.parent.iterdir()
                if path.name.endswith(".upd") or ".acme-" in path.name]

    def assert_in_place(self, server: Server, number: int) -> None:
        """Soon after the start the pair with this serial number is."""
        self.wait_for(lambda: not self.leftovers(server))
        self.assertEqual(serial(server.cert_path), number)
        assert_pair(server.cert_path, server.key_path)
        for path in (server.cert_path, server.key_path):
            self.assertTrue(stat.S_ISREG(path.lstat().st_mode), path)
            self.assert_mode(path)
            self.assertEqual(path.stat().st_uid, 0)


class Renews(RenewingCase):
    def renews(self, server: Server) -> None:
        """Twice without a right to the folder, and then it starts again."""
        self.serving(server)
        uid = pwd.getpwnam(USER).pw_uid
        first = self.renewed_serial(server, 1)
        self.assert_next(server)
        self.assertFalse(server.cert_path.exists())
        self.assertEqual(status(server.process.pid)["Uid"].split(),
                         [str(uid)] * 4)
        self.assertNotIn("0", status(server.process.pid)["Gid"].split())
        second = self.renewed_serial(server, 2)
        self.assertNotEqual(second, first)
        self.assert_next(server)
        self.assertTrue(list(self.keys.glob("account.jwk.*.state")))
        self.stopped(server)
        self.wait_for(lambda: not privseps(self.folder))

        self.start(server)
        server.process.wait_listening(server.port)
        self.assert_started(server, second)
        third = self.renewed_serial(server, 1)
        self.assertNotEqual(third, second)
        self.assert_next(server)
        self.assertTrue(same(upd(server.cert_path), third))
        self.assertTrue(same(server.cert_path, second))

    def assert_started(self, server: Server, number: int) -> None:
        """With the pair that was there, and no order."""
        orders = server.ca.requests().count("POST /order-plz")
        self.assert_in_place(server, number)
        self.assertEqual(server.ca.requests().count("POST /order-plz"),
                         orders)

    def test_lws_acme_server(self) -> None:
        self.renews(self.acme_server(self.ca(VALIDITY_S)))

    def test_rootless_server(self) -> None:
        """lws is given the files, and root is gone before the plugin starts."""
        self.renews(self.rootless(self.ca(VALIDITY_S)))


class Owners(RenewingCase):
    """Folders of which some are root's, and others the user's that the server
    becomes."""

    def setUp(self) -> None:
        super().setUp()
        self.uid = pwd.getpwnam(USER).pw_uid
        self.own = self.folder / "own"
        self.own.mkdir(mode=0o700)
        os.chown(self.own, self.uid, pwd.getpwnam(USER).pw_gid)

    def with_own(self, *options: str) -> Server:
        """These files are in the user's folder."""
        server = self.acme_server(self.ca())
        for option in options:
            path = Path(server.options[option])
            server.options[option] = str(self.own / path.name)
        server.cert_path = Path(server.options["cert-path"])
        server.key_path = Path(server.options["key-path"])
        server.auth_path = Path(server.options["auth-path"])
        return server

    def refused_pair(self, *options: str) -> None:
        """One process writes both files, and none has the right to."""
        self.keys.mkdir(mode=0o700, exist_ok=True)
        self.ends_with_2(
            self.with_own(*options), f'option "{options[0]}"',
            f"the folder {self.own} (owner {self.uid}:",
            "mode 0700) must be root's, "
            f"or both folders of the pair user {self.uid}'s")

    def test_certificate_alone_is_the_users(self) -> None:
        self.refused_pair("cert-path")

    def test_key_alone_is_the_users(self) -> None:
        self.refused_pair("key-path")

    def issues(self, server: Server) -> None:
        self.issued(self.serving(server))
        for path in (server.cert_path, server.key_path, server.auth_path):
            path = path if path.exists() else upd(path)
            self.assertEqual(path.stat().st_uid,
                             self.uid if path.parent == self.own else 0, path)
            self.assert_mode(path)

    def test_pair_is_the_users(self) -> None:
        self.issues(self.with_own("cert-path", "key-path"))

    def test_account_is_the_users(self) -> None:
        self.issues(self.with_own("auth-path"))


class Privsep(RenewingCase):
    def started(self) -> Server:
        server = self.serving(self.acme_server(self.ca()))
        self.issued(server)
        return server

    def test_has_no_rights_but_roots_files(self) -> None:
        self.started()
        pids = privseps(self.folder)
        self.assertEqual(len(pids), 1)
        found = status(pids[0])
        self.assertEqual(found["Uid"].split(), ["0"] * 4)
        for kind in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
            self.assertEqual(int(found[kind], 16), 0, kind)
        self.assertEqual(found["NoNewPrivs"], "1")
        self.assertEqual(found["Groups"], "")
        self.assertEqual(found["Seccomp"], "2")
        files = {fd.name: os.readlink(fd)
                 for fd in Path(f"/proc/{pids[0]}/fd").iterdir()}
        self.assertEqual({files.pop(str(n)) for n in range(3)}, {"/dev/null"})
        self.assertRegex(files.pop("3") + files.pop("4"), r"^(socket:.*){2}$")
        self.assertRegex(files.pop("5"), "pidfd")  # the server's
        self.assertEqual(set(files.values()), {str(self.keys)})

    def test_is_no_child_of_the_servers(self) -> None:
        server = self.started()
        pid = server.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        self.assertEqual(children.split(), [])

    def test_ends_when_the_server_is_killed(self) -> None:
        server = self.started()
        process, server.process = server.process, None
        process.stop(signal.SIGKILL)
        self.wait_for(lambda: not privseps(self.folder))

    def test_outlives_the_terminals_signals(self) -> None:
        self.started()
        pid = privseps(self.folder)[0]
        for sig in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            os.kill(pid, sig)
        self.assertEqual(privseps(self.folder), [pid])

    def test_is_lost(self) -> None:
        """It is said at once, and why each renewal is not kept, which is
        served all the same."""
        server = self.serving(self.acme_server(self.ca(VALIDITY_S)))
        first = self.issued(server)[0].serial
        pid = privseps(self.folder)[0]
        os.kill(pid, signal.SIGKILL)
        line = server.process.wait_line(rf"process {pid} {LOST} has ended")
        self.assertIn("restart the server", line)
        self.assertNotEqual(self.issued(server, 2)[0].serial, first)
        line = server.process.wait_line(
            rf"the privileged process {pid} {LOST} \(start the server again\)")
        self.assertIn("it has ended", line)
        self.assertEqual(server.process.count("has ended: certificates"), 1)


class LwswsRootless(RenewingCase):
    def test_renews(self) -> None:
        """The page's JSON, and the two lines of its last section."""
        server = self.lwsws(self.ca(VALIDITY_S))
        server.make_folder()
        self.serving(server)
        self.renewed_serial(server, 1)
        second = self.renewed_serial(server, 2)
        self.assert_next(server)
        self.assertFalse(server.cert_path.exists())
        self.stopped(server)
        self.start(server)
        server.process.wait_listening(server.port)
        self.assertEqual(int(self.chain(server)[0].serial, 16), second)
        self.assert_in_place(server, second)
        self.renewed_serial(server, 1)
        self.assert_next(server)


class LwswsRootlessReload(RenewingCase):
    def test_one_of_two_children_renews(self) -> None:
        """Each of them has its privsep, and both serve what one of them got."""
        server = self.lwsws(self.ca(VALIDITY_S))
        server.make_folder()
        assert_one_renews(self, self.serving(server))
        self.assertEqual(len(privseps(self.folder)), 2)
        self.assertEqual(server.process.count(LOST), 0)
        # What the old one took it put in its place; the next may wait again,
        # and come between two looks.
        self.wait_for(lambda: matches(*(
            upd(path) if upd(path).exists() else path
            for path in (server.cert_path, server.key_path))))
