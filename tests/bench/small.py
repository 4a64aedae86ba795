# SPDX-License-Identifier: MIT
"""The engine's events and the parsers, by programs of this folder."""
import re
import subprocess
import tempfile
from typing import List

from figures import Figure
from place import program

KINDS = ("taken", "unexpected", "ignored")
FORMS = ("table", "switch")
FEW, MANY, TIMED = 4000, 24000, 20000000


def _run(*command: str, limit_s: float = 120) -> str:
    return subprocess.run(command, check=True, text=True, timeout=limit_s,
                          stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT).stdout


def _instructions(form: str, kind: str, n: int) -> int:
    with tempfile.NamedTemporaryFile(prefix="lws-acme-bench-") as out:
        said = _run("valgrind", "--tool=callgrind",
                    f"--callgrind-out-file={out.name}",
                    str(program("engine_bench")), form, kind, str(n))
    return int(re.search(r"Collected : (\d+)", said)[1])


def engine() -> List[Figure]:
    figures = []
    for kind in KINDS:
        for form in FORMS:
            each = ((_instructions(form, kind, MANY) -
                     _instructions(form, kind, FEW)) / (MANY - FEW))
            ns = min(float(_run(str(program("engine_bench")), form, kind,
                                str(TIMED))) for _ in range(3))
            figures.append(Figure(f"an event that is {kind}, by a {form}",
                                  "instructions", each,
                                  beside=f"{ns:.1f} ns"))
    return figures


def parsers() -> List[Figure]:
    figures = []
    for line in _run(str(program("parsers_bench"))).splitlines():
        speed, length, name = line.split(" ", 2)
        figures.append(Figure(f"{name}", "MB/s", float(speed),
                              beside=f"inputs of {length} bytes"))
    return figures
