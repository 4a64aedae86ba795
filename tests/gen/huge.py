# SPDX-License-Identifier: MIT
"""Tables of 100,000 lines of one thing, which flowc answers in no time."""

from __future__ import annotations

from typing import Callable, Dict

LINES = 100_000
HEAD = """\
flow huge
  context struct box
  start A
  exits ok
  events user GO STOP
  guards ready
  actions run
  timers t = 1s
"""
STATE = "state A\n  after t -> ok\n"


def lines(text: Callable[[int], str], count: int = 0) -> str:
    return "".join(map(text, range(count or LINES)))


def declared(keyword: str, name: str, rest: str = "") -> str:
    """So many declarations of one kind."""
    return HEAD + lines(lambda i: f"  {keyword} {name}{i}{rest}\n") + STATE


def multiplied(n_children: int, n_events: int, n_lines: int) -> str:
    """Each line of a parent serves each state in it, for each event."""
    return (HEAD.replace("GO", "\n  events user ".join(
                f"E{i}" for i in range(n_events)))
            .replace("ready", " ".join(f"g{i}" for i in range(100)))
            .replace("exits ok", "exits ok(thing)") +
            "state A\n  start C0\n  after t -> ok / run\n" +
            lines(lambda i: f"  on user [g{i} & !g{i + 1}] -> C{i}\n",
                  n_lines) +
            lines(lambda i: f"state C{i} in A\n  on STOP [g{i % 99}] -> "
                  f"C{(i + 1) % n_children} / run\n", n_children))


HUGE: Dict[str, Callable[[], str]] = {
    "comments": lambda: HEAD + STATE + lines(lambda i: "# and a word\n"),
    "empty lines": lambda: HEAD + STATE + "\n" * LINES,
    "long comments": lambda: HEAD + STATE + ("#" * 79 + "\n") * LINES,
    "states": lambda: HEAD + lines(
        lambda i: f"state S{i}\n  after t -> S{i + 1}\n", LINES // 2),
    "choices": lambda: HEAD + lines(
        lambda i: f"choice S{i}\n  else -> S{i + 1}\n", LINES // 2),
    "exits": lambda: declared("exits", "e"),
    "events": lambda: declared("events user", "E"),
    "classes": lambda: declared("events e", "", " E"),
    "guards": lambda: declared("guards", "g"),
    "defines": lambda: declared("define", "g", " = [ready]"),
    "actions": lambda: declared("actions", "a"),
    "timers": lambda: declared("timers", "t", " = 1s"),
    "counters": lambda: declared("count", "c", " max 1"),
    "kinds": lambda: declared("kinds", "k", ' thing THING "thing.h"'),
    "durations": lambda: declared("durations", "d", " = 1s"),
    "limits": lambda: declared("limits", "l", " = 1"),
    "lines of a state": lambda: HEAD + STATE + lines(
        lambda i: f"  on GO [ready] -> ok / run {i}\n"),
    "lines never taken": lambda: HEAD + STATE + "  on GO -> ok\n" * LINES,
    "branches": lambda: HEAD + "choice A\n" + "  if [ready] -> ok\n" * LINES,
    "unknown events": lambda: HEAD + STATE + lines(
        lambda i: f"  on UNKNOWN_{i} -> ok\n"),
    "unknown actions": lambda: HEAD + STATE + lines(
        lambda i: f"  on GO -> ok / unknown_{i}\n"),
    "unknown states": lambda: HEAD + STATE + lines(
        lambda i: f"  on GO -> UNKNOWN_{i}\n"),
    "misspelt names": lambda: HEAD.replace(
        "GO", " ".join(f"RESPONSE_{i}" for i in range(200))) + STATE + lines(
        lambda i: f"  on RESPONES_{i % 999} -> ok\n"),
    "no lines": lambda: lines(lambda i: f"what is this, {i}?\n"),
    "bad signs": lambda: HEAD + STATE + "  on GO => ok\n" * LINES,
    "bytes": lambda: HEAD + "# \udce4\n" * LINES,
    "controls": lambda: "\0\n" * LINES,
    "includes": lambda: lines(lambda i: f'include "{i}.events"\n'),
    "flows": lambda: lines(lambda i: f"flow f{i}\n"),
    "calls": lambda: HEAD + lines(
        lambda i: f"call S{i} flow{i} as run\n"),
    "one long line": lambda: HEAD + "  guards" + " g" * LINES + "\n" + STATE,
    "one long story": lambda: f'flow huge "{"a" * LINES}"\n',
    "words": lambda: HEAD + ("  guards" + " g" * 400 + "\n") * LINES,
    "nesting": lambda: HEAD + STATE + lines(
        lambda i: f"state S{i + 1} in S{i}\n"),
    "rows": lambda: multiplied(240, 200, 90),
    "circles": lambda: multiplied(30, 10, 5),
}
