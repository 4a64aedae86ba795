# SPDX-License-Identifier: MIT
"""A server that traces to a file, and what flowtrace makes of it."""
import shutil
import subprocess
import sys
from pathlib import Path

from harness.case import Case
from rig.server import Server

ROOT = Path(__file__).resolve().parents[3]
TABLES = ROOT / "statemachine"


def flowtrace(*words: object) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-B", str(ROOT / "gen/flowtrace"),
         *map(str, words)], text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)


class Trace(Case):
    def traced(self) -> Server:
        """It has its first certificate."""
        self.path = self.folder / "flows.trace"
        server = self.server(self.ca(), options={"trace-path": str(self.path)})
        self.issued(server)
        return server

    def read(self, *words: object) -> str:
        done = flowtrace("--maps", TABLES, *words, self.path)
        self.assertEqual((done.stderr, done.returncode), ("", 0))
        return done.stdout

    def test_an_order_is_read(self) -> None:
        server = self.traced()
        self.stopped(server)
        self.assert_mode(self.path)
        said = self.read()
        self.assertRegex(said, r"acme_v2\.flow:\d+ #\d+ \w+ --.*--> FINALIZE")
        self.assertRegex(said, r"exchange\.flow:\d+ #\d+ SIGNING --SIGNED--> "
                         r"POST")
        self.assertRegex(said, r"certificate\.flow #\d+ started")
        self.refuses_other_tables()
        # The next run adds to it.
        self.start(server)
        self.wait_restored(server)
        self.stopped(server)
        self.assertEqual(self.read().count(" begins\n"), 2)
        self.assertRegex(self.read("--check"), r"^\d{3,} steps of \d+ instances "
                         "keep their tables and properties\n$")

    def refuses_other_tables(self) -> None:
        """Never a wrong name."""
        other = self.folder / "tables"
        shutil.copytree(TABLES, other)
        table = other / "exchange.flow"
        table.write_text("\n" + table.read_text())
        done = flowtrace("--maps", other, self.path)
        self.assertEqual((done.stdout, done.returncode), ("", 1))
        self.assertRegex(done.stderr,
                         "flow 'exchange' had other tables when the trace "
                         "was made: [0-9a-f]{16}, and .*exchange.flow has")
