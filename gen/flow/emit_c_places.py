# SPDX-License-Identifier: MIT
"""Which line of the table a line of C is told as.

A linker then names the table's line for a function that nobody wrote, and so
does a debugger for the call.
"""

from __future__ import annotations

from .source import Word

HERE = "#line"  # from here on, lines are the C's own again


def line_of(word: Word) -> str:
    """What follows is told as the line where the word stands."""
    path = word.source.path.replace("\\", "\\\\").replace('"', '\\"')
    return f'#line {word.line} "{path}"'


def numbered(text: str, path: str) -> str:
    """Each HERE says where it stands."""
    return "\n".join(
        f'#line {number} "{path}"' if line == HERE else line
        for number, line in enumerate(text.split("\n"), 2))
