# SPDX-License-Identifier: MIT
"""The properties of a table, `never ... unless ... since ...`, as one instance
keeps them.

What a trace does not tell is taken for what keeps a property, so that nothing
is called broken that may be none: a trace of level ring does not have what
each guard said.
"""

from __future__ import annotations

from typing import Dict, Iterator, List, NamedTuple, Optional, Tuple

from .maps import Map

PARTS = ("never", "since", "unless")  # in the order in which they count


class Occurs(NamedTuple):
    """One thing of a step."""

    kind: str  # as in a map: state, event, action, run, exit, guard
    name: str
    holds: bool = True
    sure: bool = True  # or may it have been?


Key = Tuple[str, str, bool]


def left_and_entered(made: Map, start: Optional[str],
                     row: Dict) -> Tuple[List[str], List[str]]:
    """Innermost first, and outermost first; as make_row() of gen/flow."""
    up = made.up(start) if start is not None else []
    if row["to"] is None:
        return [], []
    if row["to"] not in made.states:
        return up, []
    leaf = made.up(made.target(row["target"]))
    kept = made.up(row["to"])[1:]
    left = [name for name in up if name not in kept]
    return left, [name for name in leaf if name not in up or name in left][::-1]


def actions(words: List[str]) -> List[Occurs]:
    return [Occurs("action", word) for word in words]


def of_row(made: Map, start: Optional[str], row: Dict) -> List[Occurs]:
    """What taking it does, but for guards and the event."""
    left, entered = left_and_entered(made, start, row)
    found = [each for name in left
             for each in actions(made.states[name]["exit"])]
    found += actions(row["acts"])
    for name in entered:
        found += [Occurs("state", name), *actions(made.states[name]["entry"])]
    if row["to"] is not None and row["to"] not in made.states:
        return [*found, Occurs("exit", row["to"])]
    if entered and made.states[entered[-1]].get("runs"):
        found.append(Occurs("run", made.states[entered[-1]]["runs"]["as"]))
    return found


def of_stop(made: Map, start: str, row: Dict) -> List[Occurs]:
    """It is stopped: all states are left, whatever the line says."""
    left = [each for name in made.up(start)
            for each in actions(made.states[name]["exit"])]
    acts = actions(row["acts"])
    if row["to"] is None:
        return acts + left
    end = [] if row["to"] in made.states else [Occurs("exit", row["to"])]
    return left + acts + end


class Watch:
    """Which of the properties of one instance would be kept now."""

    def __init__(self, made: Map, from_start: bool):
        self.properties = [item for item in made.properties
                           if can_be_seen(item, made)]
        self.may = [not from_start or not item["unless"]
                    for item in self.properties]
        self.of: Dict[Key, List[Tuple[int, str]]] = {}
        for number, item in enumerate(self.properties):
            for part in PARTS:
                for each in item[part]:
                    key = (each["kind"], each["name"], not each.get("not"))
                    self.of.setdefault(key, []).append((number, part))

    def see(self, item: Occurs) -> Iterator[Dict]:
        """The properties that it breaks."""
        for number, part in self.of.get((item.kind, item.name, item.holds),
                                        []):
            if part == "unless":
                self.may[number] = True
            elif item.sure and part == "since":
                self.may[number] = False
            elif item.sure and not self.may[number]:
                yield self.properties[number]


def can_be_seen(item: Dict, made: Map) -> bool:
    """A guard that is only part of a named one leaves no trace."""
    return all(each["kind"] != "guard" or each["name"] in made.conditions
               for part in PARTS for each in item[part])
