# SPDX-License-Identifier: MIT
"""docs/rfc8555.md: where each section of RFC 8555 stands in the tables.

A comment or a story of a flow names a section, as "RFC 8555 7.4" or as "7.4"
alone; in C it is always "RFC 8555 §7.4".  Of the tables the page has the line,
of C the file.
"""
import re
from typing import Dict, List, Set

from sources import Files, lines

PAGE = "docs/rfc8555.md"
SECTIONS = """\
6 Message Transport
6.1 HTTPS Requests
6.2 Request Authentication
6.3 GET and POST-as-GET Requests
6.4 Request URL Integrity
6.5 Replay Protection
6.5.1 Replay-Nonce
6.6 Rate Limits
6.7 Errors
6.7.1 Subproblems
7 Certificate Management
7.1 Resources
7.1.1 Directory
7.1.2 Account Objects
7.1.3 Order Objects
7.1.4 Authorization Objects
7.1.5 Challenge Objects
7.1.6 Status Changes
7.2 Getting a Nonce
7.3 Account Management
7.3.1 Finding an Account URL Given a Key
7.3.2 Account Update
7.3.3 Changes of Terms of Service
7.3.4 External Account Binding
7.3.5 Account Key Rollover
7.3.6 Account Deactivation
7.4 Applying for Certificate Issuance
7.4.1 Pre-authorization
7.4.2 Downloading the Certificate
7.5 Identifier Authorization
7.5.1 Responding to Challenges
7.5.2 Deactivating an Authorization
7.6 Certificate Revocation
8 Identifier Validation Challenges
8.1 Key Authorizations
8.2 Retrying Challenges
8.3 HTTP Challenge
8.4 DNS Challenge
""".splitlines()

OF_ANY_RFC = re.compile(r"RFC (\d+) §? ?(\d+(?:\.\d+)*)")
ALONE = re.compile(r"(?<![\w.])([678](?:\.\d+)+)(?![\w.]*\w)")
TEXT = re.compile(r'"[^"]*"|#.*')
HEAD = """\
# RFC 8555, section by section

Where the program does what RFC 8555 asks: the lines of the tables whose comment or story names the section, and the C files that
name it. `tests/lint/papers.py --write` makes this page, and the test `lint.papers` holds it equal to the sources. A section
without a place is not done, or is done without being named.

| section | tables | C |
|---|---|---|
"""


def named(text: str, alone: bool) -> Set[str]:
    """The sections of RFC 8555 that a text names."""
    found = {hit[2] for hit in OF_ANY_RFC.finditer(text) if hit[1] == "8555"}
    if alone:
        found |= set(ALONE.findall(OF_ANY_RFC.sub("", text)))
    return found


def _flow_places(files: Files) -> Dict[str, List[str]]:
    places: Dict[str, List[str]] = {}
    for path in sorted(files):
        if not re.fullmatch(r"statemachine/\w+\.flow", path):
            continue
        for number, line in lines(files[path]):
            for section in named(" ".join(TEXT.findall(line)), True):
                places.setdefault(section, []).append(
                    f"[{path.rpartition('/')[2]}:{number}]"
                    f"(../{path}#L{number})")
    return places


def _c_places(files: Files) -> Dict[str, List[str]]:
    places: Dict[str, List[str]] = {}
    for path in sorted(files):
        if path.startswith("src/") and path.endswith((".c", ".h", ".rl")):
            for section in named(files[path], False):
                places.setdefault(section, []).append(
                    f"[{path[len('src/'):]}](../{path})")
    return places


def page(files: Files) -> str:
    flows, c = _flow_places(files), _c_places(files)
    rows = []
    for each in SECTIONS:
        section, _, title = each.partition(" ")
        cells = [", ".join(found.get(section, ())) for found in (flows, c)]
        rows.append(f"| {section} {title} | {cells[0]} | {cells[1]} |")
    return HEAD + "\n".join(rows) + "\n"
