# SPDX-License-Identifier: MIT
"""The words of flowtrace's command line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import List

PLAIN, CHECK = "", "check"
DRAWN = ("mermaid", "svg", "tour")  # forms that are made of the whole trace


class Usage(Exception):
    """The command line makes no sense."""


@dataclass
class Arguments:
    file: str = ""
    maps: List[str] = field(default_factory=list)
    flow: str = ""
    instance: int = 0
    follow: bool = False
    form: str = PLAIN
    out: str = ""

    @property
    def is_drawn(self) -> bool:
        return self.form in DRAWN

    def option(self, name: str, words: List[str]) -> None:
        """`words` are those behind it."""
        if name == "--follow":
            self.follow = True
        elif name[:2] == "--" and name[2:] in (CHECK, *DRAWN):
            if self.form not in (PLAIN, name[2:]):
                raise Usage(f"'--{self.form}' or '{name}', not both")
            self.form = name[2:]
        elif name not in ("--maps", "--flow", "--instance", "-o"):
            raise Usage(f"unknown option '{name}'")
        elif not words:
            raise Usage(f"'{name}' wants a word behind it")
        else:
            self.value(name, words.pop(0))

    def value(self, name: str, word: str) -> None:
        if name == "--maps":
            self.maps.append(word)
        elif name == "--flow":
            self.flow = word
        elif name == "-o":
            self.out = word
        elif word.lstrip("#").isdigit():
            self.instance = int(word.lstrip("#"))
        else:
            raise Usage(f"'{word}' is no number of an instance")

    def check_together(self) -> None:
        """Do the options go together?"""
        if not self.file:
            raise Usage("which file?")
        if self.is_drawn and self.follow:
            raise Usage(f"'--{self.form}' is made of a whole trace, so it "
                        "does not go with '--follow'")
        if self.out and not self.is_drawn:
            raise Usage("'-o' goes with " + " or ".join(
                f"'--{form}'" for form in DRAWN))


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
    args.check_together()
    return args
