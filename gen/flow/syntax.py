# SPDX-License-Identifier: MIT
"""What the parser reads: the words of a file in their order, not yet known."""

from __future__ import annotations

from typing import List, Optional, Set, Tuple

from .record import fresh, record
from .source import Source, Word


@record
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
    named: List[Word] = fresh(list)  # named times in it
    unknown: List[Word] = fresh(list)  # names of none above

    @property
    def is_constant(self) -> bool:
        """One time, which 32 bits of milliseconds hold: 49 days."""
        return self.base <= 1000 * 0xffffffff and not (
            self.hint or self.factor_percent or self.max or self.min or
            self.cap or self.jitter_percent)


@record
class EventWord:
    """An event as a line names it: [any|all] WORD."""

    mode: str  # "", "any", "all"
    word: Word


@record
class TermSyntax:
    """[!] NAME, [!] COUNTER.left, [!] FUNCTION < TIME|FUNCTION, or
    [!] NAME is KIND..."""

    negated: bool
    word: Word
    than: Optional[Word] = None
    than_us: int = 0  # where `than` is a time
    kinds: List[Word] = fresh(list)


@record
class ParamSyntax:
    """What a guard or an action is given: (STRUCT), (take STRUCT), (item)."""

    word: Word
    take: bool = False


@record
class CallSyntax:
    """A guard or an action as it is declared."""

    name: Word
    param: Optional[ParamSyntax] = None
    raises: List[Word] = fresh(list)
    raises_nothing: bool = False  # and says so
    gives: List[Word] = fresh(list)


@record
class KindsSyntax:
    """NAME [(STRUCT)] ENUM PREFIX and the HEADER in quotes."""

    name: Word
    param: Optional[ParamSyntax]
    enum: Word
    prefix: Word
    header: Word


@record
class ExitSyntax:
    name: Word
    promise: Optional[Word] = None  # the struct that it gives


@record
class TimerSyntax:
    name: Word
    duration: DurationSyntax
    sentence: Optional[Word] = None


@record
class TimeSyntax:
    """A TIME, its name, or a FUNCTION of the context."""

    word: Word
    us: int = 0  # where it is a time

    @property
    def is_function(self) -> bool:
        return not self.us


@record
class NamedDurationSyntax:
    """NAME = TIME|FUNCTION [max TIME|FUNCTION]... and a SENTENCE in quotes."""

    name: Word
    time: TimeSyntax
    bounds: List[TimeSyntax] = fresh(list)
    sentence: Optional[Word] = None

    def times(self) -> List[TimeSyntax]:
        return [self.time, *self.bounds]

    @property
    def is_time(self) -> bool:
        """Does it no more than to name a TIME?"""
        return not (self.time.is_function or self.bounds or self.sentence)


@record
class LimitSyntax:
    """NAME = NUMBER"""

    name: Word
    number: int


@record
class DefineSyntax:
    """NAME = [TERM & ...] or [TERM & ...]"""

    name: Word
    ways: List[List[TermSyntax]] = fresh(list)


@record
class OccurrenceSyntax:
    """What a property speaks of: a word, as lines have it, or [[!] GUARD]."""

    event: Optional[EventWord] = None
    term: Optional[TermSyntax] = None


@record
class PropertySyntax:
    """never OCCURRENCE... [unless ...] [since ...] and a SENTENCE in quotes."""

    keyword: Word
    sentence: Word
    never: List[OccurrenceSyntax] = fresh(list)
    unless: List[OccurrenceSyntax] = fresh(list)
    since: List[OccurrenceSyntax] = fresh(list)


@record
class LineSyntax:
    """on, after, if, else, ignore, entry, exit, forever."""

    keyword: Word
    events: List[EventWord] = fresh(list)
    guard: List[TermSyntax] = fresh(list)
    target: Optional[Word] = None
    acts: List[Word] = fresh(list)


@record
class StateSyntax:
    kind: str  # state, choice, call, each
    name: Word
    story: str = ""
    parent: Optional[Word] = None
    start: Optional[Word] = None
    lines: List[LineSyntax] = fresh(list)
    flow: Optional[Word] = None
    prepare: Optional[Word] = None
    limit: int = 0
    limit_name: Optional[Word] = None  # instead of a number
    whole: bool = True  # no line of it was left out


@record
class EventSyntax:
    group: Word
    name: Word
    payload: Optional[Word]


@record
class FileSyntax:
    source: Source
    name: Optional[Word] = None
    story: str = ""
    head: str = ""  # the comment above the flow
    context: Optional[Word] = None
    start: Optional[Word] = None
    queue: int = 8
    happy: List[Word] = fresh(list)  # states on the path
    lacks_include: bool = False  # so that much may be unknown
    n_words: int = 0  # with those of included files
    exits: List[ExitSyntax] = fresh(list)
    counters: List[Tuple[Word, int, bool]] = fresh(list)
    groups: List[Word] = fresh(list)
    events: List[EventSyntax] = fresh(list)
    guards: List[CallSyntax] = fresh(list)
    kinds: List[KindsSyntax] = fresh(list)
    durations: List[NamedDurationSyntax] = fresh(list)
    limits: List[LimitSyntax] = fresh(list)
    defines: List[DefineSyntax] = fresh(list)
    actions: List[CallSyntax] = fresh(list)
    timers: List[TimerSyntax] = fresh(list)
    sentences: List[Tuple[Word, Word]] = fresh(list)
    properties: List[PropertySyntax] = fresh(list)
    states: List[StateSyntax] = fresh(list)
    unread: Set[str] = fresh(set)  # words of left out lines
