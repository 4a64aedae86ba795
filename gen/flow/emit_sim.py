# SPDX-License-Identifier: MIT
"""flowc sim: one page on which a flow, with all that it runs, is played.

The page holds the map of the flows, their pictures and a small program
(simulator/); it needs no network and no other file.
"""

from __future__ import annotations

import json
import os
import re
import sys
from typing import Dict, List, Optional

from .arguments import Arguments
from .doc_words import duration
from .emit_column import column_svg
from .happy import happy_path
from .library import FLOW, Library
from .load import load
from .layout import layout_of
from .model import Counter, Exit, Flow, Run, State, Term
from .report import Report
from .rows import (CANCEL, ENTER, Row, cancel_rows, events_of, first_row,
                   rows_of)
from .svg_style import kind_of

PARTS = os.path.join(os.path.dirname(os.path.realpath(__file__)), "simulator")


# The map: what the engine's tables have, in names

def term_map(term: Term) -> Dict[str, object]:
    what = term.what
    if isinstance(what, Counter):
        return {"counter": str(what.name), "not": term.negated}
    return {"guard": what.text(), "not": term.negated}


def op_map(words: str) -> List[str]:
    """What is done: "arm t", "disarm t", "run flow", "c.use", an action."""
    verb, _, name = words.partition(" ")
    if name:
        return [verb, name]
    name, _, verb = words.partition(".")
    return [verb or "act", name]


class FlowMap:
    """A flow, as the page has it."""

    def __init__(self, flow: Flow):
        self.flow = flow
        self.layout = layout_of(flow)
        self.happy = {(row.source, row.event, row.line)
                      for row in happy_path(flow)}

    def row(self, row: Row) -> Dict[str, object]:
        target = row.target
        return {
            "line": self.layout.line_number(row),
            "guard": [term_map(term) for term in row.line.guard]
            if row.line else [],
            "guardText": row.line.guard_text() if row.line else "",
            "to": str(target.name) if target is not None else None,
            "ops": [op_map(op.words) for op in self.layout.row_ops(row)],
            "happy": (row.source, row.event, row.line) in self.happy}

    def rows(self, state: State) -> Dict[str, object]:
        """By event; an empty list ignores it."""
        if state.is_choice:
            return {"ENTER": [self.row(row) for row in rows_of(state, ENTER)]}
        found: Dict[str, object] = {
            event.name: [] for event in self.layout.untold(state)}
        for event in events_of(state):
            rows = rows_of(state, event)
            if event is not CANCEL:
                found[event.name] = [self.row(row) for row in rows
                                     if row.line.keyword != "ignore"]
        found["CANCEL"] = [self.row(row) for row in cancel_rows(state)]
        return found

    @staticmethod
    def run(run: Optional[Run]) -> Optional[Dict[str, object]]:
        if run is None:
            return None
        return {"flow": run.flow, "prepare": str(run.prepare),
                "limit": run.limit, "many": run.many}

    def state(self, state: State) -> Dict[str, object]:
        return {"kind": kind_of(state), "story": state.story,
                "in": [str(above.name) for above in list(state.up())[1:]],
                "forever": any(above.forever for above in state.up()),
                "run": self.run(state.run), "rows": self.rows(state)}

    def whole(self) -> Dict[str, object]:
        flow = self.flow
        return {
            "story": flow.story,
            "exits": [str(end.name) for end in flow.exits],
            "start": self.row(first_row(flow)),
            "states": {name: self.state(state)
                       for name, state in flow.states.items()
                       if not state.is_parent},
            "counters": {name: counter.max
                         for name, counter in flow.counters.items()},
            "timers": {name: duration(timer.duration).replace("`", "")
                       for name, timer in flow.timers.items()},
            "asks": {name: [event.name for event in action.raises]
                     for name, action in flow.actions.items()
                     if action.raises}}


def with_those_they_run(paths: List[str],
                        library: Library) -> Optional[List[Flow]]:
    """The flow of the first file first; None: an error was told."""
    found: Dict[str, Flow] = {}
    todo = list(paths)
    for each in todo:
        flow = load(each, library)
        if flow is None:
            return None
        found[str(flow.name)] = flow
        folder = os.path.dirname(each)
        names = {state.run.flow for state in flow.states.values() if state.run}
        todo += [os.path.join(folder, name + FLOW) for name in sorted(names)
                 if os.path.join(folder, name + FLOW) not in todo]
    return list(found.values())


# The page

def part(name: str) -> str:
    with open(os.path.join(PARTS, name), encoding="utf-8") as file:
        return file.read()


def picture(flow: Flow) -> str:
    """Without links: the tables are not beside the page."""
    return re.sub("<a [^>]*>|</a>", "", column_svg(flow, True))


def page(flows: List[Flow]) -> str:
    data = {"root": str(flows[0].name),
            "flows": {str(flow.name): FlowMap(flow).whole()
                      for flow in flows}}
    pictures = "\n".join(
        f'<template id="picture-{flow.name}">{picture(flow)}</template>'
        for flow in flows)
    filled = part("page.html")
    for name, text in (
            ("TITLE", str(flows[0].name)), ("STYLE", part("page.css")),
            ("PICTURES", pictures),
            ("MAP", json.dumps(data, indent=1).replace("<", "\\u003c")),
            ("ENGINE", part("engine.js")), ("TRACE", part("trace.js")),
            ("PAGE", part("page.js"))):
        filled = filled.replace(f"@{name}@", text, 1)
    return filled


def run(args: Arguments, report: Report) -> int:
    flows = with_those_they_run(args.files, Library(report))
    if flows is None:
        return 1
    sys.stdout.write(page(flows))
    return 0
