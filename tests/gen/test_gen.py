#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests of gen/flowc: what it refuses, accepts and writes.

  test_gen.py [PART...]     run all parts, or these
  test_gen.py --update      write the expected texts anew; read the diff!

bad/NAME.flow is refused, or warned of, with the text of bad/NAME.err; a table there without
.err, and all of good/, are accepted; golden/NAME.flow gives what stands in
golden/NAME.flow.h.golden and .c.golden, and a second reader finds the table's lines in it.  Each check of the compiler has a bad table of its name, and a good
one: the near-miss.
"""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import subprocess
import sys
import tempfile
import unittest
from unittest import mock
from pathlib import Path
from typing import Dict, List, Tuple, Type

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FLOWC = ROOT / "gen" / "flowc"
sys.path.insert(0, str(ROOT / "gen"))
sys.dont_write_bytecode = True

from flow import emit_svg, source  # noqa: E402
from flow.checks import CHECKS, EARLY  # noqa: E402
from flow.checks.verbs import ASKING  # noqa: E402
from flow.cli import main as flowc_main  # noqa: E402
from flow.emit_column import column_svg  # noqa: E402
from flow.library import Library  # noqa: E402
from flow.load import load, read_flow  # noqa: E402
from flow.source import Source  # noqa: E402

import second_reader  # noqa: E402


def flowc(*words: object, folder: Path = HERE,
          **environment: str) -> subprocess.CompletedProcess:
    """Run the compiler in `folder`."""
    return subprocess.run(
        [sys.executable, "-B", str(FLOWC), *map(str, words)], cwd=folder,
        capture_output=True, text=True, check=False,
        env={**os.environ, **environment})


def checked(path: Path) -> Tuple[str, int]:
    """What `flowc check` says of the table, and its exit status; without a
    process for each of so many tables."""
    said, before = io.StringIO(), os.getcwd()
    os.chdir(path.parent)  # a message has the path as it was given
    try:
        with contextlib.redirect_stderr(said):
            return_code = flowc_main(["check", path.name])
    finally:
        os.chdir(before)
    return said.getvalue(), return_code


def tables(kind: str) -> List[Path]:
    found = sorted((HERE / kind).glob("*.flow"))
    if not found:
        raise FileNotFoundError(f"{kind} has no flow")
    return found


class Refused(unittest.TestCase):
    """Each bad table, with its exact message."""

    def test_messages(self) -> None:
        for path in tables("bad"):
            with self.subTest(path.name):
                expected = path.with_suffix(".err")
                text = expected.read_text() if expected.exists() else ""
                self.assertEqual(checked(path),
                                 (text, 1 if ": error: " in text else 0))

    def test_nothing_is_written(self) -> None:
        with tempfile.TemporaryDirectory() as out:
            done = flowc("c", "-o", out, "bad/no_timeout.flow")
            self.assertEqual(done.returncode, 1)
            self.assertEqual(os.listdir(out), [])


class Accepted(unittest.TestCase):
    """Each near-miss."""

    def test_silence(self) -> None:
        for path in tables("good"):
            with self.subTest(path.name):
                self.assertEqual(checked(path), ("", 0))


def write_golden(out: str) -> subprocess.CompletedProcess:
    """The C of each feature.  It names its own path, and the table's as it was
    given."""
    done = flowc("c", "-o", out,
                 *(path.relative_to(HERE) for path in tables("golden")))
    for path in Path(out).iterdir():
        path.write_text(path.read_text().replace(out, "OUT"))
    return done


class Golden(unittest.TestCase):
    """The C of each feature, byte for byte."""

    maxDiff = None

    def test_output(self) -> None:
        with tempfile.TemporaryDirectory() as out:
            done = write_golden(out)
            self.assertEqual((done.stderr, done.returncode), ("", 0))
            written = sorted(os.listdir(out))
            expected = sorted((HERE / "golden").glob("*.golden"))
            self.assertEqual(written, [path.stem for path in expected])
            for path in expected:
                with self.subTest(path.stem):
                    self.assertEqual(Path(out, path.stem).read_text(),
                                     path.read_text())

    def test_written_only_on_change(self) -> None:
        with tempfile.TemporaryDirectory() as out:
            flowc("c", "-o", out, "golden/lines.flow")
            path = Path(out, "lines.flow.c")
            os.utime(path, (1, 1))
            flowc("c", "-o", out, "golden/lines.flow")
            self.assertEqual(path.stat().st_mtime, 1)


class Reader(unittest.TestCase):
    """Whoever reads the table by himself finds its lines in the C."""

    def test_golden(self) -> None:
        for path in tables("golden"):
            with self.subTest(path.name):
                code = path.with_suffix(".flow.c.golden").read_text()
                self.assertEqual(second_reader.faults(path.read_text(), code),
                                 [])

    def test_flows(self) -> None:
        paths = sorted((ROOT / "statemachine").glob("*.flow"))
        self.assertGreater(len(paths), 10)
        with tempfile.TemporaryDirectory() as out:
            flowc("c", "-o", out, *paths)
            for path in paths:
                with self.subTest(path.name):
                    code = Path(out, f"{path.name}.c").read_text()
                    self.assertEqual(
                        second_reader.faults(path.read_text(), code), [])

    def test_what_is_wrong_is_seen(self) -> None:
        """A number of the C is changed, as a fault of the compiler would."""
        for name, right, wrong, told in (
                ("guards", "{ 5, 2, 4 }", "{ 5, 1, 4 }", "leads to A"),
                ("guards", "{ 7, 2, 0 }", "{ 0, 2, 0 }", "has a guard"),
                ("guards", "{ 1, 1, 1 }", "{ 1, 1, 0 }", "does []"),
                ("guards", "\t4, 0, /* 4:", "\t3, 0, /* 4:", "does ['use']"),
                ("parents", "{ 4, 8 }", "{ 4, 7 }", "is for ['IN']"),
                ("parents", "{ 5, 9 }", "{ 5, 0 }", "line 15: has no row"),
                ("parents", "{ 5, 2 }", "{ 5, 7 }", "is of B")):
            with self.subTest(wrong):
                flow = HERE / "golden" / f"{name}.flow"
                code = flow.with_suffix(".flow.c.golden").read_text()
                self.assertEqual(code.count(right), 1)
                found = second_reader.faults(flow.read_text(),
                                             code.replace(right, wrong))
                self.assertIn(told, "\n".join(found))


class Compiles(unittest.TestCase):
    """The golden C, and the largest table, without a warning."""

    def compile(self, path: Path) -> None:
        for trace in ("0", "1", "2"):
            command = [os.environ.get("CC", "cc"), "-std=c11", "-Werror",
                       *shlex.split(os.environ.get("CFLAGS", "-Wall")),
                       f"-DSM_TRACE={trace}", "-I", str(ROOT / "include"),
                       "-I", str(HERE / "golden"),
                       "-fsyntax-only", str(path)]
            done = subprocess.run(command, capture_output=True, text=True,
                                  check=False)
            self.assertEqual((done.stderr, done.returncode), ("", 0))

    def test_output(self) -> None:
        with tempfile.TemporaryDirectory() as out:
            flowc("c", "-o", out, *tables("golden"), "good/too_many.flow")
            for path in sorted(Path(out).glob("*.c")):
                with self.subTest(path.name):
                    self.compile(path)


class Registry(unittest.TestCase):
    """No check without its tables."""

    def test_every_check_has_its_tables(self) -> None:
        for name in [*CHECKS, *EARLY]:
            with self.subTest(name):
                self.assertTrue((HERE / "bad" / f"{name}.err").exists())
                self.assertTrue((HERE / "good" / f"{name}.flow").exists())

    def test_every_message_has_its_flow(self) -> None:
        for path in (HERE / "bad").glob("*.err"):
            self.assertTrue(path.with_suffix(".flow").exists(), path)

    def test_each_check_reports_in_its_own_table(self) -> None:
        """Without the check, its bad table would be told less."""
        for name, check in CHECKS.items():
            with self.subTest(name):
                CHECKS[name] = lambda flow, errors: None
                try:
                    self.assertLess(self.errors(name), 0)
                finally:
                    CHECKS[name] = check

    def errors(self, name: str) -> int:
        """How many errors more than expected its bad table has."""
        path = HERE / "bad" / f"{name}.flow"
        errors = read_flow(str(path), Library())[1]
        text = path.with_suffix(".err").read_text()
        expected = text.count(": error: ") + text.count(": warning: ")
        return len(errors.found) - expected


class CommandLine(unittest.TestCase):
    """Exit statuses, and words for a person."""

    def check(self, words: List[str], status: int, text: str) -> None:
        done = flowc(*words)
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertIn(text, done.stdout + done.stderr)

    def test_help(self) -> None:
        self.check(["--help"], 0, "flowc check FILE...")

    def test_usage(self) -> None:
        self.check([], 2, "flowc --help")
        self.check(["compile", "x.flow"], 2, "unknown command 'compile'")
        self.check(["check"], 2, "which files?")
        self.check(["check", "--all"], 2, "unknown option '--all'")
        self.check(["c", "golden/lines.flow"], 2, "-o FOLDER")
        self.check(["check", "golden/shared.events"], 1, "has no flow")

    def test_files(self) -> None:
        self.check(["check", "golden/none.flow"], 1, "golden/none.flow")

    def test_a_missing_file_does_not_hide_the_next(self) -> None:
        done = flowc("check", "none.flow", "bad/trap.flow")
        self.assertIn("flowc: none.flow: No such file", done.stderr)
        self.assertIn("bad/trap.flow:12:7: error:", done.stderr)

    def test_what_two_flows_include_is_told_once(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "some.events").write_text("events user go\n")
            for name in ("one", "two"):
                Path(folder, f"{name}.flow").write_text(
                    f'include "some.events"\nflow {name}\n')
            done = flowc("check", "one.flow", "two.flow", folder=folder)
        self.assertEqual(done.stderr.count("some.events:1:13: error:"), 1)
        self.assertIn("two.flow:2:6: error:", done.stderr)

    def test_one_bad_file_does_not_hide_the_next(self) -> None:
        done = flowc("check", "bad/trap.flow", "bad/no_timeout.flow")
        self.assertIn("bad/trap.flow:12:7: error:", done.stderr)
        self.assertIn("bad/no_timeout.flow:8:7: error:", done.stderr)

    def test_missing_dot(self) -> None:
        with tempfile.TemporaryDirectory() as out:
            done = flowc("svg", "-o", out, "golden/lines.flow", PATH=out)
            self.assertEqual(done.returncode, 1)
            self.assertIn("Graphviz", done.stderr)
            self.assertEqual(os.listdir(out), [])


class Flows(unittest.TestCase):
    """The flows of the project, and of its tests in C, are accepted."""

    def test_each_is_read_once(self) -> None:
        """Also by those that run it, and beside it."""
        read: List[str] = []
        library = Library()

        def read_source(path: str) -> Source:
            read.append(path)
            return source.read_source(path)
        with mock.patch("flow.library.read_source", read_source):
            for path in sorted((ROOT / "statemachine").glob("*.flow")):
                load(str(path), library)
        flows = [path for path in read if path.endswith(".flow")]
        self.assertGreater(len(flows), 10)
        self.assertEqual(sorted(set(flows)), sorted(flows))

    def test_silence(self) -> None:
        paths = sorted((ROOT / "statemachine").glob("*.flow"))
        self.assertTrue(paths)
        paths += [path for path in sorted((ROOT / "tests").rglob("*.flow"))
                  if HERE not in path.parents]
        done = flowc("check", *paths)
        self.assertEqual((done.stderr, done.returncode), ("", 0))


    def test_verbs_that_ask(self) -> None:
        """Whatever raises something begins with a verb that asks.  An end or
        an offer is answered only if somebody has use for it."""
        verbs = {name.split("_")[0]: name
                 for path in (ROOT / "statemachine").glob("*.flow")
                 for name, action in load(str(path), Library()).actions.items()
                 if action.raises}
        self.assertEqual(sorted({*verbs} - {*ASKING}), ["end", "offer"])


class Docs(unittest.TestCase):
    """The pages and pictures of docs/flows are those of the tables."""

    maxDiff = None
    paths = sorted((ROOT / "statemachine").glob("*.flow"))
    kept = ROOT / "docs" / "flows"
    help = "run: gen/flowc docs -o docs/flows statemachine/*.flow && " \
        "gen/flowc svg -o docs/flows statemachine/*.flow"

    def test_pages(self) -> None:
        with tempfile.TemporaryDirectory() as out:
            done = flowc("docs", "-o", out, *self.paths)
            self.assertEqual((done.stderr, done.returncode), ("", 0))
            for path in sorted(Path(out).iterdir()):
                self.assertEqual(path.read_text(),
                                 (self.kept / path.name).read_text(), self.help)
            self.assertEqual(sorted(os.listdir(out)), sorted(
                p.name for p in self.kept.glob("*.md")))

    def test_pictures(self) -> None:
        """That of Graphviz, whose versions differ, by the hash of what it
        was given."""
        for path in self.paths:
            flow = load(str(path), Library())
            text = (self.kept / f"{flow.name}.svg").read_text()
            self.assertIn(emit_svg.mark(emit_svg.dot_text(flow)), text,
                          self.help)
            for name, is_whole in (("events", False), ("all", True)):
                self.assertEqual(
                    (self.kept / f"{flow.name}-{name}.svg").read_text(),
                    column_svg(flow, is_whole), self.help)

    def test_no_picture_is_left(self) -> None:
        self.assertEqual(
            sorted(path.name for path in self.kept.glob("*.svg")),
            sorted(f"{path.stem}{level}.svg" for path in self.paths
                   for level in ("", "-events", "-all")))


PARTS = {"refused": Refused, "accepted": Accepted, "golden": Golden,
         "reader": Reader, "compiles": Compiles, "registry": Registry,
         "command_line": CommandLine, "flows": Flows, "docs": Docs}


def update() -> None:
    """Write the expected texts anew."""
    for path in tables("bad"):
        text = flowc("check", path.name, folder=path.parent).stderr
        if text:
            path.with_suffix(".err").write_text(text)
    with tempfile.TemporaryDirectory() as out:
        write_golden(out)
        for path in Path(out).iterdir():
            (HERE / "golden" / f"{path.name}.golden").write_text(
                path.read_text())


def run_parts(words: List[str], parts: Dict[str, Type[unittest.TestCase]],
              usage: str) -> int:
    """All parts, or those that are named."""
    if any(word not in parts for word in words):
        print(usage)
        return 2
    suite = unittest.TestSuite(
        unittest.defaultTestLoader.loadTestsFromTestCase(parts[word])
        for word in words or parts)
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    return 0 if result.wasSuccessful() else 1


def main(words: List[str]) -> int:
    if words == ["--update"]:
        update()
        return 0
    return run_parts(words, PARTS, __doc__)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
