# SPDX-License-Identifier: MIT
"""The server gave up root, and was taken over then: what can be had of root's?

A thread that is preloaded into it speaks to the privsep of files
(taken_over.c), as the server's user.
"""
import itertools
import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Dict, List, Tuple

from harness.case import NAME, program
from harness.pair import make_pair
from harness.rootless import GROUP, USER, RootlessCase
from rig.server import ISSUED, Minimal, Server

OTHER = "shop.example.test"
GET, PUT, TRY = range(3)
ACCOUNT_KEY, PAIR, NEW_KEY, STATE = range(4)
STATE_TEXT = '{"version":1,"failures":0,"not-before":0}'
CRONTAB = "* * * * * root reboot"
SECRET = "root:$6$what-root-alone-may-read"
REFUSED = r"\(lws-acme-priv\) refused a request"


def snapshot(folder: Path) -> Dict[str, Tuple[int, bytes]]:
    """Each file of the folder, links not followed; what is a lock's is not
    looked at."""
    return {str(path.relative_to(folder)):
            (path.lstat().st_mode, os.readlink(path).encode()
             if path.is_symlink() else path.read_bytes())
            for path in folder.rglob("*")
            if path.is_symlink() or path.is_file()}


class OwnCertificates(Minimal):
    """tests/e2e/programs/own_certificates.c, whose files are in the folder that it is
    started in."""

    def command(self) -> List[str]:
        return [*self._wrapper, str(self.program), self.name,
                self.ca.directory, str(self.port), str(self.ca.ca_file), OTHER]


class TakenOverCase(RootlessCase):
    def setUp(self) -> None:
        super().setUp()
        self.n_given = 0
        self.pipe = self.folder / "commands"
        os.mkfifo(self.pipe)
        self.pipe.chmod(0o644)
        self.keys.mkdir(mode=0o700)
        self.secret = self.folder / "secret"
        self.secret.write_text(SECRET)
        self.secret.chmod(0o600)

    def taken(self, server: Server, *more: str) -> Server:
        """Started, with ${more} of env's words."""
        server._wrapper = ("env", *more,
                           f"LD_PRELOAD={os.environ['ACME_TAKEN']}",
                           f"ACME_TAKEN_OVER={self.pipe}")
        return self.serving(server)

    def rests(self) -> Server:
        """It has a certificate, and has written all that it writes."""
        server = self.taken(self.acme_server(self.ca()))
        self.issued(server)
        self.wait_written(1)
        return server

    def wait_written(self, n: int) -> None:
        """What is written last into each of the ${n} states is that the
        certificate was issued, and that no order is under way."""
        self.wait_for(lambda: len(self.tags()) == n and all(
            '"certificate"' in self.state(tag).read_text() and
            '"order"' not in self.state(tag).read_text()
            for tag in self.tags()))

    def state(self, tag: str) -> Path:
        return self.keys / f"account.jwk.{tag}.state"

    def tags(self) -> List[str]:
        return [path.name.split(".")[2]
                for path in self.keys.glob("account.jwk.*.state")]

    def given(self, chain: bytes, key: bytes) -> str:
        """A pair as speak() takes it."""
        self.n_given += 1
        paths = []
        for half, text in (("chain", chain), ("key", key)):
            path = self.folder / f"{half}-{self.n_given}"
            path.write_bytes(text)
            path.chmod(0o644)
            paths.append(f"<{path}")
        return " ".join(paths)

    def made(self) -> Tuple[bytes, bytes]:
        """A pair that matches, and is nobody's, as the plugin writes one."""
        chain, key = make_pair(self.folder)
        return chain, subprocess.run(["openssl", "ec"], input=key, check=True,
                                     stdout=subprocess.PIPE,
                                     stderr=subprocess.PIPE).stdout

    def made_pair(self) -> str:
        return self.given(*self.made())

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


class TakenOver(TakenOverCase):
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

    def test_pair_with_more(self) -> None:
        """A pair that matches is no cover for what root's programs would read
        beside it."""
        server = self.rests()
        chain, key = self.made()
        line = f"{CRONTAB}\n".encode()
        script = b"#!/bin/sh\nreboot\n"
        cases = [
            (line + chain, key), (chain + line, key), (script + chain, key),
            (chain + b"x" * 200000, key), (chain + chain, key),
            (chain + make_pair(self.folder)[0], key),
            (chain + key, key), (chain.replace(b"\n", b"\r\n"), key),
            (chain, line + key), (chain, key + line), (chain, script + key),
            (chain, key + key), (chain, key + chain),
            (chain, make_pair(self.folder)[1])]
        self.assert_refused(server, *(f"{PUT} {PAIR} 0 - {self.given(*case)}"
                                      for case in cases))
        server.process.wait_line(f"{REFUSED}: .*the pair's (key|chain) is not")
        answer, = self.speak(server, f"{PUT} {PAIR} 0 - "
                             f"{self.given(chain, key)}")
        self.assertIn(": 0 ", answer)

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
        """It ends at the start, before there is anything to take over."""
        above = self.folder / "above"
        above.mkdir(mode=0o755)
        os.chown(above, pwd.getpwnam(USER).pw_uid, 0)
        shutil.move(self.keys, above / "keys")
        self.keys = above / "keys"
        server = self.acme_server(self.ca())
        for option in ("auth-path", "cert-path", "key-path"):
            server.options[option] = str(
                self.keys / Path(server.options[option]).name)
        self.ends_with_2(server, str(above))
        self.assertEqual(list(self.keys.iterdir()), [])


class TwoVhosts(TakenOverCase):
    """Each has records of its own, beside those of another server, in a folder of
    root's."""

    THEIRS = "0123456789abcdef"  # another server's, with the same account

    def rests_with_two(self) -> Server:
        server = OwnCertificates(program("ACME_OWN_CERTIFICATES"), self.folder,
                                 self.ca(), NAME)
        self.taken(server, f"--chdir={self.keys}", f"ACME_USER={USER}",
                   f"ACME_GROUP={GROUP}")
        for name in (NAME, OTHER):
            server.process.wait_line(name + ISSUED)
        self.wait_written(2)
        return server

    def test_records_of_the_other(self) -> None:
        """A vhost's number gives that vhost's state, and no tag another's."""
        server = self.rests_with_two()
        mine = self.tags()
        self.state(self.THEIRS).write_text(STATE_TEXT)
        before = snapshot(self.keys)
        cases = list(itertools.product(range(4), [*mine, self.THEIRS]))
        answers = self.speak(server, *(f"{GET} {STATE} {number} {tag} "
                                       for number, tag in cases))
        given = {tag: number for (number, tag), answer in zip(cases, answers)
                 if not answer.endswith("[]")}
        self.assertEqual(sorted(given), sorted(mine))
        self.assertEqual(sorted(given.values()), [0, 1])
        self.assertEqual(sum(not answer.endswith("[]")
                             for answer in answers), 2, answers)
        for number, tag in cases:
            if given.get(tag) != number:
                self.assert_refused(
                    server, f"{PUT} {STATE} {number} {tag} {STATE_TEXT}")
        self.assert_refused(server, *(
            f"{kind} {PAIR} {number} {tag} " for kind in (GET, PUT)
            for number, tag in cases))
        self.assertEqual(snapshot(self.keys), before)
        server.process.wait_line(f"{REFUSED}: .*the state is not of")

    def test_pair_of_the_other(self) -> None:
        """What is put as a vhost's pair changes that vhost's alone."""
        server = self.rests_with_two()
        pair = self.made_pair()
        changed = []
        for number in (0, 1):
            before = snapshot(self.keys)
            answer, = self.speak(server, f"{PUT} {PAIR} {number} - {pair}")
            self.assertIn(": 0 ", answer)
            after = snapshot(self.keys)
            paths = {path for path in {*before, *after}
                     if before.get(path) != after.get(path)}
            names = {name for name in (NAME, OTHER) for path in paths
                     if name in path}
            self.assertEqual(len(names), 1, paths)
            self.assertEqual([path for path in paths
                              if not any(name in path for name in names)], [])
            changed += names
        self.assertEqual(sorted(changed), sorted([NAME, OTHER]))


class OwnPair(TakenOverCase):
    """The pair is in the user's folder, where who has taken the server over makes
    links and renames what it likes; the account is root's."""

    def setUp(self) -> None:
        super().setUp()
        self.own = self.folder / "own"
        self.own.mkdir(mode=0o700)
        self.uid = pwd.getpwnam(USER).pw_uid
        os.chown(self.own, self.uid, pwd.getpwnam(USER).pw_gid)

    def link(self, path: Path, to: Path) -> None:
        """The user's own."""
        path.symlink_to(to)
        os.lchown(path, self.uid, -1)

    def rests_with_own(self) -> Server:
        server = self.acme_server(self.ca())
        for option in ("cert-path", "key-path"):
            path = self.own / Path(server.options[option]).name
            server.options[option] = str(path)
        server.cert_path = Path(server.options["cert-path"])
        server.key_path = Path(server.options["key-path"])
        self.taken(server)
        self.issued(server)
        self.wait_written(1)
        return server

    def asked(self, server: Server) -> None:
        """For the pair, in each way that there is: root has nothing to do with
        it."""
        pair = self.made_pair()
        self.assert_refused(
            server, f"{GET} {PAIR} 0 - ", f"{TRY} {PAIR} 0 - ",
            f"{PUT} {PAIR} 0 - {pair}", f"{GET} {NEW_KEY} 0 - ",
            f"{PUT} {NEW_KEY} 0 - <{self.folder}/key </dev/null")
        self.assertEqual(self.secret.read_text(), SECRET)
        server.process.wait_line(REFUSED)

    def test_files_are_links(self) -> None:
        server = self.rests_with_own()
        for path in (server.cert_path, server.key_path):
            path.unlink()
            self.link(path, self.secret)
        self.asked(server)

    def test_folder_is_a_link(self) -> None:
        server = self.rests_with_own()
        for name in ("cert.pem", "key.pem"):
            (self.keys / name).write_text(SECRET)
        self.own.rename(self.folder / "was")
        self.link(self.own, self.keys)
        self.asked(server)

    def test_files_are_pipes(self) -> None:
        """Nothing waits for who might write into them."""
        server = self.rests_with_own()
        for path in (server.cert_path, server.key_path):
            path.unlink()
            os.mkfifo(path)
            os.chown(path, self.uid, -1)
        self.asked(server)
