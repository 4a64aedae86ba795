# SPDX-License-Identifier: MIT
"""Of lines that were not read: what they probably were."""

from __future__ import annotations

import re
from typing import Iterator, List


def words_of(text: str) -> List[str]:
    return re.findall(r"\w+", text)


def spellings(text: str) -> Iterator[str]:
    """All names that the words of a line may be meant for."""
    for word in [*words_of(text), *re.findall(r"[\w-]+", text)]:
        word = word.replace("-", "_")
        yield from (word, word.lower(), word.upper())
