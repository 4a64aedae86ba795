# SPDX-License-Identifier: MIT
"""What the parser reads: the words of a file in their order, not yet known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import List, Optional, Set, Tuple

from .source import Source, Word


@dataclass
class DurationSyntax:
    """[HINT within MIN MAX [else]] [BASE [* FACTOR ^ COUNTER] ...]; in us.

    A time that is given by its name is 0 where that is unknown."""

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
    named: List[Word] = field(default_factory=list)  # named times in it
    unknown: List[Word] = field(default_factory=list)  # names of none above

    @property
    def is_constant(self) -> bool:
        """One time, which 32 bits of milliseconds hold: 49 days."""
        return self.base <= 1000 * 0xffffffff and not (
            self.hint or self.factor_percent or self.max or self.min or
            self.cap or self.jitter_percent)


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
    raises_nothing: bool = False  # and says so
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
    """A TIME, its name, or a FUNCTION of the context."""

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

    @property
    def is_time(self) -> bool:
        """Does it no more than to name a TIME?"""
        return not (self.time.is_function or self.bounds or self.sentence)


@dataclass
class LimitSyntax:
    """NAME = NUMBER"""

    name: Word
    number: int


@dataclass
class DefineSyntax:
    """NAME = [TERM & ...] or [TERM & ...]"""

    name: Word
    ways: List[List[TermSyntax]] = field(default_factory=list)


@dataclass
class OccurrenceSyntax:
    """What a property speaks of: a word, as lines have it, or [[!] GUARD]."""

    event: Optional[EventWord] = None
    term: Optional[TermSyntax] = None


@dataclass
class PropertySyntax:
    """never OCCURRENCE... [unless ...] [since ...] and a SENTENCE in quotes."""

    keyword: Word
    sentence: Word
    never: List[OccurrenceSyntax] = field(default_factory=list)
    unless: List[OccurrenceSyntax] = field(default_factory=list)
    since: List[OccurrenceSyntax] = field(default_factory=list)


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
    limit_name: Optional[Word] = None  # instead of a number
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
    happy: List[Word] = field(default_factory=list)  # states on the path
    lacks_include: bool = False  # so that much may be unknown
    n_words: int = 0  # with those of included files
    exits: List[ExitSyntax] = field(default_factory=list)
    counters: List[Tuple[Word, int, bool]] = field(default_factory=list)
    groups: List[Word] = field(default_factory=list)
    events: List[EventSyntax] = field(default_factory=list)
    guards: List[CallSyntax] = field(default_factory=list)
    kinds: List[KindsSyntax] = field(default_factory=list)
    durations: List[NamedDurationSyntax] = field(default_factory=list)
    limits: List[LimitSyntax] = field(default_factory=list)
    defines: List[DefineSyntax] = field(default_factory=list)
    actions: List[CallSyntax] = field(default_factory=list)
    timers: List[TimerSyntax] = field(default_factory=list)
    sentences: List[Tuple[Word, Word]] = field(default_factory=list)
    properties: List[PropertySyntax] = field(default_factory=list)
    states: List[StateSyntax] = field(default_factory=list)
    unread: Set[str] = field(default_factory=set)  # words of left out lines
