# SPDX-License-Identifier: MIT
"""A table, its model, and what Spin finds in it."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Optional, Set

ROOT = Path(__file__).resolve().parent.parent.parent
TABLES = ROOT / "statemachine"
sys.path.insert(0, str(ROOT / "gen"))
sys.dont_write_bytecode = True

from flow import emit_promela  # noqa: E402
from flow.library import Library  # noqa: E402
from flow.model import Flow  # noqa: E402
from flow.resolve import Resolver  # noqa: E402
from flow.used import leave_out_unused  # noqa: E402

ENDS = "every run ends, or rests where it may for ever"
WAITS = "nothing waits without a timer"
COUNTS = "counters stay in their bounds"

# COUNT: the most that a counter counts to; ITEMS: what an `each` runs.
BOUNDS = {"small": {"COUNT": 2, "ITEMS": 2}, "full": {}}

# -DMEMLIM: in MiB, so that a table with too many states fails early.
COMPILE = ["gcc", "-O0", "-w", "-DMEMLIM=512", "-o", "pan", "pan.c"]
SEARCH = ["./pan", "-a", "-m200000", "-w18"]

STATES = re.compile(r"^\s*(\d+) states, stored", re.M)
FAILED = re.compile(r"^pan:\d+: (.*?) \(at depth", re.M)
UNREACHED = re.compile(r"^\s\S*\.pml:(\d+), state", re.M)
CUT_SHORT = ("Search not completed", "max search depth too small")
STEP = re.compile(r"\[at = (\d+)\]")


@dataclass
class Result:
    """Of one search through all states."""

    n_states: int
    failed: Optional[str]  # the sentence of what does not hold
    way: str  # to there, as states
    model: str  # in Promela
    unreached: Set[int]  # lines of it that no run does

    def never_done(self, pattern: str) -> List[str]:
        """What the pattern finds in these lines alone."""
        done: Dict[str, bool] = {}
        for number, line in enumerate(self.model.split("\n"), 1):
            for found in re.findall(pattern, line):
                done[found] = done.get(found, False) or \
                    number not in self.unreached
        return [found for found, is_done in done.items() if not is_done]


def read(path: Path) -> Flow:
    """A planted table may be one that the compiler refuses."""
    library = Library()
    parser = library.read(str(path))
    flow = Resolver(parser.file, library, parser.errors).resolve()
    if parser.errors or flow is None:
        raise ValueError("".join(parser.errors.texts()))
    leave_out_unused(flow)
    return flow


def run(words: List[str], folder: str) -> str:
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True,
                          check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stdout}{done.stderr}")
    return done.stdout


def sentence(flow: Flow, failed: str) -> str:
    """What an assertion, or the cycle of a run without an end, is about."""
    for number, item in enumerate(flow.properties):
        if f"assertion violated may_{number}" in failed:
            return item.sentence.strip('"')
    if "acceptance cycle" in failed:
        return ENDS
    if "assertion violated (n_" in failed:
        return COUNTS
    if "assertion violated" in failed:
        return WAITS
    return failed  # of Spin itself, as a limit of memory


def way(flow: Flow, folder: str) -> str:
    """Of the run that fails, the states."""
    names = {str(number): state.name for number, state
             in enumerate(emit_promela.names.ordered(flow))}
    trail = run(["spin", "-t", "-p", f"{flow.name}.pml"], folder)
    return " -> ".join(names.get(number, "the end")
                       for number in STEP.findall(trail))


def search(flow: Flow, bounds: str) -> Result:
    """Through all states that the bounds leave."""
    defines = [f"-D{name}={value}" for name, value in BOUNDS[bounds].items()]
    text = emit_promela.model(flow)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, f"{flow.name}.pml").write_text(text, encoding="utf-8")
        run(["spin", *defines, "-a", f"{flow.name}.pml"], folder)
        run(COMPILE, folder)
        found = run(SEARCH, folder)
        failed = FAILED.search(found)
        if failed is None and any(text in found for text in CUT_SHORT):
            raise RuntimeError(f"{flow.name}: not all was searched\n{found}")
        return Result(int(STATES.search(found)[1]),
                      sentence(flow, failed[1]) if failed else None,
                      way(flow, folder) if failed else "", text,
                      {int(number) for number in UNREACHED.findall(found)})
