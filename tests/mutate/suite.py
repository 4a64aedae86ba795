# SPDX-License-Identifier: MIT
"""The tests of a build folder, as ctest knows them, and which come first."""
from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Dict, List, NamedTuple, Sequence, Tuple

from build import TOP, Broken, Build
from mutant import Mutant

# What only a real server shows: the quick ones, the most telling first.
E2E = ("issue_1", "restart", "hello_static_rsa", "stop", "http_01", "options",
       "hello_before_the_first_certificate", "hello_cut_in_two",
       "hello_over_records", "alpn_auto", "alpn_alone", "v1_1_name_by_tls",
       "v1_1_name_by_http", "v1_sni_visits", "bad_pair", "sharing",
       "overrides", "own_certificates", "plain_user", "rootless", "example",
       "key_types", "renew", "alpn_shared_port", "alpn_visits", "hello_late",
       "hello_never_ending")
SCENARIO = re.compile(r"^SCENARIO\((\w+)\)", re.M)
SLOW_S = 3.0


class Test(NamedTuple):
    name: str
    command: List[str]
    environment: Dict[str, str]
    skipped: int  # the exit status that says so
    timeout_s: float

    @property
    def group(self) -> str:
        return self.name.split(".")[0]

    def programs(self) -> List[Tuple[str, Path]]:
        """What it runs that may hold a mutant: its variable ("" is the
        command), and where it is."""
        if self.group != "e2e":
            return [("", Path(self.command[0]))]
        return [(name, Path(value)) for name, value in self.environment.items()
                if name.startswith("ACME_") and os.path.isfile(value)]


def read_test(entry: Dict[str, object]) -> Test:
    given = entry["properties"]
    assert isinstance(given, list)
    properties = {one["name"]: one["value"] for one in given}
    environment = dict(word.split("=", 1)
                       for word in properties.get("ENVIRONMENT", []))
    command = entry["command"]
    assert isinstance(command, list)
    return Test(str(entry["name"]), command, environment,
                properties.get("SKIP_RETURN_CODE", -1),
                float(properties.get("TIMEOUT", 600)))


def read_tests(build: Build) -> List[Test]:
    done = subprocess.run(["ctest", "--show-only=json-v1"], cwd=build.folder,
                          text=True, stdout=subprocess.PIPE)
    if done.returncode:
        raise Broken(f"ctest finds no tests in {build.folder}")
    tests = [read_test(entry) for entry in json.loads(done.stdout)["tests"]
             if "command" in entry]
    return [test for test in tests
            if test.group in ("unit", "scenario", "fuzz") or
            test.group == "e2e" and test.name[4:] in E2E]


def scenario_folders() -> Dict[str, str]:
    found = {}
    for path in (TOP / "tests/scenario").rglob("*.c"):
        for name in SCENARIO.findall(path.read_text()):
            found[f"scenario.{name}"] = path.parent.name
    return found


def durations(build: Build) -> Dict[str, float]:
    """How long each took when ctest ran it last, where it did."""
    try:
        lines = (build.folder / "Testing/Temporary/CTestCostData.txt") \
            .read_text().splitlines()
    except OSError:
        return {}
    rows = [line.split() for line in lines]
    return {row[0]: float(row[2]) for row in rows if len(row) == 3}


class Suite:
    def __init__(self, build: Build, with_e2e: bool, names: str) -> None:
        self.tests = [test for test in read_tests(build)
                      if re.search(names, test.name) and
                      (with_e2e or test.group != "e2e")]
        self.asks_spin = re.search(names, "spin") is not None
        self._folders = scenario_folders()
        self._durations = durations(build)
        if not self.tests:
            raise Broken(f"{build.folder} has no tests")

    def in_order(self, mutant: Mutant) -> List[Test]:
        """Those that are likely to notice and quick come first.  What is asked
        while memory is short is C's matter alone, and takes minutes."""
        tests = [test for test in self.tests
                 if not (mutant.is_table and "short_memory" in test.name)]
        return sorted(tests, key=lambda test: (
            test.group == "e2e", *self._near(test, Path(mutant.path))))

    def _near(self, test: Test, source: Path) -> Sequence[float]:
        took_s = self._durations.get(test.name, 0.0)
        slow = took_s > SLOW_S
        if test.group == "e2e":
            return (0, E2E.index(test.name[4:]))
        stem = source.name.split(".")[0]
        if test.group == "scenario":
            folder = self._folders.get(test.name, "")
            near = folder in source.parts or stem.startswith(folder)
            return (3 if slow else 1 if near else 2, took_s)
        if test.name.startswith(f"unit.{stem}"):
            return (0, took_s)
        rooms = Path(test.command[0]).parent.parts
        near = source.parent.name in rooms
        if near:
            return (1 + slow, took_s)
        return (3 if slow else 2, took_s)
