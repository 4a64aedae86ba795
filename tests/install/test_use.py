#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""An outside project, on a system without lws, builds, runs and traces flows."""
from __future__ import annotations

import os
import re
import socket
import subprocess
import unittest
from pathlib import Path
from typing import List

from outside import (CC, EXAMPLES, TOP, cmake, flags, folder, installed, main,
                     outside, pkg_config, refused, run)

PARENT = """\
cmake_minimum_required(VERSION 3.25)
project(parent C)
foreach(name sm generated warnings project_warnings client)
    add_custom_target(${{name}}) # names of the outer project's own
endforeach()
set(ACME_CLIENT OFF)
add_subdirectory({top} lws-acme-client)
add_subdirectory(flows)
"""
WITH_CLIENT = """\
cmake_minimum_required(VERSION 3.25)
project(client C)
find_package(lws-acme-client 0.1 REQUIRED)
"""
STUBS = """\
cmake_minimum_required(VERSION 3.25)
project(door C)
find_package(lws-acme-client 0.1 REQUIRED COMPONENTS sm)
add_executable(door door.c)
sm_add_flow(door door.flow STUBS)
target_link_libraries(door PRIVATE lws-acme-client::sm)
"""
# job_runner.flow, where the first run fails and the second succeeds.
JOB = ["(start) --ENTER--> RUNNING", "RUNNING --EXITED--> RETRY",
       "RETRY --EXITED [tries.left]--> WAIT", "WAIT --t_wait--> RUNNING",
       "RUNNING --EXITED [succeeded]--> ok"]
# line_client.flow, where the server ends the first connection.
LINES = ["(start) --ENTER--> CONNECTING", "CONNECTING --CONNECTED--> UP",
         "UP --CONNECTION_LOST--> RETRY",
         "RETRY --CONNECTION_LOST [tries.left]--> WAIT",
         "WAIT --t_retry--> CONNECTING", "CONNECTING --CONNECTED--> UP",
         "UP --INPUT_ENDED--> ENDING", "ENDING --CONNECTION_LOST--> done"]
STEP = re.compile(r"^(\w+\.flow):(\d+) #1 (.*--(\w+).*--> .*)$", re.M)


class Programs(unittest.TestCase):
    def traced(self, said: str, expected: List[str]) -> None:
        """The steps; each names the line of the table that has its event."""
        steps = STEP.findall(said)
        self.assertEqual([step[2] for step in steps], expected)
        for name, number, _, event in steps:
            line = (EXAMPLES / name).read_text().splitlines()[int(number) - 1]
            if event != "ENTER" and " if " not in f" {line}":
                self.assertIn(event, line)

    def runs_job(self, program: Path, is_traced: bool) -> None:
        done = program.parent / "done"
        said = run(program, 60, "sh", "-c", f"test -e {done} || "
                   f"{{ touch {done}; exit 3; }}", FLOW_TRACE="1")
        done.unlink()
        self.assertIn("exit status 3\n", said)
        self.assertEqual("FLOW_TRACE: build the library with" in said,
                         not is_traced)
        self.traced(said, JOB if is_traced else [])

    def connects(self, program: Path, is_traced: bool) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server, \
                subprocess.Popen(
                    [program, *map(str, server.getsockname())], text=True,
                    env={"FLOW_TRACE": "1"}, stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE, stderr=subprocess.PIPE) as client:
            server.settimeout(60)
            first = server.accept()[0]
            first.sendall(b"one\n")
            self.assertEqual(client.stdout.readline(), "one\n")
            first.close()
            second = server.accept()[0]
            client.stdin.write("two\n")
            client.stdin.close()
            self.assertEqual(second.makefile().read(), "two\n")
            second.sendall(b"three\n")
            second.close()
            self.assertEqual(client.stdout.read(), "three\n")
            said = client.stderr.read()
            self.assertEqual(client.wait(60), 0)
        self.traced(said, LINES if is_traced else [])

    def work(self, built: Path, is_traced: bool) -> None:
        self.runs_job(built / "job_runner", is_traced)
        self.connects(built / "line_client", is_traced)


class Absent(unittest.TestCase):
    """What is not there, or the rest would say nothing."""

    def test_headers(self) -> None:
        for header in ("libwebsockets.h", "lws_config.h", "mbedtls/ssl.h",
                       "openssl/ssl.h"):
            source = folder() / "absent.c"
            source.write_text(f"#include <{header}>\n")
            refused(CC, "-fsyntax-only", source)

    def test_libraries(self) -> None:
        source = folder() / "main.c"
        source.write_text("int main(void) { return 0; }\n")
        run(CC, source, "-o", folder() / "main")
        for name in ("websockets", "mbedtls", "mbedcrypto", "ssl", "crypto"):
            refused(CC, source, f"-l{name}", "-o", folder() / "main")

    def test_packages(self) -> None:
        for name in ("libwebsockets", "libssl", "openssl"):
            refused("pkg-config", "--modversion", name)


class Outside(Programs):
    def test_find_package(self) -> None:
        for trace in ("full", "none"):
            with self.subTest(trace):
                project = outside(f"package-{trace}")
                cmake(project, f"-DCMAKE_PREFIX_PATH={installed(trace)}/usr")
                run("cmake", "--build", project / "build")
                self.work(project / "build", trace == "full")

    def test_pkg_config(self) -> None:
        for trace in ("full", "none"):
            with self.subTest(trace):
                project = outside(f"make-{trace}")
                run("make", folder=project, **pkg_config(installed(trace)))
                self.work(project, trace == "full")

    def test_traced_to_a_file(self) -> None:
        """Without names; flowtrace has them from the tables."""
        project, root = outside("ring"), installed("ring")
        run("make", folder=project, **pkg_config(root))
        path = project / "job.trace"
        run(project / "job_runner", 60, "true", FLOW_TRACE_FILE=str(path))
        self.assertIn("RUNNING --EXITED [succeeded]--> ok", run(
            root / "usr/bin/flowtrace", "--maps", project, path))
        self.assertEqual(list(root.rglob("__pycache__")), [])

    def test_add_subdirectory(self) -> None:
        project = folder() / "parent"
        project.mkdir()
        outside("parent/flows")
        (project / "CMakeLists.txt").write_text(PARENT.format(top=TOP))
        cmake(project, "-DSM_TRACE=full")
        run("cmake", "--build", project / "build")
        self.work(project / "build/flows", True)

    def test_gives_up_without_a_server(self) -> None:
        """A command that is not there is no reason to try again either."""
        project = outside("hopeless")
        run("make", folder=project, **pkg_config(installed("none")))
        self.assertIn("nosuch: No such file", refused(
            project / "job_runner", 60, "nosuch"))
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
        self.assertEqual(refused(project / "line_client", "127.0.0.1",
                                 port).count("Connection refused"), 6)

    def test_c_and_its_headers_alone(self) -> None:
        """No file of the build comes from any of them."""
        root = installed("full")
        seen = run(CC, "-M", "-D_GNU_SOURCE", *flags(root, "--cflags"),
                   EXAMPLES / "poll_host.c")
        self.assertIn("include/lws-acme-client-sm/sm.h", seen)
        self.assertNotRegex(seen, "websockets|mbedtls|openssl")

    def test_a_change_of_the_table_is_compiled(self) -> None:
        project = outside("changed")
        cmake(project, f"-DCMAKE_PREFIX_PATH={installed('none')}/usr")
        run("cmake", "--build", project / "build")
        table = project / "job_runner.flow"
        table.write_text(table.read_text().replace("-> RETRY", "-> RETYR", 1))
        self.assertRegex(
            refused("cmake", "--build", project / "build"),
            r"job_runner.flow:\d+:\d+: error: unknown state 'RETYR'.*"
            r"did you mean 'RETRY'\?")

    def test_stubs_stand_for_c_that_nobody_wrote(self) -> None:
        """Without them, the linker names the table's lines."""
        project = folder() / "stubs"
        project.mkdir()
        run(installed("none") / "usr/bin/flowc", "new", "door",
            folder=project)
        (project / "CMakeLists.txt").write_text(STUBS)
        (project / "door.c").write_text(
            '#include "door.flow.h"\n'
            "int main(void)\n{\n\tstatic struct door_sm door;\n\n"
            "\tdoor_sm_init(&door, 0);\n\treturn 0;\n}\n")
        cmake(project, f"-DCMAKE_PREFIX_PATH={installed('none')}/usr",
              "-DCMAKE_BUILD_TYPE=Debug")
        run("cmake", "--build", project / "build")
        run(project / "build/door")
        (project / "CMakeLists.txt").write_text(STUBS.replace(" STUBS", ""))
        self.assertRegex(
            refused("cmake", "--build", project / "build"),
            r"door\.flow:\d+:(\(\S+\):)? undefined reference to [`']door_ask'")

    def test_the_client_is_not_here(self) -> None:
        project = outside("client")
        (project / "CMakeLists.txt").write_text(WITH_CLIENT)
        self.assertIn(
            "the ACME client is not installed here, but the state-machine "
            "framework alone: find_package(lws-acme-client COMPONENTS sm)",
            refused("cmake", "-S", project, "-B", project / "build",
                    f"-DCMAKE_PREFIX_PATH={installed('none')}/usr"))

    def test_beside_the_client(self) -> None:
        """A copy that was built with the client, where its libraries are not:
        the framework is there, and the client is not."""
        usr = folder() / "whole"
        run("cmake", "--install", os.environ["ACME_BUILD"], "--prefix", usr)
        project = outside("beside")
        cmake(project, f"-DCMAKE_PREFIX_PATH={usr}")
        run("cmake", "--build", project / "build")
        self.runs_job(project / "build/job_runner",
                      os.environ["SM_TRACE"] == "full")
        (project / "CMakeLists.txt").write_text(WITH_CLIENT)
        self.assertIn("Could NOT find MbedTLS", refused(
            "cmake", "-S", project, "-B", project / "build"))


if __name__ == "__main__":
    main()
