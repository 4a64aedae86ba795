# SPDX-License-Identifier: MIT
"""How long timers run, and functions of the durations that a flow names."""

from __future__ import annotations

from typing import List

from .duration import in_words, sentence_of
from .emit_c_places import HERE, line_of
from .model import Flow, NamedDuration, Timer
from .source import Word
from .syntax import DurationSyntax, NamedDurationSyntax, TimeSyntax

MUCH_US = 1 << 48  # max of a duration that has none; 8 years
MOST_US = 1 << 50  # it can grow once more in 64 bits


def constant_us(us: int) -> str:
    return f"{us} /* {in_words(us)} */"


def asked_us(flow: Flow, word: Word, context: str) -> str:
    """What a name gives: of a TIME that, or the function's result."""
    named = flow.durations.get(word)
    if named is not None and named.is_time:
        return constant_us(named.lines[0].time.us)
    return f"{flow.context}_{word}_us({context})"


def call(flow: Flow, time: TimeSyntax) -> str:
    if time.is_function:
        return asked_us(flow, time.word, "context")
    return constant_us(time.us)


def value(flow: Flow, line: NamedDurationSyntax) -> str:
    text = call(flow, line.time)
    for bound in line.bounds:
        text = f"sm_at_most_us({text}, {call(flow, bound)})"
    return text


def body(flow: Flow, named: NamedDuration, results: List[str]) -> List[str]:
    """The result of the first line that counts."""
    lines = []
    for line, result in zip(named.lines, results):
        lines.append(line_of(line.name))
        if line is not named.lines[-1]:
            lines.append(f"\tif ({call(flow, line.time)} != SM_UNKNOWN) "
                         f"return {result};")
        else:
            lines.append(f"\treturn {result};")
    return ["{", *lines, HERE, "}", ""]


def functions(flow: Flow, named: NamedDuration) -> List[str]:
    name = f"{flow.context}_{named.name}"
    given = f"(const struct {flow.context} *context)"
    lines = ["uint64_t", f"{name}_us{given}",
             *body(flow, named, [value(flow, x) for x in named.lines])]
    if named.has_sentence:
        lines += ["const char *", f"{name}_sentence{given}",
                  *body(flow, named, [sentence_of(x) for x in named.lines])]
    return lines


def called(flow: Flow) -> List[NamedDuration]:
    """Those that are functions."""
    return [item for item in flow.durations.values() if not item.is_time]


def durations(flow: Flow) -> List[str]:
    return [line for item in called(flow) for line in functions(flow, item)]


# Timers

def varying(flow: Flow) -> List[Timer]:
    """Those that are no constants."""
    return [timer for timer in flow.timers.values()
            if not timer.duration.is_constant]


def most_us(d: DurationSyntax) -> str:
    if not d.max:
        return f"{max(d.base, MUCH_US)} /* it has no max */"
    return constant_us(min(d.max, MOST_US))


def varied(flow: Flow, timer: Timer) -> str:
    """What it begins with, as it grows, and as the dice say."""
    d = timer.duration
    text = constant_us(d.base or d.hint_min)
    if timer.counter:
        counter = list(flow.counters.values()).index(timer.counter)
        text = f"sm_grown_us({text}, {d.factor_percent}, " \
            f"sm->count[{counter} /* {timer.counter.name} */], {most_us(d)})"
    if d.jitter_percent:
        text = f"sm_jittered_us(sm, {text}, {d.jitter_percent})"
    return text


def formula(flow: Flow, timer: Timer) -> str:
    """The bounds hold whatever the dice say."""
    d = timer.duration
    text = varied(flow, timer)
    if d.jitter_percent and d.max:
        text = f"sm_at_most_us({text}, {most_us(d)})"
    if d.cap:
        text = f"sm_at_most_us({text}, {asked_us(flow, d.cap, 'self')})"
    if d.min:
        text = f"sm_at_least_us({text}, {constant_us(d.min)})"
    return text


def timer_us(flow: Flow, timer: Timer) -> List[str]:
    """Its statements: the hint counts, unless it can't say."""
    d = timer.duration
    if not d.hint:
        return [f"return {formula(flow, timer)}"]
    hint = f"sm_at_most_us(us, {constant_us(d.hint_max)})"
    hint = f"sm_at_least_us({hint}, {constant_us(d.hint_min)})"
    return [f"us = {asked_us(flow, d.hint, 'self')}",
            f"if (us != SM_UNKNOWN) return {hint}",
            f"return {formula(flow, timer)}"]


def formulas(flow: Flow) -> List[str]:
    """By timer."""
    numbers = {name: number for number, name in enumerate(flow.timers)}
    lines = []
    for timer in varying(flow):
        lines.append(f"\tcase {numbers[timer.name]}:")
        for statement in timer_us(flow, timer):
            lines += [line_of(timer.name), f"\t\t{statement};"]
    return ["\tswitch (timer) {", *lines, HERE, "\t}",
            "\treturn SM_NEVER;"]
