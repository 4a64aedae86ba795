#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""docs/tutorials/first-flow.md, followed as it is written."""
import contextlib
import io
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Tuple

from page import TOP, Reader, blocks, main

sys.path.insert(0, str(TOP / "gen"))

from flow.cli import main as flowc  # noqa: E402

PAGE = "first-flow.md"
# A comment; and a line that is needed once a state leads to TRY itself.
NOT_NEEDED = ("# Takes a lock", "  start CONNECTING\n  exit ")


def checked(table: str) -> Tuple[int, str]:
    """The exit status of flowc, and what it says."""
    said = io.StringIO()
    with tempfile.TemporaryDirectory() as folder, \
            contextlib.redirect_stderr(said):
        path = Path(folder, "lock.flow")
        path.write_text(table)
        return flowc(["check", str(path)]), said.getvalue()


class FirstFlow(unittest.TestCase):
    def test_as_it_is_written(self) -> None:
        """And whatever is forgotten, somebody says what to write."""
        reader = Reader(PAGE)
        self.addCleanup(reader.close)
        reader.follow()

    def test_each_line_of_the_table(self) -> None:
        """Whichever is forgotten, flowc says what to write."""
        text = (TOP / "docs/tutorials" / PAGE).read_text()
        table = [b.text for b in blocks(text) if b.kind == "flow"][-1]
        lines = table.splitlines(True)
        for at, line in enumerate(lines):
            rest = "".join(lines[at:])
            if line.strip() and not rest.startswith(NOT_NEEDED):
                with self.subTest(line):
                    status, said = checked("".join(lines[:at] +
                                                   lines[at + 1:]))
                    self.assertEqual(status, 1)
                    self.assertIn("\nhint: ", said)


if __name__ == "__main__":
    main()
