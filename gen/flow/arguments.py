# SPDX-License-Identifier: MIT
"""The words of the command line."""

from __future__ import annotations

from typing import Dict, List, NamedTuple, Tuple

from .nearest import nearest
from .record import fresh, record
from .report import FORMATS


class Usage(Exception):
    """The command line makes no sense."""


class Command(NamedTuple):
    module: str
    writes: bool = False  # to the FOLDER that '-o' names
    options: Tuple[str, ...] = ()
    files: str = "which files?"  # what is asked where there are none


COMMANDS: Dict[str, Command] = {
    "check": Command("check"),
    "c": Command("emit_c", True),
    "svg": Command("emit_svg", True),
    "docs": Command("emit_docs", True),
    "map": Command("emit_map", True),
    "stubs": Command("emit_stubs", True),
    "new": Command("new", files="what is the new flow's name?"),
    "todo": Command("unwritten"),
    "diff": Command("diff", files="which tables, OLD and NEW?"),
    "sim": Command("emit_sim", files="which flow?"),
    "promela": Command("emit_promela", True),
    "fmt": Command("fmt", options=("--check",)),
}


@record
class Arguments:
    command: Command
    folder: str = ""
    check: bool = False
    form: str = FORMATS[0]
    files: List[str] = fresh(list)

    def option(self, name: str, words: List[str]) -> None:
        """`words` are those behind it."""
        if name == "-o" and self.command.writes:
            if not words:
                raise Usage("'-o' wants a folder")
            self.folder = words.pop(0)
        elif name == "--check" and name in self.command.options:
            self.check = True
        elif name.partition("=")[0] == "--format":
            self.form = name.partition("=")[2]
            if self.form not in FORMATS:
                raise Usage(f"'{name}' is no format: write " + " or ".join(
                    f"--format={form}" for form in FORMATS))
        else:
            raise Usage(f"unknown option '{name}'")


def arguments(words: List[str]) -> Arguments:
    if not words:
        raise Usage("what shall be done?")
    name, words = words[0], words[1:]
    if name not in COMMANDS:
        near = nearest(name, COMMANDS)
        raise Usage(f"unknown command '{name}'" +
                    (f" (did you mean '{near}'?)" if near else ""))
    args = Arguments(COMMANDS[name])
    while words:
        word = words.pop(0)
        if word.startswith("-"):
            args.option(word, words)
        else:
            args.files.append(word)
    if args.command.writes and not args.folder:
        raise Usage(f"'flowc {name}' wants '-o FOLDER'")
    if not args.files:
        raise Usage(args.command.files)
    return args
