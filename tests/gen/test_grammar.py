#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The grammar and the editors' words are those of the parser.

  test_grammar.py [PART...]     run all parts, or these
"""

from __future__ import annotations

import json
import random
import re
import sys
import unittest
from typing import List, Set

from test_gen import ROOT, run_parts
from test_writing import ALL, SHIPPED

from flow.lexer import split  # noqa: E402
from flow.lines import CHOICE_LINES, STATE_LINES  # noqa: E402
from flow.parser import BLOCKS, DECLARATIONS, Parser  # noqa: E402
from flow.source import Errors, Source, read_source  # noqa: E402
from flow.syntax import FileSyntax  # noqa: E402

from grammar import EXAMPLES, Grammar  # noqa: E402

PAGE = ROOT / "statemachine" / "README.md"
EDITORS = ROOT / "gen" / "editors"
# What the parser says of numbers and repetitions, which no grammar knows.
BESIDE = re.compile("already|smaller time first|'(max|min)' is (less|more)|"
                    "is not a |means something else|takes nothing|"
                    "promises a struct")
# What no table here has, and whether it is one.
RARE = (("  define a = [b] or [c] or [d]", True), ("  actions raises", True),
        ("  actions a raises", False), ("  guards a gives", False),
        ("  guards a(take)", False), ("  actions a(take)", False),
        ("  actions a(take take)", True),
        ("  actions a raises nothing b", False),
        ("  actions a gives b gives c", False),
        ("  durations a = b max c max 3d \"d\"", True),
        ("  limits a = 3", True), ("  limits a = b", False),
        ("  limits a max 3", False), ("  limits a = 3 \"b\"", False),
        ("each A b as c limit d \"e\"", True), ("each A b as c limit D", False),
        ("each A b as c limit d e", False), ("each A b as c limit 3s", False),
        ("  timers a = b * 2 ^ c max d min e", True),
        ("  timers a = b within c d else e max f", True),
        ("  timers a = b else 1s", False), ("  timers a = b c", False),
        ("state A\n  on any", False), ("state A\n  on b.c any d.e", True),
        ("state A\n  start b\n  forever", True),
        ("call A b as c\n  start D", False),
        ("choice A\n  else", False), ("choice A\n  on B -> C", False))
ONCE = ("context", "start", "happy", "entry", "exit", "forever")


def refused(text: str, is_included: bool = False) -> List[str]:
    """What the parser says."""
    source, errors = Source("x.flow", text), Errors()
    parser = Parser(source, errors, lambda name, _: FileSyntax(source))
    parser.is_included = is_included
    parser.read()
    return [error.message for error in errors.found]


def words_of(source: Source) -> List[str]:
    found = []
    for number in range(1, len(source.lines) + 1):
        words = split(source, number, Errors())
        found += [*words, "\n"] if words else []
    return found


def written(words: List[str]) -> str:
    """The table of these words: blocks begin a line, others are indented."""
    lines = " ".join(words).replace(" \n", "\n").split("\n")
    return "\n".join(f"  {line.strip()}" if line.split()[:1] and
                     line.split()[0] not in BLOCKS else line.strip()
                     for line in lines)


def without_repetitions(text: str) -> str:
    """What stands once in a block, and each file that is included."""
    kept, seen = [], set()
    for line in text.split("\n"):
        first = (line.split() or [""])[0]
        if first in BLOCKS and first != "include":
            seen = set()
        key = line if first == "include" else first
        if key not in seen:
            kept.append(line)
        if first in (*ONCE, "include"):
            seen.add(key)
    return "\n".join(kept)


class Words(unittest.TestCase):
    """The grammar is about the tables that the parser takes, and no others."""

    grammar = Grammar(PAGE.read_text(encoding="utf-8"))

    def test_it_is_whole(self) -> None:
        rules = {*self.grammar.rules}
        self.assertEqual(rules - {"table", "included"}, self.grammar.uses())
        self.assertEqual({name for name in rules if name.isupper()},
                         {*EXAMPLES})

    def test_the_parser_takes_what_is_derived(self) -> None:
        for seed in range(300):
            chance = random.Random(seed)
            for rule in ("table", "included"):
                text = without_repetitions(written(self.grammar.derive(
                    self.grammar.rules[rule], chance)))
                if rule == "included":
                    text = re.sub("^  ", "", text, flags=re.M)
                self.assertEqual(refused(text, rule == "included"), [], text)

    def test_each_table_matches(self) -> None:
        for path in ALL:
            with self.subTest(path.name):
                rule = "table" if path.suffix == ".flow" else "included"
                self.assertTrue(self.grammar.accepts(
                    rule, words_of(read_source(str(path)))))

    def test_what_one_refuses_the_other_refuses(self) -> None:
        """A word is left out, doubled, or takes another one's place."""
        chance, counts = random.Random(3), {True: 0, False: 0}
        tables = [words_of(read_source(str(path))) for path in ALL
                  if path.suffix == ".flow"]
        for _ in range(800):
            words = list(chance.choice(tables))
            at, other = (chance.randrange(len(words)) for _ in range(2))
            if words[at] == "\n":
                continue
            words[at:at + 1] = chance.choice(
                ([], [words[at]] * 2, [words[other]]))
            said = refused(written(words))
            if any(BESIDE.search(message) for message in said):
                continue
            matches = self.grammar.accepts("table", [
                word for number, word in enumerate(words)
                if word != "\n" or words[number - 1:number] != ["\n"]])
            self.assertEqual(matches, not said, (words[max(0, at - 9):at + 9],
                                                 said))
            counts[matches] += 1
        self.assertGreater(min(counts.values()), 100)

    def test_rare_lines(self) -> None:
        for lines, is_one in RARE:
            with self.subTest(lines):
                text = f"flow a\n{lines}\n"
                self.assertEqual(not refused(text), is_one)
                self.assertEqual(self.grammar.accepts(
                    "table", words_of(Source("x.flow", text))), is_one)

    def test_first_words(self) -> None:
        self.assertLessEqual(
            {*BLOCKS, *DECLARATIONS, *STATE_LINES, *CHOICE_LINES},
            self.grammar.words())


class Editors(unittest.TestCase):
    """The same words, and all of them."""

    words = Words.grammar.words()

    def test_vim(self) -> None:
        text = (EDITORS / "vim" / "syntax" / "flow.vim").read_text()
        found = " ".join(re.findall(r"^syn keyword \w+ (.*)$", text, re.M))
        self.assertEqual(sorted(found.split()), sorted(self.words))
        groups = set(re.findall(r"^syn (?:keyword|match|region) (\w+)", text,
                                re.M))
        self.assertEqual(groups, set(re.findall(r"^hi def link (\w+)", text,
                                                re.M)))

    def patterns(self) -> List[str]:
        text = (EDITORS / "flow.tmLanguage.json").read_text()
        return [each["match"] for each in json.loads(text)["patterns"]]

    def test_textmate(self) -> None:
        found: List[str] = []
        for pattern in self.patterns():
            if words := re.fullmatch(r"\\b\(([a-z|]+)\)\\b", pattern):
                found += words[1].split("|")
        self.assertEqual(sorted(found), sorted(self.words))

    def test_textmate_colours_each_word_of_a_table(self) -> None:
        """But names, colons and brackets."""
        pattern = re.compile("|".join(f"(?:{p})" for p in self.patterns()))
        for path in SHIPPED:
            text = path.read_text()
            left: Set[str] = {word for line in text.split("\n")
                              for word in pattern.sub(" ", line).split()}
            self.assertEqual({word for word in left if not re.fullmatch(
                r"[][():]*([a-z]\w*[][():.]*)*", word)}, set(), path.name)


if __name__ == "__main__":
    sys.exit(run_parts(sys.argv[1:], {"grammar": Words, "editors": Editors},
                       __doc__))
