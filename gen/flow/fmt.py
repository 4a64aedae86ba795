# SPDX-License-Identifier: MIT
"""flowc fmt: a table in its one form.

Only spaces and empty lines change.  What a line leads to, does or promises
stands in a fixed column, so that a change of one line moves no other; only the
names of neighbouring counters, classes, timers and rules are padded to one
length.  What reaches beyond its column is followed by one space.
"""

from __future__ import annotations

import os
import sys
from itertools import groupby
from typing import Iterator, List, Optional, Tuple

from .arguments import Arguments
from .lexer import split
from .library import FLOW
from .load import write_if_new
from .parser import BLOCKS, Parser
from .record import record
from .report import Report
from .source import MOST_BYTES, Errors, Source, Word, read_source
from .syntax import FileSyntax

# From 0.
ARROW, ACTIONS, PROMISE, COUNTER_COMMENT = 34, 48, 27, 39
TIGHT_BEFORE, TIGHT_BEHIND = tuple("])(:"), tuple("[(!:")
PROMISES = ("raises", "gives")
PADDED = ("guards", "kinds", "define", "actions")  # to one length
NAMED = ("count", "events", "define", "durations", "limits",
         "timers")  # a name, then it


@record
class Row:
    """A line in two parts: in lines of one kind that stand together, the second
    parts stand in one column."""

    kind: str = ""  # the word that a declaration begins with
    first: str = ""
    rest: str = ""
    comment: str = ""
    opens: bool = False  # a block

    def text(self, width: int = 0) -> str:
        text = f"{self.first:<{width}} {self.rest}" if self.rest \
            else self.first
        if text and self.comment:
            text = padded(text, COUNTER_COMMENT
                          if self.kind == "count" else 0)
        return text + self.comment


def padded(text: str, column: int) -> str:
    """What comes next stands in the column, or behind one space."""
    return f"{text:<{max(column, len(text) + 1)}}"


def joined(words: List[Word]) -> str:
    text = ""
    for before, word in zip([Word("[", w.source, 1, 1) for w in words[:1]] +
                            words, words):
        tight = word in TIGHT_BEFORE or before in TIGHT_BEHIND
        text += word if tight else f" {word}"
    return text


def split_at(words: List[Word], signs: Tuple[str, ...]) -> int:
    """Where the first of the signs stands, or the end."""
    return next((place for place, word in enumerate(words) if word in signs),
                len(words))


def state_line(words: List[Word]) -> Row:
    """GUARD -> TARGET / ACTION..."""
    arrow = split_at(words, ("->", "/"))
    slash = split_at(words, ("/",))
    text = "  " + joined(words[:arrow])
    if arrow < slash:
        text = padded(text, ARROW) + joined(words[arrow:slash])
    if slash < len(words):
        text = padded(text, ACTIONS) + joined(words[slash:])
    return Row(first=text)


def declaration(words: List[Word], indent: str) -> Row:
    keyword = words[0]
    width = len("actions") if keyword in PADDED and indent else 0
    start = f"{indent}{keyword:<{width}}"
    if keyword in NAMED:
        return Row(keyword, f"{start} {words[1]}", joined(words[2:]))
    place = split_at(words, PROMISES)
    text = f"{start} {joined(words[1:place])}"
    if place < len(words):
        text = padded(text, PROMISE) + joined(words[place:])
    return Row(keyword, text)


class Formatter:
    """The rows of a file that has no syntax error."""

    def __init__(self, source: Source):
        self.source = source
        self.in_flow = self.in_state = False

    def rows(self) -> List[Row]:
        return [self.row(number)
                for number in range(1, len(self.source.lines) + 1)]

    def row(self, number: int) -> Row:
        words = split(self.source, number, Errors())
        line = self.source.lines[number - 1]
        end = words[-1].column - 1 + len(words[-1]) if words else 0
        row = self.code(words) if words else Row()
        row.comment = line[end:].strip()
        return row

    def code(self, words: List[Word]) -> Row:
        keyword = words[0]
        if keyword in BLOCKS:
            self.in_flow = keyword == "flow"
            self.in_state = not self.in_flow and keyword != "include"
            return Row(keyword, joined(words),
                       opens=self.in_flow or self.in_state)
        if self.in_state and keyword != "events":
            return state_line(words)
        return declaration(words, "  " if self.in_flow else "")


def look_below(rows: List[Row]) -> None:
    """A comment is indented as what stands below it, and is a part of the
    block right below it."""
    indent, opens = "", False
    for row in reversed(rows):
        if row.first:
            indent = row.first[:len(row.first) - len(row.first.lstrip())]
            opens = row.opens
        elif row.comment:
            row.comment = indent + row.comment
            row.opens = opens
        else:
            opens = False


def spaced(rows: List[Row]) -> Iterator[Row]:
    """One empty line above a block with its comment, and never two."""
    before = Row()
    for row in rows:
        if row.opens and before.first:
            yield Row()
        if row.first or row.comment or before.first or before.comment:
            yield row
        before = row


def formatted(source: Source) -> str:
    rows = Formatter(source).rows()
    look_below(rows)
    texts: List[str] = []
    for _, run in groupby(spaced(rows), lambda row: row.kind):
        run = list(run)
        width = max((len(row.first) for row in run if row.rest), default=0)
        texts += [row.text(width) for row in run]
    return "\n".join(texts).rstrip("\n") + "\n"


def read(path: str, report: Report) -> Optional[Source]:
    """The file; None: its syntax errors were told.  What it includes and runs
    is not looked at."""
    errors, source = Errors(), read_source(path)
    if os.path.getsize(path) > MOST_BYTES:  # the rest would be lost
        errors.add(Word("", source, 1, 1), f"this file has more than "
                   f"{MOST_BYTES} bytes: it is left as it is")
    parser = Parser(source, errors, lambda name, parent: FileSyntax(source))
    parser.is_included = not path.endswith(FLOW)
    parser.read()
    report.tell(errors)
    return None if errors else source


def has_form(path: str, text: str) -> bool:
    with open(path, "rb") as file:
        return file.read() == text.encode()


def one(path: str, check: bool, report: Report) -> bool:
    """Give a file its form, or look whether it has it."""
    try:
        source = read(path, report)
        if source is None:
            return False
        text = formatted(source)
        if not check:
            write_if_new(path, text)
        elif not has_form(path, text):
            sys.stdout.write(f"{path} has another form; run: flowc fmt "
                             f"{path}\n")
            return False
    except OSError as fault:
        report.unread(fault)
        return False
    return True


def run(args: Arguments, report: Report) -> int:
    is_well = [one(path, args.check, report) for path in args.files]
    return 0 if all(is_well) else 1
