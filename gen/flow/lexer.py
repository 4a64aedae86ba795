# SPDX-License-Identifier: MIT
"""A line of a table as words, and a cursor over them."""

from __future__ import annotations

import re
from typing import Callable, List, Optional

from . import signs
from .source import MOST_COLUMNS, UNSEEN, Errors, Source, Word

TOKEN = re.compile(r"""
    \s* (?:
      (?P<end>    \#.* | $ )
    | (?P<string> "[^"]*" )
    | (?P<number> [0-9][0-9A-Za-z.]*%? )
    | (?P<word>   [A-Za-z_]\w*(\.\w+)* )
    | (?P<bad>    =+> | --+> | [=!<>]= | \|\| | && | // | /\* )
    | (?P<sign>   -> | [][/&!:=*^<()] )
    | (?P<other>  \S )
    )""", re.VERBOSE | re.ASCII)
COMMENT_END = re.compile(r"\*/|/\*")
NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
DOTTED = re.compile(r"[A-Za-z_]\w*(\.\w+)*", re.ASCII)


class SyntaxFault(Exception):
    """This line makes no sense; it was reported."""


def readable(source: Source, number: int, errors: Errors) -> str:
    """The text of a line, with spaces for what nobody sees."""
    text = source.lines[number - 1]
    if len(text) > MOST_COLUMNS:
        errors.add(Word("", source, number, 1), f"this line is {len(text)} "
                   f"characters long: {MOST_COLUMNS} are the most")
        raise SyntaxFault
    for match in UNSEEN.finditer(text):
        errors.add(Word(match.group(), source, number, match.start() + 1),
                   *signs.unseen(match.group()))
        if "#" not in text[:match.start()]:
            raise SyntaxFault
    return UNSEEN.sub(" ", text)


def check_string(word: Word, errors: Errors) -> None:
    """It stands in comments of C as it is."""
    match = COMMENT_END.search(word)
    if match:
        errors.add(word.part(match.start(), match.end()), f"'{match.group()}' "
                   "can't stand in a text: it would be C's, as a comment "
                   "repeats this text there", "find other words")


def split(source: Source, number: int, errors: Errors) -> List[Word]:
    """The words of line `number`, without spaces and comment."""
    text = readable(source, number, errors)
    if text.lstrip()[:1] in ("", "#"):
        return []
    words = []
    for match in TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "end":
            break
        word = Word(match[kind], source, number, match.start(kind) + 1)
        if kind in ("bad", "other") and words[:2] != ["include", "<"]:
            errors.add(word, *signs.bad(word))
            raise SyntaxFault
        if kind == "string":
            check_string(word, errors)
        words.append(word)
    return words


def is_name(word: str) -> bool:
    return NAME.fullmatch(word) is not None


def is_lower(word: str) -> bool:
    return is_name(word) and word == word.lower()


def is_upper(word: str) -> bool:
    return is_name(word) and word == word.upper()


def is_dotted(word: str) -> bool:
    return DOTTED.fullmatch(word) is not None


def in_other_case(word: str, test: Callable[[str], bool]) -> Optional[str]:
    """How to write a word that fails `test` by its letters' case only."""
    return next((f"write '{other}'" for other in (word.lower(), word.upper())
                 if test(other)), None)


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

    def need(self, what: str, test: Callable[[str], bool],
             hint: Optional[str] = None) -> Word:
        """Take the next word, which must pass `test`."""
        word = self.peek()
        if word is None:
            self.fail(f"expected {what} at the end of this line", hint)
        if not test(word):
            self.fail(f"expected {what}, not '{word}'",
                      hint or in_other_case(word, test))
        return self.take()

    def need_sign(self, sign: str, hint: Optional[str] = None) -> None:
        """Take the next word, which must be `sign`."""
        self.need(f"'{sign}'", lambda word: word == sign, hint)

    def while_(self, test: Callable[[str], bool]) -> List[Word]:
        """Take words as long as they pass `test`."""
        words = []
        while self.peek() is not None and test(self.peek()):
            words.append(self.take())
        return words

    def end(self, hint: Optional[str] = None) -> None:
        if self.peek() is not None:
            self.fail(f"'{self.peek()}' does not belong here", hint)
