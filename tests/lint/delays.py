# SPDX-License-Identifier: MIT
"""Delays and time limits stand in statemachine/*.flow.

A constant of src/ whose name ends in a unit of time (_S, _MS, _US) is a
delay that C decides.  Those that have to be there stand below, each with its
reason, and in docs/architecture.md; one that is gone is a fault, too.
"""
import re
from typing import Dict, List, Tuple

from sources import Files, code_only

CONSTANT = re.compile(r"^#define[ \t]+((?!US_PER_)\w+_(?:S|MS|US|NS))\b(?!\()"
                      r"|\b(\w+_(?:s|ms|us|ns)) = [1-9]\d*;", re.M)

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
    "src/lws/connect/stream.c": (
        ("GOODBYE_S",),
        "the time in which TLS's last alert leaves; no flow waits for that"),
    "src/lws/files/store_request.c": (
        ("PATIENCE_MS", "PAUSE_MS", "READING_MS"),
        "the wait for another process's lock of a pair, in the worker: no "
        "event tells that a lock was given up, and the flow's own limit "
        "(`t_store`) is longer"),
    "src/lws/loop/context.c": (
        ("RESTART_US",),
        "when lws tries again to make what it had no memory for; no flow runs "
        "before that"),
    "src/lws/privsep/child/child.c": (
        ("PAUSE_MS",),
        "the privileged process knows no flow: it waits where the system "
        "refuses a call for a moment"),
    "src/lws/privsep/child/child_log.c": (
        ("PAUSE_S",),
        "how often a server that was taken over can make it write a line"),
    "src/lws/privsep/child/spawn.c": (
        ("ANSWER_MAX_S",),
        "the server's limit for an answer of the privileged process, which is "
        "that of `t_store`"),
    "src/lws/serve/mbedtls/hello_peek.h": (
        ("ACME_HELLO_PATIENCE_S",),
        "how long a client may be silent before it has sent its ClientHello; "
        "it protects the server, and concerns no certificate"),
    "src/lws/serve/probe.c": (
        ("SILENCE_S",),
        "the probe's socket is given up before the flow's own limit "
        "(`t_probe`), so that no thread waits for a server that is silent"),
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
                found[path, hit[1] or hit[2]] = code.count(
                    "\n", 0, hit.start()) + 1
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
         for path, name in sorted(known) if (path, name) not in found]
