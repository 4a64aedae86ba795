# SPDX-License-Identifier: MIT
"""planted.txt: mistakes that are put into a table."""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import List, Pattern, Tuple

from model import TABLES, Flow, read

LIST = Path(__file__).resolve().parent / "planted.txt"


@dataclass
class Planted:
    """A mistake, and what does not hold with it."""

    name: str
    flow: str
    sentence: str = ""
    changes: List[Tuple[str, str]] = field(default_factory=list)

    def table(self, text: str) -> str:
        for right, wrong in self.changes:
            text, times = pattern(right).subn(lambda _: wrong, text)
            if times != 1:
                raise ValueError(f"{self.name}: {self.flow}.flow has {times} "
                                 f"times:\n{right}")
        return text

    def read(self) -> Flow:
        """The wrong table, beside what it runs and includes."""
        with tempfile.TemporaryDirectory() as folder:
            for path in TABLES.iterdir():
                shutil.copy(path, folder)
            path = Path(folder, f"{self.flow}.flow")
            path.write_text(self.table(path.read_text(encoding="utf-8")),
                            encoding="utf-8")
            return read(path)


def pattern(text: str) -> Pattern[str]:
    """However many spaces there are."""
    return re.compile("\n *".join(" +".join(map(re.escape, line.split()))
                                  for line in text.split("\n")))


def parts(lines: List[str], sign: str) -> str:
    return "\n".join(line[2:] for line in lines if line[:1] == sign)


def entry(text: str) -> Planted:
    head, *lines = text.split("\n")
    planted = Planted(*head.split(), sentence=parts(lines, "="))
    found: List[List[str]] = []
    for line in lines:
        if line[:1] == "-" and (not found or found[-1][-1][:1] != "-"):
            found.append([])
        if line[:1] in ("-", "+"):
            found[-1].append(line)
    planted.changes = [(parts(x, "-"), parts(x, "+")) for x in found]
    return planted


def all_planted() -> List[Planted]:
    blocks = LIST.read_text(encoding="utf-8").strip().split("\n\n")
    return [entry(block) for block in blocks if not block.startswith("#")]
