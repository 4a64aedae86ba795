# SPDX-License-Identifier: MIT
"""Words that lines of several kinds have: names, numbers, stories, sentences."""

from __future__ import annotations

import re
from typing import Optional

from .duration import is_number
from .lexer import Cursor, is_upper
from .source import Word


def is_string(word: str) -> bool:
    return word.startswith('"')


def number(cursor: Cursor, what: str, most: int) -> int:
    word = cursor.need("a number", is_number)
    if not word.isdigit() or not 1 <= int(word) <= most:
        cursor.at -= 1
        cursor.fail(f"'{word}' is not {what}", f"1 to {most}")
    return int(word)


def once(cursor: Cursor, before: Optional[Word], word: Word) -> Word:
    if before is not None:
        cursor.at = cursor.words.index(word)
        cursor.fail(f"'{cursor.words[0]}' stands in line {before.line} "
                    "already")
    return word


def story(cursor: Cursor) -> str:
    word = cursor.peek()
    text = cursor.take()[1:-1] if word and is_string(word) else ""
    cursor.end()
    return text


def read_sentence(cursor: Cursor) -> Optional[Word]:
    """The last word of a line, where that is a sentence: C has it as it
    is written here."""
    if not is_string(cursor.words[-1]):
        return None
    word = cursor.words.pop()
    match = re.search(r"\\|\?\?[=/'()!<>-]", word)
    if match:
        cursor.errors.add(word.part(match.start(), match.end()),
                          f"'{match.group()}' means something else in C, "
                          "where this sentence stands",
                          "find other words")
    return word


def first_name(cursor: Cursor) -> Optional[str]:
    """Where what is run stands before the state."""
    words = cursor.words[cursor.at:cursor.at + 2]
    if cursor.words[0] not in ("call", "each") or len(words) < 2 or \
            not is_upper(words[1]):
        return None
    return f"the state's name stands first: '{cursor.words[0]} " \
        f"{words[1]} {words[0]} as NAME'"
