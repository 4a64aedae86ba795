# SPDX-License-Identifier: MIT
"""A tutorial, followed as its reader does: its files are written, its changes
are made, its commands run, and what they print is what the page says.

    ```sh             commands, run in one shell from the first to the last
    ```text           what the commands before it print; where it has "error:",
                      they fail, else they succeed
    ```diff           a change of files, for `git apply`
    ```(any other)    a file; its name is the last `code` of the text before it
    | forgotten |     a table of what is taken out, for a moment: a file, a line
                      or a function of it, and what the last `code` of the text
                      before the table prints then, which fails

In what is printed, … stands for a part of a line, and a line of it for lines.
"""
from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path
from typing import Callable, Iterator, NamedTuple, Optional, Tuple

TOP = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$|^\| (forgotten) .*\n((?:\|.*\n)+)",
                   re.M | re.S)
ROW = re.compile(r"^\| `([^`|]+)`: `([^`|]+)` \| `([^`]+)` \|$", re.M)
CODE = re.compile(r"`([^`\n]+)`")
MARK = "\x1e"  # ends what a block of commands prints
MINUTES = 5    # that a block of commands may take
SKIPPED = 77   # ctest's SKIP_RETURN_CODE


class Block(NamedTuple):
    kind: str
    text: str
    line: int
    name: str  # the last code before it


def blocks(page: str) -> Iterator[Block]:
    before = 0
    for found in BLOCK.finditer(page):
        codes = CODE.findall(page[before:found.start()])
        line = page.count("\n", 0, found.start()) + 1
        yield Block(found[1] or found[3], found[2] or found[4] or "", line,
                    codes[-1] if codes else "")
        before = found.end()


def pattern(expected: str) -> str:
    """What is printed matches it as a whole."""
    lines = (r"(?:.*\n)*?" if line == "…" else
             "[^\n]*".join(map(re.escape, line.split("…"))) + r"\n"
             for line in expected.splitlines())
    return "".join(lines)


class Shell:
    """The reader's terminal, and all that runs in it."""

    def __init__(self, home: Path, folder: Path) -> None:
        self.script = home / ".block"
        self.process = subprocess.Popen(
            ["sh"], cwd=folder, text=True, start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8",
                 "PYTHONDONTWRITEBYTECODE": "1"})

    def run(self, commands: str) -> Tuple[str, int]:
        """What they print, and the status of the last one."""
        self.script.write_text(commands)
        self.process.stdin.write(f". {self.script} < /dev/null\n"
                                 f"printf '{MARK}%d\\n' $?\n")
        self.process.stdin.flush()
        patience = threading.Timer(MINUTES * 60, self.end)
        patience.start()
        printed = ""
        while MARK not in printed:
            line = self.process.stdout.readline()
            if not line:
                raise AssertionError(f"no end of:\n{commands}{printed}")
            printed += line
        patience.cancel()
        printed, _, status = printed.partition(MARK)
        return printed, int(status)

    def end(self) -> None:
        """Nothing that the reader started is left."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)

    def close(self) -> None:
        self.end()
        self.process.communicate()


class Reader:
    """Of one page, with a home of their own."""

    def __init__(self, page: str, folder: Path = TOP) -> None:
        self.path = TOP / "docs/tutorials" / page
        self.page = self.path.read_text()
        self.home = tempfile.TemporaryDirectory(prefix="lws-acme-tutorial-")
        self.shell = Shell(Path(self.home.name), folder)

    def close(self) -> None:
        self.shell.close()
        self.home.cleanup()

    def folder(self) -> Path:
        """Where the reader is."""
        return Path(self.shell.run("pwd\n")[0].strip())

    def follow(self) -> None:
        steps = [*blocks(self.page)]
        for block, after in zip(steps, [*steps[1:], None]):
            try:
                self.do(block, after)
            except AssertionError as fault:
                raise AssertionError(f"{self.path}:{block.line}: {fault}")

    def do(self, block: Block, after: Optional[Block]) -> None:
        if block.kind == "sh":
            said = after.text if after and after.kind == "text" else None
            self.command(block.text, said)
        elif block.kind == "diff":
            self.change(block.text)
        elif block.kind == "forgotten":
            self.forget(block)
        elif block.kind != "text":
            (self.folder() / block.name).write_text(block.text)

    def command(self, text: str, expected: Optional[str]) -> None:
        printed, status = self.shell.run(text)
        fails = expected is not None and "error:" in expected
        if (status != 0) != fails:
            raise AssertionError(f"exit status {status}\n{printed}")
        if expected is not None and \
                not re.fullmatch(pattern(expected), printed):
            raise AssertionError(f"expected:\n{expected}printed:\n{printed}")

    def change(self, diff: str) -> None:
        path = Path(self.home.name, ".diff")
        path.write_text(diff)
        printed, status = self.shell.run(f"git apply -p0 {path}\n")
        if status:
            raise AssertionError(printed)

    def forget(self, table: Block) -> None:
        rows = ROW.findall(table.text)
        if not rows:
            raise AssertionError("no row of what may be forgotten")
        for name, part, told in rows:
            path = self.folder() / name
            whole = path.read_text()
            path.write_text(without(whole, part))
            printed, status = self.shell.run(table.name + "\n")
            path.write_text(whole)
            if not status or told not in printed:
                raise AssertionError(f"{name} without {part}: exit status "
                                     f"{status}\n{printed}")


def without(text: str, part: str) -> str:
    """Without the function `NAME()`, or without the line that has the part."""
    if part.endswith("()"):
        found = re.findall(rf"^[^\n/]*\n{re.escape(part[:-1])}.*?^}}\n", text,
                           re.M | re.S)
    else:
        found = [line for line in text.splitlines(True) if part in line]
    if len(found) != 1:
        raise AssertionError(f"{part} stands {len(found)} times, not once")
    return text.replace(found[0], "")


def work_in_a_copy() -> None:
    """For this process and its children: what they change is kept in memory,
    behind /mnt, and the tree stays as it is."""
    over = "lowerdir={0},upperdir=/mnt/upper,workdir=/mnt/work".format(TOP)
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/mnt"], check=True)
    for name in ("upper", "work"):
        os.mkdir(f"/mnt/{name}")
    subprocess.run(["mount", "-t", "overlay", "overlay", "-o", over, str(TOP)],
                   check=True)


def main(prepare: Callable[[], None] = lambda: None) -> None:
    """Of each file of tests here: in_namespace has made the namespace."""
    if "ACME_REAL_PORTS" not in os.environ:
        print("no network namespace is permitted here, with free ports")
        sys.exit(SKIPPED)
    prepare()
    unittest.main(verbosity=2)
