# SPDX-License-Identifier: MIT
"""What every file owes: a licence line, no machine's paths, no mark of work
left undone, no event that is only cast away: a flow gives it to nobody who has
no use for it; and no generated file is kept.

What stands in tests/data is kept as it was recorded, to the byte.
"""
import re
from typing import List

from sources import TOP, Files, lines

LICENSED = (".c", ".h", ".rl", ".py", ".cmake", ".sh")
GENERATED = re.compile(r"(^|/)(build|generated|__pycache__)/|\.flow\.[ch]$")
UNDONE = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
CAST_AWAY = re.compile(r"\(void\)" r"event\b")
HOMES = r"/(?:home|Users)/\w|/(?:root)/"
# An absolute path starts where a word could.
START = r"(?<![\w.}$/-])"


def _is_source(path: str, text: str) -> bool:
    return path.endswith(LICENSED) or path.endswith("CMakeLists.txt") or \
        text.startswith("#!")


def _line_faults(line: str, machine: "re.Pattern[str]") -> List[str]:
    faults = []
    if machine.search(line):
        faults.append("a path of one machine")
    if UNDONE.search(line):
        faults.append("a mark of something left undone")
    if line != line.rstrip():
        faults.append("a blank at the end of the line")
    return faults


def check(files: Files) -> List[str]:
    top = str(TOP)
    machine = re.compile(f"{START}(?:{HOMES}|{re.escape(top)}/)")
    found = []
    for path, text in files.items():
        if GENERATED.search(path):
            found.append(f"{path}: a generated file")
        first = "\n".join(text.splitlines()[:2])
        if _is_source(path, text) and "SPDX-License-Identifier: MIT" not in first:
            found.append(f"{path}:1: no 'SPDX-License-Identifier: MIT'")
        if path.startswith("tests/data/"):
            continue
        if text and not text.endswith("\n"):
            found.append(f"{path}: no newline at its end")
        if path.endswith((".c", ".h")):
            found += [f"{path}:{number}: an event that nobody looks at"
                      for number, line in lines(text)
                      if CAST_AWAY.search(line)]
        for number, line in lines(text):
            found += [f"{path}:{number}: {fault}"
                      for fault in _line_faults(line, machine)]
    return found
