#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a table costs beside a switch: instructions of an event, and bytes; and
what it costs to compile all of ours.

  test_cost.py Events     callgrind counts, at -O2: the same each time
  test_cost.py Sizes      sections of object files, at -Os
  test_cost.py Flowc      cachegrind counts

None depends on the machine's load.  The first two depend on the compiler, which
is $CC; their bars are those of gcc on x86-64.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Dict, List

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
ENGINE = sorted((ROOT / "src/engine").glob("*.c"))
DURATION = ROOT / "src/engine/duration.c"  # for tables that have its timers

TIMES = {"taken": 2.0, "unexpected": 1.5, "ignored": 1.5}  # of the switch
ENGINE_BYTES = 2560  # what every program with a flow links
DURATION_BYTES = 150
TABLES_BYTES = 4096
TRACE_MOST = 40  # instructions of an event, to the ring
FEW, MANY = 4000, 24000
FLOWC_TIMES = 54  # of a Python that does nothing; Debian's 3.11 has 51


def run(*command: object) -> str:
    done = subprocess.run([str(word) for word in command], text=True,
                          check=False, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}")
    return done.stdout


def all_it_runs(flow: str) -> List[str]:
    """The flow and those that it runs, and so on."""
    found = [flow]
    for name in found:
        text = (ROOT / f"statemachine/{name}.flow").read_text()
        found += [run for run in dict.fromkeys(re.findall(
            r"^(?:call|each) \w+(?: in \w+)? (\w+) as", text, re.M))
            if run not in found]
    return found


class Build(unittest.TestCase):
    """A folder, and the compiler; without a trace, where nothing is said."""

    level = 0

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="lws-acme-cost-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def flowc(self, *paths: Path) -> None:
        run(sys.executable, "-B", ROOT / "gen/flowc", "c", "-o", self.folder,
            *paths)

    def compile(self, *words: object) -> None:
        run(os.environ.get("CC", "cc"), "-std=c11", "-DNDEBUG",
            "-D_POSIX_C_SOURCE=200809L", f"-DSM_TRACE={self.level}",
            *(f"-I{path}" for path in (ROOT / "include", ROOT / "src", HERE,
                                       self.folder)), *words)


class Events(Build):
    """One event, from the post to the end of its dispatch."""

    def count(self, form: str, kind: str, n: int) -> int:
        said = run("valgrind", "--tool=callgrind",
                   f"--callgrind-out-file={self.folder / 'out'}",
                   self.folder / "bench", form, kind, n)
        return int(re.search(r"Collected : (\d+)", said)[1])

    def instructions(self, form: str, kind: str) -> float:
        return (self.count(form, kind, MANY) - self.count(form, kind, FEW)) / \
            (MANY - FEW)

    def bench(self) -> None:
        self.flowc(HERE / "bench_door.flow")
        self.compile("-O2", "-g", HERE / "engine_bench.c",
                     HERE / "hand_door.c", self.folder / "bench_door.flow.c",
                     *ENGINE, "-o", self.folder / "bench")

    def test_traced_to_the_ring(self) -> None:
        self.bench()
        without = {kind: self.instructions("table", kind) for kind in TIMES}
        self.level = 1
        self.bench()
        for kind, less in without.items():
            with self.subTest(kind):
                more = self.instructions("table", kind) - less
                print(f"{kind}: {more:.1f} instructions of the trace")
                self.assertGreater(more, 0)
                self.assertLessEqual(more, TRACE_MOST)

    def test_beside_a_switch(self) -> None:
        self.bench()
        for kind, most in TIMES.items():
            with self.subTest(kind):
                table, switch = (self.instructions(form, kind)
                                 for form in ("table", "switch"))
                print(f"{kind}: {table:.0f} instructions, {switch:.0f} of a "
                      f"switch, {table / switch:.2f} times")
                self.assertLessEqual(table / switch, most)


class Sizes(Build):
    """Without a trace; a table's sentences for people are not counted."""

    def sections(self, source: Path) -> Dict[str, int]:
        out = self.folder / "object.o"
        self.compile("-Os", "-c", source, "-o", out)
        found = {name: int(size) for name, size in
                 re.findall(r"^(\.\S+) +(\d+)", run("size", "-A", out), re.M)}
        texts = re.search(r"\w+ (\w+) r sentence$", run("nm", "-S", out), re.M)
        return {**found, "texts": int(texts[1], 16) if texts else 0}

    def sum(self, sources: List[Path], *names: str) -> int:
        total = 0
        for source in sources:
            sections = self.sections(source)
            total += sum(size for section, size in sections.items()
                         if section.startswith(names)) - \
                (sections["texts"] if ".rodata" in names else 0)
        return total

    def test_engine(self) -> None:
        always = [source for source in ENGINE if source != DURATION]
        size = self.sum(always, ".text")
        print(f"engine: {size} bytes of code")
        self.assertLessEqual(size, ENGINE_BYTES)

    def test_growth_and_jitter(self) -> None:
        size = self.sum([DURATION], ".text")
        print(f"growth and jitter: {size} bytes of code")
        self.assertLessEqual(size, DURATION_BYTES)

    def test_acme_v2_with_all_it_runs(self) -> None:
        flows = all_it_runs("acme_v2")
        self.assertGreater(len(flows), 4)
        self.flowc(*(ROOT / f"statemachine/{name}.flow" for name in flows))
        size = self.sum([self.folder / f"{name}.flow.c" for name in flows],
                        ".rodata", ".data")
        print(f"{', '.join(flows)}: {size} bytes of tables")
        self.assertGreater(size, 1000)
        self.assertLessEqual(size, TABLES_BYTES)


@unittest.skipIf(sys.version_info < (3, 11), "the bar is of later Pythons")
class Flowc(Build):
    """All shipped flows, and nothing of an earlier run is used."""

    def setUp(self) -> None:
        super().setUp()
        python = [sys.executable, "-B", "-S"]  # as bare as on any machine
        self.empty = [*python, "-c", ""]
        self.all_flows = [
            *python, ROOT / "gen/flowc", "c", "-o", self.folder,
            *sorted((ROOT / "statemachine").glob("*.flow"))]

    def instructions(self, command: List[object]) -> int:
        said = run("valgrind", "--tool=cachegrind", "--cache-sim=no",
                   "--cachegrind-out-file=/dev/null", *command)
        return int(re.search(r"I +refs: +([\d,]+)", said)[1].replace(",", ""))

    @staticmethod
    def seconds(command: List[object]) -> float:
        """Of CPU, at best."""
        def used() -> float:
            usage = resource.getrusage(resource.RUSAGE_CHILDREN)
            return usage.ru_utime + usage.ru_stime
        times = [used()]
        for _ in range(5):
            run(*command)
            times.append(used())
        return min(end - begin for begin, end in zip(times, times[1:]))

    def test_all_flows(self) -> None:
        os.environ["PYTHONHASHSEED"] = "0"
        times = self.instructions(self.all_flows) / \
            self.instructions(self.empty)
        print(f"flowc c: {times:.1f} times the instructions of an empty "
              f"Python; {self.seconds(self.all_flows):.2f} s of CPU, of an "
              f"empty one {self.seconds(self.empty):.2f} s")
        self.assertLessEqual(times, FLOWC_TIMES)


if __name__ == "__main__":
    unittest.main()
