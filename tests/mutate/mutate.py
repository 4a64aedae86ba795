#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes small mistakes in the sources, and asks whether a test notices them.

The sources and the build folder are only read.  Exit status: 0 where every
mutant is noticed or stands in survivors.txt, 1 where one does not, or where
one of the list is noticed or gone; 2 where it can't be run.
"""
from __future__ import annotations

import argparse
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Iterator, List

import report
import survivors
from build import TOP, Broken, Build, NotBuilt
from c_mutants import mutants_of_c
from flow_mutants import mutants_of_flow
from mutant import TABLES, Mutant, chosen
from suite import Suite
from trial import KILLED, SURVIVED, Trial, Verdict


def options(words: List[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, default=TOP / "build/dev",
                        help="a folder that is built; its tests are used")
    parser.add_argument("--seed", default="1")
    parser.add_argument("-n", type=int, default=12, metavar="COUNT",
                        help="mutants that change something")
    parser.add_argument("-j", type=int, default=2, metavar="WORKERS")
    parser.add_argument("--in", dest="places", action="append", metavar="PATH",
                        help="only of these files, or files in these folders "
                        "(src is all of C, statemachine all tables)")
    parser.add_argument("--kind", help="only of this kind")
    parser.add_argument("--e2e", action="store_true",
                        help="ask the quick end-to-end tests, too")
    parser.add_argument("--tests", default="", metavar="REGEX",
                        help="ask only tests with such a name")
    parser.add_argument("--listed", action="store_true",
                        help="those of survivors.txt instead of a sample")
    return parser.parse_args(words)


def all_mutants(build: Build) -> Iterator[Mutant]:
    """Of every file that this build compiles."""
    for source in sorted((TOP / "src").rglob("*.c")):
        if str(source) in build.compiled:
            path = str(source.relative_to(TOP))
            yield from mutants_of_c(path, source.read_text())
    for table in sorted((TOP / "statemachine").iterdir()):
        if table.suffix in TABLES:
            path = str(table.relative_to(TOP))
            yield from mutants_of_flow(path, table.read_text())


def of_places(mutants: List[Mutant], places: List[str]) -> List[Mutant]:
    asked = [place.rstrip("/") for place in places]
    return [one for one in mutants if any(
        one.path == place or one.path.startswith(f"{place}/")
        for place in asked)]


class Run:
    def __init__(self, asked: argparse.Namespace, work: str) -> None:
        self.build = Build(asked.build.resolve())
        self.suite = Suite(self.build, asked.e2e, asked.tests)
        self.work, self.workers = work, asked.j

    def one(self, mutant: Mutant) -> Verdict:
        with tempfile.TemporaryDirectory(dir=self.work) as folder:
            verdict = Trial(self.build, self.suite, Path(folder)).run(mutant)
        print(f"{verdict.result:9} {mutant.kind:10} {mutant.where} "
              f"{verdict.by}", flush=True)
        return verdict

    def all(self, mutants: List[Mutant]) -> List[Verdict]:
        with ThreadPoolExecutor(self.workers) as pool:
            return list(pool.map(self.one, mutants))

    def sample(self, mutants: List[Mutant], count: int) -> List[Verdict]:
        """As many as change something, and what it took to find them."""
        verdicts: List[Verdict] = []
        while mutants and count > 0:
            new = self.all(mutants[:count])
            mutants = mutants[count:]
            verdicts += new
            count -= sum(one.result in (KILLED, SURVIVED) for one in new)
        return verdicts

    def fails_without(self, killed: Verdict) -> bool:
        """The test fails without the mutant, too."""
        test = next(one for one in self.suite.tests if one.name == killed.by)
        with tempfile.TemporaryDirectory(dir=self.work) as folder:
            trial = Trial(self.build, self.suite, Path(folder))
            return not trial.passes_without(killed.mutant, test)

    def wrong_tests(self, verdicts: List[Verdict]) -> List[str]:
        """Those that would have noticed anything."""
        by_test = {one.by: one for one in verdicts
                   if one.result == KILLED and "." in one.by}
        with ThreadPoolExecutor(self.workers) as pool:
            fail = pool.map(self.fails_without, by_test.values())
            return [name for name, wrong in zip(by_test, fail) if wrong]


def faults(verdicts: List[Verdict], reasons: survivors.Reasons,
           mutants: List[Mutant]) -> Iterator[str]:
    for one in verdicts:
        listed = one.mutant.key in reasons
        if one.result == SURVIVED and not listed:
            yield f"{one.mutant.where}: no test notices\n" \
                f"{survivors.entry(one.mutant)}"
        if one.result != SURVIVED and listed:
            yield f"{one.mutant.where}: is in the list, but {one.result} " \
                f"{one.by}\n{survivors.entry(one.mutant)}"
    for key in survivors.gone(reasons, mutants):
        yield f"{survivors.LIST.name}: is in no source any more: {key}"


def judged(run: Run, asked: argparse.Namespace) -> int:
    everything = list(all_mutants(run.build))
    reasons = survivors.read()
    if asked.listed:
        verdicts = run.all([one for one in everything if one.key in reasons])
    else:
        some = [one for one in of_places(everything, asked.places or ["src"])
                if asked.kind in (None, one.kind)]
        verdicts = run.sample(chosen(some, asked.seed), asked.n)
    found = list(faults(verdicts, reasons, everything))
    found += [f"{name} fails without a mutant, too"
              for name in run.wrong_tests(verdicts)]
    print(report.text(verdicts), *found, sep="\n\n" if found else "\n")
    return 1 if found else 0


def main(words: List[str]) -> int:
    asked = options(words)
    try:
        with tempfile.TemporaryDirectory(prefix="mutate-") as work:
            return judged(Run(asked, work), asked)
    except (Broken, NotBuilt, survivors.BadList) as reason:
        print(f"mutate: {reason}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
