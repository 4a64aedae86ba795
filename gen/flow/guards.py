# SPDX-License-Identifier: MIT
"""When guards hold. A named guard counts as what it asks for, not as a name."""

from __future__ import annotations

from typing import Dict, FrozenSet, List, Optional, Tuple

from .model import Guard, Term

Terms = List[Term]
Guarded = FrozenSet[Tuple[object, bool]]
MANY = 12  # conditions whose combinations are tried


def guarded(guard: Terms) -> Guarded:
    """What a guard asks, and whether it is negated, in any order."""
    return frozenset((term.what, term.negated) for term in guard)


def ways(what: object) -> List[Terms]:
    """Those of a named guard of which each word is known."""
    return what.ways if isinstance(what, Guard) and what.whole else []


def asked(guards: List[Terms]) -> List[object]:
    """What guards ask for, and what the named ones among that do."""
    found = [term.what for guard in guards for term in guard]
    seen = set(found)
    for what in found:
        new = {term.what for way in ways(what) for term in way} - seen
        seen |= new
        found += new
    return list(dict.fromkeys(found))


class Cases:
    """The cases that differ in what is true, a bit each."""

    def __init__(self, plain: List[object], named: List[Guard]):
        self.every = (1 << (1 << len(plain))) - 1
        self.true: Dict[object, int] = {}
        for index, what in enumerate(plain):
            size = 1 << index
            false = self.every // ((1 << size) + 1)  # where this bit is 0
            self.true[what] = self.every ^ false
        for guard in sorted(named, key=lambda guard: guard.name.line):
            self.true[guard] = self.any(guard.ways)  # of what stands above it

    def all(self, guard: Terms) -> int:
        """Those in which a guard holds."""
        found = self.every
        for term in guard:
            true = self.true[term.what]
            found &= self.every ^ true if term.negated else true
        return found

    def any(self, guards: List[Terms]) -> int:
        found = 0
        for guard in guards:
            found |= self.all(guard)
        return found


def cases_of(guards: List[Terms]) -> Optional[Cases]:
    """With many conditions named guards are taken as they are; None: there
    are too many even so."""
    whats = asked(guards)
    plain = [what for what in whats if not ways(what)]
    if len(plain) <= MANY:
        return Cases(plain, [what for what in whats if ways(what)])
    plain = list(dict.fromkeys(
        term.what for guard in guards for term in guard))
    return Cases(plain, []) if len(plain) <= MANY else None


def never_holds(guard: Terms) -> bool:
    terms = guarded(guard)
    if any((what, not negated) in terms for what, negated in terms):
        return True
    cases = cases_of([guard])
    return cases is not None and not cases.all(guard)


def follows(guard: Terms, others: List[Terms]) -> bool:
    """Whenever `guard` holds, as it sometimes does, does one of `others` hold
    too?

    With very many conditions only the plain cases are found: one that asks no
    more than `guard` does.
    """
    if not others:
        return False
    terms = guarded(guard)
    if any((what, not negated) in terms for what, negated in terms):
        return False
    distinct = {guarded(other): other for other in others}
    if any(other <= terms for other in distinct):
        return not never_holds(guard)
    cases = cases_of([guard, *distinct.values()])
    if cases is None:
        return False
    holds = cases.all(guard)
    return bool(holds) and not holds & ~cases.any(list(distinct.values()))
