# SPDX-License-Identifier: MIT
"""repeats.py finds what stands twice, and leaves the near-miss alone."""
import sys
import unittest
import unittest.mock
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import repeats  # noqa: E402


class Repeats(unittest.TestCase):
    A = ("state A\n  forever\n  entry / ask\n  on B  -> done / keep # so\n"
         "  after t -> C\n")

    def refused(self, text: str, word: str) -> None:
        found = repeats.check({"statemachine/a.flow": text})
        self.assertEqual(len(found), 1, found)
        self.assertIn(word, found[0])

    def accepted(self, text: str) -> None:
        self.assertEqual(repeats.check({"statemachine/a.flow": text}), [])

    def test_one_line_of_two_states(self) -> None:
        text = self.A + "state D\n  on B -> done / keep\n"
        self.refused(text, "a.D has 1 line of a.A")
        self.accepted(text.replace("done / keep\n", "done\n"))

    def test_what_is_of_one_state(self) -> None:
        text = "".join(
            f"state {name}\n  start B\n  entry / ask\n  exit / put\n"
            f"choice {name}{name}\n  if [a & !b.left] -> B\n  else -> C\n"
            for name in ("X", "Y"))
        self.accepted(text)
        self.refused(text.replace("-> C", "-> C / keep"),
                     "a.YY has 1 line of a.XX")

    def test_two_lines_of_two_states(self) -> None:
        for name in ("state D in E", "call D in E other as other \"D\""):
            text = (self.A + f"{name}\n  on B -> done   / keep\n"
                    "  after t         -> C\n")
            self.refused(text, "a.D has 2 lines of a.A")
            self.refused(text.replace("t         -> C", "t -> D"),
                         "a.D has 1 line of a.A")
            self.assertEqual(repeats.check({"tests/gen/good/a.flow": text}), [])

    def test_two_flows(self) -> None:
        b = self.A.replace("  after", "  ignore F\n  after")
        files = {"statemachine/a.flow": self.A, "statemachine/b.flow": b}
        found = repeats.check(files)
        self.assertEqual(len(found), 1, found)
        self.assertIn("b.A has 3 lines of a.A", found[0])
        pair = ("a.A", "b.A")
        with unittest.mock.patch.dict(repeats.KEPT, {pair: "so"}):
            self.assertEqual(repeats.check(files), [])
        files["statemachine/b.flow"] = "state A\n  on B -> done / keep\n"
        self.assertEqual(repeats.check(files), [])

    def test_rules(self) -> None:
        for rule, other in (("on B [rest < 1s]", "on C [!rest < 1s] -> A"),
                            ("timers t_a = rest within 1s 2s else 3s",
                             "timers t_b = rest within 1s 2s else 5s")):
            text = f"state A\n  {rule}\nstate B\n  {other}\n"
            self.refused(text, "stands in statemachine/a.flow:2 already")
            self.accepted(text.replace("1s", "soon"))
            self.accepted(text.replace("rest", "age", 1))
        self.accepted("  never A unless [rest < 1s] \"so\"\nstate A\n"
                      "  on B [rest < 1s] -> C\n")

    def test_limits(self) -> None:
        text = ("each A a as as limit 10 \"so\"\n  on all a -> B\n"
                "each B a as as limit 10 # so\n  on all a -> done\n")
        self.refused(text, "'limit 10' stands in statemachine/a.flow:1 already")
        self.accepted(text.replace("limit 10", "limit pool_size"))
        self.accepted(text.replace("limit 10", "limit 100", 1))

    def test_exception_that_nothing_needs(self) -> None:
        with unittest.mock.patch.dict(repeats.KEPT, {("a.A", "a.B"): "so"}):
            found = repeats.check({"statemachine/a.flow": self.A})
        self.assertEqual(len(found), 1, found)
        self.assertIn("a.A and a.B share no lines any more", found[0])

    def test_declarations(self) -> None:
        for line in ("timers t = 5s * 2 ^ n max 1min", "define a = [b & c]",
                     "kinds a b C \"d.h\"", "events a B C:d",
                     "count c max 3", "limits l = 3", "timers v = 1min", "timers w \"so\""):
            other = line.replace("timers t", "timers u") \
                .replace("events a", "events e")
            text = f"flow a\n  {line} # so\n  {other}\n"
            self.refused(text, "stands in statemachine/a.flow:2 already")
        self.accepted("flow a\n  timers t = 1min\n  timers u = 1min\n"
                      "  timers v \"so\"\n  timers v \"not so\"\n"
                      "  events a B\n  events c B\n")


if __name__ == "__main__":
    unittest.main()
