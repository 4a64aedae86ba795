# SPDX-License-Identifier: MIT
"""The grammar of the language's page: read, derived from, and matched."""

from __future__ import annotations

import random
import re
from typing import Dict, FrozenSet, List, Set, Tuple

TOKEN = re.compile(r'"(?P<word>[^"]+)"|/(?P<regex>.+?)/(?=\s*;)|(?P<name>\w+)'
                   r"|(?P<sign>[=|;(){}\[\]-])|\s+")
CLOSING = {"(": ")", "[": "]", "{": "}"}
EXAMPLES = {
    "LOWER": ["a", "b_1", "zz"], "UPPER": ["A", "B_1", "ZZ"],
    "NAME": ["a", "B", "c_2"], "DOTTED": ["A", "b.c", "D.e"],
    "TEXT": ['""', '"a # text"', '"b"'], "NUMBER": ["1", "8"],
    "TIME": ["30s"], "FACTOR": ["1.5", "2"], "PERCENT": ["25%"], "EOL": ["\n"]}

# ("word", x), ("name", x), ("regex", x), ("all", [..]), ("one", [..]),
# as often as you like ("any", node), ("perhaps", node), and
# ("but", [node, the words that it does not begin with...])
Node = Tuple[str, object]


class Grammar:
    def __init__(self, page: str) -> None:
        text = "\n".join(re.findall(r"^    (.*)$", page.partition(
            "## Grammar\n")[2], re.M))
        self.tokens = [(m.lastgroup, m[m.lastgroup])
                       for m in TOKEN.finditer(text) if m.lastgroup]
        self.rules: Dict[str, Node] = {}
        while self.tokens:
            name = self.take("name")
            self.take("sign", "=")
            self.rules[name] = self.alternatives(";")

    # Reading

    def take(self, kind: str, text: str = "") -> str:
        found = self.tokens.pop(0)
        assert found[0] == kind and text in ("", found[1]), found
        return found[1]

    def alternatives(self, end: str) -> Node:
        found = [self.sequence(end)]
        while self.tokens[0] == ("sign", "|"):
            self.take("sign")
            found.append(self.sequence(end))
        self.take("sign", end)
        return ("one", found) if len(found) > 1 else found[0]

    def sequence(self, end: str) -> Node:
        found: List[Node] = []
        while self.tokens[0] not in (("sign", "|"), ("sign", end)):
            kind, text = self.tokens.pop(0)
            if (kind, text) == ("sign", "-"):
                found.append(("but", [found.pop(), ("word",
                                                    self.take("word"))]))
            elif kind == "sign":
                inner = self.alternatives(CLOSING[text])
                found.append({"(": inner, "[": ("perhaps", inner),
                              "{": ("any", inner)}[text])
            else:
                found.append((kind, text))
        return ("all", found)

    def words(self) -> Set[str]:
        """Those in quotes that are letters."""
        def inside(node: Node) -> Set[str]:
            kind, what = node
            if kind == "word":
                return {what} if what.isalpha() else set()
            if kind in ("name", "regex"):
                return set()
            nodes = what if isinstance(what, list) else [what]
            return set().union(*map(inside, nodes))
        return set().union(*map(inside, self.rules.values()))

    def uses(self) -> Set[str]:
        """The names that rules name."""
        return {*re.findall(r"\('name', '(\w+)'\)", repr(self.rules))}

    # Deriving

    def derive(self, node: Node, chance: random.Random) -> List[str]:
        kind, what = node
        if kind == "word":
            return [what]
        if kind == "name":
            if what in EXAMPLES:
                return [chance.choice(EXAMPLES[what])]
            return self.derive(self.rules[what], chance)
        if kind == "one":
            return self.derive(chance.choice(what), chance)
        if kind == "but":
            return self.derive(what[0], chance)
        if kind == "all":
            return [word for part in what
                    for word in self.derive(part, chance)]
        most = 1 if kind == "perhaps" else 4
        return [word for _ in range(chance.randrange(most + 1))
                for word in self.derive(what, chance)]

    # Matching

    def accepts(self, rule: str, words: List[str]) -> bool:
        self.text = words
        self.known: Dict[Tuple[int, int], FrozenSet[int]] = {}
        return len(words) in self.ends(self.rules[rule], 0)

    def ends(self, node: Node, at: int) -> FrozenSet[int]:
        """Where a match of the node that begins at a word may end."""
        key = (id(node), at)
        if key not in self.known:
            self.known[key] = frozenset(self.matched(node, at))
        return self.known[key]

    def matched(self, node: Node, at: int) -> Set[int]:
        kind, what = node
        if kind in ("word", "regex"):
            is_it = at < len(self.text) and (
                self.text[at] == what if kind == "word"
                else re.fullmatch(what, self.text[at]))
            return {at + 1} if is_it else set()
        if kind == "name":
            return {*self.ends(self.rules[what], at)}
        if kind == "one":
            return {end for part in what for end in self.ends(part, at)}
        if kind == "but":
            return set() if self.ends(what[1], at) else \
                {*self.ends(what[0], at)}
        if kind == "perhaps":
            return {at, *self.ends(what, at)}
        if kind == "any":
            return self.closure(what, at)
        places = {at}
        for part in what:
            places = {end for place in places
                      for end in self.ends(part, place)}
        return places

    def closure(self, node: Node, at: int) -> Set[int]:
        found, new = {at}, {at}
        while new:
            new = {end for place in new
                   for end in self.ends(node, place)} - found
            found |= new
        return found
