#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The page of 'flowc sim', in Chromium, as a person uses it.

  test_simulator.py [PART...]   run all parts, or these
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Callable, List

from test_gen import ROOT, flowc, run_parts

from chromium import Page

EXAMPLES = ROOT / "examples" / "flows"
JOB = EXAMPLES / "job_runner.flow"
CERTIFICATE = ROOT / "statemachine" / "certificate.flow"
ADDRESS = re.compile(r"""(?:src|href)=["'][^#"']|url\(|@import|fetch\(|https?:"""
                     r"//(?!www\.w3\.org/)")


class Pages(unittest.TestCase):
    """Has the page of a flow, and opens it anew for each test."""

    flow = JOB
    folder: tempfile.TemporaryDirectory
    file: Path
    page: Page

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = tempfile.TemporaryDirectory()
        cls.file = Path(cls.folder.name, "page.html")
        done = flowc("sim", cls.flow)
        if done.returncode:
            raise AssertionError(done.stderr)
        cls.file.write_text(done.stdout, encoding="utf-8")
        cls.page = Page()

    @classmethod
    def tearDownClass(cls) -> None:
        cls.page.close()
        cls.folder.cleanup()

    def setUp(self) -> None:
        self.page.open(self.file)
        self.clicks = 0

    def tearDown(self) -> None:
        self.assertEqual(self.page.faults, [])

    # What a person sees

    def is_in(self, words: str) -> None:
        self.assertIn(words, self.page.text("#place"))

    def log(self) -> List[str]:
        return self.page.value("simulation.log.map(line => line.text)")

    def items(self, selector: str) -> List[str]:
        return self.page.value(
            f"[...document.querySelectorAll({json.dumps(selector)})]"
            ".map(each => each.textContent)")

    def is_off(self, selector: str) -> bool:
        return self.page.value(
            f"document.querySelector({json.dumps(selector)}).disabled")

    # What a person does

    def take(self, event: str, target: str) -> None:
        self.page.click(f'#rows [data-event="{event}"][data-to="{target}"]')

    def set_guard(self, name: str) -> None:
        self.page.click(f'[data-guard="{name}"]')

    def replay(self, text: str) -> None:
        self.page.value("document.getElementById('trace').value = " +
                        json.dumps(text))
        self.page.click("#replay")

    def go_on(self, steps: int) -> None:
        for _ in range(steps):
            self.page.key("ArrowRight")

    def click_until(self, selector: str, is_there: Callable[[], bool]) -> None:
        while not is_there():
            self.assertFalse(self.is_off(selector), self.log()[-9:])
            self.page.click(selector)
            self.clicks += 1
            self.assertLess(self.clicks, 400, self.log()[-9:])

    def happily(self, end: str) -> None:
        """By the button of the happy path, until it rests there."""
        self.click_until("#happy",
                         lambda: self.page.text("#place").endswith(end))


class Small(Pages):
    """A flow that runs no others."""

    def test_events_are_clicked(self) -> None:
        self.is_in("job_runner #1 is in RUNNING")
        self.assertIn("start_command (may bring EXITED)",
                      self.page.text("#facts"))
        self.assertIn("t_run: what limit gives", self.page.text("#facts"))
        self.take("EXITED", "RETRY")
        self.is_in("is in WAIT")
        self.assertIn("tries 1 of 4", self.page.text("#facts"))
        self.assertIn("t_wait: 250ms, times 2", self.page.text("#facts"))
        self.take("t_wait", "RUNNING")
        self.take("EXITED", "ok")
        self.is_in("job_runner #1 is over: ok")
        self.assertEqual(self.items("#rows button"), [])

    def test_what_would_be_done_is_told(self) -> None:
        self.assertIn("→ STOPPING / terminate", self.items(".next"))
        self.assertEqual(len(self.log()), 1)

    def test_a_counter_ends_it(self) -> None:
        for _ in range(4):
            self.take("EXITED", "RETRY")
            self.take("t_wait", "RUNNING")
        self.take("EXITED", "RETRY")
        self.is_in("is over: gave_up")

    def test_guards_are_set(self) -> None:
        self.set_guard("succeeded")
        self.page.value("step(() => simulation.post("
                        "simulation.now.instances[1], 'EXITED'))")
        self.is_in("is over: ok")

    def test_back_and_again(self) -> None:
        self.assertTrue(self.is_off("#back"))
        self.take("t_run", "OVERDUE")
        self.take("t_grace", "KILLED")
        self.page.key("ArrowLeft")
        self.is_in("is in OVERDUE")
        self.page.click("#back")
        self.is_in("is in RUNNING")
        self.assertEqual(len(self.log()), 1)
        self.take("INTERRUPT", "STOPPING")
        self.page.click("#restart")
        self.is_in("is in RUNNING")

    def test_happy_path(self) -> None:
        self.happily("is over: ok")
        self.assertEqual(self.log()[1:], [
            self.line("EXITED [succeeded]", "RUNNING", "ok")])

    def line(self, what: str, source: str, target: str) -> str:
        """As the engine traces it."""
        event, _, guard = what.partition(" ")
        words = ["on", event, *([guard] if guard else []), "->", target]
        lines = JOB.read_text().split("\n")
        number = next(n for n, line in enumerate(lines, 1)
                      if line.split()[:len(words)] == words)
        return f"job_runner.flow:{number} #1 {source} --{what}--> {target}"

    def test_keyboard(self) -> None:
        """The first that a Tab leads to is the picture; behind it are the
        buttons."""
        for _ in range(20):
            self.page.key("Tab")
            if self.page.value("document.activeElement.id") == "happy":
                break
        self.page.key("Enter")
        self.is_in("is over: ok")

    def test_the_keyboard_stays_where_it_was(self) -> None:
        """A click of a row makes the rows anew."""
        focus = "document.activeElement"
        self.page.value("document.querySelector("
                        "'#rows [data-to=OVERDUE]').focus()")
        self.page.key("Enter")
        self.is_in("is in OVERDUE")
        self.assertEqual(self.page.value(f"{focus}.dataset.to"), "RETRY")
        self.page.key("Enter")
        self.is_in("is in WAIT")
        self.page.key("Enter")
        self.is_in("is over: interrupted")
        self.assertEqual(self.page.value(f"{focus}.id"), "restart")

    def test_a_row_of_the_picture_is_clicked(self) -> None:
        self.page.value("""document.querySelector('#picture .row.may text')
            .dispatchEvent(new MouseEvent('click', {bubbles: true}))""")
        self.assertEqual(len(self.log()), 2)

    def test_the_picture_shows_where_it_is(self) -> None:
        shown = "document.querySelector('#picture .now').id"
        self.assertEqual(self.page.value(shown), "box-RUNNING")
        self.take("t_run", "OVERDUE")
        self.assertEqual(self.page.value(shown), "box-OVERDUE")

    def test_it_needs_nothing_else(self) -> None:
        self.assertEqual(ADDRESS.findall(self.file.read_text()), [])


class Traced(Pages):
    """Lines that the engine itself wrote are replayed."""

    def trace(self, *command: str) -> str:
        """What the program of the example says, compiled with its trace."""
        folder = Path(self.folder.name)
        program = folder / "job_runner"
        done = flowc("c", "-o", folder, JOB)
        self.assertEqual(done.returncode, 0, done.stderr)
        sources = [*sorted((ROOT / "src" / "engine").glob("*.c")),
                   *(EXAMPLES / name for name in ("job_runner.c",
                                                  "poll_host.c")),
                   folder / "job_runner.flow.c"]
        if not program.exists():
            subprocess.run(
                [os.environ.get("CC", "cc"), "-std=c11", "-D_GNU_SOURCE",
                 "-DSM_TRACE=2", "-I", str(ROOT / "include"), "-I",
                 str(ROOT / "src"), "-I", str(folder), "-I", str(EXAMPLES),
                 "-o", str(program), *map(str, sources)], check=True)
        return subprocess.run([program, *command], check=False, text=True,
                              capture_output=True,
                              env={**os.environ, "FLOW_TRACE": "1"}).stderr

    def test_forwards_and_backwards(self) -> None:
        done = shlex.quote(str(Path(self.folder.name, "done")))
        text = self.trace("9", "sh", "-c",
                          f"test -e {done} || {{ touch {done}; exit 3; }}")
        lines = re.findall(r"job_runner\.flow:.*", text)
        self.assertGreater(len(lines), 4, text)
        self.replay("a line of something else\n" + "\n".join(
            f"[2026/11/30 12:00:00:0000] U: {line}" for line in lines))
        self.go_on(len(lines))
        self.is_in(f"is over: ok (line {len(lines)} of {len(lines)})")
        self.assertEqual(self.items(".fault"), [])
        self.assertEqual(self.log(), lines)
        for left in range(len(lines) - 1, -1, -1):
            self.page.key("ArrowLeft")
            self.assertEqual(len(self.log()), left)
        self.assertTrue(self.is_off("#back"))
        self.go_on(2)
        self.is_in("line 2 of")

    def test_it_is_played_on_from_there(self) -> None:
        self.replay(self.trace("9", "true"))
        self.assertEqual(self.items("#rows button"), [])
        self.go_on(1)
        self.page.click("#play")
        self.is_in("is in RUNNING")
        self.take("t_run", "OVERDUE")
        self.is_in("is in OVERDUE")

    def test_what_does_not_fit_is_told(self) -> None:
        text = self.trace("9", "true")
        wrong = text.replace("--> ok", "--> interrupted")
        self.assertNotEqual(wrong, text)
        self.replay(wrong)
        self.go_on(9)
        self.assertEqual(len(self.items(".fault")), 1)
        self.assertIn("the table has no such line", self.items(".fault")[0])

    def test_a_trace_may_begin_in_the_middle(self) -> None:
        self.replay(self.trace("9", "true").split("\n")[1])
        self.go_on(1)
        self.is_in("is over: ok")
        self.assertEqual(self.items(".fault"), [])


class Whole(Pages):
    """A flow with all that it runs."""

    flow = CERTIFICATE

    def test_happy_path_and_its_trace(self) -> None:
        self.happily("certificate #1 is in IDLE")
        lines = [line for line in self.log() if "--" in line]
        flows = {line.partition(".")[0] for line in lines}
        self.assertEqual(flows, {
            "certificate", "foreign", "startup", "installation", "standby", "issuance",
            "acme_v2", "authorization", "exchange", "order_csr", "storage"})
        self.assertGreater(len(lines), 90)
        self.replay("\n".join(lines))
        self.page.value("while (replay.forward()) ; follow()")
        self.is_in(f"line {len(lines)} of {len(lines)}")
        self.assertEqual(self.items(".fault"), [])
        self.assertEqual(self.items("#instances button"),
                         ["certificate #1: IDLE"])
        self.click_until("#back", lambda: self.page.text(
            "#place").startswith("authorization"))
        self.assertIn("acme_v2", "".join(self.items("#instances button")))

    def test_an_each_runs_so_many_at_a_time(self) -> None:
        self.page.value("simulation.items['acme_v2 authorizations'] = 12")
        self.click_until("#happy", lambda: "acme_v2 #7: AUTHORIZE" in
                         self.items("#instances button"))
        runs = "Object.values(simulation.now.instances).filter(" \
            "each => each.flow === 'authorization' && !each.exit).length"
        self.assertEqual(self.page.value(runs), 10)
        for left in (10, 10, 9):
            self.page.value("""(() => {
                const runs = Object.values(simulation.now.instances);
                step(() => simulation.endBy(runs.find(each => !each.exit &&
                    each.flow === "authorization"), "responded"));
            })()""")
            self.assertEqual(self.page.value(runs), left)

    def test_an_each_of_none_ends_at_once(self) -> None:
        self.page.value("simulation.items['acme_v2 authorizations'] = 0")
        self.happily("acme_v2 #7 is in WATCH")
        self.assertRegex("\n".join(self.log()),
                         "AUTHORIZE --all authorization.responded--> RESPON")

    def test_a_child_ends_as_it_is_told_to(self) -> None:
        self.is_in("foreign #2 is in LOOK_FOR_OWNER")
        self.page.value("document.getElementById('exit').value = 'ours'")
        self.page.click("#exits button")
        self.assertRegex("\n".join(self.log()),
                         "FOREIGN --foreign.ours--> STARTUP")
        self.is_in("startup #3 is in LEASE")

    def test_children_are_stopped(self) -> None:
        at_first = ["certificate #1: FOREIGN", "foreign #2: LOOK_FOR_OWNER"]
        self.take("OWNER_KNOWN", "LOAD")
        self.is_in("foreign #2 is in LOAD")
        self.page.click("#back")
        self.assertEqual(self.items("#instances button"), at_first)
        self.take("OWNER_UNKNOWN", "WAIT_OWNER")
        self.page.value("document.querySelectorAll('#instances button')[1].click()")
        self.is_in("foreign #2 is in WAIT_OWNER")
        self.take("t_fault", "LOOK_FOR_OWNER")
        self.assertEqual(self.items("#instances button"), at_first)


class Written(unittest.TestCase):
    """What 'flowc sim' writes, without a browser."""

    def test_a_wrong_table_has_no_page(self) -> None:
        done = flowc("sim", "bad/trap.flow")
        self.assertEqual((done.stdout, done.returncode), ("", 1))
        self.assertIn("bad/trap.flow:12:7: error:", done.stderr)

    def test_others_are_there_for_their_traces(self) -> None:
        done = flowc("sim", JOB, EXAMPLES / "line_client.flow")
        self.assertEqual(done.returncode, 0, done.stderr)
        found = re.search(r'id="map">(.*?)</script>', done.stdout, re.S)
        data = json.loads(found[1])
        self.assertEqual(data["root"], "job_runner")
        self.assertEqual([*data["flows"]], ["job_runner", "line_client"])
        self.assertEqual(len(re.findall("<template", done.stdout)), 2)

    def test_it_is_the_same_each_time(self) -> None:
        self.assertEqual(flowc("sim", CERTIFICATE).stdout,
                         flowc("sim", CERTIFICATE).stdout)


PARTS = {"sim_written": Written, "sim_small": Small, "sim_traced": Traced, "sim_whole": Whole}

if __name__ == "__main__":
    sys.exit(run_parts(sys.argv[1:], PARTS, __doc__))
