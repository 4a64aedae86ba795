# SPDX-License-Identifier: MIT
"""Files, places in them, and what is wrong there, in gcc's form."""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass, field
from typing import Iterable, List, Optional, Tuple


class Source:
    """A file: its path as the user gave it, and its lines."""

    def __init__(self, path: str, text: str):
        self.path = path
        self.lines = text.splitlines()

    @property
    def base_name(self) -> str:
        return os.path.basename(self.path)

    @property
    def folder(self) -> str:
        return os.path.dirname(self.path)


class Word(str):
    """A word of a table; it knows where it stands (line and column from 1)."""

    source: Source
    line: int
    column: int

    def __new__(cls, text: str, source: Source, line: int, column: int):
        self = super().__new__(cls, text)
        self.source = source
        self.line = line
        self.column = column
        return self

    @property
    def place(self) -> Tuple[str, int, int]:
        return (self.source.path, self.line, self.column)

    def part(self, start: int, end: int) -> "Word":
        """The characters start to end of this word."""
        return Word(self[start:end], self.source, self.line,
                    self.column + start)


@dataclass
class Error:
    """What is wrong with a word."""

    word: Word
    message: str
    hint: Optional[str]
    is_warning: bool = False

    def text(self) -> str:
        word = self.word
        line = word.source.lines[word.line - 1]
        gap = "".join("\t" if c == "\t" else " "
                      for c in line[:word.column - 1])
        kind = "warning" if self.is_warning else "error"
        text = (f"{word.source.path}:{word.line}:{word.column}: "
                f"{kind}: {self.message}\n"
                f"{word.line:5} | {line}\n"
                f"      | {gap}^{'~' * (len(word) - 1)}\n")
        if self.hint:
            text += f"hint: {self.hint}\n"
        return text


@dataclass
class Errors:
    """The errors of one run over one flow."""

    found: List[Error] = field(default_factory=list)

    def add(self, word: Word, message: str,
            hint: Optional[str] = None) -> None:
        """Report it, once."""
        if not any(e.word.place == word.place and e.message == message
                   for e in self.found):
            self.found.append(Error(word, message, hint))

    def warn(self, word: Word, message: str, hint: str) -> None:
        """Report what is accepted all the same."""
        self.add(word, message, hint)
        self.found[-1].is_warning = True

    def __bool__(self) -> bool:
        return any(not error.is_warning for error in self.found)

    def text(self) -> str:
        """All of them in source order, included files first."""
        paths: List[str] = []
        for error in self.found:
            if error.word.source.path not in paths:
                paths.append(error.word.source.path)
        found = sorted(self.found, key=lambda e: (
            paths.index(e.word.source.path), e.word.line, e.word.column))
        return "".join(error.text() for error in found)


def nearest(name: str, names: Iterable[str]) -> Optional[str]:
    """The name that was probably meant, or None."""
    matches = difflib.get_close_matches(name, list(names), 1, 0.6)
    return matches[0] if matches else None


def listed(words: Iterable[str], last: str = "and") -> str:
    """'a', 'a and b', 'a, b and c'."""
    words = list(words)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
