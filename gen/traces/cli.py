# SPDX-License-Identifier: MIT
"""The command line of gen/flowtrace."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from typing import IO, Iterator, List, Union

from .check import Check
from .fault import TraceError
from .log import in_words
from .maps import Maps
from .records import MAGIC, Reader, Record, Run
from .text import Text

HELP = """\
flowtrace reads what a program wrote about its flows (see flowc(1)): a file of
records, which it was told to trace to, or its log.

  flowtrace FILE               each step as a line, with the table's line
  flowtrace --follow FILE      and those to come, until it is interrupted
  flowtrace LOG                a log as it is, but with names for the numbers
                               that a build without names wrote

  --maps PATH                  a folder, or a file, of tables (NAME.flow) or of
                               their maps (NAME.map.json, by 'flowc map'); can
                               be given several times.  They have to be those
                               that the program was built from: a trace of
                               others is refused.  Without it, those of
                               lws-acme-client
  --flow NAME                  only instances of this flow
  --instance NUMBER            only this one: as in #12

  --check                      show no steps, but what the tables do not
                               have: a line that is not taken so, an event
                               that is unexpected, a property that is broken

  --help                       this text

Exit status: 0 all is well, 1 the file or the tables are wrong, 2 wrong usage,
3 --check found something.
"""
PAUSE_S = 0.2  # a file tells nobody that it has grown


class Usage(Exception):
    """The command line makes no sense."""


@dataclass
class Arguments:
    file: str = ""
    maps: List[str] = field(default_factory=list)
    flow: str = ""
    instance: int = 0
    follow: bool = False
    check: bool = False

    def option(self, name: str, words: List[str]) -> None:
        """`words` are those behind it."""
        if name in ("--follow", "--check"):
            setattr(self, name[2:], True)
            return
        if name not in ("--maps", "--flow", "--instance"):
            raise Usage(f"unknown option '{name}'")
        if not words:
            raise Usage(f"'{name}' wants a word behind it")
        word = words.pop(0)
        if name == "--maps":
            self.maps.append(word)
        elif name == "--flow":
            self.flow = word
        elif word.lstrip("#").isdigit():
            self.instance = int(word.lstrip("#"))
        else:
            raise Usage(f"'{word}' is no number of an instance")


def arguments(words: List[str]) -> Arguments:
    args, words = Arguments(), list(words)
    while words:
        word = words.pop(0)
        if word.startswith("-"):
            args.option(word, words)
        elif args.file:
            raise Usage(f"one file at a time, not '{word}' as well")
        else:
            args.file = word
    if not args.file:
        raise Usage("which file?")
    return args


def pieces(file: IO[bytes], follow: bool) -> Iterator[bytes]:
    while True:
        data = file.read(1 << 16)
        if data:
            yield data
        elif not follow:
            return
        else:
            time.sleep(PAUSE_S)


def is_wanted(item: Union[Run, Record], args: Arguments) -> bool:
    return isinstance(item, Run) or (
        args.flow in ("", item.map.flow) and
        args.instance in (0, item.id))


def items(file: IO[bytes], args: Arguments,
          maps: Maps) -> Iterator[List[Union[Run, Record]]]:
    """What is asked for, as it comes."""
    reader = Reader(maps)
    for data in pieces(file, args.follow):
        yield [item for item in reader.feed(data) if is_wanted(item, args)]


def show(args: Arguments) -> int:
    """The exit status."""
    maps = Maps(args.maps)
    with open(args.file, "rb") as file:
        is_trace = file.read(len(MAGIC)) == MAGIC
        file.seek(0)
        if is_trace:
            return show_trace(file, args, maps)
        if args.check:
            raise TraceError("is no trace of flows")
        lines = (data.decode(errors="replace") for data in file)
        for line in in_words(lines, maps):
            sys.stdout.write(line)
    return 0


def show_trace(file: IO[bytes], args: Arguments, maps: Maps) -> int:
    shown: Union[Check, Text] = Check() if args.check else Text()
    for found in items(file, args, maps):
        for item in found:
            sys.stdout.write(shown.lines(item))
        sys.stdout.flush()
    if not isinstance(shown, Check):
        return 0
    sys.stdout.write(shown.summary())
    return 3 if shown.n_faults else 0


def main(words: List[str]) -> int:
    if words and words[0] in ("--help", "-h", "help"):
        sys.stdout.write(HELP)
        return 0
    try:
        args = arguments(words)
        return show(args)
    except Usage as fault:
        sys.stderr.write(f"flowtrace: {fault}; see 'flowtrace --help'\n")
        return 2
    except TraceError as fault:
        sys.stderr.write(f"flowtrace: {args.file}: {fault}\n")
        return 1
    except OSError as fault:
        sys.stderr.write(f"flowtrace: {fault.filename}: {fault.strerror}\n")
        return 1
    except KeyboardInterrupt:
        pass
    return 0
