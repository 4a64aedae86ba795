# SPDX-License-Identifier: MIT
"""Files, places in them, and what is wrong there, in gcc's form."""

from __future__ import annotations

import os
import re
from typing import Dict, Iterable, List, Optional, Set, Tuple

from .record import fresh, record

BOM = "\ufeff"
MOST_BYTES = 1 << 23
FEW_BYTES = 1 << 16  # more than most files; read(n) makes room for n
MOST_COLUMNS = 1000

# What an editor does not show, or shows as something else: controls (a tab
# is none), other ends of lines, turned directions, bytes that are not UTF-8.
UNSEEN = re.compile("[\0-\x08\x0a-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e"
                    "\u2066-\u2069\ufeff\udc80-\udcff]")


class Source:
    """A file: its path as the user gave it, and its lines."""

    def __init__(self, path: str, text: str):
        self.path = path
        self.lines = [line[:-1] if line.endswith("\r") else line
                      for line in text.split("\n")]

    @property
    def base_name(self) -> str:
        return os.path.basename(self.path)

    @property
    def folder(self) -> str:
        return os.path.dirname(self.path)

    def seen(self, line: int) -> str:
        """A line as it can be shown."""
        return UNSEEN.sub("\ufffd", self.lines[line - 1][:MOST_COLUMNS])

    def head(self) -> str:
        """The comment that it begins with."""
        words = []
        for line in self.lines:
            if not line.startswith("#"):
                break
            if "SPDX" not in line:
                words.append(line.lstrip("#").strip())
        return "\n".join(words).strip()


def read_source(path: str) -> Source:
    """Bytes that are not UTF-8 stay in it, each as one character."""
    with open(path, "rb") as file:
        found = file.read(FEW_BYTES)
        if len(found) == FEW_BYTES:
            found += file.read(MOST_BYTES - FEW_BYTES)
    text = found.decode("utf-8", "surrogateescape")
    return Source(path, text[text.startswith(BOM):])


class Word(str):
    """A word of a table; it knows where it stands (line and column from 1)."""

    __slots__ = ("source", "line", "column")
    source: Source
    line: int
    column: int

    def __new__(cls, text: str, source: Source, line: int, column: int):
        self = str.__new__(cls, text)
        self.source = source
        self.line = line
        self.column = column
        return self

    @property
    def place(self) -> Tuple[str, int, int]:
        return (self.source.path, self.line, self.column)

    def rest(self) -> str:
        """What stands behind it in its line."""
        text = self.source.lines[self.line - 1][self.column - 1 + len(self):]
        return text.partition("#")[0].strip()

    def part(self, start: int, end: int) -> "Word":
        """The characters start to end of this word."""
        return Word(self[start:end], self.source, self.line,
                    self.column + start)


@record
class Error:
    """What is wrong with a word."""

    word: Word
    message: str
    hint: Optional[str]
    is_warning: bool = False

    def text(self) -> str:
        word = self.word
        line = word.source.seen(word.line)
        gap = "".join("\t" if c == "\t" else " "
                      for c in line[:word.column - 1])
        kind = "warning" if self.is_warning else "error"
        shown = f"{word.line:5} | {line}".rstrip()
        text = (f"{word.source.path}:{word.line}:{word.column}: "
                f"{kind}: {self.message}\n{shown}\n"
                f"      | {gap}^{'~' * (len(word) - 1)}\n")
        if self.hint:
            text += f"hint: {self.hint}\n"
        return text


@record
class Errors:
    """The errors of one run over one flow."""

    found: List[Error] = fresh(list)
    told: Set[tuple] = fresh(set)

    def add(self, word: Word, message: str, hint: Optional[str] = None,
            is_warning: bool = False) -> None:
        """Report it, once."""
        key = (word.place, message)
        if key not in self.told:
            self.told.add(key)
            self.found.append(Error(word, message, hint, is_warning))

    def warn(self, word: Word, message: str, hint: str) -> None:
        """Report what is accepted all the same."""
        self.add(word, message, hint, True)

    def __bool__(self) -> bool:
        return any(not error.is_warning for error in self.found)

    def in_order(self) -> List[Error]:
        """All of them in source order, included files first."""
        paths: Dict[str, int] = {}
        for error in self.found:
            paths.setdefault(error.word.source.path, len(paths))
        return sorted(self.found, key=lambda e: (
            paths[e.word.source.path], e.word.line, e.word.column))


def listed(words: Iterable[str], last: str = "and") -> str:
    """'a', 'a and b', 'a, b and c'."""
    words = list(words)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
