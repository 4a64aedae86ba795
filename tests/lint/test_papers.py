# SPDX-License-Identifier: MIT
"""The checks of pages find their bad example, and leave the near-miss alone."""
import re
import sys
import unittest
import xml.etree.ElementTree as xml
from pathlib import Path
from typing import Dict, List

sys.path.insert(0, str(Path(__file__).resolve().parent))

import delays  # noqa: E402
import directions  # noqa: E402
import links  # noqa: E402
import map as question_map  # noqa: E402
import papers  # noqa: E402
import papers_decisions  # noqa: E402
import papers_rfc  # noqa: E402
import papers_svg  # noqa: E402
import rooms  # noqa: E402
import sources  # noqa: E402

KNOWN_DELAYS = [*delays.UNITS, *((path, name)
                                 for path, (names, _) in delays.IN_C.items()
                                 for name in names)]


class Delays(unittest.TestCase):
    def check(self, text: str) -> List[str]:
        known = {path: "".join(
            f"#define {name} 1\n" if name.isupper() else f"int {name} = 1;\n"
            for at, name in KNOWN_DELAYS if at == path)
            for path, _ in KNOWN_DELAYS}
        return delays.check({**known, "src/client/a.c": text})

    def test_accepted(self) -> None:
        self.assertEqual(self.check("#define A_MAX 3\n/* WAIT_S 3 */\n"
                                    "#define US_PER_S 1000000\n"
                                    "#define as_S(x) (x)\n"), [])

    def test_refused(self) -> None:
        for text in ("#define WAIT_S 3\n", "#define WAIT_MS \\\n\t30\n",
                     "static int64_t wait_us = 30;\n"):
            found = self.check(f"int a;\n{text}")
            self.assertEqual(len(found), 1, text)
            self.assertTrue(found[0].startswith("src/client/a.c:2: "), found)

    def test_bare_number(self) -> None:
        for text in ("lws_set_timeout(wsi,\n\t\tPENDING(a, 1), 20);\n",
                     "poll(&fd, 1, 2 * 1000);\n",
                     "lws_sul_schedule(c, 0, &s, f, 3 * LWS_US_PER_SEC);\n",
                     "struct timeval t = { .tv_sec = 5 };\n",
                     "ok = now_s() - said_s > 60;\n",
                     "again = n_tries < 3;\n",
                     "if (b->n > 7)\n\treturn;\n",
                     "ok = b->waiting <= 5u;\n",
                     "while (count(b) < 10)\n\tadd(b);\n"):
            found = self.check(f"int a;\n{text}")
            self.assertEqual(len(found), 1, text)
            self.assertTrue(found[0].startswith("src/client/a.c:2: "), found)

    def test_constant_of_tries(self) -> None:
        for text in ("#define MAX_TRIES 5\n", "#define LOOKS_MAX (2 * 3)\n",
                     "static const unsigned int max_attempts = 4;\n"):
            found = self.check(f"int a;\n{text}")
            self.assertEqual(len(found), 1, text)
            self.assertTrue(found[0].startswith("src/client/a.c:2: "), found)

    def test_delay_without_its_unit(self) -> None:
        for given in ("#define NAP 50\n", "#define NAP (5 * 10)\n",
                      "#define NAP \\\n\t50\n", "enum {\n\tNAP = 50,\n};\n",
                      "static const long NAP = 50;\n"):
            for use in ("t.tv_nsec = NAP * 1000000L;\n",
                        "struct timespec t = { .tv_nsec = 1000 * NAP };\n",
                        "poll(&fd, 1, NAP);\n", "usleep((int)NAP * 2);\n",
                        "ok = rest_us < NAP;\n"):
                found = self.check(given + use)
                self.assertEqual(len(found), 1, given + use)
                self.assertIn(": NAP: a delay whose name", found[0])

    def test_number_that_is_waited_for_by_no_one(self) -> None:
        self.assertEqual(self.check(
            "#define ROOM 50\nstatic const char nap[] = \"5\";\n"
            "enum {\n\tA,\n\tB = 3,\n};\nstatic const size_t most = 9;\n"
            "if (b->n > ROOM || b->n > most || b->kind == B)\n\treturn;\n"
            "p.tv_sec = nap;\nn = lots[ROOM] - 5;\n"), [])

    def test_comparison_that_is_no_limit(self) -> None:
        self.assertEqual(self.check(
            "if (b->len < 2 || response->status >= 400 || n > 0 || n >= 1)\n"
            "\treturn;\nfor (i = 0; i < 2; i++)\n\ta = b << 2;\n"
            "#if LWS_LIBRARY_VERSION_NUMBER >= 4003000\n#endif\n"
            "if (n < 2 * ROOM || c == 7 || x->y || c > 0x7f)\n\treturn;\n"), [])

    def test_number_that_is_no_delay(self) -> None:
        self.assertEqual(self.check(
            "poll(&fd, 2, -1);\npoll(&fd, 2, 0);\nsleep(PAUSE);\n"
            "lws_set_timeout(wsi, 3, LWS_TO_KILL_ASYNC);\n"
            "t.tv_nsec = PAUSE * 1000000L;\n.tv_sec = in_us / 1000000,\n"
            "if (left_s > 0 || n_tries == 1)\n\tleft = rest_us / 8;\n"), [])

    def test_is_gone(self) -> None:
        found = delays.check({})
        self.assertEqual(len(found), len(KNOWN_DELAYS))
        self.assertIn("any more", found[0])


class Links(unittest.TestCase):
    FILES = {"docs/a.md": "# Two words\n\ntext\n", "src/b.c": "int b;\n"}

    def faults(self, text: str, path: str = "docs/page.md") -> List[str]:
        return links.check({**self.FILES, path: text})

    def refused(self, text: str, words: str) -> None:
        found = self.faults(text)
        self.assertEqual(len(found), 1, found)
        self.assertIn(words, found[0])

    def test_there(self) -> None:
        self.assertEqual(self.faults(
            "[a](a.md) [b](../src/b.c) [c](../src) [d](a.md#two-words)\n"
            "[e](../src/b.c#L1) [f](#here) ![g](a.md)\n\n# Here\n"
            "`[x](y)` <https://a.test/> [h](https://a.test/none)\n"), [])

    def test_not_there(self) -> None:
        self.refused("[a](b.md)\n", "page.md:1: 'b.md' leads nowhere")
        self.refused("x\n[a](src/b.c)\n", "page.md:2: 'src/b.c'")
        self.refused("![a](a.svg)\n", "leads nowhere")
        self.refused("[a](../sr)\n", "leads nowhere")
        self.refused("[a](a.md#two)\n", "no such heading")
        self.refused("[a](#here)\n", "no such heading")
        self.refused("[a](../src/b.c#L2)\n", "no such line")

    def test_named_files(self) -> None:
        for path in ("docs/page.md", "src/x.h", "statemachine/x.flow"):
            for text, words in (("`src/b.c`, x/src/c.c, a.flow.h\n", ""),
                                ("`src/c.c`\n", "'src/c.c' is not there"),
                                ("# c.flow has it\n", "'c.flow' is not"),
                                ("tests/NAME.c, statemachine/*.flow\n", ""),
                                ('#include "store/no.h"\n', "")):
                found = "\n".join(self.faults(text, path))
                self.assertIn(words, found)
                self.assertEqual(bool(words), bool(found), found)
        self.assertEqual(self.faults("b.c and ../src/b.c\n"), [])
        self.assertEqual(self.faults("src/c.c\n", "tests/data/x.md"), [])

    def test_code_and_data(self) -> None:
        self.assertEqual(self.faults("```\n[a](b)\n```\n    [a](b)\n"), [])
        self.assertEqual(self.faults("[a](b)\n", "tests/data/x.md"), [])
        self.refused("```\n```\n[a](b)\n", "page.md:3")


class Map(unittest.TestCase):
    HEAD = "| question | files | look for |\n|---|---|---|\n"

    def faults(self, row: str, n: int = question_map.ENOUGH) -> List[str]:
        files = {"src/a.c": "int one;\n", "src/b.c": "int two;\n",
                 question_map.PAGE: self.HEAD + row * n}
        return question_map.check(files)

    def test_answers(self) -> None:
        self.assertEqual(self.faults(
            "| why? | `src/a.c`, `src/b.c` | `one`, `two` |\n"), [])

    def test_no_file(self) -> None:
        found = self.faults("| why? | `src/c.c`, `src/a.c` | `one` |\n")
        self.assertIn("docs/map.md:3: 'src/c.c' is not there", found[0])

    def test_no_word(self) -> None:
        found = self.faults("| why? | `src/a.c` | `two` |\n")
        self.assertIn("docs/map.md:3: 'two' is not in src/a.c", found[0])
        self.assertIn("no word", self.faults("| why? | `src/a.c` | one |\n")[0])

    def test_too_few(self) -> None:
        row = "| why? | `src/a.c` | `one` |\n"
        self.assertIn("19 questions", self.faults(row, 19)[0])


class Papers(unittest.TestCase):
    """On this tree, with pages as they should be; then with one thing changed.
    Whether the kept pages are so says lint.papers."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.files = sources.texts()
        cls.files.update(papers.pages(cls.files))

    def faults(self, changed: Dict[str, str]) -> List[str]:
        return papers.check({**self.files, **changed})

    def test_pages_that_are_so(self) -> None:
        self.assertEqual(self.faults({}), [])

    def test_table_changes(self) -> None:
        flow = "statemachine/publication.flow"
        found = self.faults({flow: "# one line more\n" + self.files[flow]})
        self.assertEqual(len(found), 1, found)
        self.assertIn(papers_rfc.PAGE, found[0])

    def test_page_changes(self) -> None:
        for path in (papers.ARCHITECTURE, papers.PICTURE, papers_rfc.PAGE):
            text = self.files[path].replace("crypto", "cryptic")
            self.assertIn(f"{path}: is not", self.faults({path: text})[0])

    def test_new_file(self) -> None:
        found = self.faults({"src/store/more.c": "int more;\n"})
        self.assertIn(f"{papers.ARCHITECTURE}: is not", found[0])

    def test_part_is_gone(self) -> None:
        text = self.files[papers.ARCHITECTURE].replace(
            "<!-- generated: circles -->", "")
        self.assertIn("has no part 'circles'",
                      "\n".join(self.faults({papers.ARCHITECTURE: text})))

    def test_port_and_flows(self) -> None:
        port = "src/client/port.h"
        text = self.files[port].replace("(*withdraw)", "(*forget)")
        self.assertEqual(self.faults({port: text}), [
            f"{papers.ARCHITECTURE}: 'The port' does not name forget",
            f"{papers.ARCHITECTURE}: 'The port' names withdraw, which is not "
            "there"])
        self.assertIn("'The flows' does not name more", "\n".join(
            self.faults({"statemachine/more.flow": "flow more\n"})))

    def test_readme_is_silent(self) -> None:
        for path, text, words in (
                ("src/store/README.md", "", "what the layer is for"),
                ("src/lws/rooms.md", self.files["src/lws/rooms.md"].replace(
                    "- `loop/`:", "- `loops/`:"), "what is in lws/loop"),
                ("src/tls/README.md", self.files["src/tls/README.md"].replace(
                    "- `trust/`:", "- `trusts/`:"), "what is in tls/trust")):
            self.assertIn(words, "\n".join(self.faults({path: text})))

    def test_decisions(self) -> None:
        path = sorted(filter(papers_decisions.NAME.fullmatch, self.files))[4]
        for old, new, words in (
                ("## Why", "## Because", "does not say 'Why'"),
                ("Date: ", "On ", "no '# NUMBER. Title' and 'Date: ...'"),
                ("# 5. ", "# 6. ", "its number is not 5")):
            text = self.files[path].replace(old, new, 1)
            self.assertIn(f"{path}", "\n".join(self.faults({path: text})))
            self.assertIn(words, "\n".join(self.faults({path: text})))
        named = {"docs/decisions/new.md": self.files[path]}
        self.assertEqual(self.faults(named),
                         ["docs/decisions/new.md: its name is not NNN-title.md"])
        new = {"docs/decisions/900-new.md": self.files[path]}
        self.assertIn(f"{papers_decisions.PAGE}: is not", self.faults(new)[0])

    def test_sections(self) -> None:
        named = papers_rfc.named
        self.assertEqual(named("JWS (6.2), RFC 8555 7.1.1", True),
                         {"6.2", "7.1.1"})
        self.assertEqual(named("RFC 9112 9.3, RFC 9110 7.2, 17.1", True), set())
        self.assertEqual(named("RFC 8555 §8 and 8.1", False), {"8"})
        self.assertEqual(named("6.2 ms, TLS 1.2", False), set())

    def test_every_named_section_has_a_row(self) -> None:
        known = {each.split(" ")[0] for each in papers_rfc.SECTIONS}
        for path, text in self.files.items():
            if re.fullmatch(r"statemachine/\w+\.flow", path):
                for words in papers_rfc.TEXT.findall(text):
                    self.assertLessEqual(papers_rfc.named(words, True), known,
                                         f"{path}: {words}")

    def test_known_arrows_and_circles(self) -> None:
        text = self.files[papers.ARCHITECTURE]
        for why in {*rooms.UP.values(), *rooms.CIRCLES.values()}:
            self.assertIn(why, text)

    def test_picture(self) -> None:
        layers = {"a": (), "b": ("a",), "c": ("a", "b")}
        self.assertEqual(papers_svg.floors(layers), {"c": 0, "b": 1, "a": 2})
        self.assertEqual(papers_svg.arrows(layers), [("b", "a"), ("c", "b")])
        text = papers_svg.picture(directions.STANDS_ON)
        words = [each.text for each in xml.fromstring(text).iter()]
        for name in directions.STANDS_ON:
            self.assertIn(f"src/{name}", words)


if __name__ == "__main__":
    unittest.main()
