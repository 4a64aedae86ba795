# SPDX-License-Identifier: MIT
"""A file's text to its syntax: one function for each word a line begins with.

A line that makes no sense is reported and left out; the rest is read on.
"""

from __future__ import annotations

from typing import Callable, Dict, List, Optional, Set

from . import lines, properties
from .calls import (need_raises, read_calls, read_gives, read_param,
                    read_raises)
from .duration import Times, read_duration, read_named
from .lexer import Cursor, SyntaxFault, is_lower, is_name, is_upper, split
from .nearest import nearest
from .source import Errors, Source, Word
from .syntax import (DefineSyntax, EventSyntax, ExitSyntax, FileSyntax,
                     KindsSyntax, LimitSyntax, LineSyntax, NamedDurationSyntax,
                     StateSyntax, TimerSyntax)
from .words import (first_name, is_string, number, once, read_sentence,
                    story)

Include = Callable[[Word, "Parser"], Optional[FileSyntax]]


BEGIN = 'write above it: flow NAME "what it is for"'
MOST_WORDS = 10_000  # of a file with those it includes: six times the longest
MOST_ERRORS = 1000
MOST_LIMIT = 65535
SPLIT = "let a flow of its own, run by 'call', do a part of it"


class Parser:
    """Reads one file; `file` is the result."""

    def __init__(self, source: Source, errors: Errors,
                 include: Include):
        self.file = FileSyntax(source)
        self.errors = errors
        self.include = include
        self.included: Dict[str, Word] = {}
        self.complete = True  # no line was left out
        self.state: Optional[StateSyntax] = None
        self.in_flow = False
        self.is_included = False  # it has shared declarations only
        self.named: Set[Word] = set()  # durations
        self.times: Times = {}  # those that stand for a time

    def read(self) -> FileSyntax:
        self.file.head = self.file.source.head()
        for number_ in range(1, len(self.file.source.lines) + 1):
            try:
                self.read_line(number_)
            except SyntaxFault:
                self.complete = False
                self.leave_out(number_)
            if self.is_enough(number_):
                self.complete = False
                break
        return self.file

    def is_enough(self, number_: int) -> bool:
        """Is the rest of a file that is no table better not read?"""
        word = Word("", self.file.source, number_, 1)
        if self.file.n_words > MOST_WORDS:
            self.errors.add(word, f"here the file has more than {MOST_WORDS} "
                            "words: the rest is not read", SPLIT)
        elif len(self.errors.found) >= MOST_ERRORS:
            self.errors.add(word, f"these were {MOST_ERRORS} errors: the rest "
                            "is not read", "correct the first ones first")
        else:
            return False
        return True

    def leave_out(self, number_: int) -> None:
        """The words of a line that was not read are not unknown.

        The lines behind it still belong to the block that it begins.
        """
        from . import misread  # for what is wrong only
        text = self.file.source.lines[number_ - 1]
        self.file.unread.update(misread.spellings(text))
        if self.state is not None:
            self.state.whole = False
        begun = misread.begun(text, [*BLOCKS, *DECLARATIONS,
                                     *lines.STATE_LINES])
        self.file.unread.add(begun)
        if begun == "include":
            self.file.lacks_include = True
        elif begun in BLOCKS and not text[:1].isspace() and \
                not self.is_included:
            self.in_flow = begun == "flow"
            if not self.in_flow and not self.is_last(number_):
                keyword = Word(begun, self.file.source, number_, 1)
                self.state = StateSyntax(keyword, keyword)

    def is_last(self, number_: int) -> bool:
        """Is the last state that was read the one of this line?"""
        return bool(self.file.states) and \
            self.file.states[-1].name.line == number_

    def read_line(self, number_: int) -> None:
        words = split(self.file.source, number_, self.errors)
        if not words:
            self.check_comment(number_)
            return
        self.file.n_words += len(words)
        cursor = Cursor(words, self.errors)
        if self.is_included and words[0] not in (*SHARED, "include"):
            cursor.fail("an included file has only lines of: "
                        f"{' '.join(SHARED)}")
        if words[0] in BLOCKS:
            self.open_block(cursor)
        elif self.in_flow or self.is_included:
            self.declare(cursor)
        elif self.state is not None:
            self.read_in_state(cursor, self.state)
        elif words[0] in DECLARATIONS and self.file.name is None:
            self.lack_flow(cursor)
        else:
            self.unknown(cursor, ["include", "flow"])

    def check_comment(self, number_: int) -> None:
        """C's way to include a file is a comment here."""
        if self.file.source.lines[number_ - 1].startswith("#include"):
            from . import misread
            self.file.lacks_include |= misread.is_include_of_c(
                self.file.source, number_, self.errors)

    def read_in_state(self, cursor: Cursor, state: StateSyntax) -> None:
        """Its lines; a declaration of the flow is read, too, but not here."""
        word = cursor.words[0]
        if word not in DECLARATIONS or word == "start":
            lines.read(cursor, state)
            return
        self.errors.add(word, f"'{word}' is a declaration: it stands in the "
                        "flow, above all states", "move this line up")
        cursor.take()
        DECLARATIONS[word](self, cursor)

    def lack_flow(self, cursor: Cursor) -> None:
        """Say it once, and read on as if it had begun."""
        self.errors.add(cursor.words[0], f"'{cursor.words[0]}' stands in a "
                        "flow, and none has begun", BEGIN)
        self.file.unread.add("flow")
        self.in_flow = True
        self.declare(cursor)

    def open_block(self, cursor: Cursor) -> None:
        keyword = cursor.words[0]
        if keyword == "include" and (self.in_flow or self.state) and \
                not self.is_included:
            self.errors.add(keyword, "'include' stands above the flow",
                            "move this line up, and begin it with 'include'")
        elif keyword.column != 1:
            self.errors.add(keyword, f"'{keyword}' is indented, as if it "
                            "belonged to the lines above",
                            f"begin the line with '{keyword}'")
        cursor.take()
        if keyword == "include":
            self.read_include(cursor)
            return
        self.state = None
        self.in_flow = False
        BLOCKS[keyword](self, cursor)

    def declare(self, cursor: Cursor) -> None:
        word = cursor.words[0]
        if word not in DECLARATIONS:
            self.unknown(cursor, list(DECLARATIONS))
        if self.in_flow and word.column == 1:
            self.errors.add(word, f"'{word}' is not indented",
                            "a declaration belongs to the flow above")
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
        if not is_string(cursor.peek() or ""):
            from . import misread
            name = misread.file_name(cursor.peek())
            cursor.need("a file's name in quotes", is_string,
                        f'write include "{name}"')
        name = cursor.take()
        cursor.end()
        before = self.included.setdefault(name, name)
        if before is not name:
            cursor.at -= 1
            cursor.fail(f"{name} is included in line {before.line} already")
        file = self.include(name.part(1, len(name) - 1), self)
        if file is None:
            self.file.lacks_include = True
            raise SyntaxFault
        self.file.n_words += file.n_words
        self.file.groups += file.groups
        self.file.events += file.events
        self.file.kinds += file.kinds
        self.file.counters += file.counters
        for named in file.durations:
            self.add_duration(named)
        self.file.limits += file.limits
        self.file.defines += file.defines
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
        name = cursor.need(f"a name in upper case for {lines.a_kind(kind)}",
                           is_upper, first_name(cursor))
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
            self.read_limit(cursor, state)
        state.story = story(cursor)

    @staticmethod
    def read_limit(cursor: Cursor, state: StateSyntax) -> None:
        if not cursor.skip("limit"):
            cursor.fail("expected 'limit N'", "so many run at a time")
        word = cursor.peek()
        if word is not None and is_name(word):
            state.limit_name = cursor.need("a limit's name in lower case",
                                           is_lower)
        else:
            state.limit = number(cursor, "a limit", MOST_LIMIT)

    # Declarations of the flow

    def read_context(self, cursor: Cursor) -> None:
        cursor.need("'struct'", lambda word: word == "struct",
                    "write 'context struct NAME'")
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
            param = read_param(cursor)
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

    def read_happy(self, cursor: Cursor) -> None:
        if self.file.happy:
            cursor.fail("the happy path is told already, in line "
                        f"{self.file.happy[0].line}")
        what = "a state's name in upper case"
        while not self.file.happy or cursor.peek() is not None:
            self.file.happy.append(cursor.need(what, is_upper))

    def read_count(self, cursor: Cursor) -> None:
        name = cursor.need("a counter's name in lower case", is_lower)
        cursor.need("'max'", lambda word: word == "max",
                    f"write 'count {name} max NUMBER'")
        most = number(cursor, "a maximum", 65535)
        at_once = cursor.skip("at")
        if at_once:
            cursor.need("'once'", lambda word: word == "once")
        self.file.counters.append((name, most, at_once))
        cursor.end()

    def read_events(self, cursor: Cursor) -> None:
        group = cursor.need("the name of a class in lower case", is_lower,
                            "write 'events CLASS EVENT ...', the class in "
                            "lower case")
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
        calls = read_calls(cursor, "a guard's name in lower case")
        read_gives(cursor, calls)
        for call in calls:
            if call.param is not None and call.param.take:
                self.errors.add(call.param.word, "a guard takes nothing: it "
                                "looks, and changes nothing")
        self.file.guards += calls

    def read_kinds(self, cursor: Cursor) -> None:
        name = cursor.need("a name in lower case", is_lower)
        param = read_param(cursor)
        if param is not None and param.take:
            self.errors.add(param.word, "a guard takes nothing: it looks, "
                            "and changes nothing")
        if cursor.peek() == "enum":
            cursor.fail("'enum' does not belong here", "leave out 'enum'")
        enum = cursor.need("the enum's name", is_name)
        prefix = cursor.need("the constants' prefix in upper case", is_upper)
        header = cursor.need("the header that declares them, in quotes",
                             is_string)
        cursor.end()
        self.file.kinds.append(KindsSyntax(name, param, enum, prefix,
                                            header))

    def read_define(self, cursor: Cursor) -> None:
        name = cursor.need("a guard's name in lower case", is_lower)
        cursor.need_sign("=")
        define = DefineSyntax(name)
        while True:
            cursor.need("a guard in '[' and ']'", lambda word: word == "[")
            cursor.at -= 1
            line = LineSyntax(name)
            lines.read_guard(cursor, line)
            define.ways.append(line.guard)
            if not cursor.skip("or"):
                break
        cursor.end("within '[' and ']' guards are joined by '&'")
        self.file.defines.append(define)

    def read_actions(self, cursor: Cursor) -> None:
        need_raises(cursor, self.file.groups)
        calls = read_calls(cursor, "an action's name in lower case")
        read_raises(cursor, calls)
        read_gives(cursor, calls)
        self.file.actions += calls

    def read_timers(self, cursor: Cursor) -> None:
        name = cursor.need("a timer's name in lower case", is_lower)
        sentence = read_sentence(cursor)
        if sentence and cursor.peek() is None and not self.is_included:
            self.file.sentences.append((name, sentence))
            return
        cursor.need_sign("=", f"write 'timers {name} = TIME'")
        self.file.timers.append(
            TimerSyntax(name, read_duration(cursor, self.times), sentence))

    def add_duration(self, named: NamedDurationSyntax) -> None:
        self.file.durations.append(named)
        if named.name in self.named:
            self.times.pop(named.name, None)  # it may be either of them
        elif named.is_time:
            self.times[named.name] = named.time.us
        self.named.add(named.name)

    def read_durations(self, cursor: Cursor) -> None:
        name = cursor.need("a duration's name in lower case", is_lower)
        cursor.need_sign("=")
        sentence = read_sentence(cursor)
        named = read_named(cursor, name, self.times)
        named.sentence = sentence
        self.add_duration(named)

    def read_limits(self, cursor: Cursor) -> None:
        name = cursor.need("a limit's name in lower case", is_lower)
        cursor.need_sign("=", f"write 'limits {name} = NUMBER'")
        self.file.limits.append(
            LimitSyntax(name, number(cursor, "a limit", MOST_LIMIT)))
        cursor.end()

    def read_property(self, cursor: Cursor) -> None:
        sentence = read_sentence(cursor)
        self.file.properties.append(properties.read(cursor, sentence))


Reader = Callable[[Parser, Cursor], None]

BLOCKS: Dict[str, Reader] = {
    "include": Parser.read_include, "flow": Parser.read_flow,
    "state": Parser.read_state, "choice": Parser.read_state,
    "call": Parser.read_run, "each": Parser.read_run,
}

SHARED = ("events", "kinds", "count", "define", "durations", "limits",
          "timers")  # what may be included

DECLARATIONS: Dict[str, Reader] = {
    "context": Parser.read_context, "start": Parser.read_start,
    "exits": Parser.read_exits, "queue": Parser.read_queue,
    "count": Parser.read_count, "events": Parser.read_events,
    "guards": Parser.read_guards, "kinds": Parser.read_kinds,
    "define": Parser.read_define, "durations": Parser.read_durations,
    "limits": Parser.read_limits, "actions": Parser.read_actions,
    "timers": Parser.read_timers, "never": Parser.read_property,
    "happy": Parser.read_happy,
}
