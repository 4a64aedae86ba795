# SPDX-License-Identifier: MIT
"""The two commands as a person runs them."""
import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path
from typing import List, Tuple

from harness import TOP
from quickstart_screen import PHASES
from rig.process import PATIENCE_S, Process, comes_true

QUICKSTART = TOP / "tools/quickstart"


class Commands(unittest.TestCase):
    def run_it(self, *command: str, path: str = "") -> Tuple[int, str]:
        env = {**os.environ, "PATH": path or os.environ["PATH"]}
        run = subprocess.run(command, env=env, text=True, cwd="/",
                             stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return run.returncode, run.stdout

    def test_help(self) -> None:
        for name, option in (("quickstart", "--once"), ("test", "--full")):
            status, text = self.run_it(str(TOP / "tools" / name), "--help")
            self.assertEqual(status, 0)
            self.assertIn(option, text)

    def test_unknown_option(self) -> None:
        for name in ("quickstart", "test"):
            status, text = self.run_it(str(TOP / "tools" / name), "--sideways")
            self.assertEqual(status, 2)
            self.assertIn("usage:", text)

    def test_another_system_is_told_what_is_missing(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for name in ("sh", "dirname", "gcc"):
                os.symlink(shutil.which(name), Path(folder) / name)
            status, text = self.run_it(str(QUICKSTART), path=folder)
        self.assertEqual(status, 2, text)
        self.assertIn("apt-get", text)
        missing = text.splitlines()[0].split()
        self.assertTrue({"cmake", "pebble", "ragel"} <= set(missing), text)
        self.assertNotIn("gcc", missing)

    def test_apt_that_runs_already_is_waited_for(self) -> None:
        """A real lock of apt's, on lists of its own: nothing is installed."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "lists/partial").mkdir(parents=True)
            (folder / "apt.conf").write_text(
                f'Dir::State::Lists "{folder}/lists";\n'
                'Dir::Etc::SourceList "/dev/null";\n'
                'Dir::Etc::SourceParts "/dev/null";\n')
            command = (". tools/lib/packages.sh; as_root=; "
                       f"apt_log={folder}/log; apt_get update && echo went on")
            with open(folder / "lists/lock", "w", encoding="ascii") as lock:
                fcntl.lockf(lock, fcntl.LOCK_EX)
                env = {**os.environ, "APT_CONFIG": str(folder / "apt.conf")}
                run = Process("apt", ["sh", "-c", command], folder / "out",
                              env, cwd=TOP)
                self.addCleanup(run.stop)
                run.wait_line("waiting for another apt")
                self.assertTrue(run.running())
            self.assertEqual(run.wait(PATIENCE_S), 0, run.tail())
            run.wait_line("^went on")


class Quickstart(unittest.TestCase):
    """Its processes are known by their TMPDIR, which they all inherit."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="lws-acme-qs-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "tmp").mkdir()

    def begin(self, *options: str) -> Process:
        env = {**os.environ, "TMPDIR": str(self.folder / "tmp")}
        run = Process("quickstart", [str(QUICKSTART), *options],
                      self.folder / "log", env)
        self.addCleanup(run.stop)
        return run

    def its_processes(self) -> List[str]:
        wanted = f"TMPDIR={self.folder / 'tmp'}\0".encode()
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if wanted in (process / "environ").read_bytes():
                    found.append((process / "comm").read_text().strip())
            except OSError:
                pass  # it has ended meanwhile, or is another user's
        return sorted(found)

    def nothing_is_left(self) -> None:
        """The rig's guard ends once it sees that its harness has ended."""
        self.assertTrue(comes_true(lambda: not self.its_processes()),
                        self.its_processes())
        self.assertEqual(list((self.folder / "tmp").iterdir()), [])

    def test_phases_are_states(self) -> None:
        """Each phase is told when a flow comes to a state that it has."""
        for flow, state in PHASES:
            table = (TOP / "statemachine" / f"{flow}.flow").read_text()
            self.assertRegex(table, rf"(?m)^(state|call|each|choice) {state} ")

    def test_once(self) -> None:
        run = self.begin("--once")
        self.assertEqual(run.wait(2 * PATIENCE_S), 0, run.tail(200))
        for word in ("account key", "directory", "account", "certificate",
                     "page", "renewed", "done"):
            self.assertEqual(run.count(f"^{word}  +"), 1, run.tail(200))
        for word in ("order", "finalize", "store", "install"):
            self.assertEqual(run.count(f"^{word}  +"), 2, run.tail(200))
        # Of a hundred Pebbles one hands the valid authorization back.
        self.assertIn(run.count("^challenge  +"), (1, 2), run.tail(200))
        self.assertEqual(run.count(r"\.flow:"), 0, run.tail(200))
        self.nothing_is_left()

    def test_ctrl_c(self) -> None:
        run = self.begin("--trace")
        run.wait_line("^open .*https://", 2 * PATIENCE_S)
        self.assertGreater(run.count(r"s +account\.flow:\d+ #\d+ "), 0)
        self.assertEqual(self.its_processes(), [
            "lws-acme-server", "pebble", "pebble-challtes", "python3",
            "sh"])  # the rig's guard
        self.assertEqual(run.stop(signal.SIGINT), 0, run.tail())
        self.nothing_is_left()

    def test_killed(self) -> None:
        run = self.begin()
        run.wait_line("^open .*https://", 2 * PATIENCE_S)
        os.kill(run.pid, signal.SIGKILL)
        self.assertEqual(run.wait(PATIENCE_S), -signal.SIGKILL)
        # The guard ends its children, and nobody tells when that is done.
        self.assertTrue(comes_true(lambda: not self.its_processes()),
                        self.its_processes())
