# SPDX-License-Identifier: MIT
"""C as far as mutants need it: what is code, and which function it is in."""
from __future__ import annotations

import re
from typing import Iterator, NamedTuple, Optional

NOT_CODE = re.compile(r"/\*.*?\*/|//[^\n]*|"
                      r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|'
                      r"^[ \t]*#(?:\\\n|[^\n])*|\bassert\([^;]*;", re.S | re.M)
NAME = re.compile(r"^(\w+)\(", re.M)
OPEN, CLOSE = "([{", ")]}"


def code_only(text: str) -> str:
    """The same length, with blanks for comments, texts, the preprocessor's
    lines and assertions, which a release does not have."""
    return NOT_CODE.sub(lambda hit: re.sub(r"[^\n]", " ", hit[0]), text)


class Function(NamedTuple):
    name: str
    start: int  # of its body
    end: int


def functions(code: str) -> Iterator[Function]:
    """clang-format lets only functions open a brace at a line's beginning."""
    at = 0
    for brace in re.finditer(r"^\{\n", code, re.M):
        names = NAME.findall(code, at, brace.start())
        end = code.find("\n}", brace.start())
        if names and end > 0:
            yield Function(names[-1], brace.end(), end)
            at = end


def closing(code: str, start: int) -> Optional[int]:
    """Where the bracket at ${start} is closed."""
    depth = 0
    for at in range(start, len(code)):
        depth += (code[at] in OPEN) - (code[at] in CLOSE)
        if not depth:
            return at
    return None


def statement_end(code: str, start: int) -> Optional[int]:
    """Its `;`, where it is in no bracket."""
    depth = 0
    for at in range(start, len(code)):
        depth += (code[at] in OPEN) - (code[at] in CLOSE)
        if depth < 0:
            return None
        if code[at] == ";" and not depth:
            return at
    return None
