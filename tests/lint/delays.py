# SPDX-License-Identifier: MIT
"""Delays and time limits stand in statemachine/*.flow.

A constant of src/ whose name ends in a unit of time (_S, _MS, _US) is a
delay that C decides.  Those that have to be there stand below, each with its
reason, and in docs/architecture.md; one that is gone is a fault, too.  A bare
number is no constant: what waits, what is compared with a time, and what
counts is given one that has a name.  The name of one that is waited for, or
compared with a time, ends in its unit, so that it is found.
"""
import re
from typing import Dict, Iterator, List, Set, Tuple

from sources import Files, code_only

UNIT = r"(?:S|MS|US|NS|s|ms|us|ns)"
OFTEN = r"(?:tries|retries|attempts|repeats|looks)"
CONSTANT = re.compile(r"^#define[ \t]+((?!US_PER_)\w+_(?:S|MS|US|NS))\b(?!\()"
                      r"|\b(\w+_(?:s|ms|us|ns)) = [1-9]\d*;"
                      rf"|^#define[ \t]+(?=\w*{OFTEN.upper()})(\w+)\b(?!\()"
                      rf"|\bconst [\w ]*?\b(?=\w*{OFTEN})(\w+) = \d", re.M)
# Whatever its name says: a number that has one.
NAMED = re.compile(r"^#define[ \t]+(\w+)[\s\\]+\(?\d[^\n]*$"
                   r"|\bconst [\w ]*?\b(\w+) = \d[^;]*;"
                   r"|^\t([A-Z]\w*) = \d\w*,$", re.M)

# What waits, or is told how long to: the last argument says it.
WAITS = re.compile(r"\b(?:lws_set_timeout|lws_set_timer_usecs|poll|usleep|"
                   r"lws_sul_schedule|sleep)\(")
NUMBER = r"(?:0[xX][\da-fA-F]+|\d+)[uUlL]*"
BARE = re.compile(rf"(?:[\s()*/+-]|{NUMBER}|\b(?:LWS_)?US(?:EC)?_PER_\w+\b|"
                  r"\((?:\w+_t|long|int)\))+")
BARES = (
    re.compile(rf"\.tv_(?:sec|usec|nsec) = ({BARE.pattern})[,;}}]"),
    # A time, or a count of tries, beside a number.
    re.compile(r"\b\w+_(?:s|ms|us|ns)(?:\(\w*\))? (?:[<>]=?|[-+]=?) "
               rf"({NUMBER})(?! ?[*/\w])"),
    re.compile(rf"\b\w*{OFTEN} (?:[<>]=?|[!=]=) ({NUMBER})"),
)
# Of all other comparisons: the word on the left says what is compared.  A
# number in hexadecimal is a pattern of bits.
LIMIT = re.compile(rf"\b(?!\w*(?:_{UNIT}|{OFTEN})\b)([a-z]\w*)"
                   r"(?:\(\w*\)|\[\w*\])? [<>]=? "
                   r"(\d+[uUlL]*)\b(?! ?[*/\w])")
NO_LIMIT: Dict[str, str] = {
    "len": "the shape of what is read", "head_len": "a record of TLS has it",
    "size": "the room that there is", "digit": "there are ten",
    "status": "HTTP's", "code": "HTTP's",
    "i": "two of something, in turn", "pass": "two of something, in turn",
    "month": "the calendar's", "hour": "the calendar's",
    "minute": "the calendar's", "second": "the calendar's",
}
# Where the name of a constant stands for how long.
NAME = r"[\s()\d*/+-]*\b(\w+)\b[^,;}]*"
USES = (
    re.compile(rf"\.tv_(?:sec|usec|nsec) = {NAME}[,;}}]"),
    re.compile(rf"\b\w+_{UNIT}(?:\(\w*\))? (?:[<>]=?|[-+]=?) (\w+)\b"),
)
# None, one, and one less than none are no delay that anybody chose.
NO_DELAY = re.compile(r"[\s()]*-?[\s()]*[01][uUlL]*[\s()]*")

# No delays: units, and ends of a scale.
UNITS: Tuple[Tuple[str, str], ...] = (
    ("src/format/http/field.h", "ACME_FIELD_MAX_RETRY_AFTER_S"),
    ("src/format/http/http_date.rl", "DAY_S"),
    ("src/format/http/http_date.rl", "MAX_NOW_S"),
    ("src/format/http/http_date.rl", "YEAR_S"),
    ("src/client/certificate/renewal.c", "DAY_S"),
    ("src/client/certificate/renewal_reason.c", "DAY_S"),
    ("src/lws/vhosts/vhost_discovery.c", "CLOCK_IS_RIGHT_S"),
)

# File: names of its constants, and why they are not in a table.
IN_C: Dict[str, Tuple[Tuple[str, ...], str]] = {
    "src/lws/connect/stream_state.c": (
        ("GOODBYE_S",),
        "the time in which TLS's last alert leaves; no flow waits for that"),
    "src/lws/files/store_request.c": (
        ("PATIENCE_MS", "PAUSE_MS", "READING_MS"),
        "the wait for another process's lock of a pair, in the worker: no "
        "event tells that a lock was given up, and the flow's own limit "
        "(`t_store`) is longer"),
    "src/lws/loop/lws_context.c": (
        ("RESTART_US",),
        "when lws tries again to make what it had no memory for; no flow runs "
        "before that"),
    "src/lws/privsep/privileged/privileged.c": (
        ("PAUSE_MS",),
        "the privileged process knows no flow: it waits where the system "
        "refuses a call for a moment"),
    "src/lws/privsep/privileged/privileged_log.c": (
        ("PAUSE_S",),
        "how often a server that was taken over can make it write a line"),
    "src/lws/serve/mbedtls/hello_peek.h": (
        ("ACME_HELLO_PATIENCE_S",),
        "how long a client may be silent before it has sent its ClientHello; "
        "it protects the server, and concerns no certificate"),
    "src/store/file/file_temp.c": (
        ("TRIES_MAX",),
        "each try is lost to another process that took the name, and the next "
        "one is made at once; no flow sees a name that is not final"),
    "src/store/file/lock.c": (
        ("TRIES_MAX",),
        "each try is lost to a process that removed the file between two "
        "calls, and the next one is made at once"),
    "src/lws/startup/preflight.c": (
        ("PAUSE_MS", "patience_ms"),
        "the wait for another process's lock before lws starts, when no flow "
        "runs yet"),
}


def constants(files: Files) -> Dict[Tuple[str, str], int]:
    """By file and name: the line."""
    found = {}
    for path, text in files.items():
        if path.startswith("src/") and path.endswith((".c", ".h", ".rl")):
            code = code_only(text)
            for hit in CONSTANT.finditer(code):
                name = next(word for word in hit.groups() if word)
                found[path, name] = code.count("\n", 0, hit.start()) + 1
    return found


def _last_argument(code: str, at: int) -> str:
    depth, start = 1, at
    while depth and at < len(code):
        depth += {"(": 1, ")": -1}.get(code[at], 0)
        if depth == 1 and code[at] == ",":
            start = at + 1
        at += 1
    return code[start:at - 1]


def _bare(code: str) -> Iterator[Tuple[int, str]]:
    for hit in WAITS.finditer(code):
        argument = _last_argument(code, hit.end())
        if BARE.fullmatch(argument):
            yield hit.start(), argument
    for pattern in BARES:
        for hit in pattern.finditer(code):
            yield hit.start(), hit[1]
    for hit in LIMIT.finditer(code):
        if hit[1] not in NO_LIMIT:
            yield hit.start(), hit[2]


def _numbers(files: Files) -> Set[str]:
    """The constants of src/ whose names do not say that they are times."""
    return {name for path, text in files.items() if path.startswith("src/")
            for hit in NAMED.finditer(code_only(text))
            for name in hit.groups() if name
            and not re.search(rf"_{UNIT}$|^(LWS_)?US(EC)?_PER_|^S_PER_", name)}


def _used(code: str) -> Iterator[Tuple[int, str]]:
    """Each name that stands for how long."""
    for hit in WAITS.finditer(code):
        for word in re.findall(r"\b[A-Za-z_]\w*",
                               _last_argument(code, hit.end())):
            yield hit.start(), word
    for pattern in USES:
        for hit in pattern.finditer(code):
            yield hit.start(), hit[1]


def unnamed(files: Files) -> List[str]:
    """Constants that are waited for, and whose names have no unit."""
    numbers = _numbers(files)
    found = []
    for path, text in files.items():
        if path.startswith("src/") and path.endswith((".c", ".h", ".rl")):
            code = code_only(text)
            found += [f"{path}:{code.count(chr(10), 0, at) + 1}: {name}: a "
                      "delay whose name does not end in its unit"
                      for at, name in _used(code) if name in numbers]
    return found


def bare(files: Files) -> List[str]:
    """Numbers without a name that say how long, or how often."""
    found = []
    for path, text in files.items():
        if path.startswith("src/") and path.endswith((".c", ".h", ".rl")):
            code = code_only(text)
            found += [f"{path}:{code.count(chr(10), 0, at) + 1}: "
                      f"{number.strip()}: a delay or limit without a name"
                      for at, number in _bare(code)
                      if re.search(r"\d", number)
                      and not NO_DELAY.fullmatch(number)]
    return found


def check(files: Files) -> List[str]:
    found = constants(files)
    known = set(UNITS) | {(path, name) for path, (names, _) in IN_C.items()
                          for name in names}
    return [f"{path}:{line}: {name}: a delay or time limit belongs into a "
            "flow; where it can't be there, tests/lint/delays.py says why"
            for (path, name), line in sorted(found.items())
            if (path, name) not in known] + \
        [f"tests/lint/delays.py: {path} has no {name} any more"
         for path, name in sorted(known) if (path, name) not in found] + \
        bare(files) + unnamed(files)
