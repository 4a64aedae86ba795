#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Builds the preset coverage, runs its tests, and says which lines of src/ ran.

Exit status: 0 where each bar is reached and unreached.txt names just the lines
that no test reaches; 1 where not, or where a test fails; 2 where it can't be
done; 77 where it can't be judged, as only root runs all tests.
"""
from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Callable, Dict, Iterator, List, NamedTuple

import unreached
from lines import SOURCES, TOP, Broken, Line, Lines, read

BUILD = TOP / "build/coverage"
# Percent of the lines of a layer that units and scenarios run, and of all
# lines that they run together with the end-to-end tests.
BARS = {"store": 97.0, "tls": 97.0, "crypto": 97.0, "client": 97.0}
BAR_OF_ALL = 95.0
QUICK, WITH_E2E = "^(unit|scenario)$", "^(unit|scenario|e2e)$"
SKIPPED = 77


class Share(NamedTuple):
    name: str
    n_lines: int
    n_missed: int
    bar: float

    @property
    def percent(self) -> float:
        run = self.n_lines - self.n_missed
        return 100.0 * run / self.n_lines

    @property
    def is_below(self) -> bool:
        return self.percent < self.bar

    def __str__(self) -> str:
        bar = f"{self.bar:8.0f}" if self.bar else ""
        below = "  BELOW" if self.is_below else ""
        return f"{self.name:24}{self.n_lines:8}{self.n_missed:8}" \
            f"{self.percent:9.2f}{bar}{below}"


def room(line: Line) -> str:
    return str(Path(line.path).parent.relative_to("src"))


def layer(line: Line) -> str:
    return Path(line.path).parts[1]


def _shares(lines: Lines, name_of: Callable[[Line], str],
            bars: Dict[str, float]) -> List[Share]:
    all_of: Dict[str, int] = {}
    missed: Dict[str, int] = {}
    for line in lines.all:
        all_of[name_of(line)] = all_of.get(name_of(line), 0) + 1
    for line in lines.missed:
        missed[name_of(line)] = missed.get(name_of(line), 0) + 1
    return [Share(name, all_of[name], missed.get(name, 0), bars.get(name, 0.0))
            for name in sorted(all_of)]


def tables(lines: Lines, with_e2e: bool) -> List[List[Share]]:
    """By room, by layer, and all."""
    bars = {} if with_e2e else BARS
    of_all = {"all of src": BAR_OF_ALL} if with_e2e else {}
    return [_shares(lines, room, {}), _shares(lines, layer, bars),
            _shares(lines, lambda line: "all of src", of_all)]


def left_out() -> Iterator[str]:
    """What another lws needs of src/, so that this build does not compile it."""
    listed = json.loads((BUILD / "compile_commands.json").read_text())
    compiled = {Path(entry["file"]) for entry in listed}
    for source in sorted(SOURCES.rglob("*.c")):
        if source not in compiled:
            yield str(source.relative_to(TOP))


def run(*command: str) -> None:
    if subprocess.run(command, cwd=TOP).returncode:
        raise Broken(f"failed: {' '.join(command)}")


def empty_counts() -> None:
    """Files that a process can add to also when it has given up root."""
    for counts in BUILD.rglob("*.gcda"):
        counts.unlink()
    for notes in BUILD.rglob("*.gcno"):
        counts = notes.with_suffix(".gcda")
        counts.touch()
        counts.chmod(0o666)


def drop_empty_counts() -> None:
    """gcov takes them for broken."""
    for counts in BUILD.rglob("*.gcda"):
        if not counts.stat().st_size:
            counts.unlink()


def build_and_test(with_e2e: bool, jobs: int) -> None:
    run("cmake", "--preset", "coverage")
    run("cmake", "--build", str(BUILD), "-j", str(jobs))
    empty_counts()
    run("ctest", "--test-dir", str(BUILD), "-j", str(jobs), "--no-tests=error",
        "--output-on-failure", "--no-label-summary", "--quiet",
        "-L", WITH_E2E if with_e2e else QUICK)
    drop_empty_counts()


def report(lines: Lines, with_e2e: bool) -> List[str]:
    """Prints the tables; what is below its bar."""
    below = []
    for table in tables(lines, with_e2e):
        print(f"{'':24}{'lines':>8}{'missed':>8}{'percent':>9}{'bar':>8}")
        print(*table, "", sep="\n")
        below += [f"{one.name}: {one.percent:.2f} % of the lines, not "
                  f"{one.bar:.0f} %" for one in table if one.is_below]
    print("not in this build:", *left_out())
    return below


def listing(lines: Lines) -> Iterator[str]:
    """The lines that no test reaches, as entries of the list."""
    head = ""
    for line in lines.missed:
        name = f"{line.path} {line.function}"
        if name != head:
            yield f"\n{name}"
            head = name
        yield f"- {lines.text(line)}"


def judged(asked: argparse.Namespace) -> int:
    if not asked.as_is:
        build_and_test(asked.e2e, asked.jobs)
    lines = read(BUILD)
    faults = report(lines, asked.e2e)
    if not asked.e2e:
        missed = [line for line in lines.missed if layer(line) in BARS]
        faults += unreached.faults(lines, missed, unreached.read())
    if asked.missed:
        print(*listing(lines), sep="\n")
    print(*faults, sep="\n")
    return 1 if faults else 0


def main(words: List[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--e2e", action="store_true",
                        help="the end-to-end tests, too")
    parser.add_argument("--as-is", action="store_true",
                        help="only look at what ran in the build folder")
    parser.add_argument("--missed", action="store_true",
                        help="print the lines that did not run")
    parser.add_argument("-j", dest="jobs", type=int, default=2)
    asked = parser.parse_args(words)
    if os.geteuid():
        print("NOT CHECKED: the lines that run, as only root runs all tests")
        return SKIPPED
    try:
        return judged(asked)
    except (Broken, unreached.BadList) as reason:
        print(f"coverage: {reason}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
