# SPDX-License-Identifier: MIT
"""What stubs have to say so that a flow goes the way that it went.

A line that was taken tells what its guard asks for, and of each line before it
that it did not hold.  Of the settings that agree, those are found that change
least.
"""

from __future__ import annotations

from itertools import combinations, product
from typing import (TYPE_CHECKING, Callable, Dict, Iterator, List, NamedTuple,
                    Tuple)

if TYPE_CHECKING:
    from flow.model import Flow, Term
    from flow.syntax import TimeSyntax

UNKNOWN = (1 << 64) - 1  # SM_UNKNOWN
NEITHER = ""  # of kinds: one that no guard names
MOST_TRIES = 300000

Key = Tuple[str, str]  # the part of the struct of stubs, and its member
Value = object  # bool; microseconds; the constant of a kind


class Asked(NamedTuple):
    """The terms of a guard, and whether all of them held."""

    terms: List["Term"]
    holds: bool


class Settings:
    """What stubs say now, and how often counters are used."""

    def __init__(self, flow: "Flow"):
        self.flow = flow
        self.values: Dict[Key, Value] = {}
        self.count: Dict[str, int] = {name: 0 for name in flow.counters}
        self.times = sorted(self.limits())

    # What there is to set

    def limits(self) -> List[int]:
        """Values of durations on both sides of each that they are compared
        with."""
        flow = self.flow
        compared = [guard.than_us for guard in flow.guards.values()]
        compared += [time.us for named in flow.durations.values()
                     for line in named.lines for time in line.times()]
        return list({0, UNKNOWN, *(us + more for us in compared if us
                                   for more in (-1, 0))})

    def choices(self, key: Key) -> List[Value]:
        kind, name = key
        if kind == "guards":
            return [False, True]
        if kind == "us":
            return [UNKNOWN, *self.times[:-1]]
        kinds = self.flow.kinds[name]
        named = [kinds.constant(word) for guard in self.flow.guards.values()
                 if guard.of is kinds for word in guard.kinds]
        return [NEITHER, *dict.fromkeys(named)]

    def first(self, key: Key) -> Value:
        """Before anything is set; a tour begins with all kinds set."""
        return {"guards": False, "us": UNKNOWN, "kinds": NEITHER}[key[0]]

    def keys(self, what: object) -> Iterator[Key]:
        """What a condition depends on."""
        if hasattr(what, "max"):
            return  # a counter: the engine counts
        if what.ways:
            for way in what.ways:
                for term in way:
                    yield from self.keys(term.what)
        elif what.of is not None:
            yield "kinds", str(what.of.name)
        elif what.than is not None:
            for word in what.functions():
                yield from self.durations(str(word))
        else:
            yield "guards", str(what.name)

    def durations(self, word: str) -> Iterator[Key]:
        named = self.flow.durations.get(word)
        if named is None:
            yield "us", word
            return
        for inner in named.functions():
            yield from self.durations(str(inner))

    # What it comes to

    def holds(self, term: "Term", values: Dict[Key, Value]) -> bool:
        return self.is_true(term.what, values) != term.negated

    def is_true(self, what: object, values: Dict[Key, Value]) -> bool:
        if hasattr(what, "max"):
            return self.count[what.name] < what.max
        if what.ways:
            return any(all(self.holds(term, values) for term in way)
                       for way in what.ways)
        if what.of is not None:
            return values[("kinds", str(what.of.name))] in [
                what.of.constant(kind) for kind in what.kinds]
        if what.than is None:
            return bool(values[("guards", str(what.name))])
        than = what.than_us or self.us(str(what.than), values)
        return self.us(str(what.name), values) < than

    def us(self, word: str, values: Dict[Key, Value]) -> int:
        named = self.flow.durations.get(word)
        if named is None:
            return values[("us", word)]
        for line in named.lines:
            first, *bounds = [self.time(time, values)
                              for time in line.times()]
            if first != UNKNOWN:
                return min([first, *bounds])
        return UNKNOWN

    def time(self, time: "TimeSyntax", values: Dict[Key, Value]) -> int:
        return self.us(str(time.word), values) if time.is_function \
            else time.us

    # The settings for what was asked

    def agree(self, asked: List[Asked], values: Dict[Key, Value]) -> bool:
        return all(all(self.holds(term, values) for term in each.terms)
                   == each.holds for each in asked)

    def find(self, asked: List[Asked]) -> Dict[Key, Value]:
        """What has to change; a KeyError: nothing leads there."""
        keys = list(dict.fromkeys(
            key for each in asked for term in each.terms
            for key in self.keys(term.what)))
        now = {key: self.values.get(key, self.first(key)) for key in keys}
        for tries, change in enumerate(changes(keys, now, self.choices)):
            if self.agree(asked, {**now, **change}):
                self.values.update(change)
                return change
            if tries > MOST_TRIES:
                break
        raise KeyError


def changes(keys: List[Key], now: Dict[Key, Value],
            choices: Callable[[Key], List[Value]]) -> Iterator[Dict[Key, Value]]:
    """The fewest first."""
    for number in range(len(keys) + 1):
        for some in combinations(keys, number):
            others = [[value for value in choices(key) if value != now[key]]
                      for key in some]
            for values in product(*others):
                yield dict(zip(some, values))
