# SPDX-License-Identifier: MIT
"""One mutant is made, and the tests that could notice it are run until one
does."""
from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Dict, List, NamedTuple, Optional, Tuple

import by_spin
from build import TOP, Build, NotBuilt
from mutant import Mutant
from suite import Suite, Test

CPU_S = 40           # an endless loop ends; no test needs half of it
WALL_S = 900         # who waits for what never comes, too
FILE_BYTES = 1 << 28
LIMITS = ["prlimit", f"--cpu={CPU_S}", f"--fsize={FILE_BYTES}", "--core=0"]

KILLED, SURVIVED, EQUAL, NOT_BUILT = "killed", "survived", "equal", "not built"


class Verdict(NamedTuple):
    mutant: Mutant
    result: str
    by: str = ""  # who noticed it: a test, the flow compiler, or Spin


Objects = List[Tuple[Path, str]]  # each with what the build has instead


class Unnoticeable(Exception):
    """It is no test's business: why, as a result, and who says so."""

    def __init__(self, result: str, by: str = "") -> None:
        super().__init__(result)
        self.result, self.by = result, by


def make_c(build: Build, mutant: Mutant, folder: Path) -> Objects:
    source = str(TOP / mutant.path)
    text = folder / Path(source).name
    text.write_text(mutant.text)
    unchanged = build.compared(source)
    try:
        if build.compared(source, text) == unchanged:
            raise Unnoticeable(EQUAL)
        made = folder / "mutant.o"
        build.object(source, text, made)
    except NotBuilt:
        raise Unnoticeable(NOT_BUILT) from None
    return [(made, source)]


def make_flow(build: Build, mutant: Mutant, folder: Path) -> Objects:
    """Its table, and those that are others as it is."""
    flows, generated = folder / "statemachine", folder / "generated"
    shutil.copytree(TOP / "statemachine", flows)
    (folder / mutant.path).write_text(mutant.text)
    files = sorted(str(path) for path in flows.glob("*.flow"))
    compiler = subprocess.run(
        [str(TOP / "gen/flowc"), "c", "-o", str(generated), *files],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
    if compiler.returncode:
        raise Unnoticeable(KILLED, "compiler")
    objects = []
    for text in sorted(generated.iterdir()):
        source = build.folder / "generated" / text.name
        if text.read_bytes() == source.read_bytes():
            continue
        if text.suffix == ".h":
            raise Unnoticeable(KILLED, "C's compiler")
        made = folder / f"{text.name}.o"
        build.object(str(source), text, made)
        objects.append((made, str(source)))
    if not objects:
        raise Unnoticeable(EQUAL)
    return objects


def end_group(process: "subprocess.Popen[bytes]") -> None:
    """Whatever the test left running; it has a session of its own."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


class Trial:
    """The programs with one mutant, in a folder of their own."""

    def __init__(self, build: Build, suite: Suite, folder: Path) -> None:
        self.build, self.suite, self.folder = build, suite, folder
        self.objects: Objects = []
        self._programs: Dict[Path, Optional[Path]] = {}

    def program(self, program: Path) -> Optional[Path]:
        """The program with the mutant; None: it has no part in it."""
        if program not in self._programs:
            self._programs[program] = self._linked(program)
        return self._programs[program]

    def _linked(self, program: Path) -> Optional[Path]:
        parts = [made for made, source in self.objects
                 if self.build.holds(program, source)]
        if not parts:
            return None
        made = self.folder / program.name
        self.build.link(program, parts, made)
        return made

    def passes(self, test: Test) -> Optional[bool]:
        """None: it does not run the mutant at all, or not here."""
        command, environment = list(test.command), dict(test.environment)
        concerned = False
        for variable, program in test.programs():
            made = self.program(program)
            if not made:
                continue
            concerned = True
            if variable:
                environment[variable] = str(made)
            else:
                command[0] = str(made)
        return self._run(test, command, environment) if concerned else None

    def _run(self, test: Test, command: List[str],
             environment: Dict[str, str]) -> Optional[bool]:
        inside = self.folder / "run"
        inside.mkdir(exist_ok=True)
        environment.pop("SM_TRACE_LINES_TO", None)
        with open(self.folder / "output", "wb") as output:
            process = subprocess.Popen(
                [*LIMITS, *command], cwd=inside, stdin=subprocess.DEVNULL,
                stdout=output, stderr=subprocess.STDOUT,
                env={**os.environ, **environment}, start_new_session=True)
            try:
                status = process.wait(min(WALL_S, test.timeout_s))
            except subprocess.TimeoutExpired:
                status = 1
            finally:
                end_group(process)
        return None if status == test.skipped else status == 0

    def made(self, mutant: Mutant) -> Objects:
        make = make_flow if mutant.is_table else make_c
        return make(self.build, mutant, self.folder)

    def run(self, mutant: Mutant) -> Verdict:
        try:
            self.objects = self.made(mutant)
        except Unnoticeable as reason:
            return Verdict(mutant, reason.result, reason.by)
        if mutant.path.endswith(".flow") and self.suite.asks_spin and \
                by_spin.notices(self.folder / mutant.path):
            return Verdict(mutant, KILLED, "Spin")
        asked = 0
        for test in self.suite.in_order(mutant):
            passed = self.passes(test)
            if passed is False:
                return Verdict(mutant, KILLED, test.name)
            asked += passed is True
        return Verdict(mutant, SURVIVED, f"{asked} tests")

    def passes_without(self, mutant: Mutant, test: Test) -> bool:
        """Made and linked the same way, but with the sources as they are."""
        self.objects = self.made(mutant)
        for made, source in self.objects:
            self.build.object(source, Path(source), made)
        return self.passes(test) is not False
