# SPDX-License-Identifier: MIT
"""The harness sees what it must see: each of these would let a fault pass."""
import contextlib
import io
import os
import select
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Callable

from harness.case import Case
from rig.client import Refused, Client, served_chain
from rig.ports import free_port
from rig.process import PATIENCE_S, Ended, Process
from rig.server import COMPLAINT


class Children(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.log = Path(folder.name) / "log"

    def child(self, text: str) -> Process:
        child = Process("child", [sys.executable, "-uc", text], self.log)
        self.addCleanup(child.stop, signal.SIGKILL)
        return child

    def test_lines_are_waited_for(self) -> None:
        child = self.child("for i in range(3): print('line', i)\ninput")
        self.assertEqual(child.wait_line("line", nth=3), "line 2")
        self.assertEqual(child.count("line"), 3)

    def test_messages_are_put_together(self) -> None:
        """As the log of lws has them, and not with what another says."""
        child = self.child("print('[1] E: no key in a')\n"
                           "print('[2] E: no file in a')\n"
                           "print('[2] E:     folder/of/two/')\n"
                           "print('[2] E:    lines')\ninput()")
        self.assertEqual(
            child.wait_message("in a .*folder", "no file", "two/lines"),
            "[2] E: no file in a folder/of/two/lines")
        bare = self.child("print('no file in a folder/of')\n"
                          "print('    two lines')")
        self.assertEqual(bare.wait_message("no file", "of two lines"),
                         "no file in a folder/of two lines")
        with self.assertRaisesRegex(Ended, "no key"):
            child.wait_message("no key", "folder")

    def test_an_end_is_not_waited_out(self) -> None:
        child = self.child("print('bye')")
        with self.assertRaisesRegex(Ended, "bye"):
            child.wait_line("never", 1000)

    def test_status(self) -> None:
        self.assertEqual(self.child("raise SystemExit(3)").wait(PATIENCE_S), 3)
        sleeper = self.child("import signal\nprint('on')\nsignal.pause()")
        sleeper.wait_line("on")
        self.assertEqual(sleeper.stop(), -signal.SIGTERM)

    def test_none_outlives_who_is_killed(self) -> None:
        """Not even a server that has given up root: the kernel forgets then
        that it was to end with us."""
        held = f"{self.log}.held"  # by the server, until it ends
        os.mkfifo(held)
        server = ("import ctypes, signal\n"
                  "ctypes.CDLL(None).prctl(1, 0)  # PR_SET_PDEATHSIG\n"
                  f"with open({held!r}, 'w'): signal.pause()")
        harness = self.child("import pathlib, signal, sys\n"
                             f"sys.path[:0] = {sys.path!r}\n"
                             "from rig.process import Process\n"
                             f"log = pathlib.Path({held!r} + '.log')\n"
                             f"for text in ('', {server!r}):\n"
                             "    last = Process('server', [sys.executable,"
                             " '-c', text], log)\n"
                             "    text or last.wait()\n"
                             "signal.pause()")
        with open(held, "rb") as end:
            harness.stop(signal.SIGKILL)
            self.assertEqual(select.select([end], [], [], PATIENCE_S)[0],
                             [end])

    def test_sanitizers_are_seen(self) -> None:
        child = self.child("print('a.c:1:2: runtime error: shift')\n"
                           "print('==1==ERROR: AddressSanitizer: heap')")
        child.wait(PATIENCE_S)
        self.assertEqual(child.count(COMPLAINT), 2)


class Logs(unittest.TestCase):
    def shown(self, test: Callable[[Case], None]) -> str:
        """What a test case with one process, which says 'hello', prints."""
        class Sample(Case):
            def test(self) -> None:
                child = Process("child", [sys.executable, "-c",
                                          "print('hello')"],
                                self.folder / "log")
                self.processes.append(child)
                child.wait(PATIENCE_S)
                test(self)
        with contextlib.redirect_stdout(io.StringIO()) as out:
            Sample("test").run(unittest.TestResult())
        return out.getvalue()

    def test_of_a_failure_are_shown(self) -> None:
        self.assertIn("hello", self.shown(lambda case: case.fail("it did")))
        self.assertEqual(self.shown(lambda case: None), "")


class Clients(Case):
    """Against Pebble's own HTTPS port, whose chain is a leaf alone."""

    def test_a_chain_is_verified(self) -> None:
        ca = self.ca()
        chain = served_chain(ca.port, "localhost", ca.ca_file)
        self.assertEqual([leaf.names for leaf in chain], [["localhost"]])
        self.assertRaisesRegex(Refused, "verif", served_chain, ca.port,
                               "localhost", self.root)
        self.assertRaisesRegex(Refused, "(?i)hostname", served_chain, ca.port,
                               "other.test", ca.ca_file)

    def test_a_client_verifies(self) -> None:
        ca = self.ca()
        client = Client(ca.port, "localhost", ca.ca_file)
        self.addCleanup(client.close)
        self.assertEqual(client.get("/dir")[0], 200)
        self.assertRaises(Refused, Client, ca.port, "localhost", self.root)
        ca.stop()
        self.assertRaises(Exception, client.get, "/dir")

    def test_requests_are_counted(self) -> None:
        ca = self.ca()
        client = Client(ca.port, "localhost", ca.ca_file)
        self.addCleanup(client.close)
        for path in ("/dir", "/nonce-plz", "/dir"):
            client.get(path)
        self.assertEqual(ca.requests(),
                         ["GET /dir", "GET /nonce-plz", "GET /dir"])


JUNIT = '''<testsuite>
<testcase name="e2e.issue_1" status="run"/>
<testcase name="e2e.only_here" status="run"/>
<testcase name="unit.json" status="fail"/>
<testcase name="lws.4.1.6-mbedtls.issue_1" status="fail"/>
<testcase name="lws.4.3.5-openssl.issue_1" status="run"/>
<testcase name="lws.4.1.6-mbedtls.lwsws_page" status="run"/>
<testcase name="lws.4.3.5-openssl.lwsws_page" status="notrun"/>
<testcase name="lws.4.3.5-openssl.load" status="disabled"/>
</testsuite>'''
TABLE = """
lws         stock    4.1.6-mbedtls  4.3.5-openssl
issue_1     ok       FAILED         ok
lwsws_page  -        ok             NOT RUN
load        -        -              NOT RUN
(stock: this system's lws, which has no lwsws; -: not tested with it)
"""


class Table(unittest.TestCase):
    """What tools/test ends with."""

    def table(self, results: str) -> str:
        with tempfile.NamedTemporaryFile("w", suffix=".xml") as file:
            file.write(results)
            file.flush()
            return subprocess.run(
                [str(Path(__file__).resolve().parents[1] / "scripts/table"), file.name],
                check=True, text=True, stdout=subprocess.PIPE).stdout

    def test_has_all_that_ran_with_more_than_one_lws(self) -> None:
        self.assertEqual(self.table(JUNIT), TABLE)

    def test_is_none_where_nothing_did(self) -> None:
        self.assertEqual(self.table("<testsuite/>"), "")


class Ports(unittest.TestCase):
    def test_none_is_given_twice(self) -> None:
        ports = [free_port() for _ in range(200)]
        self.assertEqual(len(set(ports)), len(ports))
