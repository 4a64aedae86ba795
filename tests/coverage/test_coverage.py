#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The list and the bars: what is a fault, and what is none."""
from __future__ import annotations

import shutil
import subprocess
import unittest
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Dict, List

import unreached
from coverage import Share
from lines import TOP, Broken, Line, Lines, read
from unreached import BadList, Place

FILE = "src/base/span.c"
ENTRY = f"{FILE} f\n- return 1;\n- return 1;\n= there is\n= none\n"


def read_list(text: str) -> "Counter[Place]":
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        path.write_text(text)
        return unreached.read(path)


class List_(unittest.TestCase):
    def test_entries(self) -> None:
        self.assertEqual(
            read_list(f"# head\n\n{ENTRY}\n\n{FILE} g\n- x();\n= no\n"),
            {Place(FILE, "f", "return 1;"): 2, Place(FILE, "g", "x();"): 1})

    def test_bad_entries(self) -> None:
        for bad in (f"{FILE} f\n- x();\n",
                    f"{FILE} f\n= no\n",
                    f"{FILE}\n- x();\n= no\n",
                    f"{FILE} f\n= no\n- x();\n",
                    f"{FILE} f\nx();\n= no\n"):
            with self.subTest(bad), self.assertRaisesRegex(BadList, ":4: "):
                read_list(f"# head\n#\n\n{bad}")

    def test_the_list_itself(self) -> None:
        self.assertTrue(all(one.path.startswith("src/")
                            for one in unreached.read()))


class Faults(unittest.TestCase):
    def setUp(self) -> None:
        texts = [line.strip() for line in (TOP / FILE).read_text().split("\n")]
        returns = [number for number, text in enumerate(texts, 1)
                   if text.startswith("return ")][:2]
        self.first, self.second = (Line(FILE, number, "f")
                                   for number in returns)
        self.texts = [texts[number - 1] for number in returns]

    def faults(self, runs: Dict[Line, int], *listed: str) -> List[str]:
        lines = Lines(runs)
        return list(unreached.faults(lines, lines.missed, Counter(
            Place(FILE, "f", text) for text in listed)))

    def test_all_is_listed(self) -> None:
        self.assertEqual(
            self.faults({self.first: 0, self.second: 3}, self.texts[0]), [])

    def test_not_in_the_list(self) -> None:
        self.assertEqual(self.faults({self.first: 0, self.second: 3}), [
            f"{FILE}: f: no test reaches: {self.texts[0]}"])

    def test_reached_now(self) -> None:
        self.assertEqual(
            self.faults({self.first: 1, self.second: 3}, self.texts[0]),
            [f"unreached.txt: is reached now: {FILE} f {self.texts[0]}"])

    def test_gone(self) -> None:
        self.assertEqual(
            self.faults({self.first: 1}, "return never_there();"),
            ["unreached.txt: is in no source any more: "
             f"{FILE} f return never_there();"])

    def test_left_out_of_this_build(self) -> None:
        self.assertEqual(self.faults({self.second: 3}, self.texts[0]), [])


class Bars(unittest.TestCase):
    def test_reached_and_below(self) -> None:
        self.assertFalse(Share("store", 100, 3, 97.0).is_below)
        self.assertTrue(Share("store", 1000, 31, 97.0).is_below)
        self.assertFalse(Share("store", 100, 100, 0.0).is_below)


@unittest.skipUnless(shutil.which("gcc"), "gcov is gcc's")
class Gcov(unittest.TestCase):
    """A program of one file, which is not all run."""

    def compile(self, folder: Path, *words: str) -> None:
        subprocess.run(["gcc", "--coverage", "-O0", "-I", str(TOP / "src"),
                        *words], cwd=folder, check=True)

    def test_lines_that_run(self) -> None:
        with TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "src").mkdir()
            self.compile(folder, "-c", str(TOP / FILE), "-o", "src/span.o")
            (folder / "main.c").write_text(
                '#include "base/span.h"\n'
                'int main(void) { return acme_span_equal_nocase('
                'acme_span_str("a"), acme_span_str("aa")); }\n')
            self.compile(folder, "main.c", "src/span.o", "-o", "main")
            subprocess.run(["./main"], cwd=folder, check=True)
            lines = read(folder)
        run = {one.function for one in lines.all - set(lines.missed)}
        self.assertIn("acme_span_equal_nocase", run)
        self.assertNotIn("lower", run)
        self.assertEqual({one.path for one in lines.all if
                          one.path.endswith(".c")}, {FILE})

    def test_nothing_is_built(self) -> None:
        with TemporaryDirectory() as name, self.assertRaises(Broken):
            read(Path(name))


if __name__ == "__main__":
    unittest.main()
