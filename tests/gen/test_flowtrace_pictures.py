#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests of what flowtrace makes of a whole trace: a diagram for Mermaid, and
the picture of a flow with the way that was taken.

  test_flowtrace_pictures.py [PART...]     run all parts, or these
  test_flowtrace_pictures.py --update      draw docs/trace-way.svg anew
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Dict, List

from test_gen import ROOT, flowc, run_parts
from test_pictures import SMALLEST, flow_of, smallest_text
from test_simulator import EXAMPLES, JOB
from traced import FLOWTRACE, RUN, STRAY, Traced

from chromium import Page
from flow import way  # noqa: E402
from traces import mermaid  # noqa: E402

DOCS = ROOT / "docs" / "trace.md"
KEPT = ROOT / "docs" / "trace-way.svg"
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
                (("-o", "y", "x"), "'-o' goes with '--mermaid' or '--svg' or '--tour'"),
                (("x", "--mermaid", "-o"), "'-o' wants a word behind it")):
            done = self.flowtrace(*words)
            self.assertEqual((done.stderr, done.returncode), (
                f"flowtrace: {told}; see 'flowtrace --help'\n", 2))


def numbers(svg: str) -> Dict[str, str]:
    """Of each arrow that has one, by its ends; in the order of arrows."""
    arrows = {hit[1]: hit[2].replace("&#45;&gt;", "->") for hit in re.finditer(
        r'<g id="(way\d+)" class="edge [^"]*">\n<title>(.*?)</title>', svg)}
    group = svg[svg.index('<g class="number">'):]
    texts = re.findall(r">(\d+×)</text>", group)
    assert len(arrows) == len(texts)
    told = re.findall(r'<g id="a_(way\d+)"><a xlink:title="[^"]*?: (\d+×)"',
                      svg)
    return {arrows[name]: number for name, number in told}


def names(svg: str) -> List[str]:
    """The texts of boxes, with their places."""
    return re.findall(r"<text [^>]*>[A-Za-z][^<]*</text>", svg)


class Way(Made):
    """A flow's picture, with how often each arrow was taken."""

    def picture(self, *words: object) -> str:
        return self.said("--svg", *words, "door.trace")

    def test_numbers(self) -> None:
        self.trace()
        self.run_driver()
        self.assertEqual(numbers(self.picture("--flow", "door")), {
            "WAIT->LOCKS": "2×", "LOCKS->REST": "2×", "REST->LAST": "2×",
            "LAST->exit open": "2×"})
        self.assertEqual(numbers(self.picture("--flow", "lock")),
                         {"TURN->exit open": "6×"})
        self.assertEqual(numbers(self.picture("--instance", "2")),
                         {"TURN->exit open": "2×"})

    def test_lines_are_told_where_one_points(self) -> None:
        self.trace()
        self.assertIn('xlink:title="door.flow:14 all lock.open: 1×"',
                      self.picture("--flow", "door"))

    def test_it_is_the_flows_own_picture(self) -> None:
        """Each box where `flowc svg` has it."""
        self.trace()
        self.flowc("svg", "-o", "svg", "door.flow")
        plain = Path(self.folder.name, "svg", "door.svg").read_text()
        taken = self.picture("--flow", "door")
        self.assertGreater(len(names(plain)), 5)
        self.assertEqual(names(taken), names(plain))
        links = re.findall('xlink:href="[^"]*"', plain)
        self.assertEqual(re.findall('xlink:href="[^"]*"', taken), links)

    def test_what_was_never_taken_is_pale(self) -> None:
        self.trace(STOPS)
        svg = self.picture("--flow", "door")
        self.assertEqual(re.findall(
            r'<g id="box&#45;(\w+)" class="node \w+( pale)?">', svg), [
                ("WAIT", ""), ("LOCKS", ""), ("REST", " pale"),
                ("LAST", " pale"), ("open", " pale")])
        self.assertEqual(numbers(svg), {"WAIT->LOCKS": "1×"})

    def test_light_and_dark(self) -> None:
        self.trace()
        svg = self.picture("--flow", "door")
        for at, scheme in enumerate(svg.split("prefers-color-scheme:dark")[:3]):
            self.assertIn(f".wire.way path{{stroke:{way.WAY[at == 2]}}}",
                          scheme if at else svg)

    def test_which_flow(self) -> None:
        self.trace()
        done = self.flowtrace("--maps", ".", "--svg", "door.trace")
        self.assertEqual((done.stdout, done.stderr, done.returncode), (
            "", "flowtrace: '--svg' is about one flow: '--flow NAME', one of "
            "door, lock; see 'flowtrace --help'\n", 2))

    def test_it_needs_the_table_itself(self) -> None:
        self.trace()
        self.flowc("map", "-o", "maps", "door.flow", "lock.flow")
        words = ("--svg", "--flow", "door", "door.trace")
        done = self.flowtrace("--maps", "maps", *words)
        self.assertEqual((done.stdout, done.stderr, done.returncode), (
            "", "flowtrace: door.trace: --svg needs the table itself, and "
            "maps/door.map.json is its map: name the folder that has door.flow"
            " by --maps FOLDER\n", 1))
        done = self.flowtrace("--maps", "maps", "--maps", ".", *words)
        self.assertEqual((done.stdout, done.stderr),
                         (self.picture("--flow", "door"), ""))

    def test_without_graphviz(self) -> None:
        self.trace()
        done = subprocess.run(
            [sys.executable, "-B", str(FLOWTRACE), "--maps", ".", "--svg",
             "--flow", "door", "door.trace"], cwd=self.folder.name, text=True,
            capture_output=True, check=False, env={"PATH": self.folder.name})
        self.assertEqual((done.stdout, done.stderr, done.returncode), (
            "", "flowtrace: dot: pictures are drawn by this program of "
            "Graphviz: install it\n", 1))


def trace_of_a_job(folder: Path) -> Path:
    """Of one that fails once; its program is compiled in `folder`."""
    flowc("c", "-o", folder, JOB).check_returncode()
    sources = [*sorted((ROOT / "src" / "engine").glob("*.c")),
               *(EXAMPLES / name for name in ("job_runner.c",
                                              "poll_host.c")),
               folder / "job_runner.flow.c"]
    subprocess.run(
        [os.environ.get("CC", "cc"), "-std=c11", "-D_GNU_SOURCE",
         "-DSM_TRACE=1", "-I", str(ROOT / "include"), "-I",
         str(ROOT / "src"), "-I", str(folder), "-I", str(EXAMPLES),
         "-o", str(folder / "job_runner"), *map(str, sources)], check=True)
    subprocess.run(
        [folder / "job_runner", "9", "sh", "-c",
         "test -e done || { touch done; exit 3; }"], check=True,
        cwd=folder, stderr=subprocess.DEVNULL, env={**os.environ, "FLOW_TRACE_FILE": "job.trace"})
    return folder / "job.trace"


def made_of(trace: Path, *words: str) -> str:
    """What flowtrace makes of an example's trace."""
    return subprocess.run(
        [sys.executable, "-B", str(FLOWTRACE), "--maps", str(EXAMPLES),
         *words, str(trace)], check=True, text=True,
        stdout=subprocess.PIPE).stdout


class Example(unittest.TestCase):
    """The picture of docs/trace.md: a job that fails once."""

    def test_docs_have_what_it_draws(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            svg = made_of(trace_of_a_job(Path(folder)), "--svg")
        kept = KEPT.read_text()
        # Another version of Graphviz draws another picture of the same text.
        self.assertEqual(kept.split("\n")[1], svg.split("\n")[1])
        self.assertEqual(numbers(kept), numbers(svg))
        self.assertIn(f"({KEPT.name})", DOCS.read_text())


class Shown(unittest.TestCase):
    """As Chromium draws it: the numbers can be read."""

    # The numbers that cover another text, or leave the picture.
    FAULTS = """(() => {
        const edges = each => each.getBoundingClientRect();
        const page = edges(document.documentElement);
        const texts = [...document.querySelectorAll("text")];
        const found = [];
        for (const text of document.querySelectorAll(".number text")) {
            const one = edges(text);
            if (one.left < page.left || one.right > page.right)
                found.push(text.textContent + " leaves the picture");
            for (const each of texts) {
                const other = edges(each);
                if (each !== text && one.left < other.right - 1 &&
                    other.left < one.right - 1 && one.top < other.bottom - 3 &&
                    other.top < one.bottom - 3)
                    found.push(text.textContent + " covers " +
                               each.textContent);
            }
        }
        return found;
    })()"""

    @classmethod
    def setUpClass(cls) -> None:
        cls.page = Page()
        cls.folder = tempfile.TemporaryDirectory()

    @classmethod
    def tearDownClass(cls) -> None:
        cls.page.close()
        cls.folder.cleanup()

    def faults(self, svg: str) -> List[str]:
        path = Path(self.folder.name, "way.svg")
        path.write_text(svg)
        self.page.open(path)
        return self.page.value(self.FAULTS)

    def drawn(self, name: str) -> str:
        """Each line was taken, so that there is a number wherever one may
        be."""
        flow = flow_of(name)
        lines = [line for state in flow.states.values()
                 for line in state.lines]
        return way.picture(flow, way.Way({
            flow.start_word.line: 12, **{line.number: 12 for line in lines}}, {
                target.name: 12 for target in [*flow.states.values(),
                                               *flow.exits]}), name)

    def test_numbers_of_all_flows_can_be_read(self) -> None:
        for path in sorted((ROOT / "statemachine").glob("*.flow")):
            with self.subTest(path.name):
                svg = self.drawn(path.stem)
                self.assertGreaterEqual(smallest_text(svg), SMALLEST)
                self.assertEqual(self.faults(svg), [])

    def test_what_covers_another_is_seen(self) -> None:
        svg = self.drawn("backoff")
        self.assertNotEqual(self.faults(re.sub(
            r'(<text text-anchor="middle" x=")[\d.-]+(" y=")[\d.-]+',
            r"\g<1>9\g<2>-9", svg)), [])


PARTS = {"mermaid": Mermaid, "way": Way, "way_example": Example,
         "way_shown": Shown}

if __name__ == "__main__":
    if sys.argv[1:] == ["--update"]:
        with tempfile.TemporaryDirectory() as place:
            KEPT.write_text(made_of(trace_of_a_job(Path(place)), "--svg"))
        sys.exit(0)
    sys.exit(run_parts(sys.argv[1:], PARTS, __doc__))
