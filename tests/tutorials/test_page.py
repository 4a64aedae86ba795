#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A page that is wrong is seen to be wrong."""
import os
import select
import tempfile
import unittest
from pathlib import Path

from page import Reader, main

HELLO = "Put this into `hello.py`:\n\n```python\nimport sys\nsys.exit('hi')\n```\n"


def commands(text: str, printed: str = "") -> str:
    shown = f"\n```text\n{printed}\n```\n" if printed else ""
    return f"```sh\n{text}\n```\n{shown}"


def forgotten(part: str, told: str) -> str:
    return ("Try `python3 hello.py`\n\n| forgotten | told |\n|---|---|\n"
            f"| `hello.py`: `{part}` | `{told}` |\n")


def ends(pid: int) -> bool:
    """It was killed, which takes a moment; a zombie has ended."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([process], [], [], 60)[0])
    finally:
        os.close(process)


class Pages(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="lws-acme-page-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def follow(self, page: str) -> None:
        path = self.folder / "page.md"
        path.write_text(page)
        reader = Reader(str(path), self.folder)
        try:
            reader.follow()
        finally:
            reader.close()

    def wrong(self, page: str, why: str) -> None:
        with self.assertRaisesRegex(AssertionError, why):
            self.follow(page)

    def test_what_is_printed(self) -> None:
        self.follow(commands("echo a; echo took 3 s", "a\ntook … s"))
        self.follow(commands("echo a; echo b; echo c", "a\n…\nc"))
        self.wrong(commands("echo a", "b"), r":1: expected:\nb\nprinted:\na")
        self.wrong(commands("echo a; echo b", "a"), "printed:\na\nb")

    def test_exit_status(self) -> None:
        self.wrong(commands("false"), "exit status 1")
        self.follow(commands("echo error: no; false", "error: no"))
        self.wrong(commands("echo error: no", "error: no"), "exit status 0")

    def test_one_shell(self) -> None:
        self.follow(commands("cd /; a=5") + commands("echo $a $PWD", "5 /"))

    def test_changes(self) -> None:
        diff = "--- hello.py\n+++ hello.py\n@@ -1,2 +1,2 @@\n import sys\n" \
            "-sys.exit('{}')\n+sys.exit(0)\n"
        self.follow(HELLO + f"```diff\n{diff.format('hi')}```\n" +
                    commands("python3 hello.py"))
        self.wrong(HELLO + f"```diff\n{diff.format('no')}```\n", "not apply")

    def test_forgotten(self) -> None:
        told = "'sys' is not defined"
        self.follow(HELLO + forgotten("import sys", told))
        self.wrong(HELLO + forgotten("import sys", "import it"),
                   "without import sys: exit status 1")
        self.wrong(HELLO + forgotten("sys", told), "2 times, not once")
        self.wrong(HELLO + forgotten("sys.exit", told), "exit status 0")

    def test_nothing_is_left(self) -> None:
        self.follow(commands("sleep 1000 &\necho $! > pid"))
        self.assertTrue(ends(int((self.folder / "pid").read_text())))


if __name__ == "__main__":
    main()
