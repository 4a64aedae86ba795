# SPDX-License-Identifier: MIT
"""What another user of the machine can do by what he may open, or has: he leads
root to no other file, and holds nobody up."""
import fcntl
import os
import pwd
import signal
import subprocess
from pathlib import Path
from typing import Callable, List

from harness.case import NAME, PATIENCE_S, program
from harness.rootless import USER, RootlessCase
from rig.server import ISSUED, Server
from test_own_certificates import OTHER, OwnCertificates


def lock_folder(path: Path) -> None:
    fcntl.flock(os.open(path, os.O_RDONLY | os.O_DIRECTORY), fcntl.LOCK_EX)


def lock_file(path: Path) -> None:
    fcntl.lockf(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), fcntl.LOCK_EX)


def lease_file(path: Path) -> None:
    signal.signal(signal.SIGIO, signal.SIG_IGN)
    fcntl.fcntl(os.open(path, os.O_RDWR), fcntl.F_SETLEASE, fcntl.F_WRLCK)


class FoldersCase(RootlessCase):
    def setUp(self) -> None:
        super().setUp()
        self.uid = pwd.getpwnam(USER).pw_uid

    def make(self, path: Path, mode: int = 0o700, uid: int = 0) -> Path:
        path.mkdir()
        path.chmod(mode)
        os.chown(path, uid, uid)
        return path

    def nobody(self, *deeds: Callable[[], None]) -> None:
        """A process of nobody's that has done these, and lives on."""
        done, tell = os.pipe()
        pid = os.fork()
        if not pid:
            try:
                os.setgid(self.uid)
                os.setuid(self.uid)
                for deed in deeds:
                    deed()
                os.write(tell, b"done")
                signal.pause()
            finally:
                os._exit(1)
        self.addCleanup(os.waitpid, pid, 0)
        self.addCleanup(os.kill, pid, signal.SIGKILL)
        os.close(tell)
        self.assertEqual(os.read(done, 4), b"done")
        os.close(done)

    def with_files(self, server: Server, **paths: str) -> Server:
        for option, path in paths.items():
            server.options[option.replace("_", "-")] = path
        return server

    def says_no(self, server: Server, *words: str) -> None:
        server.process.wait_message(
            "gets no certificate from", f'vhost "{NAME}"', *words)
        self.assertEqual(server.ca.requests(), [])


class Ways(FoldersCase):
    def test_is_another_users(self) -> None:
        """Who has a folder above could put another one in its place."""
        above = self.make(self.folder / "users", uid=self.uid)
        keys = self.make(above / "keys")
        server = self.with_files(
            self.acme_server(self.ca()), auth_path=f"{keys}/account.jwk",
            cert_path=f"{keys}/cert.pem", key_path=f"{keys}/key.pem")
        self.ends_with_2(server, 'option "auth-path"',
                         f"the folder {above} (owner {self.uid}:{self.uid}, "
                         "mode 0700) is another user's")
        self.assertEqual(list(keys.iterdir()), [])

    def test_program_that_serves_on(self) -> None:
        """The log says it; a program may have other vhosts."""
        self.make(self.keys, uid=self.uid)
        server = self.serving(self.rootless(self.ca(), dropped=False))
        self.says_no(server, 'option "auth-path"',
                     f"the folder {self.keys} (owner {self.uid}:{self.uid}, "
                     "mode 0700) is another user's")
        server.process.wait_listening(server.port)
        for path in (server.auth_path, server.cert_path, server.key_path):
            self.assertFalse(path.exists(), path)

    def test_others_may_write(self) -> None:
        above = self.make(self.folder / "open", 0o777)
        keys = self.make(above / "keys")
        own = self.make(self.folder / "own")
        server = self.with_files(
            self.acme_server(self.ca()), auth_path=f"{own}/account.jwk",
            cert_path=f"{own}/cert.pem", key_path=f"{keys}/key.pem")
        self.ends_with_2(server, 'option "key-path"',
                         f"the folder {above} (owner 0:0, mode 0777) can be "
                         "changed by others")
        self.assertEqual(list(keys.iterdir()), [])


class Locks(FoldersCase):
    def test_nobody_locks_the_folder(self) -> None:
        """Two vhosts: each has its certificate, as if he had not."""
        self.nobody(lambda: lock_folder(self.folder))
        server = self.serving(OwnCertificates(
            program("ACME_OWN_CERTIFICATES"), self.folder, self.ca(), NAME))
        for name in (NAME, OTHER):
            server.process.wait_line(f"{name}{ISSUED}")

    def test_tenant_holds_his_lock(self) -> None:
        """His pair is bad, and he goes on holding it: root's start does not
        wait for his end (unit.preflight: nor longer than some seconds)."""
        keys = self.make(self.folder / "keys", uid=self.uid)
        files: List[Path] = [keys / "cert.pem", keys / "key.pem"]
        for path in files:
            path.write_text("of no use\n")
            os.chown(path, self.uid, self.uid)
        self.nobody(lambda: lock_folder(keys),
                    lambda: lock_file(keys / "key.pem.lock"))
        server = self.serving(self.rootless(self.ca()))
        server.process.wait_listening(server.port)
        server.process.wait_line("key.pem.lock is locked: another process is "
                                 "at work on this pair")
        for path in files:
            self.assertEqual(Path(f"{path}.bad").read_text(), "of no use\n")

    def test_tenants_pipe(self) -> None:
        """Who opens it waits for a writer; lws does, at the start."""
        keys = self.make(self.folder / "keys", uid=self.uid)
        pipes = [keys / "cert.pem", keys / "key.pem.upd"]
        for path in pipes:
            os.mkfifo(path, 0o600)
        server = self.serving(self.rootless(self.ca()))
        server.process.wait_listening(server.port)
        for path in pipes:
            self.assertTrue(Path(f"{path}.bad").is_fifo())
        self.issued(server)

    def test_tenants_lease(self) -> None:
        """Who opens the file waits until he gives it up, or 45 s."""
        keys = self.make(self.folder / "keys", uid=self.uid)
        path = keys / "key.pem"
        path.write_text("of no use\n")
        os.chown(path, self.uid, self.uid)
        self.nobody(lambda: lease_file(path))
        server = self.serving(self.rootless(self.ca()))
        server.process.wait_listening(server.port)
        server.process.wait_message("key.pem moved to")
        self.issued(server)

    def test_pipe_that_stays(self) -> None:
        """Where nothing may be moved, the start ends, and says why."""
        self.make(self.keys, mode=0o777)
        os.mkfifo(self.keys / "cert.pem", 0o600)
        server = self.rootless(self.ca())
        run = subprocess.run(server.command(), cwd=self.folder, text=True,
                             stdin=subprocess.DEVNULL, timeout=PATIENCE_S,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertNotEqual(run.returncode, 0)
        self.assertIn("lws would block for ever opening keys/cert.pem",
                      run.stdout)


class Spellings(FoldersCase):
    def test_one_file(self) -> None:
        """Nothing is written, and the log names both options."""
        keys = self.make(self.folder / "keys")
        (self.folder / "linked").symlink_to("keys")
        cert, hard = keys / "cert.pem", keys / "hard.pem"
        cert.write_text("what is there\n")
        os.link(cert, hard)
        ca = self.ca()
        for option, other in (("key_path", f"{self.folder}/linked/./cert.pem"),
                              ("key_path", "keys/cert.pem"),
                              ("key_path", str(hard)),
                              ("auth_path", f"{keys}//cert.pem"),
                              ("auth_path", f"{cert}.upd")):
            with self.subTest(other=other):
                server = self.with_files(self.acme_server(ca, False),
                                         **{option: other})
                self.ends_with_2(server, option.replace("_", "-"), "cert-path")
        self.assertEqual(cert.read_text(), "what is there\n")
        self.assertEqual(sorted(keys.iterdir()), [cert, hard])
