# SPDX-License-Identifier: MIT
"""The server gave up root, and was taken over then: what can be had of root's?

A thread that is preloaded into it speaks to the keeper of files
(taken_over.c), as the server's user.
"""
import os
import pwd
import shutil
from pathlib import Path
from typing import Dict, List, Tuple

from harness.rootless import USER, RootlessCase
from rig.server import Server

GET, PUT, TRY = range(3)
ACCOUNT_KEY, PAIR, NEW_KEY, STATE = range(4)
STATE_TEXT = '{"version":1,"failures":0,"not-before":0}'
CRONTAB = "* * * * * root reboot"
SECRET = "root:$6$what-root-alone-may-read"
REFUSED = "keeps the files as root refused a request"


def snapshot(folder: Path) -> Dict[str, Tuple[int, bytes]]:
    """Each file of the folder, links not followed; what is a lock's is not
    looked at."""
    return {str(path.relative_to(folder)):
            (path.lstat().st_mode, os.readlink(path).encode()
             if path.is_symlink() else path.read_bytes())
            for path in folder.rglob("*")
            if path.is_symlink() or path.is_file()}


class TakenOver(RootlessCase):
    def setUp(self) -> None:
        super().setUp()
        self.pipe = self.folder / "commands"
        os.mkfifo(self.pipe)
        self.pipe.chmod(0o644)
        self.keys.mkdir(mode=0o700)
        self.secret = self.folder / "secret"
        self.secret.write_text(SECRET)
        self.secret.chmod(0o600)

    def taken(self, server: Server) -> Server:
        server._wrapper = ("env", f"LD_PRELOAD={os.environ['ACME_TAKEN']}",
                           f"ACME_TAKEN_OVER={self.pipe}")
        return self.serving(server)

    def rests(self) -> Server:
        """It has a certificate, and has written all that it writes."""
        server = self.taken(self.acme_server(self.ca()))
        self.issued(server)
        self.wait_for(lambda: bool(self.tags()))
        # What it writes down last is that it was issued, and not pending.
        self.wait_for(lambda: '"certificate"' in self.state().read_text())
        return server

    def state(self) -> Path:
        return next(self.keys.glob("account.jwk.*.state"))

    def tags(self) -> List[str]:
        return [path.name.split(".")[2]
                for path in self.keys.glob("account.jwk.*.state")]

    def speak(self, server: Server, *commands: str) -> List[str]:
        """The answers."""
        before = server.process.count("taken over: ")
        with self.pipe.open("w") as to:
            to.write("".join(f"{command}\n" for command in commands))
        self.wait_for(lambda: server.process.count("taken over: ") ==
                      before + len(commands))
        return [line for line in server.process.settle()
                if "taken over: " in line][before:]

    def assert_refused(self, server: Server, *commands: str) -> None:
        """All of them, and nothing in the folder is another than before."""
        before = snapshot(self.keys)
        for command, answer in zip(commands, self.speak(server, *commands)):
            self.assertRegex(answer, r"taken over: \S*: [1-9-]", command)
            self.assertTrue(answer.endswith("[]"), (command, answer))
        self.assertEqual(snapshot(self.keys), before)

    def test_records_that_are_none(self) -> None:
        server = self.rests()
        tag = self.tags()[0]
        self.assert_refused(
            server, *(f"{PUT} {STATE} 0 {n:016x} {STATE_TEXT}"
                      for n in range(200)))
        server.process.wait_line(f"{REFUSED}: .*the state is not of")
        self.assert_refused(
            server,
            f"{GET} {STATE} 0 0123456789abcdef ",
            f"{PUT} {STATE} 0 ../../../secret {STATE_TEXT}",
            f"{PUT} {STATE} 0 {tag} {CRONTAB}",
            f"{PUT} {STATE} 0 {tag} @70000",
            f"{PUT} {STATE} 0 {tag} @300000",
            f"{PUT} {ACCOUNT_KEY} 0 - {CRONTAB}",
            f"{PUT} {NEW_KEY} 0 - {CRONTAB}",
            f"{PUT} {PAIR} 0 - {CRONTAB}",
            f"{GET} {PAIR} 7 - ",
            f"{GET} {PAIR} -1 - ",
            f"{GET} 9 0 - ", "9 0 0 - ", "raw 1", "raw 20000")
        self.assertLess(server.process.count(REFUSED), 20)
        # It goes on for the server, with what is its own.
        answer, = self.speak(server, f"{GET} {STATE} 0 {tag} ")
        self.assertIn('0  [{"version":1', answer)

    def test_folder_that_was_moved(self) -> None:
        """Where root opened it at the start, it is, whatever its path leads to
        since; and nothing in it is followed."""
        server = self.rests()
        tag = self.tags()[0]
        was = self.folder / "was"
        self.keys.rename(was)
        self.keys.mkdir(mode=0o700)
        name = f"account.jwk.{tag}.state"
        for link in (name, "account.jwk"):
            (self.keys / link).symlink_to(self.secret)
        answers = self.speak(server, f"{GET} {STATE} 0 {tag} ",
                             f"{PUT} {STATE} 0 {tag} {STATE_TEXT}",
                             f"{GET} {ACCOUNT_KEY} 0 - ")
        self.assertNotIn(SECRET, "".join(answers))
        self.assertEqual((was / name).read_text(), STATE_TEXT)
        self.assertEqual(self.secret.read_text(), SECRET)
        (was / name).unlink()
        (was / name).symlink_to(self.secret)
        answer, = self.speak(server, f"{GET} {STATE} 0 {tag} ")
        self.assertNotIn(SECRET, answer)
        self.assertEqual(self.secret.read_text(), SECRET)

    def test_folder_above_is_the_users(self) -> None:
        """It is found at the start, before there is anything to take over."""
        above = self.folder / "above"
        above.mkdir(mode=0o755)
        os.chown(above, pwd.getpwnam(USER).pw_uid, 0)
        shutil.move(self.keys, above / "keys")
        self.keys = above / "keys"
        server = self.acme_server(self.ca())
        for option in ("auth-path", "cert-path", "key-path"):
            server.options[option] = str(
                self.keys / Path(server.options[option]).name)
        self.taken(server)
        line = server.process.wait_line("gets no certificate from")
        self.assertIn(str(above), line)
        server.process.wait_listening(server.http_port)
        self.keys.rename(above / "was")
        self.keys.mkdir()
        tag = "0123456789abcdef"
        (self.keys / f"account.jwk.{tag}.state").symlink_to(self.secret)
        answers = self.speak(server, f"{GET} {STATE} 0 {tag} ",
                             f"{PUT} {STATE} 0 {tag} {STATE_TEXT}")
        self.assertNotIn(SECRET, "".join(answers))
        self.assertEqual(self.secret.read_text(), SECRET)
        self.assertEqual(list((above / "was").iterdir()), [])
