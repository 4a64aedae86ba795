# SPDX-License-Identifier: MIT
"""NAME.map.json: what the numbers of a compiled flow stand for.

A record of a trace has numbers.  Their map is found by its hash, which stands
in the compiled table as well, so that no number gets another table's name.
"""

from __future__ import annotations

import hashlib
import json
import os
from functools import lru_cache
from typing import Dict, List, Optional

from .layout import IGNORED, NONE, Layout, TableRow, layout_of
from .model import (Act, Action, Event, Exit, Flow, Guard, Line, Occurrence,
                    Property, Run, State)
from .version import VERSION

FORMAT = 1


def acts(found: List[Act]) -> List[str]:
    return [str(act.word) for act in found]


def state(item: State) -> Dict[str, object]:
    made: Dict[str, object] = {
        "name": item.name, "kind": item.kind, "line": item.name.line,
        "parent": item.parent.name if item.parent else None,
        "entry": acts(item.entry), "exit": acts(item.exit)}
    if item.run is not None:
        made["runs"] = {"flow": item.run.flow, "as": item.run.prepare,
                        "each": item.run.many}
    return made


def cells(layout: Layout, number: int) -> Dict[str, object]:
    """Of the state with a number: an event's, and that of its first row; null
    where it is ignored."""
    stored = dict(enumerate(layout.cells.lists))
    return {str(cell.event): None if cell.rows == IGNORED
            else layout.rows.places[cell.rows]
            for cell in stored[number] if cell.rows != NONE}


def events(flow: Flow) -> List[Dict[str, object]]:
    return [{"name": str(event.name), "kind": event.kind,
             **({"flow": event.flow, "exit": event.exit} if event.flow else {})}
            for event in flow.all_events()]


def line_of(flow: Flow) -> Dict[int, Line]:
    return {line.number: line for item in flow.states.values()
            for line in item.lines}


def term(text: str) -> Dict[str, object]:
    """One of a guard's, as C has it: SM_TERM_NOT | 3."""
    return {"condition": int(text.rpartition(" ")[2]) - 1,
            "not": text.startswith("SM_TERM_NOT")}


def to(flow: Flow, item: TableRow, line: Optional[Line]) -> Optional[str]:
    """What the line names: a state, which may be a parent, or an exit."""
    target = line.target if line else flow.start if item.line else None
    return target.name if target is not None else None


def row(layout: Layout, item: TableRow,
        lines: Dict[int, Line]) -> Dict[str, object]:
    guards = list(layout.terms.lists)
    line, text = lines.get(item.line), layout.texts[item]
    return {"line": item.line, "text": text.row, "guard": text.guard,
            "terms": [term(text) for text in guards[item.guard]],
            "target": item.target, "last": item.last,
            "to": to(layout.flow, item, line),
            "acts": acts(line.acts) if line else []}


KINDS = {Event: "event", State: "state", Action: "action", Run: "run",
         Exit: "exit", Guard: "guard"}


def occurrence(item: Occurrence) -> List[Dict[str, object]]:
    found = []
    for what in item.what:
        name = what.text() if isinstance(what, Guard) else \
            what.prepare if isinstance(what, Run) else what.name
        found.append({"kind": KINDS[type(what)], "name": str(name),
                      **({"not": True} if item.negated else {})})
    return found


def property_(item: Property) -> Dict[str, object]:
    return {"line": item.number, "text": item.text(),
            "sentence": str(item.sentence).strip('"'),
            **{name: [each for one in part for each in occurrence(one)]
               for name, part in (("never", item.never),
                                  ("unless", item.unless),
                                  ("since", item.since))}}


def conditions(layout: Layout) -> List[str]:
    """What terms ask for, in the order of their numbers."""
    return [*(guard.text() for guard in layout.guards),
            *(f"{counter.name}.left" for counter in layout.counters)]


def content(flow: Flow) -> Dict[str, object]:
    """All but the hash."""
    layout, lines = layout_of(flow), line_of(flow)
    return {
        "format": FORMAT, "flowc": VERSION, "flow": str(flow.name),
        "file": flow.source.base_name, "story": flow.story,
        "states": ["(start)", *(str(item.name) for item in layout.states)],
        "choices": layout.n_choices,
        "exits": [str(item.name) for item in flow.exits],
        "events": events(flow), "conditions": conditions(layout),
        "cells": [cells(layout, number) for number in layout.of_state],
        "rows": [row(layout, item, lines) for item in layout.rows.items()],
        "all_states": [state(item) for item in flow.states.values()],
        "properties": [property_(item) for item in flow.properties]}


@lru_cache(maxsize=32)
def map_of(flow: Flow) -> Dict[str, object]:
    made = content(flow)
    whole = json.dumps(made, sort_keys=True, separators=(",", ":"))
    return {"hash": hashlib.sha256(whole.encode()).hexdigest()[:16], **made}


def text(made: Dict[str, object]) -> str:
    """A line for each thing, so that a change can be read."""
    parts = []
    for name, value in made.items():
        if isinstance(value, list) and value:
            items = ",\n".join(f"  {json.dumps(item)}" for item in value)
            parts.append(f"{json.dumps(name)}: [\n{items}\n ]")
        else:
            parts.append(f"{json.dumps(name)}: {json.dumps(value)}")
    return "{\n " + ",\n ".join(parts) + "\n}\n"


def emit(flows: List[Flow], folder: str) -> Dict[str, str]:
    return {os.path.join(folder, f"{flow.name}.map.json"): text(map_of(flow))
            for flow in flows}
