# SPDX-License-Identifier: MIT
"""Tables with mistakes by chance, and files that are no tables: the same ones
for the same seed."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Callable, List

WORD = re.compile(r"[A-Za-z_][\w.]*|\S")
ODD = ["->", "=>", "/", "[", "]", "!", "&", "|", "(", ")", "<", "=", "*", "^",
       ":", '"', "'", "#", ",", ".", "\\", "*/", "1s", "0", "999999999d", "%",
       "in", "is", "or", "any", "all", "max", "state", "choice", "call", "each",
       "on", "after", "if", "else", "forever", "start", "flow", "include",
       "CANCEL", "OVERFLOW", "note_timeout", "\t", "\r", "\0", "\x0c", "\x85",
       "\u2028", "\ufeff", "ä", "→", "\U0001f600", "\udce4"]
MOST_MISTAKES = 6

Lines = List[str]
Mistake = Callable[[random.Random, Lines, int], None]


def other_word(chance: random.Random, lines: Lines, at: int) -> None:
    """A word of the table, or an odd one, instead of a word."""
    words = WORD.findall(lines[at]) or [""]
    other = chance.choice(WORD.findall(chance.choice(lines)) or ODD)
    new = chance.choice([other, chance.choice(ODD), ""])
    lines[at] = lines[at].replace(chance.choice(words), new, 1)


def odd_sign(chance: random.Random, lines: Lines, at: int) -> None:
    where = chance.randint(0, len(lines[at]))
    lines[at] = lines[at][:where] + chance.choice(ODD) + lines[at][where:]


def lost_letter(chance: random.Random, lines: Lines, at: int) -> None:
    where = chance.randint(0, len(lines[at]))
    lines[at] = lines[at][:where] + lines[at][where + 1:]


def lost_line(chance: random.Random, lines: Lines, at: int) -> None:
    lines[at] = ""


def moved_line(chance: random.Random, lines: Lines, at: int) -> None:
    lines.insert(chance.randint(0, len(lines)), lines[at])


def swapped_lines(chance: random.Random, lines: Lines, at: int) -> None:
    other = chance.randrange(len(lines))
    lines[at], lines[other] = lines[other], lines[at]


def other_indent(chance: random.Random, lines: Lines, at: int) -> None:
    lines[at] = chance.choice(["", " ", "  ", "\t"]) + lines[at].lstrip()


def cut_line(chance: random.Random, lines: Lines, at: int) -> None:
    lines[at] = lines[at][:chance.randint(0, len(lines[at]))]


MISTAKES: List[Mistake] = [other_word, other_word, odd_sign, lost_letter,
                           lost_line, moved_line, swapped_lines, other_indent,
                           cut_line]


def mutated(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    for _ in range(chance.randint(1, MOST_MISTAKES)):
        chance.choice(MISTAKES)(chance, lines, chance.randrange(len(lines)))
    return "\n".join(lines)


def nonsense(chance: random.Random, text: str) -> str:
    """Words in any order, or bytes."""
    if chance.random() < 0.5:
        data = bytes(chance.randrange(256)
                     for _ in range(chance.randrange(400)))
        return data.decode("utf-8", "surrogateescape")
    words = WORD.findall(text) + ODD
    return "".join(chance.choice(words) + chance.choice("    \n")
                   for _ in range(chance.randrange(400)))


def tables(seed: int, count: int, paths: List[Path]):
    """So many: the path of the flow that one began as, and its text."""
    chance = random.Random(seed)
    texts = [(path, path.read_bytes().decode("utf-8", "surrogateescape"))
             for path in paths]
    for _ in range(count):
        path, text = chance.choice(texts)
        make = nonsense if chance.random() < 0.1 else mutated
        yield path, make(chance, text)
