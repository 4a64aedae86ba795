# SPDX-License-Identifier: MIT
"""docs/map.md: each question is answered by a file that is there, and that has
the words that the answer quotes.

A row is | question | files | words |: files and words in `code`, and each word
stands in one of the row's files at least.
"""
import re
from typing import List

from sources import Files, lines

PAGE = "docs/map.md"
ENOUGH = 20
CODE = re.compile(r"`([^`]+)`")


def _row_faults(cells: List[str], files: Files) -> List[str]:
    paths, words = CODE.findall(cells[1]), CODE.findall(cells[2])
    found = [f"'{path}' is not there" for path in paths if path not in files]
    if not paths or not words:
        found.append("names no file, or no word in it")
    text = "\n".join(files[path] for path in paths if path in files)
    return found + [f"'{word}' is not in {', '.join(paths)}"
                    for word in words if word not in text]


def check(files: Files) -> List[str]:
    found, n = [], 0
    for number, line in lines(files.get(PAGE, "")):
        cells = [cell.strip() for cell in re.split(r"\|", line)[1:-1]]
        if len(cells) != 3 or cells[0] in ("question", "---"):
            continue
        n += 1
        found += [f"{PAGE}:{number}: {fault}"
                  for fault in _row_faults(cells, files)]
    if n < ENOUGH:
        found.append(f"{PAGE}: {n} questions; there should be {ENOUGH}")
    return found
