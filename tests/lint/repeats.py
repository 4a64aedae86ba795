# SPDX-License-Identifier: MIT
"""Nothing stands twice in statemachine/: two states share one line at most,
what several flows declare alike is in a file that they include, and the
formula of a timer has one place.

Where equal lines are right all the same, KEPT says why; an entry that nothing
needs is a fault as well.
"""
import re
from itertools import combinations
from typing import Dict, Iterator, List, NamedTuple, Tuple

from sources import Files, lines

FOLDER = "statemachine/"
FLOWS = (".flow", ".events", ".shared")
BLOCK = re.compile(r"(state|choice|call|each) ([A-Z][A-Z0-9_]*)\b")
COMMENT = re.compile(r'("[^"]*")|\s*#.*')
STORY = re.compile(r'\s*"[^"]*"$')
DECLARED = ("define", "durations", "events", "kinds", "timers")

TWO_VERSIONS = "each version of ACME is whole in its table; what they run " \
    "is shared: authorization, csr, exchange"
FAULT_OF_ITS_OWN = "who runs an exchange passes on how it ended, as a fault " \
    "of its own"
KEPT: Dict[Tuple[str, str], str] = {
    ("acme_v1.ACTIVE", "acme_v2.ACTIVE"): TWO_VERSIONS,
    ("acme_v1.AUTHORIZATIONS", "acme_v2.AUTHORIZATIONS"): TWO_VERSIONS,
    ("acme_v1.CSR", "acme_v2.CSR"): TWO_VERSIONS,
    ("acme_v1.ACTIVE", "authorization.ASKING"): FAULT_OF_ITS_OWN,
    ("acme_v2.ACTIVE", "authorization.ASKING"): FAULT_OF_ITS_OWN,
}


class State(NamedTuple):
    path: str
    number: int
    name: str  # FLOW.STATE
    lines: List[str]


def _words(line: str) -> str:
    """The line without its comment and its story, in single spaces."""
    text = COMMENT.sub(lambda hit: hit[1] or "", line)
    return " ".join(STORY.sub("", text).split())


def _states(path: str, text: str) -> Iterator[State]:
    flow = path[len(FOLDER):].split(".")[0]
    state = State(path, 0, "", [])
    for number, line in lines(text):
        head = BLOCK.match(line)
        if head:
            state = State(path, number, f"{flow}.{head[2]}", [])
            yield state
        elif line.startswith(" ") and _words(line) not in ("", "forever"):
            state.lines.append(_words(line))


def _declaration(line: str) -> str:
    """What of a declaration stands in one place; empty: it may stand twice."""
    words = _words(line).split()
    if not words or words[0] not in DECLARED:
        return ""
    if words[0] == "timers":  # a constant is no formula
        return " ".join(words[3:]) if "^" in words else ""
    if words[0] == "events":  # whatever their class is called
        return " ".join(words[2:]) if len(words) > 3 else ""
    return " ".join(words)


def _declarations(files: Files) -> List[str]:
    found: List[str] = []
    before: Dict[str, str] = {}
    for path, text in files.items():
        for number, line in lines(text):
            declared = _declaration(line)
            if declared in before:
                found.append(f"{path}:{number}: '{declared}' stands in "
                             f"{before[declared]} already; an included file "
                             "can have it")
            elif declared:
                before[declared] = f"{path}:{number}"
    return found


def _pairs(states: List[State]) -> List[str]:
    found: List[str] = []
    used = set()
    for one, other in combinations(states, 2):
        shared = [line for line in other.lines if line in one.lines]
        if len(shared) < 2:
            continue
        pair = one.name, other.name
        used.add(pair)
        if pair not in KEPT:
            found.append(f"{other.path}:{other.number}: {other.name} has "
                         f"{len(shared)} lines of {one.name} "
                         f"({one.path}:{one.number}): {'; '.join(shared)}")
    names = {state.name for state in states}
    return found + [f"tests/lint/repeats.py:1: {one} and {other} share no two "
                    "lines any more" for one, other in KEPT
                    if (one, other) not in used and {one, other} & names]


def check(files: Files) -> List[str]:
    tables = {path: text for path, text in files.items()
              if path.startswith(FOLDER) and path.endswith(FLOWS)}
    states = [state for path, text in tables.items()
              for state in _states(path, text)]
    return _declarations(tables) + _pairs(states)
