# SPDX-License-Identifier: MIT
"""A second reader of a flow, by other eyes than the compiler's.

It takes the numbers of the C that flowc wrote (cells, rows, operations; no
comment) and looks up, in the flow's own text, the line that each row names:
does it stand in that state or one around it, for that event, with that guard,
target and those actions?  And has each line of the flow its row?
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Dict, Iterator, List, Optional, Tuple

LINE = re.compile(r"\s*(on|after|if|else|start|ignore)\b([^\[/>]*?)"
                  r"(?:\[(.*?)\])?\s*(?:->\s*(\S+))?\s*(?:/\s*(.*))?$")
BLOCK = re.compile(r"(?:state|choice|call|each)\s+(\w+)(?:.*?\bin\s+(\w+))?")
GROUP = re.compile(r"\s*events\s+([a-z]\w*)\s+(.*)")
WITH_ROWS = ("on", "after", "if", "else")


@dataclass
class Line:
    block: str
    verb: str
    words: List[str]
    guard: str
    target: Optional[str]
    actions: List[str]


class Table:
    """The flow's text, line by line."""

    def __init__(self, text: str) -> None:
        self.lines: Dict[int, Line] = {}
        self.parent: Dict[str, str] = {}
        self.start: Dict[str, str] = {}
        self.groups: Dict[str, List[str]] = {}
        block = ""
        for number, line in enumerate(text.splitlines(), 1):
            line = re.sub(r'"[^"]*"|#.*', "", line)
            if opened := BLOCK.match(line):
                block = opened[1]
                self.parent[block] = opened[2] or ""
            elif group := GROUP.match(line):
                self.groups[group[1]] = [word.partition(":")[0]
                                         for word in group[2].split()]
            elif found := LINE.match(line):
                verb, words, guard, target, actions = found.groups()
                self.lines[number] = Line(
                    block, verb, words.split(), guard or "", target,
                    (actions or "").split())
                if verb == "start":
                    self.start[block] = words.split()[0]

    def is_for(self, line: Line, event: str) -> bool:
        """Of one of many children an event is "any ..." or "all ...", and "all
        NAME" is each end of them."""
        if event == "ENTER":
            return line.verb in ("start", "if", "else")
        words = [name for word in line.words
                 for name in self.groups.get(word, [word])]
        if words[:1] in (["any"], ["all"]):
            words = [f"{words[0]} {word}" for word in words[1:]]
        return line.verb in ("on", "after", "ignore") and (
            event in words or event.partition(".")[0] in words)

    def around(self, state: str) -> List[str]:
        """The state, its parent, and so on; the flow is ""."""
        found = [state]
        while found[-1]:
            found.append(self.parent[found[-1]])
        return found

    def leaf(self, state: str) -> str:
        while state in self.start:
            state = self.start[state]
        return state


class Code:
    """The numbers of the C, and the names that go with them."""

    def __init__(self, text: str) -> None:
        self.text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
        self.states = self.names("state_names")
        self.events = self.names("event_names")
        self.actions = self.names("action_names")
        self.guards = self.names("guard_texts")
        self.numbers = [int(word) for word in self.words("lines")]
        self.first = [int(word) for word in self.words("first")]
        self.cell = re.findall(r"(\w+), (\w+)", self.body("cell"))
        self.row = re.findall(r"(\w+), (\w+), (\d+)( \| SM_LAST)?",
                              self.body("row"))
        self.ops = [int(word) for word in self.words("ops")]
        self.n_states, self.n_timers, self.n_counters = (
            self.count(name) for name in ("states", "timers", "counters"))

    def body(self, name: str) -> str:
        found = re.search(rf"\b{name}\[\] = \{{\n(.*?)^\}};", self.text,
                          re.S | re.M)
        return found[1] if found else ""

    def count(self, name: str) -> int:
        found = re.search(rf"\.n_{name} = (\d+)", self.text)
        return int(found[1]) if found else 0

    def words(self, name: str) -> List[str]:
        return re.findall(r"\w+", self.body(name))

    def names(self, name: str) -> List[str]:
        return re.findall(r'"(.*?)"', self.body(name))

    def rows(self, state: int, event: int) -> Iterator[int]:
        """Those of a cell, up to the last of its run."""
        at = self.first[state]
        while self.cell[at][0] not in ("0", str(event)):
            at += 1
        if self.cell[at][1] in ("0", "SM_IGNORED"):
            return
        if self.cell[at][0] != str(event):
            return
        at = int(self.cell[at][1]) - 1
        while True:
            yield at
            if self.row[at][3]:
                return
            at += 1

    def does(self, row: int) -> List[str]:
        """The actions and counters of its operations, in their order."""
        counters = len(self.actions) + 2 * self.n_timers
        names = {**dict(enumerate(self.actions, 1)),
                 **{counters + i: "use"
                    for i in range(1, self.n_counters + 1)},
                 **{counters + self.n_counters + i: "reset"
                    for i in range(1, self.n_counters + 1)}}
        at = int(self.row[row][2])
        done = self.ops[at:self.ops.index(0, at)]
        return [names[op] for op in done if op in names]


def _does(line: Line, done: List[str]) -> bool:
    """All that the line says, in its order, among what is done."""
    left = iter(done)
    return all(word.rpartition(".")[2] in left for word in line.actions)


def _row_faults(table: Table, code: Code, row: int, state: str,
                event: str) -> Iterator[str]:
    line = table.lines.get(code.numbers[row])
    if not code.numbers[row] and event == "CANCEL":
        return  # exits alone
    if not line:
        yield "names no line"
        return
    around = table.around("" if state == "(start)" else state)
    if line.block not in around:
        yield f"is of {line.block}"
    if not table.is_for(line, event):
        yield f"is for {line.words}"
    if code.guards[row] != (f"[{line.guard}]" if line.guard else ""):
        yield f"has the guard {code.guards[row]}"
    if (code.row[row][0] != "0") != bool(line.guard):
        yield "has a guard, or none"
    number = code.row[row][1]
    target = line.words[0] if line.verb == "start" else line.target
    leads = None if number == "SM_STAY" else code.states[int(number)]
    if leads != (table.leaf(target) if target else None):
        yield f"leads to {leads}"
    if not _does(line, code.does(row)):
        yield f"does {code.does(row)}"


def _cells(code: Code) -> Iterator[Tuple[int, int, List[int]]]:
    for state in range(code.n_states):
        for event in range(len(code.events)):
            yield state, event, list(code.rows(state, event))


def faults(flow: str, c: str) -> List[str]:
    """What the C of a flow has that its text has not, and what it lacks."""
    table, code = Table(flow), Code(c)
    found, seen = [], set()
    for s, e, rows in _cells(code):
        state, event = code.states[s], code.events[e]
        for row in rows:
            seen.add(code.numbers[row])
            found += [f"{state} {event}, line {code.numbers[row]}: {fault}"
                      for fault in _row_faults(table, code, row, state, event)]
        depths = [(table.around(state).index(table.lines[n].block), n)
                  for n in (code.numbers[row] for row in rows)
                  if state != "(start)" and n in table.lines and
                  table.lines[n].block in table.around(state)]
        if depths != sorted(depths):
            found.append(f"{state} {event}: rows out of order")
    found += [f"line {number}: has no row" for number, line in
              table.lines.items()
              if line.verb in WITH_ROWS and number not in seen]
    return found
