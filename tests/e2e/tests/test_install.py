# SPDX-License-Identifier: MIT
"""An outside project finds what `cmake --install` put somewhere, links it,
and its server gets a certificate: by CMake's package, and by pkg-config."""
import json
import os
import platform
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Dict, List, Optional

from harness import TOP
from harness.case import NAME, NO_ANSWER, Case
from harness.lws import TLS
from rig.client import http_get

SOURCES = TOP / "tests/e2e/programs/install"
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

    def linked(self, prefix: Path, lws: str) -> Path:
        """The example, by what pkg-config says, with the lws in that place."""
        found = next(prefix.rglob("lws-acme-client.pc"))
        flags = self.run_step(
            ["pkg-config", "--cflags", "--libs", "lws-acme-client"],
            {"PKG_CONFIG_PATH": f"{found.parent}:{lws}/lib/pkgconfig"})
        program = self.folder / "outside"
        self.run_step([os.environ["ACME_CC"], f"-std={STANDARD}",
                       *os.environ["ACME_C_FLAGS"].split(), str(EXAMPLE),
                       "-o", str(program), *flags.split(),
                       *([f"-Wl,-rpath,{lws}/lib"] if lws else [])])
        return program

    def test_pkg_config(self) -> None:
        self.issues(self.linked(self.installed(), LWS))

    def test_programs_are_hardened(self) -> None:
        """What a linker leaves of it can be seen in the files."""
        prefix = self.installed()
        files = [prefix / "bin/lws-acme-server",
                 next(prefix.rglob("libprotocol_lws_acme_client.so"))]
        for path in files:
            seen = self.run_step(["readelf", "-hldsW", str(path)])
            for pattern in (r"Type:\s+DYN", r"\bGNU_RELRO\b", r"\bNOW\b",
                            r"GNU_STACK.*\bRW\b", r"\b__stack_chk_fail\b"):
                self.assertRegex(seen, pattern, path)
            if platform.machine() == "x86_64":  # CET
                self.assertIn("endbr64", self.run_step(
                    ["objdump", "-d", "-j", ".text", str(path)]))

    def test_release_is_hardened(self) -> None:
        """What only the compiler knows, of each file that is installed."""
        build = self.folder / "release"
        self.run_step(["cmake", "-G", "Ninja", "-S", str(TOP), "-B",
                       str(build), "-DCMAKE_BUILD_TYPE=MinSizeRel",
                       "-DBUILD_TESTING=OFF", f"-DCMAKE_PREFIX_PATH={LWS}",
                       f"-DCMAKE_C_COMPILER={os.environ['ACME_CC']}"])
        commands = [entry for entry in json.loads(
            (build / "compile_commands.json").read_text())
            if "/examples/" not in entry["file"]]
        self.assertGreater(len(commands), 100)
        for entry in commands:
            for flag in ("-fstack-protector-strong", "-fPI",
                         "-fstack-clash-protection", "-D_FORTIFY_SOURCE="):
                self.assertIn(flag, entry["command"])
        words = next(shlex.split(entry["command"]) for entry in commands
                     if entry["file"].endswith("/base/buf.c"))
        words[words.index("-o") + 1] = str(self.folder / "fault.o")
        self.run_step(words)
        self.assertIn("__vsnprintf_chk", self.run_step(
            ["nm", "--undefined-only", str(self.folder / "fault.o")]))

    def lws_version(self, lws: str) -> str:
        return self.run_step(["pkg-config", "--modversion", "libwebsockets"],
                             {"PKG_CONFIG_PATH": f"{lws}/lib/pkgconfig"})

    def test_another_lws(self) -> None:
        """The system's, where the library was built with one of its own:
        pkg-config refuses another version, and the program another TLS."""
        prefix = self.installed()
        if self.lws_version(LWS) != self.lws_version(""):
            with self.assertRaisesRegex(AssertionError,
                                        "'libwebsockets = [0-9.]+"):
                self.linked(prefix, "")
        elif TLS == "mbedtls":
            server = self.minimal(self.ca(), self.linked(prefix, ""))
            server.process.wait_line(
                "OpenSSL, and lws-acme-client was built for one with mbedTLS")
            # In the loop, where it crashed, nothing of ours runs.
            server.process.wait_listening(server.http_port)
            self.assertEqual(
                http_get(server.http_port, NAME, NO_ANSWER)[0], 404)
            self.stopped(server)
