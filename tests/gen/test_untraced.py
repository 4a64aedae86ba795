#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests of a build without a trace: it is the same as if there were none.

  test_untraced.py [PART...]     run all parts, or these

Each source is compiled as the build in $ACME_BUILD compiles it, but at level
none and with -O2 -DNDEBUG; and again from a copy in which the trace's lines are
blank.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Dict, Iterator, List

from test_gen import ROOT, run_parts

sys.path.insert(0, str(ROOT / "gen"))
from flow.emit_map import map_of  # noqa: E402
from flow.library import Library  # noqa: E402
from flow.load import load_all  # noqa: E402
from flow.report import Report  # noqa: E402

BUILD = Path(os.environ.get("ACME_BUILD", "."))
PARTS_OF_SRC = ("engine", "client", "lws/loop")
MARK = re.compile(r"SM_TRACE|SM_(?:RECORD|DETAIL|TELL|REPORT|TAKEN|TOOK|"
                  r"PROMISED?|CHECK_\w+)\(|acme_trace_log\(")
STATEMENT = re.compile(
    r"^[\t ]*(?:SM_(?:TRACE_\w+|RECORD|DETAIL|TELL|REPORT|TAKEN|TOOK|"
    r"PROMISED?|CHECK_\w+)|acme_trace_log)\((?:[^;]|\n)*?\);", re.M)
IF = re.compile(r"#\s*if(?:n?def)?\b")
SECTIONS = (".text", ".rodata", ".data")


def is_of_trace(line: str) -> bool:
    """Is what follows for builds with a trace alone?"""
    return bool(re.match(r"#\s*if SM_TRACE\b", line))


def without_conditions(text: str) -> Iterator[str]:
    """The lines, those for a trace blank."""
    depth: List[str] = []  # of each #if: keep, drop, or else it is no trace's
    for line in text.split("\n"):
        blank = "drop" in depth
        if IF.match(line):
            blank = blank or is_of_trace(line)
            depth.append("drop" if is_of_trace(line) else "other")
        elif depth and line.startswith("#else") and depth[-1] != "other":
            depth[-1], blank = "keep", True
        elif depth and line.startswith("#elif SM_TRACE") and \
                depth[-1] != "other":
            blank = True
        elif depth and line.startswith("#endif"):
            blank = blank or depth[-1] != "other"
            depth.pop()
        yield "" if blank else line


def blanked(text: str) -> str:
    return STATEMENT.sub(lambda found: "\n" * found[0].count("\n"),
                         "\n".join(without_conditions(text)))


class Sources(unittest.TestCase):
    """Which are compiled, and how."""

    folder: tempfile.TemporaryDirectory

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = tempfile.TemporaryDirectory(prefix="lws-acme-untraced-")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.copy = Path(cls.folder.name)
        for place in (ROOT / "src", ROOT / "include", BUILD / "generated"):
            for path in place.rglob("*.[ch]"):
                to = cls.copied(path)
                to.parent.mkdir(parents=True, exist_ok=True)
                to.write_text(blanked(path.read_text()))

    @classmethod
    def copied(cls, path: Path) -> Path:
        base, name = (ROOT, "source") if path.is_relative_to(ROOT / "src") or \
            path.is_relative_to(ROOT / "include") else (BUILD, "build")
        return cls.copy / name / path.relative_to(base)

    def commands(self) -> Dict[Path, List[str]]:
        """How each source is compiled that has a line of the trace."""
        found = {}
        for entry in json.loads(
                (BUILD / "compile_commands.json").read_text()):
            path = Path(entry["file"])
            if any(path.is_relative_to(ROOT / "src" / part)
                   for part in PARTS_OF_SRC) or \
                    (path.name.endswith(".flow.c") and
                     (ROOT / "statemachine" / path.stem).exists()):
                if MARK.search(path.read_text()):
                    found[path] = shlex.split(entry["command"])
        return found

    def sections(self, command: List[str], source: Path,
                 level: int) -> Dict[str, bytes]:
        """What code and constants are compiled to."""
        out = self.copy / "object.o"
        words = [word for word in command
                 if not re.match(r"-O|-g|-DSM_TRACE|-Werror|-c$|-o$|-flto", word)
                 and not word.endswith((".o", ".c")) and word != "ccache" and
                 not word.endswith("/ccache")]
        subprocess.run([*words, "-w", "-O2", "-DNDEBUG", f"-DSM_TRACE={level}",
                        "-c", str(source), "-o", str(out)], check=True,
                       cwd=BUILD)
        text = subprocess.run(["objdump", "-sr", str(out)], check=True,
                              stdout=subprocess.PIPE, text=True).stdout
        found: Dict[str, str] = {}
        for part in re.split(r"\n\n(?=\S)|\n(?=Contents of)", text):
            name = re.search(r"(?:Contents of section |FOR \[)([.\w-]+)", part)
            if name and name[1].startswith(SECTIONS):
                found[name[1]] = found.get(name[1], "") + part
        return {name: said.replace(str(out), "").encode()
                for name, said in found.items()}

    def in_copy(self, command: List[str]) -> List[str]:
        """With the copy's headers."""
        def other(word: str) -> str:
            for base, name in ((BUILD / "generated", "build/generated"),
                               (ROOT / "src", "source/src"),
                               (ROOT / "include", "source/include")):
                word = word.replace(str(base), str(self.copy / name))
            return word
        return [other(word) for word in command]


class Code(Sources):
    """.text and .rodata are those of the sources without the trace's lines."""

    def differs(self, path: Path, command: List[str], level: int) -> bool:
        return self.sections(command, path, level) != self.sections(
            self.in_copy(command), self.copied(path), 0)

    def test_it_is_as_if_there_were_no_trace(self) -> None:
        found = self.commands()
        names = {path.name for path in found}
        self.assertLessEqual({"dispatch.c", "loop.c", "lws_context.c",
                              "backoff.c", "exchange.flow.c"}, names)
        for path, command in found.items():
            with self.subTest(path.name):
                self.assertFalse(self.differs(path, command, 0))

    def test_a_trace_is_seen(self) -> None:
        for path, command in self.commands().items():
            if path.name in ("dispatch.c", "loop.c", "lws_context.c",
                             "backoff.c", "exchange.flow.c"):
                with self.subTest(path.name):
                    self.assertTrue(self.differs(path, command, 1))

    def test_lines_that_are_blank(self) -> None:
        self.assertEqual(blanked(
            "a\n#if SM_TRACE >= 2\nb\n#if X\nc\n#else\nd\n#endif\n#else\ne\n"
            "#endif\n#if X\nf\n#else\ng\n#endif\n\tSM_RECORD(a,\n\t\tb);\nh\n"),
            "a\n\n\n\n\n\n\n\n\ne\n\n#if X\nf\n#else\ng\n#endif\n\n\nh\n")


class Names(Sources):
    """No name of a table is in what it is compiled to."""

    def strings(self, path: Path, command: List[str], level: int) -> bytes:
        self.sections(command, path, level)
        parts = []
        for section in (".rodata", ".rodata.str1.1", ".rodata.str1.8",
                        ".data.rel.ro.local"):
            out = self.copy / "section"
            out.write_bytes(b"")
            subprocess.run(["objcopy", "-O", "binary", f"-j{section}",
                            str(self.copy / "object.o"), str(out)],
                           check=False, stderr=subprocess.DEVNULL)
            parts.append(out.read_bytes())
        return b"\0" + b"\0".join(parts)

    def found(self, level: int) -> List[str]:
        """Names of states, events, actions and guards."""
        found = []
        for path, command in self.commands().items():
            if not path.name.endswith(".flow.c"):
                continue
            table = str(ROOT / "statemachine" / path.stem)
            made = map_of(load_all([table], Library(Report()))[0])
            code = self.strings(path, command, level)
            names = [made["file"], *made["states"], *made["conditions"],
                     *(event["name"] for event in made["events"])]
            found += [name for name in names
                      if b"\0" + str(name).encode() + b"\0" in code]
        return found

    def test_there_is_none(self) -> None:
        self.assertEqual(self.found(0), [])

    def test_nor_in_a_ring(self) -> None:
        self.assertEqual(self.found(1), [])

    def test_they_would_be_seen(self) -> None:
        self.assertGreater(len(self.found(2)), 500)


PARTS = {"untraced": Code, "nameless": Names}

if __name__ == "__main__":
    sys.exit(run_parts(sys.argv[1:], PARTS, __doc__))
