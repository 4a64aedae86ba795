# SPDX-License-Identifier: MIT
"""openings.py finds a source that opens with no whole sentence, and leaves
whole ones alone."""
import sys
import unittest
from pathlib import Path
from typing import List

sys.path.insert(0, str(Path(__file__).resolve().parent))

import openings  # noqa: E402

SPDX = "/* SPDX-License-Identifier: MIT */\n"


class Openings(unittest.TestCase):
    def faults(self, path: str, text: str) -> List[str]:
        return openings.check({path: text})

    def one(self, words: str, fault: str, sentence: str,
            path: str = "src/a.c") -> None:
        found = self.faults(path, f"{SPDX}/* {words} */\n")
        self.assertEqual(len(found), 1, found)
        self.assertIn(fault, found[0])
        text = f"{SPDX}/*\n * {sentence}\n */\n"
        self.assertEqual(self.faults(path, text), [])

    def test_nothing(self) -> None:
        self.assertEqual(self.faults("src/a.c", f"{SPDX}int a;\n"),
                         ["src/a.c:2: does not open with what it is for"])
        self.assertEqual(self.faults("tests/a.c", f"{SPDX}int a;\n"), [])

    def test_reference(self) -> None:
        for words in ("RFC 8555 §7.3, §7.4; draft-ietf-acme-acme-03 §6.",
                      "See buf.h."):
            self.one(words, "reference", "A request is made (RFC 8555 §7).")

    def test_no_subject(self) -> None:
        self.one("Reads the vectors.", "subject", "This reads the vectors.")
        self.one("Reading one.  It is a\n * vector.", "subject",
                 "Threads read the vectors.")

    def test_no_verb(self) -> None:
        self.one("The guards and actions of a.flow about it.", "verb",
                 "These are the guards\n * and actions of a.flow about it.")
        self.one("Roots from a bundle.  All are in\n * a block.", "verb",
                 "Validators look at the name.")
        self.one("One client, over a socket.", "verb",
                 "These actions of a.flow note what came.")
        self.one("The grammar of JSON.", "verb", "One decoder reads both.",
                 "src/a.rl")

    def test_comment_of_ragel(self) -> None:
        text = "# SPDX-License-Identifier: MIT\n# The rules of\n# this.\n%%{\n"
        self.assertIn("verb", "".join(self.faults("src/a.rl", text)))
        text = text.replace("The", "These are the")
        self.assertEqual(self.faults("src/a.rl", text), [])


if __name__ == "__main__":
    unittest.main()
