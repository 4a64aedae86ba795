# SPDX-License-Identifier: MIT
"""A line of a table as words, and a cursor over them."""

from __future__ import annotations

import re
from typing import Callable, List, Optional

from .source import Errors, Source, Word

TOKEN = re.compile(r"""
      (?P<space>  \s+ | \#.* )
    | (?P<string> "[^"]*" )
    | (?P<number> [0-9][0-9A-Za-z.]*%? )
    | (?P<word>   [A-Za-z_]\w*(\.\w+)* )
    | (?P<sign>   -> | [][/&!:=*^<()] )
    | (?P<bad>    . )
    """, re.VERBOSE | re.ASCII)


class SyntaxFault(Exception):
    """This line makes no sense; it was reported."""


def split(source: Source, number: int, errors: Errors) -> List[Word]:
    """The words of line `number`, without spaces and comment."""
    words = []
    for match in TOKEN.finditer(source.lines[number - 1]):
        word = Word(match.group(), source, number, match.start() + 1)
        if match.lastgroup == "bad":
            errors.add(word, "a story needs both its quotes" if word == '"'
                       else f"'{word}' has no meaning here")
            raise SyntaxFault
        if match.lastgroup != "space":
            words.append(word)
    return words


def is_name(word: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z_]\w*", word, re.ASCII))


def is_lower(word: str) -> bool:
    return is_name(word) and word == word.lower()


def is_upper(word: str) -> bool:
    return is_name(word) and word == word.upper()


def is_dotted(word: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z_]\w*(\.\w+)*", word, re.ASCII))


class Cursor:
    """Takes the words of one line from the left."""

    def __init__(self, words: List[Word], errors: Errors):
        self.words = words
        self.errors = errors
        self.at = 0

    def fail(self, message: str, hint: Optional[str] = None):
        """Report `message` at the next word, or behind the last one."""
        word = self.peek()
        if word is None:
            last = self.words[-1]
            word = Word("", last.source, last.line, last.column + len(last))
        self.errors.add(word, message, hint)
        raise SyntaxFault

    def peek(self) -> Optional[Word]:
        return self.words[self.at] if self.at < len(self.words) else None

    def take(self) -> Word:
        word = self.words[self.at]
        self.at += 1
        return word

    def skip(self, text: str) -> bool:
        """Take the next word if it is `text`."""
        if self.peek() != text:
            return False
        self.at += 1
        return True

    def need(self, what: str, test: Callable[[str], bool]) -> Word:
        """Take the next word, which must pass `test`."""
        word = self.peek()
        if word is None:
            self.fail(f"expected {what} at the end of this line")
        if not test(word):
            self.fail(f"expected {what}, not '{word}'")
        return self.take()

    def while_(self, test: Callable[[str], bool]) -> List[Word]:
        """Take words as long as they pass `test`."""
        words = []
        while self.peek() is not None and test(self.peek()):
            words.append(self.take())
        return words

    def end(self) -> None:
        if self.peek() is not None:
            self.fail(f"'{self.peek()}' does not belong here")
