# SPDX-License-Identifier: MIT
"""An outside project finds what `cmake --install` put somewhere, links it,
and its server gets a certificate: by CMake's package, and by pkg-config."""
import os
import shutil
import subprocess
from pathlib import Path
from typing import Dict, List, Optional

from harness import TOP
from harness.case import Case

SOURCES = TOP / "tests/e2e/install"
EXAMPLE = TOP / "examples/minimal-server.c"
# Where the lws is that the library was built with; "": the system's.
LWS = os.environ.get("ACME_LWS", "")
# One with libuv in it (for lwsws) includes uv.h, which wants more than C11.
STANDARD = "gnu11" if LWS else "c11"


class Install(Case):
    def run_step(self, command: List[str],
                 env: Optional[Dict[str, str]] = None) -> str:
        run = subprocess.run(command, env={**os.environ, **(env or {})},
                             cwd=self.folder, text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertEqual(run.returncode, 0, run.stdout)
        return run.stdout

    def installed(self) -> Path:
        prefix = self.folder / "usr"
        self.run_step(["cmake", "--install", os.environ["ACME_BUILD"],
                       "--prefix", str(prefix)])
        return prefix

    def issues(self, program: Path) -> None:
        self.issued(self.minimal(self.ca(), program))

    def test_cmake_package(self) -> None:
        prefix = self.installed()
        project = self.folder / "outside"
        project.mkdir()
        shutil.copy(SOURCES / "CMakeLists.txt", project)
        shutil.copy(EXAMPLE, project)
        flags = os.environ["ACME_C_FLAGS"]
        self.run_step(["cmake", "-G", "Ninja", "-S", str(project), "-B",
                       str(project / "build"), f"-DCMAKE_C_FLAGS={flags}",
                       f"-DCMAKE_PREFIX_PATH={prefix};{LWS}"])
        self.run_step(["cmake", "--build", str(project / "build")])
        self.issues(project / "build/outside")

    def test_pkg_config(self) -> None:
        prefix = self.installed()
        found = next(prefix.rglob("lws-acme-client.pc"))
        flags = self.run_step(
            ["pkg-config", "--cflags", "--libs", "lws-acme-client"],
            {"PKG_CONFIG_PATH": f"{found.parent}:{LWS}/lib/pkgconfig"})
        program = self.folder / "outside"
        self.run_step([os.environ["ACME_CC"], f"-std={STANDARD}",
                       *os.environ["ACME_C_FLAGS"].split(), str(EXAMPLE),
                       "-o", str(program), *flags.split(),
                       *([f"-Wl,-rpath,{LWS}/lib"] if LWS else [])])
        self.issues(program)
