# SPDX-License-Identifier: MIT
"""never OCCURRENCE... [unless OCCURRENCE...] [since OCCURRENCE...] "SENTENCE":
what no run of the flow does."""

from __future__ import annotations

from typing import List, Optional

from .lexer import Cursor, is_dotted
from .lines import read_term
from .source import Word
from .syntax import EventWord, OccurrenceSyntax, PropertySyntax

NO_NAMES = ("unless", "since", "any", "all")
FORM = "a property goes: never WHAT ... unless WHAT ... since WHAT ... " \
    "\"SENTENCE\", and has one of 'unless' and 'since' at least"
WHAT = "what occurs: an event, a state, an action, an exit, what is run, " \
    "or [GUARD]"


def is_named(word: str) -> bool:
    return is_dotted(word) and word not in NO_NAMES


def begins(word: Optional[str]) -> bool:
    return word in ("[", "any", "all") or word is not None and is_named(word)


def read_occurrence(cursor: Cursor) -> OccurrenceSyntax:
    if cursor.skip("["):
        term = read_term(cursor)
        cursor.need_sign("]", "a property asks one guard at a time")
        return OccurrenceSyntax(term=term)
    mode = next((mode for mode in ("any", "all") if cursor.skip(mode)), "")
    what = "FLOW.EXIT" if mode else WHAT
    return OccurrenceSyntax(EventWord(mode, cursor.need(what, is_named)))


def read_occurrences(cursor: Cursor) -> List[OccurrenceSyntax]:
    if not begins(cursor.peek()):
        cursor.fail(f"expected {WHAT}", FORM)
    found = []
    while begins(cursor.peek()):
        found.append(read_occurrence(cursor))
    return found


def read(cursor: Cursor, sentence: Optional[Word]) -> PropertySyntax:
    keyword = cursor.words[0]
    property_ = PropertySyntax(keyword, sentence or keyword,
                               read_occurrences(cursor))
    if cursor.skip("unless"):
        property_.unless = read_occurrences(cursor)
    if cursor.skip("since"):
        property_.since = read_occurrences(cursor)
    cursor.end(FORM)
    if sentence is None or not (property_.unless or property_.since):
        cursor.fail("expected " + ("a sentence in quotes" if sentence is None
                                   else "'unless' or 'since'"), FORM)
    return property_
