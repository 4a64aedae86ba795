# SPDX-License-Identifier: MIT
"""The log of a program whose build has no names: its lines about flows, in
words."""

from __future__ import annotations

import re
from typing import Iterable, Iterator

from .fault import TraceError
from .maps import Maps
from .records import KINDS
from .text import from_log

RECORD = re.compile(r"(?P<name>\w+) #(?P<id>\d+): kind (?P<kind>\d+) "
                    r"row (?P<row>\d+) state (?P<state>\d+) "
                    r"event (?P<event>\d+) target (?P<target>\d+) "
                    r"tables (?P<hash>[0-9a-f]{16})")
UNEXPECTED = re.compile(r"(?P<name>\w+) #(?P<id>\d+): unexpected event "
                        r"(?P<event>\d+) in state (?P<state>\d+) "
                        r"\(tables (?P<hash>[0-9a-f]{16})\)")


def numbers(found: re.Match) -> dict:
    return {name: int(text) for name, text in found.groupdict().items()
            if name not in ("name", "hash")}


def record(found: re.Match, maps: Maps) -> str:
    words = numbers(found)
    if words["kind"] >= len(KINDS):
        raise TraceError("has a record that no version known here writes")
    return from_log(maps.get(found["name"], found["hash"]), words)


def unexpected(found: re.Match, maps: Maps) -> str:
    made, words = maps.get(found["name"], found["hash"]), numbers(found)
    return f"{made.file} #{words['id']}: unexpected " \
        f"{made.event(words['event'])} in {made.target(words['state'])}"


def in_words(lines: Iterable[str], maps: Maps) -> Iterator[str]:
    """All lines, those about flows with names for their numbers."""
    for line in lines:
        line = RECORD.sub(lambda found: record(found, maps), line)
        yield UNEXPECTED.sub(lambda found: unexpected(found, maps), line)
