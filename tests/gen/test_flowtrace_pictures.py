#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests of what flowtrace makes of a whole trace: a diagram for Mermaid.

  test_flowtrace_pictures.py [PART...]     run all parts, or these
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from test_gen import ROOT, run_parts
from traced import RUN, STRAY, Traced

from traces import mermaid  # noqa: E402

DOCS = ROOT / "docs" / "trace.md"
STOPS = "\tdoor_stubs.n.locks = 2;\n\tdoor_post_turn(&door);\n" \
    "\tsm_loop_run(&loop);\n\tsm_stop(&door.sm);\n\tsm_loop_run(&loop);\n"
# All lines that a diagram may have; a text has no character that Mermaid reads
# as its own, but where it names one by its number.
SAFE = r"(?:[A-Za-z0-9_ .,:+()\[\]/→-]|<br/>|#\d+;)+"
LEGAL = re.compile(
    rf"sequenceDiagram|    participant I\d+ as {SAFE}|"
    rf"    Note over I\d+(,I\d+)?: {SAFE}|    I\d+(->>|-->>|-x)I\d+: {SAFE}")


def example(kind: str) -> str:
    """The block of docs/trace.md."""
    found = re.search(rf"^```{kind}\n(.*?)^```$", DOCS.read_text(),
                      re.M | re.S)
    return found[1]


class Made(Traced):
    """The program is compiled anew only where it is to do something else."""

    level = 1
    compiled = ""

    def program(self, run: str = RUN, more: str = "") -> None:
        if type(self).compiled != run:
            super().program(run, more)
            type(self).compiled = run


class Mermaid(Made):
    """Who started whom, what each did, and how it ended."""

    def diagram(self, *words: object) -> str:
        said = self.said("--mermaid", *words, "door.trace")
        for line in said.splitlines():
            self.assertTrue(LEGAL.fullmatch(line), line)
        return said

    def test_docs_have_what_it_prints(self) -> None:
        self.trace()
        self.assertEqual(self.diagram(), example("mermaid"))

    def test_it_is_written_to_a_file(self) -> None:
        self.trace()
        self.assertEqual(self.said("--mermaid", "-o", "out", "door.trace"), "")
        self.assertEqual(Path(self.folder.name, "out").read_text(),
                         example("mermaid"))

    def test_one_flow(self) -> None:
        """Who started it is not shown, and so is told."""
        self.trace()
        said = self.diagram("--flow", "lock")
        self.assertIn("    Note over I1: started by #35;1\n", said)
        self.assertIn("    participant I3 as lock #35;4\n", said)
        self.assertNotIn("door", said)
        self.assertNotIn("->>", said)

    def test_one_instance(self) -> None:
        self.trace()
        self.assertEqual(self.diagram("--instance", "#4").splitlines()[3:], [
            "    Note over I1: started by #35;1", "    Note over I1: → TURN",
            "    Note over I1: TURNED → open"])

    def test_another_run_has_instances_of_its_own(self) -> None:
        self.trace()
        once = self.diagram()
        self.run_driver()
        twice = self.diagram()
        self.assertEqual(twice.count("participant"), 8)
        self.assertTrue(twice.endswith(re.sub(
            r"I(\d)", lambda hit: f"I{int(hit[1]) + 4}",
            once[once.index("    Note"):])))

    def test_children_are_stopped(self) -> None:
        self.trace(STOPS)
        self.assertEqual(self.diagram().splitlines()[-3:], [
            "    I1-xI3: stops", "    I1-xI2: stops",
            "    Note over I1: stopped"])

    def test_what_no_line_takes(self) -> None:
        self.trace(STRAY)
        self.assertIn("    Note over I1: REST: TURN unexpected\n",
                      self.diagram())

    def test_no_text_is_read_as_mermaids_own(self) -> None:
        text = "a;b#c <br> & \"%% {{ end"
        self.assertEqual(mermaid.safe(text), "a#59;b#35;c #60;br#62; #38; "
                         "#34;#37;#37; #123;#123; end")
        for character in ";#<>&\"%{":
            self.assertIsNone(LEGAL.fullmatch(
                f"    Note over I1: a {character} b"))

    def test_a_long_one_is_warned_of(self) -> None:
        path = self.trace()
        path.write_bytes(path.read_bytes() * 100)
        done = self.flowtrace("--maps", ".", "--mermaid", "door.trace")
        self.assertEqual((len(done.stdout) > 50000, done.returncode),
                         (True, 0))
        self.assertEqual(
            done.stderr, f"flowtrace: door.trace: the diagram has "
            f"{len(done.stdout)} characters, and Mermaid draws up to 50000: "
            "take fewer instances by --flow or --instance\n")

    def test_what_is_not_there(self) -> None:
        self.trace()
        for words, told in (
                (("--flow", "dor"), "flow 'dor'"),
                (("--instance", "9", "--flow", "door"),
                 "instance #9 of flow 'door'")):
            done = self.flowtrace("--maps", ".", "--mermaid", *words,
                                  "door.trace")
            self.assertEqual(
                (done.stdout, done.stderr, done.returncode),
                ("", f"flowtrace: door.trace: has no record of {told}\n", 1))

    def test_wrong_usage(self) -> None:
        for words, told in (
                (("--mermaid", "--check", "x"),
                 "'--mermaid' or '--check', not both"),
                (("--mermaid", "--follow", "x"),
                 "'--mermaid' is made of a whole trace, so it does not go "
                 "with '--follow'"),
                (("-o", "y", "x"), "'-o' goes with '--mermaid'"),
                (("x", "--mermaid", "-o"), "'-o' wants a word behind it")):
            done = self.flowtrace(*words)
            self.assertEqual((done.stderr, done.returncode), (
                f"flowtrace: {told}; see 'flowtrace --help'\n", 2))


PARTS = {"mermaid": Mermaid}

if __name__ == "__main__":
    sys.exit(run_parts(sys.argv[1:], PARTS, __doc__))
