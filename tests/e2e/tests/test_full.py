# SPDX-License-Identifier: MIT
"""A disk that is full at each moment of a renewal.

A small file system takes one page more each time, or one file more, so that
each write of a pair is once the one for which there is no room.  The kernel
says no, not a test's library.
"""
import shutil
import subprocess
from pathlib import Path
from typing import List, Tuple

from harness import TOP
from harness.case import program
from harness.mounts import Small, unmount
from harness.pair import assert_pair
from harness.rootless import RootlessCase

DATA = TOP / "tests/data/tls"
OLD = (DATA / "good.pem", DATA / "leaf.key")
NEW = (DATA / "renewed.pem", DATA / "renewed.key")
STEPS_MAX = 64
NO_ROOM = ": No space left on device"


def text_of(pair: Tuple[Path, Path]) -> List[str]:
    return [path.read_text() for path in pair]


class Full(RootlessCase):
    def setUp(self) -> None:
        super().setUp()
        self.keys.mkdir(mode=0o700)
        self.small = Small(self.keys)
        self.addCleanup(unmount, self.keys)
        self.files = self.keys / "cert.pem", self.keys / "key.pem"

    def begin(self, with_old: bool) -> None:
        """As if it were new, with a pair or without."""
        self.small.is_roomy()
        self.small.empty()
        if with_old:
            for path, of in zip(self.files, OLD):
                shutil.copy(of, path)

    def commit(self) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [str(program("ACME_STORE_STEPS")), "live",
             *map(str, (*self.files, *NEW))], text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def assert_whole(self, with_old: bool) -> None:
        """The old pair, or the new one where its last steps found no room.
        Of no pair, links may be left that lead nowhere: a server starts with
        them (test_power)."""
        if not with_old and not any(path.exists() for path in self.files):
            return
        assert_pair(*self.files)
        self.assertIn(text_of(self.files), [text_of(NEW), text_of(OLD)])

    def fails_with(self, with_old: bool, of: str, n: int) -> bool:
        """Were these too few?  What it says, what it leaves, and the next
        try, when there is room."""
        self.begin(with_old)
        self.small.leaves(**{of: n})
        run = self.commit()
        self.assertIn(run.returncode, (0, 1), run.stdout)
        self.assert_whole(with_old)
        if run.returncode:
            self.assertRegex(run.stdout, f"{self.keys}/.*{NO_ROOM}")
        self.small.is_roomy()
        self.assertEqual(self.commit().returncode, 0)
        self.assertEqual(text_of(self.files), text_of(NEW))
        assert_pair(*self.files)
        left = [each.name for each in self.keys.iterdir()
                if each.name.endswith((".tmp", ".bak"))]
        self.assertEqual(left, [])
        return run.returncode != 0

    def each_room(self, of: str, at_least: int) -> None:
        for with_old in (True, False):
            failed = 0
            for n in range(STEPS_MAX):
                if not self.fails_with(with_old, of, n):
                    break
                failed += 1
            else:
                self.fail(f"{STEPS_MAX} {of} are not enough for a pair")
            print(f"{of}: {failed} times too few", flush=True)
            self.assertGreaterEqual(failed, at_least)

    def test_each_page(self) -> None:
        self.each_room("pages", 2)

    def test_each_file(self) -> None:
        self.each_room("files", 3)
