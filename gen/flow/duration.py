# SPDX-License-Identifier: MIT
"""Durations: their words, and the same for people."""

from __future__ import annotations

import re
from typing import Dict

from .lexer import Cursor, is_name
from .source import Word
from .syntax import DurationSyntax, NamedDurationSyntax, TimeSyntax

UNITS = {"ms": 1000, "s": 10**6, "min": 60 * 10**6, "h": 3600 * 10**6,
         "d": 86400 * 10**6}
Times = Dict[Word, int]  # by their names, in us
FORM = "a timer goes: TIME * FACTOR ^ COUNTER max TIME min TIME jitter N%"
WITHIN = "a timer goes: FUNCTION within MIN MAX else TIME ..."
NO_WITHIN = "a function of the context never stands alone: it could give " \
    "any time"


def is_number(word: str) -> bool:
    return word[0].isdigit()


def time_us(cursor: Cursor) -> int:
    """A constant time, such as 30s, in microseconds; never 0."""
    word = cursor.need("a time such as 30s", is_number)
    match = re.fullmatch(r"([0-9]{1,9})(ms|s|min|h|d)", word)
    if not match or not int(match.group(1)):
        cursor.at -= 1
        cursor.fail(f"'{word}' is no time", "times are written 100ms, 30s, "
                    "5min, 6h, 1d, and none is 0")
    return int(match.group(1)) * UNITS[match.group(2)]


def time_of(cursor: Cursor, duration: DurationSyntax, times: Times) -> int:
    """A TIME, or what is named so above."""
    word = cursor.peek()
    if word is None or not is_name(word):
        return time_us(cursor)
    known = duration.named if word in times else duration.unknown
    known.append(cursor.take())
    return times.get(word, 0)


def need_second(cursor: Cursor) -> None:
    """Of 'within', where nothing stands between its two times."""
    word = cursor.peek()
    if word is not None and not is_number(word) and \
            (word in ("and", "to") or not is_name(word)):
        second = cursor.words[cursor.at + 1:cursor.at + 2] or ["MAX"]
        cursor.fail(f"'{word}' does not belong here",
                    f"write 'within {cursor.words[cursor.at - 1]} "
                    f"{second[0]}'")


def read_hint(cursor: Cursor, duration: DurationSyntax, times: Times) -> None:
    duration.hint = cursor.take()
    if not cursor.skip("within"):
        cursor.at -= 1
        cursor.fail(f"'{duration.hint}' has no 'within': {NO_WITHIN}",
                    f"write '{duration.hint} within MIN MAX'")
    duration.hint_min = time_of(cursor, duration, times)
    need_second(cursor)
    duration.hint_max = time_of(cursor, duration, times)
    if duration.hint_min > duration.hint_max > 0:
        cursor.at -= 1
        cursor.fail("'within' has its smaller time first")


def read_growth(cursor: Cursor, duration: DurationSyntax) -> None:
    factor = cursor.need("a factor such as 1.5", is_number)
    if not re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,2})?", factor) \
            or float(factor) < 1:
        cursor.at -= 1
        cursor.fail(f"'{factor}' is no factor", "1 to 99.99")
    duration.factor_percent = round(float(factor) * 100)
    cursor.need("'^'", lambda word: word == "^")
    duration.counter = cursor.need("a counter", is_name)


def read_jitter(cursor: Cursor, duration: DurationSyntax) -> None:
    word = cursor.need("a percentage such as 25%", is_number)
    if not re.fullmatch(r"[1-9][0-9]?%", word):
        cursor.at -= 1
        cursor.fail(f"'{word}' is no percentage", "1% to 99%")
    duration.jitter_percent = int(word[:-1])


def misfit(cursor: Cursor, message: str) -> None:
    """Report the time that was just read."""
    cursor.errors.add(cursor.words[cursor.at - 1], message,
                      "TIME * FACTOR ^ COUNTER grows from TIME to its 'max'")


def read_bounds(cursor: Cursor, duration: DurationSyntax,
                times: Times) -> None:
    """[* FACTOR ^ COUNTER] [max TIME|FUNCTION]... [min TIME] [jitter N%]"""
    if cursor.skip("*"):
        read_growth(cursor, duration)
    while cursor.skip("max"):
        word = cursor.peek()
        if word is not None and is_name(word) and word not in times:
            duration.cap = cursor.take()
            continue
        duration.max = time_of(cursor, duration, times)
        if duration.max < duration.base:
            misfit(cursor, "'max' is less than the time that it bounds, "
                   f"{in_words(duration.base)}: that never counts")
    if cursor.skip("min"):
        duration.min = time_of(cursor, duration, times)
        if duration.max and duration.min > duration.max:
            misfit(cursor, "'min' is more than 'max'")
    if cursor.skip("jitter"):
        read_jitter(cursor, duration)


def has_hint(cursor: Cursor) -> bool:
    """Does it begin with a function of the context?"""
    return is_name(cursor.words[cursor.at]) and \
        cursor.words[cursor.at + 1:cursor.at + 2] in (["within"], ["else"])


def read_duration(cursor: Cursor, times: Times) -> DurationSyntax:
    """All words behind the '=' of a timer; `times` have a name above it."""
    duration = DurationSyntax()
    if cursor.peek() is not None and has_hint(cursor):
        read_hint(cursor, duration, times)
        if not cursor.skip("else"):
            cursor.end(WITHIN)
            return duration
    duration.base = time_of(cursor, duration, times)
    read_bounds(cursor, duration, times)
    cursor.end(FORM)
    return duration


def read_time(cursor: Cursor, times: Times) -> TimeSyntax:
    word = cursor.peek()
    if word is not None and is_name(word):
        return TimeSyntax(cursor.take(), times.get(word, 0))
    us = time_us(cursor)
    return TimeSyntax(word, us)


def read_named(cursor: Cursor, name: Word,
               times: Times) -> NamedDurationSyntax:
    """TIME|FUNCTION [max TIME|FUNCTION]..."""
    named = NamedDurationSyntax(name, read_time(cursor, times))
    while cursor.skip("max"):
        named.bounds.append(read_time(cursor, times))
    cursor.end()
    return named


NAMES = {"ms": "millisecond", "s": "second", "min": "minute", "h": "hour", "d": "day"}


def in_sentence(us: int) -> str:
    """The time as a sentence says it: '5 minutes'."""
    number, unit = re.fullmatch(r"(\d+)(\w+)", in_words(us)).groups()
    return f"{number} {NAMES[unit]}{'' if number == '1' else 's'}"


def sentence_of(line: NamedDurationSyntax) -> str:
    """`{}` stands for the time that the line begins with."""
    text = str(line.sentence)
    return text if line.time.is_function else \
        text.replace("{}", in_sentence(line.time.us))


def in_words(us: int) -> str:
    """The time in the biggest unit that divides it: '5min'."""
    for unit, size in reversed(list(UNITS.items())):
        if us % size == 0:
            return f"{us // size}{unit}"
    return f"{us}us"
