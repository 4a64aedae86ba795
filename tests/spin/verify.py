#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Spin goes through the flows.

  verify.py FLOW...            with small bounds
  verify.py --full FLOW...     with the table's own
  verify.py --planted NAME...  a mistake of planted.txt is found
  verify.py --papers           each property has such a mistake, and
                               docs/verification.md names it
  verify.py --write            write the tables of docs/verification.md anew

The number of states that are reached is the one of docs/verification.md.
"""

from __future__ import annotations

import re
import shutil
import sys
from typing import Dict, List

from model import (BOUNDS, COUNTS, ENDS, ROOT, TABLES, WAITS, Flow, Result,
                   read, search)
from planted import all_planted

PAGE = ROOT / "docs" / "verification.md"
BEGIN = "<!-- The rest is written by tests/spin/verify.py --write. -->\n"
ROW = re.compile(r"^\| \[(\w+)\]\S* \| \d+ \| ([\d,]+) \| ([\d,]+) \|$", re.M)


def flows() -> List[Flow]:
    return [read(path) for path in sorted(TABLES.glob("*.flow"))]


def quoted(text: str) -> str:
    return text.strip('"')


# The page

def rows(page: str) -> Dict[str, Dict[str, int]]:
    """The states of each flow, by bounds."""
    return {hit[1]: {"small": int(hit[2].replace(",", "")),
                     "full": int(hit[3].replace(",", ""))}
            for hit in ROW.finditer(page)}


def numbers(all_flows: List[Flow], states: Dict[str, Dict[str, int]]) -> str:
    lines = ["## Flows and states", "",
             "| flow | properties | states, small bounds | states, the table's "
             "own bounds |", "|---|---|---|---|"]
    for flow in all_flows:
        n = states[flow.name]
        lines.append(f"| [{flow.name}](flows/{flow.name}.md) | "
                     f"{len(flow.properties)} | {n['small']:,} | "
                     f"{n['full']:,} |")
    return "\n".join(lines) + "\n"


def properties(all_flows: List[Flow]) -> str:
    lines = ["", "## Properties", "",
             f"Of all flows: {ENDS}; {WAITS}; {COUNTS}.", "",
             "| flow | property | in the table |", "|---|---|---|"]
    for flow in all_flows:
        for item in flow.properties:
            lines.append(f"| {flow.name} | {quoted(item.sentence)} | "
                         f"`{item.text()}` |")
    return "\n".join(lines) + "\n"


def write() -> int:
    all_flows = flows()
    states = {flow.name: {bounds: verify(flow, bounds).n_states
                          for bounds in BOUNDS} for flow in all_flows}
    head = PAGE.read_text(encoding="utf-8").partition(BEGIN)[0]
    PAGE.write_text(head + BEGIN + "\n" + numbers(all_flows, states) +
                    properties(all_flows), encoding="utf-8")
    return 0


# The tests

def idle(flow: Flow, result: Result) -> List[str]:
    """Properties of what no run of the flow does, and lines that none takes."""
    return [f"this says nothing: {quoted(flow.properties[int(number)].sentence)}"
            for number in result.never_done(r"assert\(may_(\d+)\)")] + \
        [f"{flow.source.base_name}:{line}: no run takes this line"
         for line in result.never_done(r" /\* (\d+) \*/$")]


def verify(flow: Flow, bounds: str) -> Result:
    result = search(flow, bounds)
    bound = " ".join(f"{name}={value}" for name, value
                     in BOUNDS[bounds].items()) or "the table's own bounds"
    print(f"{flow.name}: {result.n_states:,} states, {bound}, "
          f"properties: {len(flow.properties)}", flush=True)
    if result.failed is not None:
        sys.exit(f"{flow.name}: this does not hold: {result.failed}\n"
                 f"as here: {result.way}")
    for text in idle(flow, result):
        sys.exit(f"{flow.name}: {text}")
    return result


def judge(name: str, bounds: str) -> int:
    result = verify(read(TABLES / f"{name}.flow"), bounds)
    known = rows(PAGE.read_text(encoding="utf-8"))
    if known.get(name, {}).get(bounds) == result.n_states:
        return 0
    print(f"{PAGE.name} has another number: write it by "
          "tests/spin/verify.py --write")
    return 1


def planted(name: str) -> int:
    found = [item for item in all_planted() if item.name == name]
    result = search(found[0].read(), "small")
    print(f"{name}: {result.failed}\nas here: {result.way}")
    return 0 if result.failed == found[0].sentence else 1


def papers() -> int:
    all_flows, page = flows(), PAGE.read_text(encoding="utf-8")
    known = {(item.flow, item.sentence) for item in all_planted()}
    lacking = [f"planted.txt has no mistake for: {flow.name}: {sentence}"
               for flow in all_flows for sentence in
               (quoted(item.sentence) for item in flow.properties)
               if (flow.name, sentence) not in known]
    lacking += [f"planted.txt has no mistake for: {sentence}"
                for sentence in (ENDS, WAITS, COUNTS)
                if sentence not in {text for _, text in known}]
    if not page.endswith(properties(all_flows)) or \
            list(rows(page)) != [flow.name for flow in all_flows]:
        lacking.append(f"{PAGE.name} is stale: write it by "
                       "tests/spin/verify.py --write")
    print("\n".join(lacking))
    return 1 if lacking else 0


def main(words: List[str]) -> int:
    if words == ["--papers"]:
        return papers()
    for program in ("spin", "gcc"):
        if shutil.which(program) is None:
            sys.exit(f"verify.py: no {program}: install it (Debian has it)")
    if words == ["--write"]:
        return write()
    option = words.pop(0) if words[:1] in (["--full"], ["--planted"]) else ""
    if not words or words[0].startswith("-"):
        sys.exit(__doc__)
    if option == "--planted":
        return max(planted(name) for name in words)
    return max(judge(name, "full" if option else "small") for name in words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
