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

    def test_two_lines_of_two_states(self) -> None:
        for name in ("state D in E", "call D in E other as other \"D\""):
            text = (self.A + f"{name}\n  on B -> done   / keep\n"
                    "  after t         -> C\n")
            self.refused(text, "a.D has 2 lines of a.A")
            self.accepted(text.replace("t         -> C", "t -> D"))
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

    def test_exception_that_nothing_needs(self) -> None:
        with unittest.mock.patch.dict(repeats.KEPT, {("a.A", "a.B"): "so"}):
            found = repeats.check({"statemachine/a.flow": self.A})
        self.assertEqual(len(found), 1, found)
        self.assertIn("a.A and a.B share no two lines any more", found[0])

    def test_declarations(self) -> None:
        for line in ("timers t = 5s * 2 ^ n max 1min", "define a = [b & c]",
                     "kinds a b C \"d.h\"", "events a B C:d"):
            other = line.replace("timers t", "timers u") \
                .replace("events a", "events e")
            text = f"flow a\n  {line} # so\n  {other}\n"
            self.refused(text, "stands in statemachine/a.flow:2 already")
        self.accepted("flow a\n  timers t = 1min\n  timers u = 1min\n"
                      "  events a B\n  events c B\n")


if __name__ == "__main__":
    unittest.main()
