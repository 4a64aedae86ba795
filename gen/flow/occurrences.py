# SPDX-License-Identifier: MIT
"""What the words of a property name."""

from __future__ import annotations

from typing import Dict, List, Optional, TYPE_CHECKING

from .model import Occurrence, Property, Run
from .names import NOUNS
from .nearest import nearest
from .source import Word
from .syntax import OccurrenceSyntax, PropertySyntax

if TYPE_CHECKING:
    from .resolve import Resolver

KINDS = ("state", "event", "action", "exit")  # that occur


class Occurrences:
    """Reads the properties of a flow whose states are known."""

    def __init__(self, resolver: "Resolver"):
        self.resolver = resolver
        self.names = resolver.names
        self.runs: Dict[str, List[Run]] = {}
        for state in self.names.states.values():
            if state.run is not None and state.run.prepare is not None:
                self.runs.setdefault(state.run.prepare, []).append(state.run)

    def properties(self, found: List[PropertySyntax]) -> List[Property]:
        made = [Property(item.keyword, item.sentence, self.all(item.never),
                         self.all(item.unless), self.all(item.since))
                for item in found]
        if self.names.whole:
            self.check_twice(made)
        return made

    def check_twice(self, found: List[Property]) -> None:
        """A property that is there already, and one that allows nothing."""
        seen: Dict[tuple, Word] = {}
        for item in found:
            parts = [frozenset(each.text() for each in part)
                     for part in (item.never, item.unless, item.since)]
            before = seen.setdefault(tuple(parts), item.keyword)
            if before is not item.keyword:
                self.resolver.errors.add(
                    item.keyword, "this property stands in line "
                    f"{before.line} already", "leave one of them out")
            for each in item.since:
                if each.text() in parts[1]:
                    self.resolver.errors.add(
                        each.word, f"'{each.text()}' stands behind 'unless', "
                        "too: it would allow and forbid at once",
                        "leave it out here or there")

    def all(self, items: List[OccurrenceSyntax]) -> List[Occurrence]:
        found = [self.occurrence(item) for item in items]
        return [item for item in found if item is not None]

    def occurrence(self, item: OccurrenceSyntax) -> Optional[Occurrence]:
        if item.term is not None:
            return self.guard(item)
        word = item.event.word
        if item.event.mode or "." in word:
            use = self.resolver.make_end(None, item.event)
            return Occurrence(word, list(use.events), mode=use.mode) \
                if use else None
        return self.word(word)

    def guard(self, item: OccurrenceSyntax) -> Optional[Occurrence]:
        term = self.resolver.make_term(item.term)
        if term is None:
            return None
        if term.what in self.names.counters.values():
            self.resolver.drop(term.word, "a property does not count: the "
                               "compiler sees to the bounds of counters")
            return None
        return Occurrence(term.word, [term.what], term.negated)

    def word(self, word: Word) -> Optional[Occurrence]:
        """It has one meaning."""
        found = {kind: [self.names.tables[kind][word]] for kind in KINDS
                 if word in self.names.tables[kind]}
        if word in self.runs:
            found["run"] = list(self.runs[word])
        if len(found) == 1:
            return Occurrence(word, *found.values())
        if found:
            self.resolver.drop(word, f"'{word}' has several meanings: "
                               f"{', '.join(found)}", "rename one of them")
        else:
            self.unknown(word)
        return None

    def unknown(self, word: Word) -> None:
        known = [name for kind in KINDS for name in self.names.tables[kind]]
        near = nearest(word, [*known, *self.runs])
        other = next((kind for kind in NOUNS if kind not in KINDS and
                      word in self.names.tables[kind]), None)
        hint = f"'{word}' is {NOUNS[other].format(word)}" if other else \
            f"did you mean '{near}'?" if near else None
        if word in self.names.file.unread or \
                self.names.file.lacks_include and not other:
            self.names.whole = False
        else:
            self.resolver.drop(word, f"'{word}' occurs nowhere here", hint)
