# SPDX-License-Identifier: MIT
"""Nothing stands twice in statemachine/: no line of a flow, and no timer,
counter, event or rule of two flows, which an included file has for both, no
time with which one function is compared, or by which it is bounded, and no
number that limits an `each`.

What a table can't say once:
- How one state begins and ends (`start`, `entry`, `exit`) is that state's own.
- A branch of a choice that only leads on: there the choice's name stands for
  all that follows, and is what would be said once.
- One line that two flows have alike: a flow that both call would cost each of
  them a line for the call, and one for each exit.  Two lines are refused.
- The guards, actions, exits and context of a flow: they are its own interface
  to C, where each context has functions of its own.

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
RULE = re.compile(r"\b\w+ (?:< \d\w+|within \d\w+ \d\w+)|\blimit \d+")
DECLARED = ("count", "define", "durations", "events", "kinds", "limits",
            "timers")
OF_ONE_STATE = re.compile(r"(start|entry|exit) |(if \[.*\]|else) -> \w+$")

TWO_VERSIONS = "each version of ACME is whole in its table; what they run " \
    "is shared: authorization, order_csr, exchange"
FAULT_OF_ITS_OWN = "who runs an exchange passes on how it ended, as a fault " \
    "of its own"
TIME_OF_ITS_OWN = "a parent's timer would run on from one state into the " \
    "next; each of these has the whole time"
KEPT: Dict[Tuple[str, str], str] = {
    ("acme_v1.ACTIVE", "acme_v2.ACTIVE"): TWO_VERSIONS,
    ("acme_v1.AUTHORIZATIONS", "acme_v2.AUTHORIZATIONS"): TWO_VERSIONS,
    ("acme_v1.CSR", "acme_v2.CSR"): TWO_VERSIONS,
    ("acme_v1.ACTIVE", "authorization.ASKING"): FAULT_OF_ITS_OWN,
    ("acme_v2.ACTIVE", "authorization.ASKING"): FAULT_OF_ITS_OWN,
    ("order_csr.KEY", "order_csr.MAKE_CSR"): TIME_OF_ITS_OWN,
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
    if words[0] == "timers" and "^" in words:  # whatever it is called
        return " ".join(words[3:])
    if words[0] == "timers" and "=" not in words:  # a sentence alone
        return " ".join(COMMENT.sub(r"\1", line).split())
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


def _rules(files: Files) -> List[str]:
    """What one function is compared with, or bounded by, and how many run at a
    time, is told once; a property says again what lines do."""
    found: List[str] = []
    before: Dict[str, str] = {}
    for path, text in files.items():
        for number, line in lines(text):
            rules = [] if _words(line).startswith("never ") else \
                RULE.findall(_words(line))
            for rule in rules:
                if rule in before:
                    found.append(f"{path}:{number}: '{rule}' stands in "
                                 f"{before[rule]} already; a name can stand "
                                 "for the rule, or for its time or limit")
                before.setdefault(rule, f"{path}:{number}")
    return found


def _shared(one: State, other: State) -> List[str]:
    """The lines that one of the two should not have."""
    shared = [line for line in other.lines if line in one.lines]
    if one.path != other.path:
        return shared if len(shared) > 1 else []
    return [line for line in shared if not OF_ONE_STATE.match(line)]


def _pairs(states: List[State]) -> List[str]:
    found: List[str] = []
    used = set()
    for one, other in combinations(states, 2):
        shared = _shared(one, other)
        if not shared:
            continue
        pair = one.name, other.name
        used.add(pair)
        if pair not in KEPT:
            found.append(f"{other.path}:{other.number}: {other.name} has "
                         f"{len(shared)} line{'s' * (len(shared) > 1)} of "
                         f"{one.name} ({one.path}:{one.number}): "
                         f"{'; '.join(shared)}")
    names = {state.name for state in states}
    return found + [f"tests/lint/repeats.py:1: {one} and {other} share no "
                    "lines any more" for one, other in KEPT
                    if (one, other) not in used and {one, other} & names]


def check(files: Files) -> List[str]:
    tables = {path: text for path, text in files.items()
              if path.startswith(FOLDER) and path.endswith(FLOWS)}
    states = [state for path, text in tables.items()
              for state in _states(path, text)]
    return _declarations(tables) + _rules(tables) + _pairs(states)
