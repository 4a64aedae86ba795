# SPDX-License-Identifier: MIT
"""Functions of the durations that a flow names, for guards, timers and C."""

from __future__ import annotations

from typing import List

from .duration import in_words, sentence_of
from .emit_c_places import HERE, line_of
from .model import Flow, NamedDuration
from .source import Word
from .syntax import NamedDurationSyntax, TimeSyntax

LEAST = ["static uint64_t", "least(uint64_t us, uint64_t other_us)", "{",
         "\treturn us < other_us ? us : other_us;", "}", ""]


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
    """SM_UNKNOWN is the greatest: a bound that can't say bounds nothing."""
    text = call(flow, line.time)
    for bound in line.bounds:
        text = f"least({text}, {call(flow, bound)})"
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
    named = called(flow)
    is_bound = any(line.bounds for item in named for line in item.lines)
    return [*(LEAST if is_bound else []),
            *(line for item in named for line in functions(flow, item))]
