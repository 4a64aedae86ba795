# SPDX-License-Identifier: MIT
"""The lines of a state: on, after, if, else, ignore, entry, exit, forever."""

from __future__ import annotations

from typing import Callable, Dict, Optional

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
EDGE = "an 'entry' or 'exit' line has actions only: it leads nowhere, and " \
    "asks no guard"
IF = "write 'if': the first 'if' that holds wins"
ELSE_IF = ("elseif", "elif", "elsif", "when", "case")
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


def without_prefix(cursor: Cursor, name: str) -> Optional[str]:
    """A constant of C as a kind: FETCH_PROBLEM_BUSY of `problem` is busy."""
    kind = str(cursor.peek()).lower().rpartition(f"{name}_".lower())[2]
    return f"write '{kind}'" if is_name(kind) and kind != cursor.peek() \
        else None


def turned_round(cursor: Cursor, negated: bool) -> Optional[str]:
    """TIME < FUNCTION the other way round."""
    words = cursor.words[cursor.at:cursor.at + 3]
    if len(words) < 3 or not is_number(words[0]) or words[1] != "<" or \
            not is_name(words[2]):
        return None
    return f"write '{'' if negated else '!'}{words[2]} < {words[0]}'"


def joined(cursor: Cursor) -> str:
    """What to write where terms are joined by a word."""
    before, word = cursor.words[cursor.at - 1], cursor.peek()
    if before == "not" and word is not None and is_name(word):
        return f"write '!{word}'"
    if word == "and":
        return "write '&'"
    if word != "or":
        return TERMS
    return f"write '[{before}] or [{word.rest().partition(']')[0]}]'" \
        if cursor.words[0] == "define" and cursor.words[cursor.at - 2] == "[" \
        else OR


def read_term(cursor: Cursor) -> TermSyntax:
    """[!] NAME, [!] FUNCTION < TIME|FUNCTION, [!] NAME is KIND..."""
    negated = cursor.skip("!")
    term = TermSyntax(negated, cursor.need(
        "a guard", is_dotted, turned_round(cursor, negated) or TERMS))
    if cursor.skip("<"):
        read_limit(cursor, term)
    elif cursor.skip("is"):
        what = "a kind in lower case"
        while not term.kinds or is_name(cursor.peek() or "]"):
            term.kinds.append(cursor.need(what, is_lower,
                                          without_prefix(cursor, term.word)))
    return term


def read_guard(cursor: Cursor, line: LineSyntax) -> None:
    if not cursor.skip("["):
        return
    while True:
        line.guard.append(read_term(cursor))
        if cursor.skip("]"):
            return
        cursor.need("'&' or ']'", lambda word: word == "&",
                    joined(cursor))


def read_target(cursor: Cursor, line: LineSyntax) -> None:
    if cursor.skip("->"):
        line.target = cursor.need("a state or an exit", is_dotted,
                                  "a line that leads nowhere has no '->'")


def read_acts(cursor: Cursor, line: LineSyntax) -> None:
    if cursor.skip("/"):
        line.acts = [cursor.need("an action", is_dotted, ACTIONS)]
        line.acts += cursor.while_(is_dotted)
    word = cursor.peek()
    if word is not None and line.keyword in ("entry", "exit"):
        cursor.end(EDGE)
    elif word is not None:
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
                    IF if cursor.peek() == "if" else
                    "a line with a guard begins with 'if'"
                    if cursor.peek() == "[" else "-> TARGET / ACTION ...")
    read_target(cursor, line)
    read_acts(cursor, line)


def read_edge(cursor: Cursor, line: LineSyntax) -> None:
    if cursor.peek() != "/":
        cursor.fail("expected '/' and actions",
                    EDGE if cursor.peek() in ("->", "[") else
                    f"write '{line.keyword} / ACTION ...'")
    read_acts(cursor, line)


def read_forever(cursor: Cursor, line: LineSyntax) -> None:
    cursor.end()


STATE_LINES: Dict[str, Callable[[Cursor, LineSyntax], None]] = {
    "on": read_on, "after": read_after, "ignore": read_ignore,
    "entry": read_edge, "exit": read_edge, "forever": read_forever,
}
CHOICE_LINES = {"if": read_branch, "else": read_branch}
BLOCKS = ("state", "choice", "call", "each")
ONCE = ("entry", "exit", "forever")


def read_start(cursor: Cursor, state: StateSyntax) -> None:
    cursor.take()
    name = cursor.need("a state's name", is_name)
    if state.start is not None:
        cursor.at -= 1
        cursor.fail(f"'start' stands in line {state.start.line} already")
    state.start = name
    cursor.end()


def a_kind(kind: str) -> str:
    return {"call": "a 'call'", "each": "an 'each'"}.get(kind, f"a {kind}")


def what_else(keyword: Word, state: StateSyntax) -> str:
    """Of a word that begins no line of this state, or of this choice."""
    if state.kind == "choice" and keyword in ELSE_IF:
        return IF
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
        near = None if keyword in known else nearest(keyword, BLOCKS)
        if near is not None:
            cursor.fail(f"no line begins with '{keyword}' here",
                        f"did you mean '{near}'?")
        cursor.errors.add(keyword, f"'{keyword}' is not indented",
                          f"a line of {a_kind(state.kind)} is indented"
                          if keyword in known
                          else "a declaration stands above all states, and "
                          f"is indented, as a line of {a_kind(state.kind)} is")
        if keyword not in known:
            raise SyntaxFault
    if keyword == "start" and state.kind == "state":
        read_start(cursor, state)
        return
    if keyword not in known:
        near = None if keyword in ELSE_IF else nearest(keyword, known)
        cursor.fail(f"no line of {a_kind(state.kind)} begins with '{keyword}'",
                    f"did you mean '{near}'?" if near else
                    what_else(keyword, state))
    for line in state.lines if keyword in ONCE else []:
        if line.keyword == keyword:
            cursor.fail(f"'{keyword}' stands in line {line.keyword.line} "
                        "already")
    line = LineSyntax(cursor.take())
    known[keyword](cursor, line)
    state.lines.append(line)
