#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What is installed of the framework, where, and its pages of the manual."""
from __future__ import annotations

import os
import re
import subprocess
import sys
import unittest
from pathlib import Path

from outside import TOP, VERSION, folder, installed, main, refused, run

MAN = ("man1/flowc.1", "man1/flowtrace.1", "man5/flow.5")


def man_page(name: str) -> Path:
    return installed("none") / "usr/share/man" / name


def rendered(path: Path) -> str:
    """As a terminal shows it, without fonts; a warning is an error."""
    done = subprocess.run(
        ["groff", "-ww", "-man", "-Tutf8", "-P-cbou", str(path)], text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True)
    if done.stderr:
        raise AssertionError(done.stderr)
    return done.stdout


class Manual(unittest.TestCase):
    def test_no_warning(self) -> None:
        for name in MAN:
            with self.subTest(name):
                self.assertIn("SEE ALSO", rendered(man_page(name)))

    def test_a_warning_is_seen(self) -> None:
        page = folder() / "wrong.1"
        page.write_text(".TH WRONG 1\n.SH NAME\nwrong \\fQ\n.nosuch\n")
        with self.assertRaisesRegex(AssertionError, "nosuch"):
            rendered(page)

    def test_flowc_has_each_command(self) -> None:
        """What --help names stands in the page."""
        flowc = installed("none") / "usr/bin/flowc"
        said = run(flowc, "--help")
        words = set(re.findall(r"^  flowc ([\w-]+)|\s(--?[a-z][\w-]*)", said,
                               re.M))
        text = rendered(man_page("man1/flowc.1")).replace("\u2212", "-")
        self.assertGreater(len(words), 5)
        for word in ("".join(pair) for pair in words):
            self.assertRegex(text, rf"(?m)^ +{re.escape(word)}\b|"
                             rf"flowc {re.escape(word)}\b", word)

    def test_flowtrace_has_each_option(self) -> None:
        said = run(installed("none") / "usr/bin/flowtrace", "--help")
        words = set(re.findall(r"--[a-z]+\b", said))
        text = rendered(man_page("man1/flowtrace.1")).replace("\u2212", "-")
        self.assertGreater(len(words), 4)
        for word in words:
            self.assertRegex(text, rf"(?m)^ +{word}\b", word)

    def test_flow_is_the_language_page(self) -> None:
        """Each heading and the first words of each example are there."""
        text = rendered(man_page("man5/flow.5"))
        page = (TOP / "statemachine/README.md").read_text()
        for heading in re.findall(r"^## (.*)$", page, re.M):
            self.assertIn(heading.upper(), text)
        for example in re.findall(r"^    (\w+ \w+)", page, re.M):
            self.assertIn(example, text)

    def test_unknown_markdown_is_refused(self) -> None:
        for number, line in enumerate(("| a | b |", "```c", "1. first")):
            page = folder() / f"page{number}.md"
            page.write_text(f"# Title\n\n{line}\n")
            self.assertIn(f"line 3: {line}", refused(
                sys.executable, "-B", TOP / "gen/man_page.py", page,
                folder() / "page.5"))


class Files(unittest.TestCase):
    def test_names_are_its_own(self) -> None:
        """No file can be that of another package: libSM is X11's."""
        root = installed("none")
        found = [str(Path(place, name).relative_to(root))
                 for place, _, names in os.walk(root) for name in names]
        self.assertGreater(len(found), 40)
        for path in found:
            if path not in ("usr/bin/flowc", "usr/bin/flowtrace",
                            *(f"usr/share/man/{name}" for name in MAN)):
                self.assertIn("lws-acme-client", path)
        self.assertIn("usr/include/lws-acme-client-sm/sm.h", found)

    def test_flowc_runs_where_it_is(self) -> None:
        """By its link, and it leaves nothing behind."""
        root = installed("none")
        self.assertEqual(run(root / "usr/bin/flowc", "--version"),
                         f"flowc {VERSION}\n")
        run(root / "usr/bin/flowc", "check", *sorted(
            (TOP / "examples/flows").glob("*.flow")))
        self.assertIn("OVERDUE", run(root / "usr/bin/flowc", "sim",
                                     TOP / "examples/flows/job_runner.flow"))
        self.assertEqual(list(root.rglob("__pycache__")), [])

    def test_pages_and_examples(self) -> None:
        place = installed("none") / "usr/share/doc/lws-acme-client-sm"
        for name in ("framework.md", "trace.md", "trace-way.svg",
                     "flow-language.md",
                     "tutorials/first-flow.md", "examples/line_client.flow",
                     "examples/job_runner.c"):
            self.assertTrue((place / name).is_file(), name)


if __name__ == "__main__":
    main()
