# SPDX-License-Identifier: MIT
"""The command line of gen/flowc."""

from __future__ import annotations

import os
import sys
from typing import Callable, Dict, List, Optional

from . import emit_c, emit_docs, emit_svg
from .checks import check_all
from .library import Library
from .model import Flow
from .resolve import Resolver
from .source import Errors

HELP = """\
flowc compiles flows: state machines that are written as tables (NAME.flow).
The language stands on one page, in statemachine/README.md.

  flowc check FILE...          say what is wrong, and nothing else
  flowc c -o FOLDER FILE...    write NAME.flow.h and NAME.flow.c
  flowc svg -o FOLDER FILE...  draw NAME.svg (states) and NAME-all.svg (events,
                               guards, actions); needs Graphviz
  flowc docs -o FOLDER FILE... write README.md (all flows) and NAME.md (a table
                               per state); their pictures: see svg
  flowc --help                 this text

Each FILE is read with the flows it runs (beside it) and the files it
includes.  Errors go to stderr as FILE:LINE:COLUMN: error: ...; with an error
in one of them nothing is written.  What would not change is not written.

Exit status: 0 all is well, 1 a flow or a file is wrong, 2 wrong usage.
"""


class Usage(Exception):
    """The command line makes no sense."""


def read_flow(path: str, library: Library, errors: Errors) -> Optional[Flow]:
    """The flow of a file, with all its errors."""
    parser = library.read(path, errors)
    if parser.file.name is None and not errors:
        raise Usage(f"{path} holds no flow")
    resolver = Resolver(parser.file, library, errors)
    flow = resolver.resolve()
    if flow is not None:
        check_all(flow, library, errors, parser.complete and resolver.whole)
    return flow


def load(path: str, library: Library) -> Optional[Flow]:
    """The checked flow of a file; None: its errors were printed."""
    errors = Errors()
    flow = read_flow(path, library, errors)
    sys.stderr.write(errors.text())
    return None if errors else flow


def write_if_new(path: str, text: str) -> None:
    try:
        with open(path, encoding="utf-8") as file:
            if file.read() == text:
                return
    except OSError:
        pass
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


Emit = Callable[[List[Flow], str], Dict[str, str]]  # to path: text


def run(paths: List[str], folder: str, emit: Emit) -> int:
    """Compile the files; where one of them is wrong, write nothing."""
    library = Library()
    flows = [load(path, library) for path in paths]
    if None in flows:
        return 1
    for path, text in emit(flows, folder).items():
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        write_if_new(path, text)
    return 0


COMMANDS: Dict[str, Emit] = {
    "check": lambda flows, folder: {},
    "c": emit_c.emit,
    "svg": emit_svg.emit,
    "docs": emit_docs.emit,
}


def arguments(words: List[str]):
    """(command, folder, files) of the command line."""
    if not words or words[0] not in COMMANDS:
        raise Usage(f"unknown command '{words[0]}'" if words
                    else "what shall be done?")
    command, folder, files = words[0], "", words[1:]
    if command != "check":
        if len(files) < 2 or files[0] != "-o":
            raise Usage(f"'flowc {command}' wants '-o FOLDER'")
        folder, files = files[1], files[2:]
    if not files:
        raise Usage("which files?")
    for name in files:
        if name.startswith("-"):
            raise Usage(f"unknown option '{name}'")
    return command, folder, files


def main(words: List[str]) -> int:
    if words and words[0] in ("--help", "-h", "help"):
        sys.stdout.write(HELP)
        return 0
    try:
        command, folder, files = arguments(words)
        return run(files, folder, COMMANDS[command])
    except Usage as fault:
        sys.stderr.write(f"flowc: {fault}; see 'flowc --help'\n")
        return 2
    except emit_svg.NoGraphviz:
        sys.stderr.write("flowc: pictures are drawn by 'dot', which is not "
                         "there: install Graphviz\n")
        return 1
    except OSError as fault:
        sys.stderr.write(f"flowc: {fault.filename}: {fault.strerror}\n")
        return 1
