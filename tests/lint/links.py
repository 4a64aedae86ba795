# SPDX-License-Identifier: MIT
"""A link of a page leads to a file, a folder or a heading that is there.

Links to other hosts are not followed.
"""
import os
import re
from typing import List, Set

from sources import Files, lines

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`[^`]*`")


def anchors(text: str) -> Set[str]:
    """As GitHub makes them of headings."""
    found = set()
    for title in re.findall(r"^#+ (.*)$", text, re.M):
        words = re.sub(r"[^\w\- ]", "", title.lower())
        found.add(words.strip().replace(" ", "-"))
    return found


def _fault(path: str, link: str, files: Files) -> str:
    target, _, anchor = link.partition("#")
    place = os.path.normpath(os.path.join(os.path.dirname(path), target)) \
        if target else path
    if place not in files:
        there = any(each.startswith(f"{place}/") for each in files)
        return "" if there else f"'{link}' leads nowhere"
    if anchor and place.endswith(".md") and anchor not in anchors(files[place]):
        return f"'{link}': no such heading"
    if re.fullmatch(r"L\d+", anchor) and \
            int(anchor[1:]) > len(files[place].splitlines()):
        return f"'{link}': no such line"
    return ""


def _pages(files: Files) -> List[str]:
    return [path for path in files if path.endswith(".md")
            and not path.startswith("tests/data/")]


def check(files: Files) -> List[str]:
    found = []
    for path in _pages(files):
        fenced = False
        for number, line in lines(files[path]):
            fenced ^= line.startswith("```")
            if fenced or line.startswith("    "):
                continue
            for link in LINK.findall(CODE.sub("", line)):
                fault = "" if "://" in link else _fault(path, link, files)
                if fault:
                    found.append(f"{path}:{number}: {fault}")
    return found
