# SPDX-License-Identifier: MIT
"""Each test can fail, and waits for what happens instead of for time.

A test leads to a check: in its own body, or in a function of the tests that it
calls.  time.sleep() stands in an end-to-end test or its harness only with the
reason behind it or above it: "# sleeps: REASON".
"""
import re
from typing import Dict, List, Set

from sources import Files, code_only, lines

SLEEPERS = ("tests/e2e/", "tools/lib/rig/")
REASON = re.compile(r"# sleeps: \w")
SLEEP = re.compile(r"\bsleep\(")

# A function of C, or a SCENARIO; of Python, with what is indented below it.
C_FUNCTION = re.compile(r"^(?:SCENARIO\(|)(\w+)(?:\([^;{}]*)?\)\n\{\n(.*?)^\}",
                        re.M | re.S)
PY_FUNCTION = re.compile(r"^( *)def (\w+)\(.*\n(?=((?:\1 .*\n|\n)*))", re.M)
C_CHECK = re.compile(r"\b(?:CHECK|TEST_FAIL)\w*\(|\babort\(")
PY_CHECK = re.compile(r"\bassert\w*\b|\bself\.fail\(|\braise\b")
C_TEST = re.compile(r"\bTEST\((\w+)\)|^SCENARIO\((\w+)\)", re.M)
PY_TEST = re.compile(r"^    def (test_\w+)\(", re.M)
CALL = re.compile(r"\b(\w+)\b")


def _checking(bodies: Dict[str, List[str]], check: "re.Pattern[str]"
              ) -> Set[str]:
    """The functions that check something, themselves or by what they name."""
    found = {name for name, texts in bodies.items()
             if any(check.search(text) for text in texts)}
    named = {name: {word for text in texts for word in CALL.findall(text)}
             for name, texts in bodies.items()}
    while True:
        more = {name for name, words in named.items()
                if name not in found and words & found}
        if not more:
            return found
        found |= more


def _c_faults(files: Files) -> List[str]:
    texts = {path: code_only(text) for path, text in files.items()
             if path.startswith("tests/") and path.endswith((".c", ".h"))}
    bodies: Dict[str, List[str]] = {}
    for text in texts.values():
        for name, body in C_FUNCTION.findall(text):
            bodies.setdefault(name, []).append(body)
    checking = _checking(bodies, C_CHECK)
    return [f"{path}: the test {name} checks nothing"
            for path, text in texts.items()
            for names in C_TEST.findall(text)
            for name in names if name in bodies and name not in checking]


def _py_faults(files: Files) -> List[str]:
    texts = {path: text for path, text in files.items()
             if path.endswith(".py") and
             path.startswith(("tests/", "tools/lib/"))}
    bodies: Dict[str, List[str]] = {}
    for text in texts.values():
        for _, name, body in PY_FUNCTION.findall(text):
            bodies.setdefault(name, []).append(body)
    checking = _checking(bodies, PY_CHECK)
    return [f"{path}: the test {name} checks nothing"
            for path, text in texts.items()
            for name in PY_TEST.findall(text) if name not in checking]


def _sleeps(path: str, text: str) -> List[str]:
    found, above = [], ""
    for number, line in lines(text):
        if SLEEP.search(line) and not REASON.search(line) and \
                not REASON.search(above):
            found.append(f"{path}:{number}: sleeps without a reason: wait for "
                         "what happens, or say '# sleeps: REASON'")
        above = line
    return found


def check(files: Files) -> List[str]:
    found = _c_faults(files) + _py_faults(files)
    for path, text in files.items():
        if path.endswith(".py") and path.startswith(SLEEPERS):
            found += _sleeps(path, text)
    return found
