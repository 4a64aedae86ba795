# SPDX-License-Identifier: MIT
"""docs/decisions/README.md: the decisions, each with its title and date.

A decision is docs/decisions/NNN-title.md.  It has a date, and says what was
decided, why, what else was thought of, and what it costs.
"""
import re
from typing import List

from sources import Files

PAGE = "docs/decisions/README.md"
OTHERS = (PAGE, "docs/decisions/dependencies.md")
NAME = re.compile(r"docs/decisions/(\d{3})-[a-z0-9-]+\.md")
TOP = re.compile(r"# (\d+)\. (.+)\n\nDate: (\d{4}-\d\d-\d\d)\n")
PARTS = ("Decided", "Why", "What else was thought of", "What it costs")
HEAD = """\
# Decisions

What the code alone does not explain. Each page says what was decided, why, what else was thought of, and what it costs. A new decision
gets the next number; one that replaces another says so in both. [dependencies.md](dependencies.md) has each package that is needed, with
its reason.

| decision | since |
|---|---|
"""


def _pages(files: Files) -> List[str]:
    return sorted(path for path in files if NAME.fullmatch(path))


def index(files: Files) -> str:
    rows = []
    for path in _pages(files):
        top = TOP.match(files[path])
        if top:
            rows.append(f"| [{top[1]}. {top[2]}]({path.rpartition('/')[2]}) "
                        f"| {top[3]} |\n")
    return HEAD + "".join(rows)


def unfinished(files: Files) -> List[str]:
    found = [f"{path}: its name is not NNN-title.md" for path in files
             if path.startswith("docs/decisions/") and path not in OTHERS
             and not NAME.fullmatch(path)]
    for number, path in enumerate(_pages(files), 1):
        top = TOP.match(files[path])
        if not top:
            found.append(f"{path}:1: no '# NUMBER. Title' and 'Date: ...'")
        elif not int(top[1]) == int(NAME.fullmatch(path)[1]) == number:
            found.append(f"{path}:1: its number is not {number}")
        found += [f"{path}: does not say '{part}'" for part in PARTS
                  if not re.search(rf"^## {part}\n\n\S", files[path], re.M)]
    return found
