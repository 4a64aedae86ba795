# SPDX-License-Identifier: MIT
"""Durations that a flow names: each says how long, whatever C says."""

from __future__ import annotations

from ..duration import in_words
from ..model import Flow, NamedDuration
from ..source import Errors


def named_duration(flow: Flow, errors: Errors) -> None:
    seen: set = set()
    for named in flow.durations.values():
        check_lines(named, errors)
        check_bounds(named, errors)
        check_sentences(named, errors)
        for word in named.functions():
            if word in flow.durations and word not in seen:
                errors.add(word, f"'{word}' is declared in line "
                           f"{flow.durations[word].name.line}: a duration "
                           "asks only those that stand above it")
        seen.add(named.name)


def check_lines(named: NamedDuration, errors: Errors) -> None:
    """A time ends them, as it always counts."""
    for before, line in zip(named.lines, named.lines[1:]):
        if not before.time.is_function:
            errors.add(line.name, "this line never counts: line "
                       f"{before.name.line} always says how long")
    last = named.lines[-1].time
    if all(line.time.is_function for line in named.lines):
        errors.add(last.word, f"nothing says how long '{named.name}' is where "
                   f"'{last.word}' gives SM_UNKNOWN",
                   f"end with a line '{named.name} = TIME', or write "
                   f"'{named.name} = TIME max {last.word}'")


def check_bounds(named: NamedDuration, errors: Errors) -> None:
    """Of two times it is known which one counts."""
    for line in named.lines:
        for bound in line.bounds if line.time.us else []:
            if bound.us:
                less = in_words(min(bound.us, line.time.us))
                errors.add(bound.word, f"of {in_words(line.time.us)} and this "
                           f"'max', {less} always counts",
                           "leave out the larger one")


def check_sentences(named: NamedDuration, errors: Errors) -> None:
    for line in named.lines:
        if named.has_sentence and line.sentence is None:
            errors.add(line.name, f"'{named.name}' has a sentence in another "
                       "line: without one here, C could not say the rule")
        if line.time.is_function and "{}" in (line.sentence or ""):
            errors.add(line.sentence, "'{}' stands for the time that the line "
                       f"begins with, and '{line.time.word}' is none")
