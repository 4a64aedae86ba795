# SPDX-License-Identifier: MIT
"""Which lines of src/ a build has, and which of them have run.

gcov says so of each object.  A line that is in several (a header's) counts
once, and has run where it has run in one of them.  What Ragel writes counts by
the lines of its .rl; what flowc writes are tables, which have no lines to run.
"""
from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from pathlib import Path
from typing import Dict, Iterator, List, NamedTuple, Set

TOP = Path(__file__).resolve().parents[2]
SOURCES = TOP / "src"


class Broken(Exception):
    """The build folder is not what it should be."""


class Line(NamedTuple):
    path: str
    number: int
    function: str


class Lines:
    def __init__(self, runs: Dict[Line, int]) -> None:
        self.all: Set[Line] = set(runs)
        self.missed = sorted(one for one, times in runs.items() if not times)
        self._texts: Dict[str, List[str]] = {}

    def text(self, line: Line) -> str:
        return self.texts(line.path)[line.number - 1]

    def texts(self, path: str) -> List[str]:
        """The lines of a file, without their indentation."""
        if path not in self._texts:
            self._texts[path] = [line.strip() for line in
                                 (TOP / path).read_text().splitlines()]
        return self._texts[path]


def _said(notes: List[Path], folder: Path) -> Iterator[Dict[str, object]]:
    done = subprocess.run(
        ["gcov", "--json-format", "--stdout", *map(str, notes)], cwd=folder,
        text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode:
        raise Broken(f"gcov: {done.stderr.strip()}")
    for document in done.stdout.splitlines():
        if document:
            yield json.loads(document)


def _of_object(said: Dict[str, object], folder: Path) -> Iterator[
        "tuple[Line, int]"]:
    files = said["files"]
    assert isinstance(files, list)
    for file in files:
        path = (folder / file["file"]).resolve()
        if SOURCES not in path.parents:
            continue
        name = str(path.relative_to(TOP))
        for line in file["lines"]:
            yield Line(name, line["line_number"],
                       line.get("function_name", "")), line["count"]


def read(folder: Path) -> Lines:
    """Of all that is compiled of src/, whether a program has it or not."""
    notes = sorted(path for path in folder.rglob("*.gcno")
                   if "src" in path.relative_to(folder).parts)
    if not notes:
        raise Broken(f"{folder} is not built for coverage")
    runs: Dict[Line, int] = defaultdict(int)
    for said in _said(notes, folder):
        for line, times in _of_object(said, folder):
            runs[line] += times
    return Lines(runs)
