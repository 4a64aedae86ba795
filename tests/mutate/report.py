# SPDX-License-Identifier: MIT
"""What came of the mutants, in tables."""
from __future__ import annotations

from pathlib import Path
from typing import Callable, Dict, List

from trial import EQUAL, KILLED, NOT_BUILT, SURVIVED, Verdict

RESULTS = (KILLED, SURVIVED, EQUAL, NOT_BUILT)


def room(verdict: Verdict) -> str:
    parts = Path(verdict.mutant.path).parts
    return parts[1].split(".")[0] if parts[0] == "src" else parts[-1]


def killer(verdict: Verdict) -> str:
    return verdict.by.split(".")[0] if verdict.result == KILLED else "nobody"


def table(title: str, verdicts: List[Verdict],
          row_of: Callable[[Verdict], str]) -> List[str]:
    rows: Dict[str, List[str]] = {}
    for verdict in verdicts:
        rows.setdefault(row_of(verdict), []).append(verdict.result)
    lines = ["".join([f"{title:20}", *(f"{name:>10}" for name in RESULTS)])]
    for name in sorted(rows):
        counts = [rows[name].count(result) for result in RESULTS]
        lines.append("".join([f"{name:20}",
                              *(f"{count:10}" for count in counts)]))
    return lines


def summary(verdicts: List[Verdict]) -> str:
    killed = sum(one.result == KILLED for one in verdicts)
    changed = killed + sum(one.result == SURVIVED for one in verdicts)
    share = 100.0 * killed / changed if changed else 100.0
    return f"{len(verdicts)} mutants, {changed} change what the program " \
        f"does, {killed} of these are noticed: {share:.1f} %"


def text(verdicts: List[Verdict]) -> str:
    return "\n".join([
        *table("kind", verdicts, lambda one: one.mutant.kind), "",
        *table("room", verdicts, room), "",
        *table("noticed by", verdicts, killer), "", summary(verdicts)])
