# SPDX-License-Identifier: MIT
"""The lines of a state: on, after, if, else, ignore, entry, exit, forever."""

from __future__ import annotations

from typing import Callable, Dict

from .duration import time_us
from .lexer import Cursor, is_dotted, is_lower, is_name
from .source import nearest
from .syntax import EventWord, LineSyntax, StateSyntax, TermSyntax

FORM = "a line goes: [GUARD & ...] -> TARGET / ACTION ..., each part of " \
    "which may be missing"


def read_events(cursor: Cursor, line: LineSyntax) -> None:
    """EVENT|CLASS|FLOW.EXIT|any FLOW.EXIT|all FLOW[.EXIT] ..."""
    mode = ""
    while cursor.peek() is not None and is_dotted(cursor.peek()):
        word = cursor.take()
        if word in ("any", "all"):
            mode = word
            cursor.need("FLOW.EXIT" if mode == "any" else "FLOW",
                        is_dotted)
            cursor.at -= 1
        else:
            line.events.append(EventWord(mode, word))
    if not line.events:
        cursor.fail("expected an event")


def read_limit(cursor: Cursor, term: TermSyntax) -> None:
    """The right side of FUNCTION < TIME|FUNCTION."""
    word = cursor.peek()
    if word is not None and is_name(word):
        term.than = cursor.take()
        return
    term.than_us = time_us(cursor)
    term.than = word


def read_guard(cursor: Cursor, line: LineSyntax) -> None:
    if not cursor.skip("["):
        return
    while True:
        negated = cursor.skip("!")
        term = TermSyntax(negated, cursor.need("a guard", is_dotted))
        if cursor.skip("<"):
            read_limit(cursor, term)
        elif cursor.skip("is"):
            term.kinds = [cursor.need("a kind in lower case", is_lower)]
            term.kinds += cursor.while_(is_lower)
        line.guard.append(term)
        if cursor.skip("]"):
            return
        cursor.need("'&' or ']'", lambda word: word == "&")


def read_target(cursor: Cursor, line: LineSyntax) -> None:
    if cursor.skip("->"):
        line.target = cursor.need("a state or an exit", is_dotted)


def read_acts(cursor: Cursor, line: LineSyntax) -> None:
    if cursor.skip("/"):
        line.acts = [cursor.need("an action", is_dotted)]
        line.acts += cursor.while_(is_dotted)
    if cursor.peek() is not None:
        cursor.fail(f"'{cursor.peek()}' does not belong here", FORM)


def read_on(cursor: Cursor, line: LineSyntax) -> None:
    read_events(cursor, line)
    read_guard(cursor, line)
    read_target(cursor, line)
    read_acts(cursor, line)


def read_after(cursor: Cursor, line: LineSyntax) -> None:
    line.events = [EventWord("", cursor.need("a timer", is_name))]
    read_guard(cursor, line)
    read_target(cursor, line)
    read_acts(cursor, line)


def read_ignore(cursor: Cursor, line: LineSyntax) -> None:
    read_events(cursor, line)
    cursor.end()


def read_branch(cursor: Cursor, line: LineSyntax) -> None:
    if line.keyword == "if":
        cursor.need("a guard in '[' and ']'", lambda word: word == "[")
        cursor.at -= 1
        read_guard(cursor, line)
    if cursor.peek() != "->":
        cursor.fail("a line of a choice leads somewhere: expected '->'")
    read_target(cursor, line)
    read_acts(cursor, line)


def read_edge(cursor: Cursor, line: LineSyntax) -> None:
    if cursor.peek() != "/":
        cursor.fail("expected '/' and actions")
    read_acts(cursor, line)


def read_forever(cursor: Cursor, line: LineSyntax) -> None:
    cursor.end()


STATE_LINES: Dict[str, Callable[[Cursor, LineSyntax], None]] = {
    "on": read_on, "after": read_after, "ignore": read_ignore,
    "entry": read_edge, "exit": read_edge, "forever": read_forever,
}
CHOICE_LINES = {"if": read_branch, "else": read_branch}
ONCE = ("entry", "exit", "forever")


def read_start(cursor: Cursor, state: StateSyntax) -> None:
    cursor.take()
    name = cursor.need("a state's name", is_name)
    if state.start is not None:
        cursor.at -= 1
        cursor.fail(f"'start' stands in line {state.start.line} already")
    state.start = name
    cursor.end()


def read(cursor: Cursor, state: StateSyntax) -> None:
    """One line of `state`."""
    known = CHOICE_LINES if state.kind == "choice" else STATE_LINES
    keyword = cursor.words[0]
    if keyword.column == 1:
        cursor.fail(f"'{keyword}' begins no line here: a line of a state is "
                    "indented")
    if keyword == "start" and state.kind == "state":
        read_start(cursor, state)
        return
    if keyword not in known:
        near = nearest(keyword, known)
        cursor.fail(f"no line of a {state.kind} begins with '{keyword}'",
                    f"did you mean '{near}'?" if near else
                    f"it begins with one of: {' '.join(known)}")
    for line in state.lines:
        if line.keyword == keyword and keyword in ONCE:
            cursor.fail(f"'{keyword}' stands in line {line.keyword.line} "
                        "already")
    line = LineSyntax(cursor.take())
    known[keyword](cursor, line)
    state.lines.append(line)
