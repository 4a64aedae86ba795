# SPDX-License-Identifier: MIT
"""The command line of gen/flowc."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import List

from .arguments import Arguments, Usage, arguments
from .library import Library
from .load import load_all, write_all
from .report import Report
from .version import VERSION

HELP = """\
flowc compiles flows: state machines that are written as tables (NAME.flow).
The language stands on one page, in statemachine/README.md.

  flowc new NAME               write NAME.flow, a table to start from
  flowc check FILE...          say what is wrong, and nothing else
  flowc fmt FILE...            give tables their one form: only spaces and
                               empty lines change
  flowc fmt --check FILE...    say which have another one, and change nothing
  flowc diff OLD NEW           say in words what the change of a table changes;
                               two folders: of all their tables

  flowc c -o FOLDER FILE...    write NAME.flow.h and NAME.flow.c
  flowc todo FILE... [SOURCE.c...]
                               list the functions that C has to define, with
                               the table's lines, but those of the SOURCEs
  flowc stubs -o FOLDER FILE...
                               write NAME.stubs.h and NAME.stubs.c, a weak stub
                               for each of them, with guards that a test sets

  flowc svg -o FOLDER FILE...  draw NAME.svg (states; needs Graphviz),
                               NAME-events.svg (states and events) and
                               NAME-all.svg (guards and actions, too)
  flowc docs -o FOLDER FILE... write README.md (all flows) and NAME.md (a table
                               per state); their pictures: see svg
  flowc sim FILE... > PAGE.html
                               a page on which the first flow is played, with
                               those that it runs, and traces are replayed
  flowc map -o FOLDER FILE...  write NAME.map.json: what the numbers of a
                               compiled table are, for flowtrace
  flowc promela -o FOLDER FILE... write NAME.pml: a model of the flow with its
                               properties, for Spin

  flowc --help                 this text
  flowc --version              the version, which is that of the library

  --format=json                with any of them: errors and warnings as one
                               JSON list, on stderr

Each FILE is read with the flows it runs (beside it) and the files it
includes.  Errors go to stderr as FILE:LINE:COLUMN: error: ...; with an error
in one of them nothing is written.  What would not change is not written.

Exit status: 0 all is well, 1 a flow or a file is wrong (todo with SOURCEs:
something is to be written; diff: there is a difference), 2 wrong usage (diff:
or a wrong table).
"""


def write(args: Arguments, report: Report) -> int:
    """Compile the files; where one of them is wrong, write nothing."""
    emit = import_module(f".{args.command.module}", __package__).emit
    flows = load_all(args.files, Library(report))
    if flows is None:
        return 1
    write_all(emit(flows, args.folder))
    return 0


def run(args: Arguments, report: Report) -> int:
    """What is not asked for is not imported."""
    if args.command.writes:
        return write(args, report)
    module = import_module(f".{args.command.module}", __package__)
    return module.run(args, report)


def told(args: Arguments, report: Report) -> int:
    """Run it; a file that can't be read or written is one more error."""
    try:
        return run(args, report)
    except OSError as fault:
        report.unread(fault)
        return 1


def main(words: List[str]) -> int:
    if words and words[0] in ("--help", "-h", "help"):
        sys.stdout.write(HELP)
        return 0
    if words == ["--version"]:
        sys.stdout.write(f"flowc {VERSION}\n")
        return 0
    try:
        args = arguments(words)
        report = Report(args.form)
        status = told(args, report)
    except Usage as fault:
        sys.stderr.write(f"flowc: {fault}; see 'flowc --help'\n")
        return 2
    report.end()
    return status
