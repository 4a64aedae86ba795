#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A table, a program and a library of different versions or trace levels do not
become one program, and the message says what is wrong."""
from __future__ import annotations

import shutil
import unittest
from pathlib import Path

from outside import (CC, VERSION, flags, folder, installed, main, outside,
                     refused, run)

OF = f"of_version_{VERSION.replace('.', '_')}_with_SM_TRACE"


class Refused(unittest.TestCase):
    def setUp(self) -> None:
        self.project = outside(f"refused-{self.id()}")
        self.addCleanup(shutil.rmtree, self.project)

    def flowc(self, root: Path) -> None:
        run(root / "usr/bin/flowc", "c", "-o", self.project,
            self.project / "job_runner.flow")

    def compile(self, root: Path, *names: str) -> None:
        """By what the copy's pkg-config says."""
        for name in names:
            run(CC, "-D_GNU_SOURCE", *flags(root, "--cflags"), "-c",
                f"{name}.c", folder=self.project)

    def link(self, root: Path) -> str:
        objects = (self.project / f"{name}.o" for name in
                   ("job_runner", "poll_host", "job_runner.flow"))
        return refused(CC, *objects, *flags(root, "--libs"), "-o",
                       self.project / "job_runner")

    def test_a_table_of_another_level(self) -> None:
        for table, library, level in (("none", "full", 0),
                                      ("full", "none", 2)):
            with self.subTest(table=table, library=library):
                self.flowc(installed(table))
                self.compile(installed(table), "job_runner", "poll_host",
                             "job_runner.flow")
                self.assertIn(f"undefined reference to `sm_init_{OF}_{level}'",
                              self.link(installed(library)))

    def test_a_program_of_another_level(self) -> None:
        """Its struct job_runner_sm has another size than the table's."""
        self.flowc(installed("full"))
        self.compile(installed("none"), "job_runner", "poll_host")
        self.compile(installed("full"), "job_runner.flow")
        self.assertIn(f"undefined reference to `job_runner_sm_init_{OF}_0'",
                      self.link(installed("full")))

    def next_version(self) -> Path:
        """A copy whose headers say that they are of 0.2.0."""
        root = Path(shutil.copytree(installed("none"),
                                    folder() / f"next-{self.id()}",
                                    symlinks=True))
        self.addCleanup(shutil.rmtree, root)
        header = root / "usr/include/lws-acme-client-sm/sm_table.h"
        text = header.read_text()
        header.write_text(text.replace("SM_VERSION_MINOR 1",
                                       "SM_VERSION_MINOR 2"))
        self.assertNotEqual(header.read_text(), text)
        return root

    def test_a_table_by_another_flowc(self) -> None:
        self.flowc(installed("none"))
        with self.assertRaisesRegex(
                RuntimeError, f"flowc {VERSION} wrote this, and sm_table.h is "
                "of another version: compile job_runner.flow anew"):
            self.compile(self.next_version(), "job_runner.flow")

    def test_a_library_of_another_version(self) -> None:
        root = self.next_version()
        version = root / "usr/share/lws-acme-client-sm/flow/version.py"
        version.write_text(version.read_text().replace(VERSION, "0.2.0"))
        self.flowc(root)
        self.compile(root, "job_runner", "poll_host", "job_runner.flow")
        self.assertIn("undefined reference to "
                      "`sm_init_of_version_0_2_0_with_SM_TRACE_0'",
                      self.link(installed("none")))


if __name__ == "__main__":
    main()
