# SPDX-License-Identifier: MIT
"""What the operator of a name that fails again and again reads."""
import json
from pathlib import Path
from typing import Dict, List, Optional, Type

from harness.case import NAME, Case, program
from rig.pebble import Pebble
from rig.ports import free_port
from rig.process import PATIENCE_S, comes_true
from rig.server import FAILED, Server

NOWHERE = "192.0.2.1"  # of nobody's network (RFC 5737)
AGAIN_S = PATIENCE_S + 72  # the second attempt: a minute later, 20 % more or less


class Quiet(Server):
    def command(self) -> List[str]:
        return [word for word in super().command() if word != "--verbose"]


class Verbose(Case):
    def begin(self, kind: Type[Server], ca: Pebble, name: str,
              options: Dict[str, Optional[str]]) -> Server:
        folder = self.folder / name
        folder.mkdir()
        return self.serving(kind(program("ACME_SERVER"), folder, ca, name,
                                 {"root": str(self.pages()), **options}))

    @staticmethod
    def has_failed(folder: Path, n: int) -> bool:
        states = list(folder.glob("*.state"))
        return bool(states) and json.loads(
            states[0].read_text()).get("failures") == n

    def test_what_repeats(self) -> None:
        """Each attempt is seen with --verbose, all of its line; else one."""
        ca = self.ca()
        quiet_name = f"quiet.{NAME}"
        for name in NAME, quiet_name:
            ca.names.set(name, NOWHERE)
        verbose = self.begin(Server, ca, NAME, {})
        quiet = self.begin(Quiet, ca, quiet_name, {
            "port": str(free_port()), "http-port": str(free_port())})
        for server in verbose, quiet:
            self.assertTrue(comes_true(
                lambda: self.has_failed(server.folder, 2), AGAIN_S))

        again = verbose.process.messages(FAILED)
        self.assertEqual(len(again), 2)
        for line in again:
            self.assertRegex(line, "; clients get no certificate$")
        self.assertEqual(quiet.process.count(FAILED), 1)
        self.assertEqual(quiet.process.count(r"\] [IU]: "), 0)
