#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests of the trace: what the engine records, and what flowtrace reads.

  test_flowtrace.py [PART...]     run all parts, or these
"""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

from test_gen import run_parts
from traced import FLOWTRACE, STRAY, TABLE, Traced

RING = """\
--- 1970-01-01 00:16:40.000 UTC: a trace of level ring begins
00:16:40.000 door.flow #1 started
00:16:40.000 door.flow:3 #1 (start) --ENTER--> WAIT
00:16:40.000 door.flow:12 #1 WAIT --TURN--> LOCKS
00:16:40.000 lock.flow #2 started by #1
00:16:40.000 lock.flow #3 started by #1
00:16:40.000 lock.flow:3 #2 (start) --ENTER--> TURN
00:16:40.000 lock.flow:3 #3 (start) --ENTER--> TURN
00:16:40.250 lock.flow:10 #3 TURN --TURNED--> open +250 ms
00:16:40.250 door.flow #1 LOCKS: any lock.open ignored +250 ms
00:16:40.250 lock.flow:10 #2 TURN --TURNED--> open +250 ms
00:16:40.250 door.flow #1 LOCKS: any lock.open ignored
00:16:40.250 door.flow:14 #1 LOCKS --all lock.open--> REST
00:16:40.257 door.flow:17 #1 REST --t_rest--> LAST +7 ms
00:16:40.257 lock.flow #4 started by #1
00:16:40.257 lock.flow:3 #4 (start) --ENTER--> TURN
00:16:40.257 lock.flow:10 #4 TURN --TURNED--> open
00:16:40.257 door.flow:19 #1 LAST --lock.open--> open
"""
MORE = ("door.flow #1 t_rest armed: 7 ms",
        "lock.flow #2 t_turn armed: 1 min")


class Ring(Traced):
    """Records by number, of an engine without names."""

    level = 1

    def test_each_step_is_a_line(self) -> None:
        self.trace()
        self.assertEqual(self.said("door.trace"), RING)

    def test_no_name_is_in_the_program(self) -> None:
        self.trace()
        code = Path(self.folder.name, "driver").read_bytes()
        for name in (b"LOCKS", b"any lock.open", b"t_rest", b"door.flow:"):
            self.assertNotIn(name + b"\0", code)

    def test_one_instance_or_flow(self) -> None:
        self.trace()
        lines = RING.splitlines(keepends=True)
        self.assertEqual(self.said("--flow", "lock", "door.trace"), "".join(
            line for line in lines if "door.flow" not in line))
        self.assertEqual(self.said("--instance", "#4", "door.trace"), "".join(
            line for line in lines if "#4" in line or line[0] == "-"))

    def test_what_a_crash_cut(self) -> None:
        """The last record's bytes are not all there; the next run goes on."""
        path = self.trace()
        whole = path.read_bytes()
        path.write_bytes(whole[:-5])
        self.assertEqual(self.said("door.trace"),
                         RING[:RING.rindex("\n", 0, -1) + 1])
        self.run_driver()
        self.assertEqual(self.said("door.trace"),
                         RING[:RING.rindex("\n", 0, -1) + 1] + RING)

    def test_a_log_by_numbers(self) -> None:
        """What is told of a step that no line takes."""
        tell = """
	const struct sm_record *record;
	char line[200];

	(void)world; (void)sm; (void)event;
	while ((record = sm_trace_tell(&memory))) {
		sm_record_text(&memory, record, line, sizeof(line));
		puts(line);
	}
"""
        self.path("log", self.tells(STRAY, tell) + "bare words\n"
                  "door #1: unexpected event 3 in state 2 (tables "
                  f"{self.hash('door')})\n")
        self.assertEqual(
            self.said("log"),
            "-0.000 door.flow #1 started\n"
            "-0.000 door.flow:3 #1 (start) --ENTER--> WAIT\n"
            "-0.000 door.flow:12 #1 WAIT --TURN--> LOCKS\n"
            "-0.000 door.flow:14 #1 LOCKS --all lock.open--> REST\n"
            "-0.000 door.flow #1 REST: TURN unexpected\n"
            "bare words\ndoor.flow #1: unexpected TURN in LOCKS\n")

    def tells(self, run: str, tell: str) -> str:
        """What the program says when an event is unexpected."""
        self.trace(run)  # it compiles
        source = Path(self.folder.name, "driver.c").read_text()
        self.path("driver.c", source.replace(
            "\t(void)world; (void)sm; (void)event;\n", tell))
        Path(self.folder.name, "door.trace").unlink()
        done = self.compile(["-o", "driver", "driver.c", "door.flow.c",
                             "door.stubs.c", "lock.flow.c", "lock.stubs.c",
                             *self.engine])
        self.assertEqual((done.stderr, done.returncode), ("", 0))
        return subprocess.run([str(Path(self.folder.name, "driver"))],
                              capture_output=True, text=True, check=True,
                              cwd=self.folder.name).stdout

    def hash(self, flow: str) -> str:
        self.flowc("map", "-o", ".", f"{flow}.flow")
        path = Path(self.folder.name, f"{flow}.map.json")
        text = path.read_text()
        path.unlink()
        return text.split('"hash": "')[1][:16]

    def test_follow(self) -> None:
        """Lines come as the records do."""
        path = self.trace()
        whole = path.read_bytes()
        half = len(whole) // 32 * 16 + 7
        path.write_bytes(whole[:half])
        process = subprocess.Popen(
            [sys.executable, "-B", str(FLOWTRACE), "--maps", ".", "--follow",
             "door.trace"], cwd=self.folder.name, stdout=subprocess.PIPE,
            text=True)
        self.addCleanup(process.wait)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.kill)
        first = self.said("door.trace")
        for line in first.splitlines():
            self.assertEqual(process.stdout.readline(), line + "\n")
        with path.open("ab") as file:
            file.write(whole[half:])
        for line in RING[len(first):].splitlines():
            self.assertEqual(process.stdout.readline(), line + "\n")


class Full(Traced):
    """Also what guards said, and timers."""

    def test_each_detail_is_a_line(self) -> None:
        self.trace()
        said = self.said("door.trace")
        for line in MORE:
            self.assertIn(f" {line}\n", said)
        short = "".join(line for line in said.splitlines(keepends=True)
                        if " t_" not in line)
        self.assertEqual(short.replace("level full", "level ring"),
                         "".join(line for line in RING.splitlines(True)
                                 if " t_" not in line))


class Tables(Traced):
    """Names come from the program's own tables, or none do."""

    level = 1

    def test_maps_do_as_well_as_tables(self) -> None:
        self.trace()
        self.flowc("map", "-o", "maps", "door.flow", "lock.flow")
        done = self.flowtrace("--maps", "maps", "door.trace")
        self.assertEqual((done.stdout, done.stderr), (RING, ""))

    def refused(self, text: str, *words: object) -> None:
        done = self.flowtrace(*words)
        self.assertEqual((done.stdout, done.returncode), ("", 1))
        self.assertRegex(done.stderr, f"^flowtrace: {text}$")

    def test_other_tables_are_refused(self) -> None:
        self.trace()
        self.flowc("map", "-o", "old", "door.flow", "lock.flow")
        self.path("door.flow", "# a line more\n" + TABLE)
        self.flowc("map", "-o", "new", "door.flow", "lock.flow")
        self.refused(
            r"door.trace: flow 'door' had other tables when the trace was "
            r"made: [0-9a-f]{16}, and new/door.map.json has [0-9a-f]{16}; "
            r"name the tables that the program was built from: --maps FOLDER",
            "--maps", "new", "door.trace")
        done = self.flowtrace("--maps", "new", "--maps", "old", "door.trace")
        self.assertEqual((done.stdout, done.stderr), (RING, ""))

    def test_no_tables(self) -> None:
        self.trace()
        Path(self.folder.name, "none").mkdir(exist_ok=True)
        self.refused(r"door.trace: there are no tables of flow 'door' "
                     r"\([0-9a-f]{16}\) in none: name those that the program "
                     r"was built from: --maps FOLDER",
                     "--maps", "none", "door.trace")

    def test_files_that_are_wrong(self) -> None:
        trace = self.trace().read_bytes()
        self.path("bad.map.json", "{}")
        self.refused("door.trace: bad.map.json: is no map: write it with "
                     "'flowc map'", "--maps", "bad.map.json", "door.trace")
        Path(self.folder.name, "bad.map.json").unlink()
        Path(self.folder.name, "cut").write_bytes(trace[:14] + b"\7" +
                                                  trace[15:])
        self.refused("cut: is a trace of another version", "cut")
        self.refused("nosuch: No such file or directory", "nosuch")

    def test_wrong_usage(self) -> None:
        for words, told in (((), "which file\\?"),
                            (("a", "b"), "one file at a time, not 'b' as well"),
                            (("--map", "x"), "unknown option '--map'"),
                            (("--maps",), "'--maps' wants a word behind it"),
                            (("--instance", "x"),
                             "'x' is no number of an instance")):
            done = self.flowtrace(*words)
            self.assertEqual(done.returncode, 2)
            self.assertRegex(done.stderr,
                             f"^flowtrace: {told}; see 'flowtrace --help'\n$")


class Opened(Traced):
    """Nobody else reads the file, and no other file is written."""

    level = 1

    def status(self) -> str:
        return subprocess.run([str(Path(self.folder.name, "driver"))],
                              cwd=self.folder.name, capture_output=True,
                              text=True, check=False).stdout.strip()

    def test_mode(self) -> None:
        path = Path(self.folder.name, "door.trace")
        path.unlink(missing_ok=True)
        self.program()
        before = os.umask(0)
        try:
            self.run_driver()
        finally:
            os.umask(before)
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)

    def test_what_is_no_own_file_is_refused(self) -> None:
        path = self.trace()
        other = path.with_name("other")

        def link() -> None:
            path.symlink_to("other")

        def hard_link() -> None:
            os.link(other, path)

        def readable() -> None:
            path.touch(0o644)
            path.chmod(0o644)

        def pipe() -> None:
            os.mkfifo(path, 0o600)

        def key() -> None:
            path.write_bytes(b"-----BEGIN PRIVATE KEY-----")
            path.chmod(0o600)

        for make, told in ((link, errno.ELOOP), (hard_link, errno.EPERM),
                           (readable, errno.EPERM), (pipe, errno.EPERM),
                           (key, errno.EPERM),
                           (path.mkdir, errno.EISDIR)):
            with self.subTest(make.__name__):
                if path.is_dir() and not path.is_symlink():
                    path.rmdir()
                else:
                    path.unlink(missing_ok=True)
                other.write_bytes(b"mine")
                other.chmod(0o600)
                make()
                self.assertEqual(self.status(), str(told))
                self.assertEqual(other.read_bytes(), b"mine")
        path.rmdir()


PARTS = {"ring": Ring, "full": Full, "tables": Tables, "opened": Opened}

if __name__ == "__main__":
    sys.exit(run_parts(sys.argv[1:], PARTS, __doc__))
