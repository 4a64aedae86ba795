# SPDX-License-Identifier: MIT
"""What the numbers of a trace mean: found by the hash of the tables that the
traced program was built from, and by nothing else."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Dict, Iterator, List, Optional

from .fault import TraceError

if TYPE_CHECKING:
    from flow.model import Flow

FORMAT = 1
HERE = os.path.dirname(os.path.realpath(__file__))
# In the source tree, and as it is installed.
USUAL = ("../../statemachine", "../../lws-acme-client/maps")


class Map:
    """A flow's map, as `flowc map` writes it; `table` is the flow itself, where
    that was read."""

    def __init__(self, made: Dict, path: str,
                 table: Optional["Flow"] = None):
        self.path = path
        self.table = table
        self.hash: str = made["hash"]
        self.flow: str = made["flow"]
        self.file: str = made["file"]
        self.targets: List[str] = [*made["states"], *made["exits"]]
        self.n_states = len(made["states"])
        self.n_choices: int = made["choices"]
        self.exits: List[str] = made["exits"]
        self.events: List[Dict] = made["events"]
        self.conditions: List[str] = made["conditions"]
        self.cells: List[Dict[str, Optional[int]]] = made["cells"]
        self.rows: List[Dict] = made["rows"]
        self.states: Dict[str, Dict] = {
            state["name"]: state for state in made["all_states"]}
        self.properties: List[Dict] = made["properties"]

    def event(self, number: int) -> str:
        return self.events[number]["name"]

    def target(self, number: int) -> str:
        return self.targets[number]

    def up(self, name: str) -> List[str]:
        """The state and those that it is in, innermost first."""
        found = []
        while name in self.states:
            found.append(name)
            name = self.states[name]["parent"]
        return found

    def cell(self, state: int, event: int) -> List[int]:
        """The rows for an event, the first first; none: it is ignored.  A
        KeyError: the state has nothing for it."""
        first = self.cells[state][str(event)]
        if first is None:
            return []
        last = first
        while not self.rows[last]["last"]:
            last += 1
        return list(range(first, last + 1))


def read_map(path: str) -> Map:
    try:
        with open(path, encoding="utf-8") as file:
            made = json.load(file)
        if made["format"] != FORMAT:
            raise TraceError(f"{path}: a map of another version: write it "
                             "anew with 'flowc map'")
        return Map(made, path)
    except (ValueError, KeyError, TypeError):
        raise TraceError(f"{path}: is no map: write it with 'flowc map'") \
            from None


def compiled(paths: List[str]) -> Iterator[Map]:
    """The maps of tables; flowc's own words where one is wrong."""
    sys.path.insert(0, os.path.dirname(HERE))
    from flow.emit_map import map_of
    from flow.library import Library
    from flow.load import load_all
    from flow.report import Report
    flows = load_all(paths, Library(Report()))
    if flows is None:
        raise TraceError("the tables are wrong, so that nothing can be read "
                         "by them")
    for path, flow in zip(paths, flows):
        yield Map(map_of(flow), path, flow)


def found_in(folder: str) -> List[str]:
    names = sorted(name for name in os.listdir(folder)
                   if name.endswith((".map.json", ".flow")))
    return [os.path.join(folder, name) for name in names]


class Maps:
    """All that are known, by their hash."""

    def __init__(self, places: List[str]):
        self.places = places or [
            path for path in (os.path.normpath(os.path.join(HERE, name))
                              for name in USUAL) if os.path.isdir(path)]
        self.read = False
        self.maps: Dict[str, Map] = {}

    def fill(self) -> None:
        """Only once somebody asks."""
        self.read = True
        paths = [path for place in self.places
                 for path in (found_in(place) if os.path.isdir(place)
                              else [place])]
        tables = [path for path in paths if path.endswith(".flow")]
        for path in paths:
            if path not in tables:
                made = read_map(path)
                self.maps[made.hash] = made
        for made in compiled(tables) if tables else ():
            self.maps[made.hash] = made  # it has more than its map

    def get(self, name: str, hash_: str) -> Map:
        if not self.read:
            self.fill()
        if hash_ in self.maps:
            return self.maps[hash_]
        where = ", ".join(self.places) or "any place that is known"
        others = [made for made in self.maps.values() if made.flow == name]
        if others:
            raise TraceError(
                f"flow '{name}' had other tables when the trace was made: "
                f"{hash_}, and {others[0].path} has {others[0].hash}; name "
                "the tables that the program was built from: --maps FOLDER")
        raise TraceError(
            f"there are no tables of flow '{name}' ({hash_}) in {where}: name "
            "those that the program was built from: --maps FOLDER")
