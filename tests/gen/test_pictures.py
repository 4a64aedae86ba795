#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The pictures of flows: what can be read, and what is on the happy path.

  test_pictures.py [PART...]    run all parts, or these
"""

from __future__ import annotations

import re
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from functools import lru_cache
from pathlib import Path
from typing import Dict, List

from test_gen import HERE, ROOT, run_parts

from chromium import Page

from flow.emit_column import column_svg  # noqa: E402
from flow.happy import happy_path  # noqa: E402
from flow.library import Library  # noqa: E402
from flow.load import load  # noqa: E402
from flow.model import Flow  # noqa: E402

PAGE = 830  # pixels: a wider picture is shown so wide
SMALLEST = 9  # pixels of a text on that page
SVG = "{http://www.w3.org/2000/svg}"
KEPT = sorted((ROOT / "docs" / "flows").glob("*.svg"))


def classes_of(style: str) -> Dict[str, float]:
    """The sizes of fonts that a style gives to classes."""
    return {found[1]: float(found[2]) for found in
            re.finditer(r"\.([\w-]+)\{font-size:([\d.]+)px", style)}


def smallest_text(svg: str) -> float:
    """In pixels, as a page shows it."""
    root = ElementTree.fromstring(svg)
    width = float(root.get("viewBox").split()[2])
    by_class = classes_of(root.find(f"{SVG}style").text)
    sizes: List[float] = []

    def visit(element: ElementTree.Element, size: float) -> None:
        size = float(element.get("font-size", size))
        size = by_class.get(element.get("class", ""), size)
        if element.tag == f"{SVG}text":
            sizes.append(size)
        for child in element:
            visit(child, size)
    visit(root, 16)
    return min(sizes) * min(1, PAGE / width)


def states_on(way: list) -> List[str]:
    return [row.target.name for row in way]


LIBRARY = Library()


@lru_cache(maxsize=None)
def flow_of(name: str) -> Flow:
    return load(str(ROOT / "statemachine" / f"{name}.flow"), LIBRARY)


class Happy(unittest.TestCase):
    """How it goes where nothing fails."""

    def test_shortest(self) -> None:
        self.assertEqual(states_on(happy_path(flow_of("order_key"))),
                         ["LOAD", "READ", "ok"][1:])

    def test_named(self) -> None:
        """The states that the table names are on it, in their order."""
        for path in sorted((ROOT / "statemachine").glob("*.flow")):
            flow = flow_of(path.stem)
            way = iter(states_on(happy_path(flow)))
            for word, _ in flow.happy:
                self.assertIn(word, way, path.name)

    def test_ends(self) -> None:
        """With the first exit, or where it may rest."""
        for path in sorted((ROOT / "statemachine").glob("*.flow")):
            flow = flow_of(path.stem)
            last = happy_path(flow)[-1].target
            if flow.exits:
                self.assertIs(last, flow.exits[0], path.name)
            else:
                self.assertFalse(last.is_choice, path.name)

    def test_no_failure(self) -> None:
        for path in sorted((ROOT / "statemachine").glob("*.flow")):
            names = [row.event.name for row in happy_path(flow_of(path.stem))]
            self.assertEqual([name for name in names if "FAILED" in name], [])


class Pictures(unittest.TestCase):
    """Those of docs/flows."""

    def test_text_can_be_read(self) -> None:
        self.assertGreater(len(KEPT), 30)
        for path in KEPT:
            with self.subTest(path.name):
                self.assertGreaterEqual(smallest_text(path.read_text()),
                                        SMALLEST)

    def test_what_is_too_wide_is_seen(self) -> None:
        svg = (ROOT / "docs" / "flows" / "exchange.svg").read_text()
        wide = re.sub(r'viewBox="0 0 [\d.]+', 'viewBox="0 0 1570', svg)
        self.assertLess(smallest_text(wide), SMALLEST)

    def test_small_print_is_seen(self) -> None:
        svg = (ROOT / "docs" / "flows" / "exchange-all.svg").read_text()
        self.assertLess(smallest_text(svg.replace(
            ".name{font-size:12px", ".name{font-size:8px")), SMALLEST)
        self.assertLess(smallest_text(svg.replace(
            'font-size="11"', 'font-size="8"')), SMALLEST)

    def test_one_box_for_each_state_and_exit(self) -> None:
        for path in KEPT:
            flow = flow_of(path.stem.partition("-")[0])
            boxes = [element.get("id") for element in
                     ElementTree.parse(path).iter()]
            for name in [*flow.states, *(end.name for end in flow.exits)]:
                self.assertEqual(boxes.count(f"box-{name}"), 1,
                                 (path.name, name))

    def test_each_state_leads_to_its_table(self) -> None:
        for path in KEPT:
            flow = flow_of(path.stem.partition("-")[0])
            page = (path.parent / f"{flow.name}.md").read_text()
            heads = re.findall(r"^## (.+)$", page, re.M)
            anchors = [head.lower().replace(" ", "-") for head in heads]
            links = re.findall(r'href="([^"]+)"', path.read_text())
            self.assertEqual(
                sorted(set(links)),
                sorted(f"{flow.name}.md#{name.lower()}"
                       for name in flow.states), path.name)
            for link in links:
                self.assertIn(link.partition("#")[2], anchors)

    def test_light_and_dark(self) -> None:
        for path in KEPT:
            self.assertIn("prefers-color-scheme:dark", path.read_text())

    def test_happy_path_is_marked(self) -> None:
        for path in KEPT:
            self.assertRegex(path.read_text(), 'class="[^"]*wire happy')

    def test_each_line_is_there(self) -> None:
        """In the picture that has all of them."""
        for path in sorted((HERE / "golden").glob("*.flow")):
            flow = load(str(path), Library())
            numbers = re.findall(r'data-lines="([\d ]+)"',
                                 column_svg(flow, True))
            self.assertEqual(
                sorted(int(word) for text in numbers for word in text.split()),
                sorted(line.number for state in flow.states.values()
                       for line in state.lines), path.name)


class Shown(unittest.TestCase):
    """As Chromium draws them, with the fonts of this system."""

    # The texts that leave their box or the picture, or cover another one.
    FAULTS = """(() => {
        const edges = each => each.getBoundingClientRect();
        const page = edges(document.documentElement);
        const beyond = (inner, outer) => inner.left < outer.left - 0.5 ||
            inner.right > outer.right + 0.5;
        const found = [];
        for (const text of document.querySelectorAll("text")) {
            const group = text.closest("[id^=box-]");
            const box = group && group.querySelector(":scope > .box");
            if (beyond(edges(text), box ? edges(box) : page))
                found.push(text.textContent);
        }
        for (const row of document.querySelectorAll(".row")) {
            const [first] = row.querySelectorAll("text");
            const target = row.querySelector(".target");
            if (target && first !== target &&
                edges(first).right > edges(target).left)
                found.push(row.textContent);
        }
        return found;
    })()"""

    @classmethod
    def setUpClass(cls) -> None:
        cls.page = Page()

    @classmethod
    def tearDownClass(cls) -> None:
        cls.page.close()

    def test_no_text_leaves_its_box(self) -> None:
        for path in KEPT:
            with self.subTest(path.name):
                self.page.open(path)
                self.assertEqual(self.page.value(self.FAULTS), [])

    def test_what_leaves_it_is_seen(self) -> None:
        svg = (ROOT / "docs" / "flows" / "exchange-all.svg").read_text()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "wide.svg")
            path.write_text(svg.replace('font-size="11"', 'font-size="15"'))
            self.page.open(path)
            self.assertGreater(len(self.page.value(self.FAULTS)), 3)


PARTS = {"happy": Happy, "pictures": Pictures, "pictures_shown": Shown}

if __name__ == "__main__":
    sys.exit(run_parts(sys.argv[1:], PARTS, __doc__))
