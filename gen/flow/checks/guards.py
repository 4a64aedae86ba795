# SPDX-License-Identifier: MIT
"""Guards that never hold, or ask for what is sure; named guards are looked
through."""

from __future__ import annotations

from typing import List

from ..guards import Terms, follows, never_holds
from ..model import Flow, Guard
from ..source import Errors, listed


def way_text(way: Terms) -> str:
    return f"[{' & '.join(term.text() for term in way)}]"


def meaning(terms: Terms) -> str:
    """What the named guards among them ask for, for a hint."""
    named = {str(term.word): term.what.ways for term in terms
             if isinstance(term.what, Guard) and term.what.ways}
    return "; ".join(f"'{name}' is {' or '.join(map(way_text, ways))}"
                     for name, ways in named.items())


def hint(advice: str, terms: Terms) -> str:
    return ": ".join(filter(None, (advice, meaning(terms))))


def quoted(terms: Terms) -> str:
    return listed(f"'{term.text()}'" for term in terms)


def all_guards(flow: Flow) -> List[Terms]:
    """Those of lines, and the ways of named ones."""
    found = [way for guard in flow.guards.values() if guard.whole
             for way in guard.ways]
    return found + [line.guard for state in flow.states.values()
                    for line in state.lines]


def guard_never_holds(flow: Flow, errors: Errors) -> None:
    """Each term is asked once, and nothing that excludes it."""
    for guard in all_guards(flow):
        if len(guard) > 1 and not contradiction(guard, errors):
            repetition(guard, errors)


def are_wrong(flow: Flow) -> bool:
    """A word there may have been meant for another, which is then missed."""
    errors = Errors()
    guard_never_holds(flow, errors)
    return bool(errors)


def contradiction(guard: Terms, errors: Errors) -> bool:
    """Report the first term that can't hold where those before it do; what
    never holds by itself is told of where it is defined."""
    at = next((at for at in range(len(guard))
               if never_holds(guard[:at + 1])), None)
    if at is None:
        return False
    term, before = guard[at], guard[:at]
    if before and not never_holds([term]):
        alone = next(([x] for x in before if never_holds([x, term])), before)
        errors.add(term.word, "this guard never holds: it asks for "
                   f"{quoted([*alone, term])}",
                   hint("leave one of them out", [*alone, term]))
    return True


def repetition(guard: Terms, errors: Errors) -> None:
    """Report the terms that the others make sure of."""
    left = list(guard)
    for term in reversed(guard):
        others = [x for x in left if x is not term]
        if follows([], [[term]]) or not follows(others, [[term]]):
            continue
        left = others
        alone = next(([x] for x in others if follows([x], [[term]])), others)
        text = f"'{term.text()}' stands in this guard already" \
            if alone[0].what is term.what else \
            f"'{term.text()}' asks for nothing more: {quoted(alone)} " \
            f"make{'s' * (len(alone) == 1)} sure of it"
        errors.add(term.word, text, hint("leave one of them out"
                   if alone[0].what is term.what else "leave it out",
                   [*alone, term]))


# Named guards

def rule_for_nothing(flow: Flow, errors: Errors) -> None:
    """A rule that always holds, or has a way that adds nothing."""
    for guard in flow.guards.values():
        if not guard.ways or not guard.whole:
            continue
        if follows([], guard.ways):
            errors.add(guard.name, f"'{guard.name}' always holds",
                       hint("a line without a guard is always taken",
                            [term for way in guard.ways for term in way]))
        else:
            spare_ways(guard, errors)


def spare_ways(guard: Guard, errors: Errors) -> None:
    left = list(guard.ways)
    for way in reversed(guard.ways):
        others = [x for x in left if x is not way]
        if not follows(way, others):
            continue
        left = others
        alone = next(([x] for x in others if follows(way, [x])), others)
        errors.add(way[0].word, f"{way_text(way)} adds nothing to "
                   f"'{guard.name}': {listed(map(way_text, alone))} "
                   f"hold{'s' * (len(alone) == 1)} wherever it does",
                   hint("leave it out", [x for y in [*alone, way] for x in y]))
