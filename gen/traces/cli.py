# SPDX-License-Identifier: MIT
"""The command line of gen/flowtrace."""

from __future__ import annotations

import sys
import time
from importlib import import_module
from typing import IO, Iterator, List, Union

from .arguments import CHECK, Arguments, Usage, arguments
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

  --mermaid                    a sequence diagram for Mermaid: which instance
                               started which, what each did, how it ended
  --svg                        the picture of a flow, as 'flowc svg' draws its
                               states, with the way that was taken and how
                               often; needs the tables themselves, Graphviz,
                               and --flow where the trace has several
  --tour                       what one instance did, as a test in C for the
                               stubs of its flow ('flowc stubs'), which passes
                               where the flow does the same again
  -o OUT                       write that to the file OUT

  --help                       this text

Exit status: 0 all is well, 1 the file or the tables are wrong, 2 wrong usage,
3 --check found something.
"""
PAUSE_S = 0.2  # a file tells nobody that it has grown


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
        if args.form:
            raise TraceError("is no trace of flows")
        lines = (data.decode(errors="replace") for data in file)
        for line in in_words(lines, maps):
            sys.stdout.write(line)
    return 0


def show_trace(file: IO[bytes], args: Arguments, maps: Maps) -> int:
    if args.is_drawn:
        draw(file, args, maps)
        return 0
    shown: Union[Check, Text] = Check() if args.form == CHECK else Text()
    for found in items(file, args, maps):
        for item in found:
            sys.stdout.write(shown.lines(item))
        sys.stdout.flush()
    if not isinstance(shown, Check):
        return 0
    sys.stdout.write(shown.summary())
    return 3 if shown.n_faults else 0


def draw(file: IO[bytes], args: Arguments, maps: Maps) -> None:
    """What is made of all records at once; its module has the form's name."""
    found = [item for some in items(file, args, maps) for item in some]
    if not any(isinstance(item, Record) for item in found):
        raise TraceError("has no record of " + wanted(args))
    module = import_module(f".{args.form}", __package__)
    text = module.drawn(found, args)
    if not args.out:
        sys.stdout.write(text)
        return
    with open(args.out, "w", encoding="utf-8") as out:
        out.write(text)


def wanted(args: Arguments) -> str:
    """What was asked for, in words."""
    words = [f"instance #{args.instance}"] if args.instance else []
    words += [f"flow '{args.flow}'"] if args.flow else []
    return " of ".join(words) or "any flow"


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
