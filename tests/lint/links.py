# SPDX-License-Identifier: MIT
"""A link of a page leads to a file, a folder or a heading that is there, and a
file that a page, a comment or a table names is there, too.

Links to other hosts are not followed.  A path may be written from the top, from
src/ or tests/, or from its page's folder; NAME in one stands for any name.
"""
import os
import re
from typing import List, Set

from sources import Files, lines

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`[^`]*`")
NAMED = re.compile(
    r"(?<![\w./-])((?:src|tests|gen|tools|docs|statemachine|include|examples|"
    r"cmake|lws|client|store|crypto|tls|format|protocol|engine|base)/"
    r"[\w./-]*\w\.(?:c|h|rl|py|md|flow|cmake|sh))\b")
FLOW = re.compile(r"(?<![\w./*-])([a-z][a-z0-9_]*\.flow)\b(?!\.)")
NAMING = (".md", ".c", ".h", ".rl", ".flow", ".cmake", "CMakeLists.txt")
# Recorded, or made by who follows a tutorial, as the tests do.
ELSEWHERE = ("tests/data/", "tests/gen/", "tests/tutorials/",
             "docs/tutorials/", "CHANGELOG.md")


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


def _is_there(path: str, name: str, files: Files) -> bool:
    here = os.path.normpath(os.path.join(os.path.dirname(path), name))
    return here in files or any(top + name in files for top in (
        "", "src/", "tests/", "statemachine/", "examples/flows/"))


def _names_faults(path: str, text: str, files: Files) -> List[str]:
    return [f"{path}:{number}: '{name}' is not there"
            for number, line in lines(text) if "#include" not in line
            for name in NAMED.findall(line) + FLOW.findall(line)
            if not re.search(r"[A-Z]{3}", name.replace("README", ""))
            and not _is_there(path, name, files)]


def _pages(files: Files) -> List[str]:
    return [path for path in files if path.endswith(".md")
            and not path.startswith("tests/data/")]


def check(files: Files) -> List[str]:
    found = []
    for path, text in files.items():
        if path.endswith(NAMING) and not path.startswith(ELSEWHERE):
            found += _names_faults(path, text, files)
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
