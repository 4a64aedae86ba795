# SPDX-License-Identifier: MIT
"""How long a file, a function and a header may be.

A file of more than 300 lines is a reason to look whether it is two nouns; a
noun is not torn apart for a number, so only 450 lines are a fault.

A function is counted from its opening to its closing brace in column 0, with
its comments; a header without comments and blank lines.  A few have a measure
of their own.
"""
import re
from typing import Iterator, List, Tuple

from sources import Files, code_only, lines

FILE, FUNCTION, HEADER = 450, 40, 100
# ACME v1 is the proof that a flow is a table and a few actions; the life of a
# certificate is read on two screens.
TOGETHER = (
    (190, ("statemachine/certificate.flow",)),
    (120, ("statemachine/acme_v1.flow",)),
    (350, ("src/client/order/acme_v1.c", "src/client/order/acme_v1_requests.c")),
)
COUNTED = (".c", ".h", ".rl", ".py", ".flow")


def _functions(text: str) -> Iterator[Tuple[int, int]]:
    """First line and length of each."""
    first = 0
    for number, line in lines(text):
        if line == "{":
            first = number
        elif line.startswith("}") and first:
            yield first, number - first + 1
            first = 0


def _header_lines(text: str) -> int:
    return sum(1 for _, line in lines(code_only(text)) if line.strip())


def check(files: Files) -> List[str]:
    found = []
    for enough, paths in TOGETHER:
        length = sum(len(files.get(path, "").splitlines()) for path in paths)
        if length > enough:
            found.append(f"{paths[0]}: {length} lines with its like; {enough} "
                         "are enough")
    for path, text in files.items():
        if not path.endswith(COUNTED):
            continue
        length = len(text.splitlines())
        if length > FILE:
            found.append(f"{path}: {length} lines; {FILE} are enough")
        if path.endswith(".h") and _header_lines(text) > HEADER:
            found.append(f"{path}: {_header_lines(text)} lines of code; "
                         f"{HEADER} are enough for a header")
        if path.endswith((".c", ".h")):
            found += [f"{path}:{first}: a function of {n} lines; {FUNCTION} "
                      "are enough" for first, n in _functions(text)
                      if n > FUNCTION]
    return found
