# SPDX-License-Identifier: MIT
"""A file's text to its syntax: one function for each word a line begins with.

A line that makes no sense is reported and left out; the rest is read on.
"""

from __future__ import annotations

import re
from typing import Callable, Dict, List, Optional

from . import lines
from .duration import is_number, read_duration, read_named
from .lexer import (Cursor, SyntaxFault, is_lower, is_name, is_upper,
                    split)
from .source import Errors, Source, Word, nearest
from .syntax import (CallSyntax, DefineSyntax, EventSyntax, ExitSyntax,
                     FileSyntax, KindsSyntax, LineSyntax, ParamSyntax, StateSyntax,
                     TimerSyntax)


def is_string(word: str) -> bool:
    return word.startswith('"')


def number(cursor: Cursor, what: str, most: int) -> int:
    word = cursor.need(what, is_number)
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


def head(source: Source) -> str:
    """The comment that a file begins with."""
    words = []
    for line in source.lines:
        if not line.startswith("#"):
            break
        if "SPDX" not in line:
            words.append(line.lstrip("#").strip())
    return "\n".join(words).strip()


class Parser:
    """Reads one file; `file` is the result."""

    def __init__(self, source: Source, errors: Errors,
                 include: Callable[[Word, str], Optional[FileSyntax]]):
        self.file = FileSyntax(source)
        self.errors = errors
        self.include = include
        self.complete = True  # no line was left out
        self.state: Optional[StateSyntax] = None
        self.in_flow = False
        self.is_included = False  # it has shared declarations only

    def read(self) -> FileSyntax:
        self.file.head = head(self.file.source)
        for number_ in range(1, len(self.file.source.lines) + 1):
            try:
                self.read_line(number_)
            except SyntaxFault:
                self.complete = False
                self.leave_out(number_)
        return self.file

    def leave_out(self, number_: int) -> None:
        """The words of a line that was not read are not unknown.

        The lines behind it still belong to the block that it begins.
        """
        text = self.file.source.lines[number_ - 1]
        words = re.findall(r"\w+", text)
        self.file.unread.update(words)
        if self.state is not None:
            self.state.whole = False
        if not text[:1].isspace() and words and words[0] in BLOCKS:
            self.in_flow = words[0] == "flow"
            if not self.in_flow and not self.is_last(number_):
                keyword = Word(words[0], self.file.source, number_, 1)
                self.state = StateSyntax(keyword, keyword)

    def is_last(self, number_: int) -> bool:
        """Is the last state that was read the one of this line?"""
        return bool(self.file.states) and \
            self.file.states[-1].name.line == number_

    def read_line(self, number_: int) -> None:
        words = split(self.file.source, number_, self.errors)
        if not words:
            return
        cursor = Cursor(words, self.errors)
        if self.is_included and words[0] not in (*SHARED, "include"):
            cursor.fail("an included file has only lines of: "
                        f"{' '.join(SHARED)}")
        if words[0] in BLOCKS:
            self.open_block(cursor)
        elif words[0] == "events" or self.in_flow or self.is_included:
            self.declare(cursor)
        elif self.state is not None:
            lines.read(cursor, self.state)
        else:
            self.unknown(cursor, list(BLOCKS) + ["events"])

    def open_block(self, cursor: Cursor) -> None:
        if cursor.words[0].column != 1:
            cursor.fail(f"'{cursor.words[0]}' begins a line: it is not "
                        "indented")
        self.state = None
        self.in_flow = False
        BLOCKS[cursor.take()](self, cursor)

    def declare(self, cursor: Cursor) -> None:
        word = cursor.words[0]
        if word not in DECLARATIONS:
            self.unknown(cursor, list(DECLARATIONS))
        if self.in_flow and word.column == 1:
            cursor.fail(f"'{word}' belongs to the flow above: indent it")
        cursor.take()
        DECLARATIONS[word](self, cursor)

    def unknown(self, cursor: Cursor, known: List[str]) -> None:
        word = cursor.words[0]
        near = nearest(word, known)
        cursor.fail(f"no line begins with '{word}' here",
                    f"did you mean '{near}'?" if near else
                    f"a line here begins with one of: {' '.join(known)}")

    # Blocks

    def read_include(self, cursor: Cursor) -> None:
        name = cursor.need("a file's name in quotes", is_string)
        cursor.end()
        file = self.include(name.part(1, len(name) - 1),
                            self.file.source.folder)
        if file is None:
            raise SyntaxFault
        self.file.groups += file.groups
        self.file.events += file.events
        self.file.kinds += file.kinds
        self.file.counters += file.counters
        self.file.timers += file.timers

    def read_flow(self, cursor: Cursor) -> None:
        name = cursor.need("the flow's name in lower case", is_lower)
        if self.file.name is not None:
            cursor.at -= 1
            cursor.fail(f"a file has one flow: '{self.file.name}' stands in "
                        f"line {self.file.name.line} already")
        self.file.name = name
        self.in_flow = True
        self.file.story = story(cursor)

    def new_state(self, cursor: Cursor, kind: str) -> StateSyntax:
        name = cursor.need(f"a name in upper case for the {kind}", is_upper)
        state = StateSyntax(kind, name)
        self.state = state
        self.file.states.append(state)
        if cursor.skip("in"):
            state.parent = cursor.need("a state's name", is_upper)
        return state

    def read_state(self, cursor: Cursor) -> None:
        state = self.new_state(cursor, cursor.words[0])
        state.story = story(cursor)

    def read_run(self, cursor: Cursor) -> None:
        state = self.new_state(cursor, cursor.words[0])
        state.flow = cursor.need("the name of the flow to run", is_lower)
        if not cursor.skip("as"):
            cursor.fail("expected 'as NAME'", "NAME is the C function that "
                        "prepares the context of what is run")
        state.prepare = cursor.need("a name in lower case", is_lower)
        if state.kind == "each":
            if not cursor.skip("limit"):
                cursor.fail("expected 'limit N'", "so many run at a time")
            state.limit = number(cursor, "a limit", 65535)
        state.story = story(cursor)

    # Declarations of the flow

    def read_context(self, cursor: Cursor) -> None:
        cursor.need("'struct'", lambda word: word == "struct")
        name = cursor.need("the struct's name", is_name)
        self.file.context = once(cursor, self.file.context, name)
        cursor.end()

    def read_start(self, cursor: Cursor) -> None:
        name = cursor.need("a state's name", is_upper)
        self.file.start = once(cursor, self.file.start, name)
        cursor.end()

    def read_exits(self, cursor: Cursor) -> None:
        what = "an exit's name in lower case"
        while True:
            name = cursor.need(what, is_lower)
            param = self.read_param(cursor)
            if param is not None and (param.take or param.word == "item"):
                cursor.at -= 2
                cursor.fail("an exit promises a struct")
            self.file.exits.append(
                ExitSyntax(name, param.word if param else None))
            if cursor.peek() is None:
                return

    def read_queue(self, cursor: Cursor) -> None:
        self.file.queue = number(cursor, "a length of the queue", 64)
        cursor.end()

    def read_count(self, cursor: Cursor) -> None:
        name = cursor.need("a counter's name in lower case", is_lower)
        cursor.need("'max'", lambda word: word == "max")
        most = number(cursor, "a maximum", 65535)
        at_once = cursor.skip("at")
        if at_once:
            cursor.need("'once'", lambda word: word == "once")
        self.file.counters.append((name, most, at_once))
        cursor.end()

    def read_events(self, cursor: Cursor) -> None:
        group = cursor.need("the name of a class in lower case", is_lower)
        self.file.groups.append(group)
        while True:
            name = cursor.need("an event's name in upper case", is_upper)
            payload = None
            if cursor.skip(":"):
                payload = cursor.need("the payload's struct", is_name)
            self.file.events.append(EventSyntax(group, name, payload))
            if cursor.peek() is None:
                return

    def read_guards(self, cursor: Cursor) -> None:
        calls = self.read_calls(cursor, "a guard's name in lower case")
        if cursor.skip("gives"):
            self.read_words(cursor, "a struct's name",
                            [call.gives for call in calls])
        cursor.end()
        for call in calls:
            if call.param is not None and call.param.take:
                self.errors.add(call.param.word, "a guard takes nothing: it "
                                "looks, and changes nothing")
        self.file.guards += calls

    def read_kinds(self, cursor: Cursor) -> None:
        name = cursor.need("a name in lower case", is_lower)
        param = self.read_param(cursor)
        if param is not None and param.take:
            self.errors.add(param.word, "a guard takes nothing: it looks, "
                            "and changes nothing")
        enum = cursor.need("the enum's name", is_name)
        prefix = cursor.need("the constants' prefix in upper case", is_upper)
        header = cursor.need("the header that declares them, in quotes",
                             is_string)
        cursor.end()
        self.file.kinds.append(KindsSyntax(name, param, enum, prefix,
                                            header))

    def read_define(self, cursor: Cursor) -> None:
        name = cursor.need("a guard's name in lower case", is_lower)
        cursor.need("'='", lambda word: word == "=")
        define = DefineSyntax(name)
        while True:
            cursor.need("a guard in '[' and ']'", lambda word: word == "[")
            cursor.at -= 1
            line = LineSyntax(name)
            lines.read_guard(cursor, line)
            define.ways.append(line.guard)
            if not cursor.skip("or"):
                break
        cursor.end()
        self.file.defines.append(define)

    def read_actions(self, cursor: Cursor) -> None:
        calls = self.read_calls(cursor, "an action's name in lower case")
        if cursor.skip("raises"):
            self.read_words(cursor, "a class or an event",
                            [call.raises for call in calls])
        if cursor.skip("gives"):
            self.read_words(cursor, "a struct's name",
                            [call.gives for call in calls])
        cursor.end()
        self.file.actions += calls

    @staticmethod
    def read_param(cursor: Cursor) -> Optional[ParamSyntax]:
        """[(STRUCT)], [(take STRUCT)], [(item)]"""
        if not cursor.skip("("):
            return None
        take = cursor.skip("take")
        param = ParamSyntax(cursor.need("the payload's struct", is_name),
                            take)
        cursor.need("')'", lambda word: word == ")")
        return param

    def read_calls(self, cursor: Cursor, what: str) -> List[CallSyntax]:
        """Names of guards or actions, each with what it is given."""
        calls: List[CallSyntax] = []
        while cursor.peek() not in (None, "raises", "gives") or not calls:
            name = cursor.need(what, is_lower)
            calls.append(CallSyntax(name, self.read_param(cursor)))
        return calls

    @staticmethod
    def read_words(cursor: Cursor, what: str,
                   to: List[List[Word]]) -> None:
        words = [cursor.need(what, is_name)]
        words += cursor.while_(lambda w: is_name(w) and w != "gives")
        for list_ in to:
            list_ += words

    @staticmethod
    def read_sentence(cursor: Cursor) -> Optional[Word]:
        """The last word of a line, where that is a sentence."""
        return cursor.words.pop() if is_string(cursor.words[-1]) else None

    def read_timers(self, cursor: Cursor) -> None:
        name = cursor.need("a timer's name in lower case", is_lower)
        cursor.need("'='", lambda word: word == "=")
        sentence = self.read_sentence(cursor)
        self.file.timers.append(
            TimerSyntax(name, read_duration(cursor), sentence))

    def read_durations(self, cursor: Cursor) -> None:
        name = cursor.need("a duration's name in lower case", is_lower)
        cursor.need("'='", lambda word: word == "=")
        sentence = self.read_sentence(cursor)
        named = read_named(cursor, name)
        named.sentence = sentence
        self.file.durations.append(named)


Reader = Callable[[Parser, Cursor], None]

BLOCKS: Dict[str, Reader] = {
    "include": Parser.read_include, "flow": Parser.read_flow,
    "state": Parser.read_state, "choice": Parser.read_state,
    "call": Parser.read_run, "each": Parser.read_run,
}

SHARED = ("events", "kinds", "count", "timers")  # what may be included

DECLARATIONS: Dict[str, Reader] = {
    "context": Parser.read_context, "start": Parser.read_start,
    "exits": Parser.read_exits, "queue": Parser.read_queue,
    "count": Parser.read_count, "events": Parser.read_events,
    "guards": Parser.read_guards, "kinds": Parser.read_kinds,
    "define": Parser.read_define, "durations": Parser.read_durations,
    "actions": Parser.read_actions, "timers": Parser.read_timers,
}
