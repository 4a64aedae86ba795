# SPDX-License-Identifier: MIT
"""Parts of a table in the words of a page for people."""

from __future__ import annotations

from typing import List

from .duration import in_words
from .model import Act, Line, State
from .syntax import DurationSyntax, NamedDurationSyntax, TimeSyntax


def cell(text: str) -> str:
    """Text that may stand in a Markdown table."""
    return text.replace("|", "\\|")


def acts(items: List[Act]) -> str:
    return " ".join(f"`{act.word}`" for act in items)


def event_words(line: Line) -> str:
    """The events of a line: `A` `B`, any of a class, after `t`."""
    words = [f"{use.mode} `{use.word}`".strip() for use in line.uses]
    return ("after " if line.keyword == "after" else "") + " ".join(words)


def run_words(state: State) -> str:
    run = state.run
    page = f"[{run.flow}]({run.flow}.md)"
    if run.many:
        named = f" (`{run.named.name}`)" if run.named else ""
        return f"Runs {page} for each of `{run.prepare}`, at most " \
            f"{run.limit}{named} at a time,"
    return f"Runs {page}, prepared by `{run.prepare}`,"


def growth(d: DurationSyntax) -> str:
    text = in_words(d.base)
    if d.factor_percent:
        text += f", times {d.factor_percent / 100:g} for each use of " \
            f"`{d.counter}`"
    limits = [in_words(d.max)] if d.max else []
    limits += [f"what `{d.cap}` gives"] if d.cap else []
    text += f", at most {' and '.join(limits)}" if limits else ""
    text += f", at least {in_words(d.min)}" if d.min else ""
    if d.jitter_percent:
        text += f", up to {d.jitter_percent} % more or less by chance"
    return text


def time(t: TimeSyntax) -> str:
    return f"what `{t.word}` gives" if t.is_function else in_words(t.us)


def named_duration(line: NamedDurationSyntax) -> str:
    """One line of a duration that the table names."""
    bounds = " and ".join(time(bound) for bound in line.bounds)
    return time(line.time) + (f", at most {bounds}" if bounds else "")


def duration(d: DurationSyntax) -> str:
    """A duration in words."""
    if not d.hint:
        return growth(d)
    text = f"what `{d.hint}` gives, within {in_words(d.hint_min)} and " \
        f"{in_words(d.hint_max)}"
    return f"{text}; else {growth(d)}" if d.base else text
