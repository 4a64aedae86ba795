# SPDX-License-Identifier: MIT
"""The lines of a state: on, after, if, else, ignore, entry, exit, forever."""

from __future__ import annotations

from typing import Callable, Dict

from .duration import is_number, time_us
from .lexer import (Cursor, SyntaxFault, is_dotted, is_lower, is_name,
                    is_upper)
from .nearest import nearest
from .signs import OR
from .source import Word
from .syntax import EventWord, LineSyntax, StateSyntax, TermSyntax

FORM = "a line goes: [GUARD & ...] -> TARGET / ACTION ..., each part of " \
    "which may be missing"
ACTIONS = "actions stand behind '/'"
TERMS = "terms are joined by '&', and end with ']'"


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
        cursor.fail("expected an event", f"'{line.keyword}' EVENT ..., then "
                    "what happens")


def read_limit(cursor: Cursor, term: TermSyntax) -> None:
    """The right side of FUNCTION < TIME|FUNCTION."""
    word = cursor.peek()
    if word is not None and is_name(word):
        term.than = cursor.take()
        return
    term.than_us = time_us(cursor)
    term.than = word


def read_term(cursor: Cursor) -> TermSyntax:
    """[!] NAME, [!] FUNCTION < TIME|FUNCTION, [!] NAME is KIND..."""
    negated = cursor.skip("!")
    term = TermSyntax(negated, cursor.need("a guard", is_dotted, TERMS))
    if cursor.skip("<"):
        read_limit(cursor, term)
    elif cursor.skip("is"):
        term.kinds = [cursor.need("a kind in lower case", is_lower)]
        term.kinds += cursor.while_(is_lower)
    return term


def read_guard(cursor: Cursor, line: LineSyntax) -> None:
    if not cursor.skip("["):
        return
    while True:
        line.guard.append(read_term(cursor))
        if cursor.skip("]"):
            return
        cursor.need("'&' or ']'", lambda word: word == "&",
                    OR if cursor.peek() == "or" else TERMS)


def read_target(cursor: Cursor, line: LineSyntax) -> None:
    if cursor.skip("->"):
        line.target = cursor.need("a state or an exit", is_dotted,
                                  "a line that leads nowhere has no '->'")


def read_acts(cursor: Cursor, line: LineSyntax) -> None:
    if cursor.skip("/"):
        line.acts = [cursor.need("an action", is_dotted, ACTIONS)]
        line.acts += cursor.while_(is_dotted)
    word = cursor.peek()
    if word is not None:
        cursor.end(ACTIONS if line.target and is_name(word) and
                   not is_upper(word) else FORM)


def read_on(cursor: Cursor, line: LineSyntax) -> None:
    read_events(cursor, line)
    read_guard(cursor, line)
    read_target(cursor, line)
    read_acts(cursor, line)


def read_after(cursor: Cursor, line: LineSyntax) -> None:
    word = cursor.peek()
    hint = f"declare it: timers NAME = {word}" \
        if word is not None and is_number(word) else None
    line.events = [EventWord("", cursor.need("a timer", is_name, hint))]
    read_guard(cursor, line)
    read_target(cursor, line)
    read_acts(cursor, line)


def read_ignore(cursor: Cursor, line: LineSyntax) -> None:
    read_events(cursor, line)
    cursor.end()


def read_branch(cursor: Cursor, line: LineSyntax) -> None:
    if line.keyword == "if":
        cursor.need("a guard in '[' and ']'", lambda word: word == "[",
                    "write 'if [GUARD & ...] -> TARGET'")
        cursor.at -= 1
        read_guard(cursor, line)
    if cursor.peek() != "->":
        cursor.fail("a line of a choice leads somewhere: expected '->'",
                    "a line with a guard begins with 'if'"
                    if cursor.peek() == "[" else "-> TARGET / ACTION ...")
    read_target(cursor, line)
    read_acts(cursor, line)


def read_edge(cursor: Cursor, line: LineSyntax) -> None:
    if cursor.peek() != "/":
        cursor.fail("expected '/' and actions",
                    f"write '{line.keyword} / ACTION ...'")
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


def what_else(keyword: Word, state: StateSyntax) -> str:
    """Of a word that begins no line of this state, or of this choice."""
    if keyword in CHOICE_LINES:
        return "it stands in a choice: write 'choice NAME' above it"
    if keyword in STATE_LINES:
        return "it stands in a state: write 'state NAME' above it"
    known = CHOICE_LINES if state.kind == "choice" else STATE_LINES
    return f"it begins with one of: {' '.join(known)}"


def read(cursor: Cursor, state: StateSyntax) -> None:
    """One line of `state`."""
    known = CHOICE_LINES if state.kind == "choice" else STATE_LINES
    keyword = cursor.words[0]
    if keyword.column == 1:
        cursor.errors.add(keyword, f"'{keyword}' is not indented",
                          f"a line of a {state.kind} is indented"
                          if keyword in known
                          else "a declaration stands above all states, and "
                          f"is indented, as a line of a {state.kind} is")
        if keyword not in known:
            raise SyntaxFault
    if keyword == "start" and state.kind == "state":
        read_start(cursor, state)
        return
    if keyword not in known:
        near = nearest(keyword, known)
        cursor.fail(f"no line of a {state.kind} begins with '{keyword}'",
                    f"did you mean '{near}'?" if near else
                    what_else(keyword, state))
    for line in state.lines if keyword in ONCE else []:
        if line.keyword == keyword:
            cursor.fail(f"'{keyword}' stands in line {line.keyword.line} "
                        "already")
    line = LineSyntax(cursor.take())
    known[keyword](cursor, line)
    state.lines.append(line)
