# SPDX-License-Identifier: MIT
"""Of lines that were not read: what they probably were."""

from __future__ import annotations

import re
from typing import Iterator, List, Optional

from .nearest import nearest
from .source import Errors, Source, Word

INCLUDE = re.compile(r'#include\s*["<]([^">]+)[">]\s*$')


def begun(text: str, known: List[str]) -> str:
    """The word that a line begins with, or that is meant by it."""
    words = re.findall(r"\w+", text)[:1]
    return (nearest(words[0], known) if words else None) or ""


def spellings(text: str) -> Iterator[str]:
    """All names that the words of a line may be meant for."""
    for word in [*re.findall(r"\w+", text), *re.findall(r"[\w-]+", text)]:
        word = word.replace("-", "_")
        yield from (word, word.lower(), word.upper())


def is_include_of_c(source: Source, number: int, errors: Errors) -> bool:
    """Is it no comment, but C's '#include'?"""
    match = INCLUDE.match(source.lines[number - 1])
    if match is not None:
        errors.add(Word("#", source, number, 1), "'#' begins a comment: write "
                   f'include "{match.group(1)}"')
    return match is not None


def file_name(word: Optional[Word]) -> str:
    """Of the file that an 'include' without quotes names."""
    name = (word + word.rest()).strip(" <>'`") if word is not None else ""
    return name if name and not re.search(r"""[<>"'\s]""", name) else "NAME"
