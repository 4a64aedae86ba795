# SPDX-License-Identifier: MIT
"""The rows for an event as a tree of conditions, in Promela.

What a guard says is open; but for one event it says the same again, and of
kinds only one can be.  What a counter has left is known.
"""

from __future__ import annotations

from typing import Callable, Dict, FrozenSet, List, Union

from .model import Counter, Guard, Term
from .rows import Row

OTHER = "another kind"
Known = Dict[object, Union[bool, FrozenSet[str]]]
Then = Callable[[Known], List[str]]


def indented(lines: List[str]) -> List[str]:
    return ["\t" + line for line in lines]


def fork(yes: List[str], no: List[str], test: str = "") -> List[str]:
    """Without a test both may be."""
    return ["if", f":: {test or 'true'} ->", *indented(yes),
            ":: else ->" if test else ":: true ->", *indented(no), "fi"]


class Tree:
    """Asks guards one after the other, and notes what was found."""

    def __init__(self, flow_kinds: Dict[object, FrozenSet[str]],
                 found: Callable[[Guard, bool], List[str]]):
        self.kinds = flow_kinds
        self.found = found

    def rows(self, rows: List[Row], body: Callable[[Row], List[str]],
             known: Known) -> List[str]:
        """The first row whose guard holds is taken; without one, nothing."""
        if not rows:
            return ["skip"]
        first, rest = rows[0], rows[1:]
        return self.all(first.line.guard, known, lambda _: body(first),
                        lambda then: self.rows(rest, body, then))

    def all(self, terms: List[Term], known: Known, yes: Then,
            no: Then) -> List[str]:
        if not terms:
            return yes(known)
        first, rest = terms[0], terms[1:]

        def go_on(then: Known) -> List[str]:
            return self.all(rest, then, yes, no)

        if first.negated:
            return self.ask(first.what, known, no, go_on)
        return self.ask(first.what, known, go_on, no)

    def any(self, ways: List[List[Term]], known: Known, yes: Then,
            no: Then) -> List[str]:
        if not ways:
            return no(known)
        return self.all(ways[0], known, yes,
                        lambda then: self.any(ways[1:], then, yes, no))

    def ask(self, what: Union[Guard, Counter], known: Known, yes: Then,
            no: Then) -> List[str]:
        if what in known:
            return yes(known) if known[what] else no(known)
        if isinstance(what, Counter):
            return fork(yes({**known, what: True}), no({**known, what: False}),
                        f"n_{what.name} < MAX_{what.name}")
        if what.ways:
            return self.any(what.ways, known,
                            lambda then: self.noted(what, True, then, yes),
                            lambda then: self.noted(what, False, then, no))
        if what.of is not None:
            return self.ask_kind(what, known, yes, no)
        return fork(self.noted(what, True, {**known, what: True}, yes),
                    self.noted(what, False, {**known, what: False}, no))

    def noted(self, what: Guard, holds: bool, known: Known,
              then: Then) -> List[str]:
        return [*self.found(what, holds), *then(known)]

    def ask_kind(self, what: Guard, known: Known, yes: Then,
                 no: Then) -> List[str]:
        """Which kinds are possible still?"""
        possible = known.get(what.of, self.kinds[what.of])
        asked = frozenset(map(str, what.kinds))
        inside, outside = possible & asked, possible - asked
        if not outside:
            return yes(known)
        if not inside:
            return no(known)
        return fork(
            self.noted(what, True, {**known, what.of: inside}, yes),
            self.noted(what, False, {**known, what.of: outside}, no))
