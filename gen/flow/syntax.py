# SPDX-License-Identifier: MIT
"""What the parser reads: the words of a file in their order, not yet known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import List, Optional, Set, Tuple

from .source import Source, Word


@dataclass
class DurationSyntax:
    """[HINT within MIN MAX [else]] [BASE [* FACTOR ^ COUNTER] ...]; in us."""

    hint: Optional[Word] = None
    hint_min: int = 0
    hint_max: int = 0
    base: int = 0
    factor_percent: int = 0
    counter: Optional[Word] = None
    max: int = 0
    min: int = 0
    cap: Optional[Word] = None
    jitter_percent: int = 0


@dataclass
class EventWord:
    """An event as a line names it: [any|all] WORD."""

    mode: str  # "", "any", "all"
    word: Word


@dataclass
class TermSyntax:
    """[!] NAME, [!] COUNTER.left, [!] FUNCTION < TIME|FUNCTION, or
    [!] NAME is KIND..."""

    negated: bool
    word: Word
    than: Optional[Word] = None
    than_us: int = 0  # where `than` is a time
    kinds: List[Word] = field(default_factory=list)


@dataclass
class ParamSyntax:
    """What a guard or an action is given: (STRUCT), (take STRUCT), (item)."""

    word: Word
    take: bool = False


@dataclass
class CallSyntax:
    """A guard or an action as it is declared."""

    name: Word
    param: Optional[ParamSyntax] = None
    raises: List[Word] = field(default_factory=list)
    gives: List[Word] = field(default_factory=list)


@dataclass
class KindsSyntax:
    """NAME [(STRUCT)] ENUM PREFIX and the HEADER in quotes."""

    name: Word
    param: Optional[ParamSyntax]
    enum: Word
    prefix: Word
    header: Word


@dataclass
class ExitSyntax:
    name: Word
    promise: Optional[Word] = None  # the struct that it gives


@dataclass
class TimerSyntax:
    name: Word
    duration: DurationSyntax
    sentence: Optional[Word] = None


@dataclass
class TimeSyntax:
    """A TIME or a FUNCTION of the context."""

    word: Word
    us: int = 0  # where it is a time

    @property
    def is_function(self) -> bool:
        return not self.us


@dataclass
class NamedDurationSyntax:
    """NAME = TIME|FUNCTION [max TIME|FUNCTION]... and a SENTENCE in quotes."""

    name: Word
    time: TimeSyntax
    bounds: List[TimeSyntax] = field(default_factory=list)
    sentence: Optional[Word] = None

    def times(self) -> List[TimeSyntax]:
        return [self.time, *self.bounds]


@dataclass
class DefineSyntax:
    """NAME = [TERM & ...] or [TERM & ...]"""

    name: Word
    ways: List[List[TermSyntax]] = field(default_factory=list)


@dataclass
class LineSyntax:
    """on, after, if, else, ignore, entry, exit, forever."""

    keyword: Word
    events: List[EventWord] = field(default_factory=list)
    guard: List[TermSyntax] = field(default_factory=list)
    target: Optional[Word] = None
    acts: List[Word] = field(default_factory=list)


@dataclass
class StateSyntax:
    kind: str  # state, choice, call, each
    name: Word
    story: str = ""
    parent: Optional[Word] = None
    start: Optional[Word] = None
    lines: List[LineSyntax] = field(default_factory=list)
    flow: Optional[Word] = None
    prepare: Optional[Word] = None
    limit: int = 0
    whole: bool = True  # no line of it was left out


@dataclass
class EventSyntax:
    group: Word
    name: Word
    payload: Optional[Word]


@dataclass
class FileSyntax:
    source: Source
    name: Optional[Word] = None
    story: str = ""
    head: str = ""  # the comment above the flow
    context: Optional[Word] = None
    start: Optional[Word] = None
    queue: int = 8
    exits: List[ExitSyntax] = field(default_factory=list)
    counters: List[Tuple[Word, int, bool]] = field(default_factory=list)
    groups: List[Word] = field(default_factory=list)
    events: List[EventSyntax] = field(default_factory=list)
    guards: List[CallSyntax] = field(default_factory=list)
    kinds: List[KindsSyntax] = field(default_factory=list)
    durations: List[NamedDurationSyntax] = field(default_factory=list)
    defines: List[DefineSyntax] = field(default_factory=list)
    actions: List[CallSyntax] = field(default_factory=list)
    timers: List[TimerSyntax] = field(default_factory=list)
    states: List[StateSyntax] = field(default_factory=list)
    unread: Set[str] = field(default_factory=set)  # words of left out lines
