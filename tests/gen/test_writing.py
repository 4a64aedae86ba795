#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests of what flowc does for those who write a table: its form, and how
errors are told to other tools.

  test_writing.py [PART...]     run all parts, or these
"""

from __future__ import annotations

import json
import random
import re
import sys
import tempfile
import time
import unittest
from pathlib import Path
from typing import List, Tuple

from test_gen import ROOT, flowc, run_parts, tables

from flow.arguments import COMMANDS  # noqa: E402
from flow.fmt import formatted  # noqa: E402
from flow.lexer import split  # noqa: E402
from flow.source import MOST_BYTES, Errors, Source, read_source  # noqa: E402

SHIPPED = sorted((ROOT / "statemachine").glob("*.flow")) + \
    sorted((ROOT / "statemachine").glob("*.shared"))
ALL = [*SHIPPED, *tables("good"), *tables("golden"),
       *sorted((ROOT / "tests" / "unit").rglob("*.flow"))]
Line = Tuple[List[str], str]  # words and comment


def content(source: Source) -> List[Line]:
    """Of each line."""
    found = []
    for number, line in enumerate(source.lines, 1):
        words = split(source, number, Errors())
        end = words[-1].column - 1 + len(words[-1]) if words else 0
        found.append(([*words], line[end:].strip()))
    return found


def in_spaces(words: List[str], chance: random.Random) -> str:
    """The words with other spaces between them."""
    text = ""
    for word in words:
        tight = not text or word in tuple("])(:") or \
            text[-1] in tuple("[(!:")
        text += " " * chance.randrange(0 if tight and text else 1, 5) + word
    return text.lstrip()


def loosened(source: Source, chance: random.Random) -> str:
    """The same words and comments, with other spaces and empty lines."""
    lines = []
    for line, (words, comment) in zip(source.lines, content(source)):
        indent = " " * chance.randrange(1, 6) if line[:1] == " " else ""
        text = indent + in_spaces(words, chance)
        if comment:
            text += " " * chance.randrange(1 if words else 0, 4) + comment
        lines.append(text + " " * chance.randrange(3))
        lines += [] if line else [""] * chance.randrange(3)
    return "\n".join(lines)


class Fmt(unittest.TestCase):
    """The form of a table: one for all, and only spaces change."""

    maxDiff = None

    def test_words_and_comments_are_kept(self) -> None:
        for path in ALL:
            with self.subTest(path.name):
                before = read_source(str(path))
                after = Source(str(path), formatted(before))
                self.assertEqual(*[
                    [line for line in content(source) if line != ([], "")]
                    for source in (before, after)])

    def test_all_ways_to_write_it_get_one_form(self) -> None:
        for path in ALL:
            source = read_source(str(path))
            form = formatted(source)
            for seed in range(3):
                with self.subTest(path.name, seed=seed):
                    text = loosened(source, random.Random(seed))
                    self.assertNotEqual(text, form)
                    self.assertEqual(formatted(Source(str(path), text)), form)
            self.assertEqual(formatted(Source(str(path), form)), form)

    def test_the_c_is_the_same(self) -> None:
        """Of a shipped flow in other spaces and in its form, to the byte."""
        with tempfile.TemporaryDirectory() as folder:
            flows = [Path(folder, path.name) for path in SHIPPED
                     if path.suffix == ".flow"]
            texts = []
            for form in (str, lambda source: formatted(Source("", source))):
                for path in SHIPPED:
                    text = "\n".join(
                        line.replace("  ", "   ") + " "
                        for line in path.read_text().splitlines())
                    Path(folder, path.name).write_text(form(text))
                done = flowc("c", "-o", folder, *flows)
                self.assertEqual((done.stderr, done.returncode), ("", 0))
                texts.append([Path(folder, f"{path.name}{end}").read_text()
                              for path in flows for end in (".c", ".h")])
        self.assertEqual(*texts)

    def test_check_changes_nothing_and_says_the_command(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "loose.flow")
            path.write_bytes(b"flow   loose\r\n")
            done = flowc("fmt", "--check", path)
            self.assertEqual((done.stdout, done.returncode), (
                f"{path} has another form; run: flowc fmt {path}\n", 1))
            self.assertEqual(path.read_bytes(), b"flow   loose\r\n")
            self.assertEqual(flowc("fmt", path).returncode, 0)
            self.assertEqual(path.read_bytes(), b"flow loose\n")
            done = flowc("fmt", "--check", path)
            self.assertEqual((done.stdout, done.returncode), ("", 0))

    def test_what_is_wrong_is_left_as_it_is(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "wrong.flow")
            path.write_text("flow  wrong\n  count x\n")
            done = flowc("fmt", "wrong.flow", folder=folder)
            self.assertIn("wrong.flow:2:10: error: expected 'max'",
                          done.stderr)
            self.assertEqual(done.returncode, 1)
            self.assertEqual(path.read_text(), "flow  wrong\n  count x\n")

    def test_what_is_too_long_is_left_as_it_is(self) -> None:
        """It is not read whole, so that it can't be written whole."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "long.flow")
            path.write_text("flow long\n" + "#  so\n" * (MOST_BYTES // 6))
            size = path.stat().st_size
            self.assertGreater(size, MOST_BYTES)
            done = flowc("fmt", "long.flow", folder=folder)
            self.assertIn("long.flow:1:1: error: this file has more than",
                          done.stderr)
            self.assertEqual((done.returncode, path.stat().st_size),
                             (1, size))

    def test_ten_times_as_much_takes_ten_times_as_long(self) -> None:
        """Whatever lines there are many of."""
        for line in ("# comment", "", "# comment\n", "state A\n# comment"):
            with self.subTest(line):
                times = []
                for number in (2_000, 20_000):
                    source = Source("", f"flow a\n{line}\n" * number)
                    begun = time.process_time()
                    formatted(source)
                    times.append(time.process_time() - begun)
                self.assertLess(times[1], 40 * times[0])


class Json(unittest.TestCase):
    """The same errors and warnings as the text has, for other tools."""

    def test_it_says_what_the_text_says(self) -> None:
        names = [f"bad/{path.name}" for path in tables("bad")[::9]]
        said = flowc("check", *names).stderr
        done = flowc("check", "--format=json", *names)
        found = json.loads(done.stderr)
        self.assertEqual((done.stdout, done.returncode), ("", 1))
        self.assertEqual(
            ["{file}:{line}:{column}: {kind}: {message}".format(**each)
             for each in found],
            re.findall(r"^bad/.*?: (?:error|warning): .*$", said, re.M))
        self.assertEqual([each["hint"] for each in found if each["hint"]],
                         re.findall(r"^hint: (.*)$", said, re.M))
        self.assertEqual(
            [max(1, each["length"]) for each in found],
            [len(mark) for mark in re.findall(r"^ +\| +\t*(\^~*)$", said,
                                              re.M)])

    def test_nothing_is_an_empty_list(self) -> None:
        done = flowc("check", "--format=json", "golden/lines.flow")
        self.assertEqual((json.loads(done.stderr), done.returncode), ([], 0))

    def test_a_file_that_is_not_there(self) -> None:
        done = flowc("check", "--format=json", "none.flow")
        self.assertEqual(json.loads(done.stderr), [{
            "file": "none.flow", "line": 0, "column": 0, "length": 0,
            "kind": "error", "message": "No such file or directory",
            "hint": None}])

    def test_another_format(self) -> None:
        done = flowc("check", "--format=xml", "golden/lines.flow")
        self.assertEqual(done.returncode, 2)
        self.assertIn("'--format=xml' is no format: write --format=text or "
                      "--format=json", done.stderr)


class Help(unittest.TestCase):
    def test_each_command_and_option_is_named(self) -> None:
        said = flowc("--help").stdout
        for name, command in COMMANDS.items():
            self.assertRegex(said, rf"\n  flowc {name} ")
            for option in command.options:
                self.assertIn(f"flowc {name} {option} ", said)
        self.assertIn("--format=json", said)
        self.assertLessEqual(max(map(len, said.splitlines())), 80)

    def test_a_command_that_was_probably_meant(self) -> None:
        done = flowc("chekc", "x.flow")
        self.assertEqual((done.stderr, done.returncode), (
            "flowc: unknown command 'chekc' (did you mean 'check'?); see "
            "'flowc --help'\n", 2))


PARTS = {"fmt": Fmt, "json": Json, "help": Help}

if __name__ == "__main__":
    sys.exit(run_parts(sys.argv[1:], PARTS, __doc__))
