# SPDX-License-Identifier: MIT
"""What guards and actions are declared with: what they are given, raise and
give."""

from __future__ import annotations

from typing import List, Optional

from .lexer import Cursor, is_lower, is_name, is_upper
from .nearest import nearest
from .source import Word
from .syntax import CallSyntax, ParamSyntax


def read_param(cursor: Cursor) -> Optional[ParamSyntax]:
    """[(STRUCT)], [(take STRUCT)], [(item)]"""
    if not cursor.skip("("):
        return None
    take = cursor.skip("take")
    start = cursor.at
    if cursor.skip("struct") or cursor.words[start + 1:start + 2] == ["*"]:
        words = [word for word in cursor.words[start:start + 2]
                 if is_name(word) and word != "struct"]
        cursor.at = start
        cursor.fail("only the struct's name stands here", "write "
                    f"'({'take ' if take else ''}{words[0]})': 'struct' and "
                    "'*' are C's" if words else None)
    param = ParamSyntax(cursor.need("the payload's struct", is_name), take)
    cursor.need_sign(")")
    return param


def read_calls(cursor: Cursor, what: str) -> List[CallSyntax]:
    """Names of guards or actions, each with what it is given."""
    calls: List[CallSyntax] = []
    while cursor.peek() not in (None, "raises", "gives") or not calls:
        name = cursor.need(what, is_lower)
        calls.append(CallSyntax(name, read_param(cursor)))
    return calls


def read_words(cursor: Cursor, what: str, to: List[List[Word]]) -> None:
    words = [cursor.need(what, is_name)]
    words += cursor.while_(lambda w: is_name(w) and w != "gives")
    for list_ in to:
        list_ += words


def need_raises(cursor: Cursor, groups: List[Word]) -> None:
    """A class or an event behind a word that is almost 'raises'."""
    if "raises" in cursor.words:
        return
    for at in range(2, len(cursor.words) - 1):
        word, what = cursor.words[at:at + 2]
        if (what in groups or is_upper(what)) and nearest(word, ["raises"]):
            cursor.at = at
            cursor.fail(f"'{word}' does not belong here",
                        "did you mean 'raises'?")


def read_raises(cursor: Cursor, calls: List[CallSyntax]) -> None:
    """[raises CLASS_OR_EVENT...], or [raises nothing]"""
    if not cursor.skip("raises"):
        return
    if cursor.skip("nothing"):
        for call in calls:
            call.raises_nothing = True
    else:
        read_words(cursor, "a class or an event",
                   [call.raises for call in calls])


def read_gives(cursor: Cursor, calls: List[CallSyntax]) -> None:
    """[gives STRUCT...], and no more"""
    if cursor.skip("gives"):
        read_words(cursor, "a struct's name", [call.gives for call in calls])
    cursor.end()
