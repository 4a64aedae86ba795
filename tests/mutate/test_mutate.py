#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The mutants themselves: what is made of a line, and what is left alone."""
from __future__ import annotations

import json
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import List

import survivors
from build import Build
from c_mutants import mutants_of_c
from flow_mutants import mutants_of_flow
from mutant import Mutant, chosen

TOP = Path(__file__).resolve().parents[2]
FUNCTION = "int\nf(int a, int b)\n{{\n{}\n}}\n"
FLOW = """flow door "a door"
  exits shut(acme_fault) broken
  count tries max 3
  timers t_open = 5s * 2 ^ tries max 1min
  never look unless [free] since SHUT "a property is no part of the table"

state OPEN "it is open" # -> SHUT
  entry                   / ring look
  on PUSHED PULLED [free & !locked] -> SHUT / note
  after t_open -> shut

choice SHUT
  if [problem is stuck heavy] -> broken
  else -> OPEN
"""


def of_line(line: str) -> List[str]:
    """"kind: the line that it becomes" of each mutant."""
    return [f"{one.kind}: {one.after}"
            for one in mutants_of_c("src/f.c", FUNCTION.format(line))]


def of_flow(line: str) -> List[str]:
    return [f"{one.kind}: {one.after}"
            for one in mutants_of_flow("statemachine/door.flow", FLOW)
            if one.before.split(" #")[0] == line]


class C(unittest.TestCase):
    def test_comparison(self) -> None:
        self.assertEqual(of_line("\tif (a < b)\n\t\tbreak;"), [
            "compare: if (a <= b)", "negate: if (!(a < b))",
            "bound: if (a < b + 1)", "bound: if (a < b - 1)", "delete: ;"])

    def test_logic_and_not(self) -> None:
        self.assertEqual(of_line("\treturn !a &&\n\t\tb != 1;"), [
            "logic: return !a ||", "compare: b == 1;",
            "not: return a &&", "bound: b != 2;", "bound: b != 0;",
            "return: return 0 ;", "return: return 1 ;"])

    def test_arithmetic(self) -> None:
        self.assertEqual(of_line("\ta += b - *c;"), [
            "arithmetic: a -= b - *c;", "arithmetic: a += b + *c;",
            "delete: ;"])

    def test_a_statement_of_two_lines_is_deleted(self) -> None:
        whole = FUNCTION.format("\tcall(a,\n\t     b);\n\tint c;")
        texts = [one.text for one in mutants_of_c("src/f.c", whole)]
        self.assertEqual(texts, [FUNCTION.format("\t\n;\n\tint c;")])

    def test_what_is_no_code(self) -> None:
        for line in ("\t/* a < b */", "\tint a; /* a < 1 */",
                     "#define A (1 < 2)", "\tassert(a < 1);",
                     "\tstruct a b;", "\tchar a[32];", "\treturn 0;"):
            self.assertEqual(of_line(line), [], line)

    def test_texts_stay(self) -> None:
        self.assertEqual(of_line('\tcall("a < 1 && !b");'), ["delete: ;"])

    def test_place(self) -> None:
        text = FUNCTION.format("\tg();") + "\nvoid\nh(void)\n{\n\tg();\n}\n"
        self.assertEqual([(one.place, one.line) for one
                          in mutants_of_c("src/f.c", text)],
                         [("f", 4), ("h", 10)])

    def test_those_that_look_alike_have_numbers(self) -> None:
        found = mutants_of_c("src/f.c", FUNCTION.format("\tg();\n\tg();"))
        self.assertEqual([one.nth for one in found], [1, 2])


class Flow(unittest.TestCase):
    def test_row(self) -> None:
        line = "on PUSHED PULLED [free & !locked] -> SHUT / note"
        self.assertEqual(sorted(of_flow(line)), sorted([
            "target: on PUSHED PULLED [free & !locked] -> OPEN / note",
            "target: on PUSHED PULLED [free & !locked] -> shut / note",
            "target: on PUSHED PULLED [free & !locked] -> broken / note",
            "row: # on PUSHED PULLED [free & !locked] -> SHUT / note",
            "guard: on PUSHED PULLED -> SHUT / note",
            "guard: on PUSHED PULLED [!free & !locked] -> SHUT / note",
            "guard: on PUSHED PULLED [ !locked] -> SHUT / note",
            "guard: on PUSHED PULLED [free & locked] -> SHUT / note",
            "guard: on PUSHED PULLED [free ] -> SHUT / note",
            "action: on PUSHED PULLED [free & !locked] -> SHUT",
            "event: on PULLED [free & !locked] -> SHUT / note",
            "event: on PUSHED [free & !locked] -> SHUT / note"]))

    def test_kinds_of_a_choice(self) -> None:
        found = of_flow("if [problem is stuck heavy] -> broken")
        self.assertIn("guard: if [problem is heavy] -> broken", found)
        self.assertIn("guard: if [!problem is stuck heavy] -> broken", found)
        self.assertNotIn("guard: if -> broken", found)

    def test_numbers(self) -> None:
        self.assertEqual(of_flow("count tries max 3"), [
            "limit: count tries max 4", "limit: count tries max 2"])
        self.assertEqual(of_flow("timers t_open = 5s * 2 ^ tries max 1min"), [
            "time: timers t_open = 10s * 2 ^ tries max 1min",
            "time: timers t_open = 2s * 2 ^ tries max 1min",
            "time: timers t_open = 5s * 2 ^ tries max 2min",
            "time: timers t_open = 5s * 3.0 ^ tries max 1min"])

    def test_an_included_file(self) -> None:
        found = mutants_of_flow("statemachine/disk.shared",
                                "# 1s\nevents a B\ntimers t_store = 1min\n")
        self.assertEqual([(one.place, one.after) for one in found],
                         [("disk", "timers t_store = 2min")])


class Compared(unittest.TestCase):
    def test_the_same_code_is_equal_each_time(self) -> None:
        with TemporaryDirectory() as folder:
            source, other = Path(folder) / "f.c", Path(folder) / "other.c"
            source.write_text("int f(int a)\n{\n\treturn a + 1;\n}\n")
            (Path(folder) / "compile_commands.json").write_text(json.dumps([{
                "file": str(source),
                "command": f"cc -o f.o -c {source}"}]))
            build = Build(Path(folder))
            for text, equal in ((" a + 1", True), ("1 + a", True),
                                ("a + 2", False)):
                other.write_text(source.read_text().replace("a + 1", text))
                self.assertEqual(build.compared(str(source), other) ==
                                 build.compared(str(source)), equal, text)


class Choice(unittest.TestCase):
    def mutants(self, lines: str) -> List[Mutant]:
        return mutants_of_c("src/f.c", FUNCTION.format(lines))

    def test_lines_above_do_not_move_it(self) -> None:
        lines = "".join(f"\tg{i}();\n" for i in range(50))
        first = chosen(self.mutants(lines), "7")
        later = chosen(self.mutants("\tint a;\n" + lines), "7")
        self.assertEqual([one.key for one in first],
                         [one.key for one in later])
        other = chosen(self.mutants(lines), "8")
        self.assertNotEqual([one.key for one in first],
                            [one.key for one in other])


class Survivors(unittest.TestCase):
    def read(self, text: str) -> survivors.Reasons:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "list"
            path.write_text(text)
            return survivors.read(path)

    def test_an_entry_is_read_again(self) -> None:
        one, other = mutants_of_c("src/f.c", FUNCTION.format(
            "\tg();\n\tg();"))
        text = "# a list\n" + "\n".join(
            survivors.entry(mutant) + "= it is\n= harmless\n"
            for mutant in (one, other))
        self.assertEqual(self.read(text), {one.key: "it is harmless",
                                           other.key: "it is harmless"})
        self.assertEqual(survivors.gone(self.read(text), [other]), [one.key])

    def test_each_entry_is_a_mutant_of_today(self) -> None:
        reasons = survivors.read()
        mutants: List[Mutant] = []
        for path in {key[0] for key in reasons}:
            of = mutants_of_c if path.endswith(".c") else mutants_of_flow
            mutants += of(path, (TOP / path).read_text())
        self.assertEqual(survivors.gone(reasons, mutants), [])

    def test_a_reason_is_needed(self) -> None:
        for text in ("src/f.c f\n- a\n+ b\n", "src/f.c f\n- a\n+ b\n=\n",
                     "src/f.c f\n+ b\n- a\n= so\n",
                     "src/f.c f\n- a\n+ b\n= so\n\nsrc/f.c f\n- a\n+ b\n= so\n"):
            with self.assertRaises(survivors.BadList, msg=text):
                self.read(text)


if __name__ == "__main__":
    unittest.main()
