# SPDX-License-Identifier: MIT
"""How wide a text is drawn: Helvetica's widths, a little rounded up."""

from __future__ import annotations

from typing import List

NARROW = " !'()[]./:;,|ijlftI"
WIDE = "mwMW@%&"
MARGIN = 1.04  # other fonts are a little wider


def char_width(char: str) -> float:
    """In parts of the font's size."""
    if char in NARROW:
        return 0.31
    if char in WIDE:
        return 0.87
    return 0.7 if char.isupper() else 0.56


def text_width(text: str, size: float) -> float:
    return sum(map(char_width, text)) * size * MARGIN


def wrapped(text: str, size: float, width: float) -> List[str]:
    """Its words in lines that are not wider, where a word is not."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
