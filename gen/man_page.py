#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""man_page.py PAGE.md MAN: a page of Markdown as a page of the manual.

The manual's flow(5) is the language page, statemachine/README.md, so that one
text says what the language is.  This reads headings, paragraphs, lists and
indented examples, and refuses what it does not know.
"""

from __future__ import annotations

import re
import sys
from typing import Iterator, List, Tuple

HEAD = """\
.\\" Written by gen/man_page.py from statemachine/README.md; do not edit.
.TH FLOW 5 "" "lws\\-acme\\-client" "Flows"
.nh
.ad l
.SH NAME
flow \\- a state machine that is written as a table
.SH DESCRIPTION
"""
TAIL = """\
.SH SEE ALSO
.BR flowc (1)
"""
FONTS = {"`": "\\fB", "**": "\\fB", "*": "\\fI"}
MARK = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*|(?<![\w*])\*([^*\s][^*]*)\*"
                  r"|\[([^]]+)\]\([^)]+\)")
UNKNOWN = re.compile(r"\|.*\||[`~]{3}|<\w+|!\[|\d+\. ")

Block = Tuple[str, List[str]]  # kind, lines


class NotKnown(Exception):
    """Markdown that this does not read."""


def escaped(text: str) -> str:
    """As roff reads it back."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return text.replace("~", "\\(ti").replace("^", "\\(ha").replace(
        "`", "\\(ga")


def safe(line: str) -> str:
    """A line that begins like a request is none."""
    return f"\\&{line}" if line.startswith((".", "'", "\\(aq")) else line


def words(text: str) -> str:
    """A paragraph, with its fonts; a link is its text."""
    result, at = "", 0
    for hit in MARK.finditer(text):
        code, bold, italic, link = hit.groups()
        result += escaped(text[at:hit.start()])
        if link:
            result += escaped(link)
        else:
            font = "\\fI" if italic else "\\fB"
            result += f"{font}{escaped(code or bold or italic)}\\fR"
        at = hit.end()
    return safe(result + escaped(text[at:]))


def kind_of(line: str, before: str) -> str:
    """What a line belongs to; it may go on with what was `before`."""
    if not line:
        return "blank"
    if line.startswith("#"):
        return "heading"
    if line.startswith("- "):
        return "item"
    if line.startswith("  ") and before in ("item", "item text"):
        return "item text"
    if line.startswith("    "):
        return "example"
    if UNKNOWN.match(line) or line[0].isspace():
        raise NotKnown(line)
    return "paragraph"


def blocks(lines: List[str]) -> Iterator[Block]:
    before, block = "blank", ("blank", [])
    for number, line in enumerate(lines, 1):
        try:
            kind = kind_of(line, before)
        except NotKnown as fault:
            raise NotKnown(f"line {number}: {fault}") from None
        if kind == "blank" and block[0] == "example":
            kind = "example"
        if kind == "item text":
            block[1].append(line.strip())
        elif kind == block[0] and kind in ("paragraph", "example"):
            block[1].append(line)
        else:
            yield block
            block = (kind, [line])
        before = kind
    yield block


def example(lines: List[str]) -> str:
    text = "\n".join(safe(escaped(line[4:])) for line in lines).rstrip()
    return f".PP\n.nf\n.RS\n{text}\n.RE\n.fi\n"


def roff(block: Block) -> str:
    kind, lines = block
    if kind == "heading":
        title = lines[0].lstrip("# ")
        if lines[0].startswith("# "):
            return ""  # the page's own: NAME says it
        return f".SH {escaped(title).upper()}\n"
    if kind == "item":
        text = "\n".join([lines[0][2:], *lines[1:]])
        return f".IP \\(bu 2\n{body(text)}\n"
    if kind == "paragraph":
        text = "\n".join(lines)
        return f".PP\n{body(text)}\n"
    return example(lines) if kind == "example" else ""


def body(text: str) -> str:
    """A font may go over the end of a line of the page."""
    return "\n".join(safe(line) for line in words(text).split("\n"))


def page(text: str) -> str:
    text = text.replace("gen/flowc", "flowc")  # it is installed
    found = [roff(block) for block in blocks(text.splitlines())]
    return HEAD + "".join(found).removeprefix(".PP\n") + TAIL


def main(arguments: List[str]) -> int:
    if len(arguments) != 2:
        sys.stderr.write(f"usage: {__doc__.splitlines()[0]}\n")
        return 2
    with open(arguments[0], encoding="utf-8") as file:
        text = file.read()
    try:
        written = page(text)
    except NotKnown as fault:
        sys.stderr.write(f"{arguments[0]}: no Markdown that a manual has: "
                         f"{fault}\n")
        return 1
    with open(arguments[1], "w", encoding="utf-8") as file:
        file.write(written)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
