# SPDX-License-Identifier: MIT
"""The names that a flow declares, and how an unknown one is reported."""

from __future__ import annotations

from typing import Dict, List, Optional, TypeVar

from .library import Library
from .model import (CANCEL, NOTE_TIMEOUT, OVERFLOW, Action, Counter, Event,
                    Exit, Guard, Kinds, NamedDuration, Param, State, Timer)
from .source import Errors, Word, nearest
from .syntax import CallSyntax, FileSyntax, ParamSyntax

T = TypeVar("T")
ANSWERS = (2, 3)  # so many events of a class answer one request
NOUNS = {"state": "a state", "exit": "an exit", "event": "an event",
         "class": "a class", "guard": "a guard", "action": "an action",
         "timer": "a timer", "counter": "a counter",
         "kinds": "of kinds: ask whether it 'is' one"}


def make_param(syntax: Optional[ParamSyntax]) -> Optional[Param]:
    return Param(str(syntax.word), syntax.take) if syntax else None


class Names:
    """Tables of all names, by kind."""

    def __init__(self, file: FileSyntax, library: Library, errors: Errors):
        self.file = file
        self.library = library
        self.errors = errors
        self.whole = True  # nothing was left out as unknown
        self.states: Dict[str, State] = {}
        self.exits: Dict[str, Exit] = {}
        self.events: Dict[str, Event] = {"CANCEL": CANCEL,
                                         "OVERFLOW": OVERFLOW}
        self.classes: Dict[str, List[Event]] = {}
        self.guards: Dict[str, Guard] = {}
        self.kinds: Dict[str, Kinds] = {}
        self.durations: Dict[str, NamedDuration] = {}
        self.counters: Dict[str, Counter] = {}
        self.actions: Dict[str, Action] = {}
        self.timers: Dict[str, Timer] = {}
        self.tables: Dict[str, Dict[str, object]] = {
            "state": self.states, "exit": self.exits, "event": self.events,
            "class": self.classes, "guard": self.guards,
            "action": self.actions, "timer": self.timers,
            "counter": self.counters, "kinds": self.kinds}
        self.declare()

    # Declarations

    def new(self, table: Dict[str, T], word: Word, kind: str,
            what: T) -> None:
        """Enter `word`, unless it is there already."""
        if word in table:
            before = next(name for name in table if name == word)
            line = f" in line {before.line}" \
                if isinstance(before, Word) else ""
            self.errors.add(word, f"{kind} '{word}' is declared{line} "
                            "already")
            self.whole = self.whole and kind != "state"
            return
        table[word] = what

    def declare(self) -> None:
        file = self.file
        for index, end in enumerate(file.exits):
            self.new(self.exits, end.name, "exit",
                     Exit(end.name, index, end.promise))
        for name, most, at_once in file.counters:
            self.new(self.counters, name, "counter",
                     Counter(name, most, at_once))
        for group in file.groups:
            self.classes.setdefault(group, [])
        for item in file.events:
            event = Event(item.name, "declared", item.name, item.payload,
                          item.group)
            self.new(self.events, item.name, "event", event)
            if self.events[item.name] is event:
                self.classes[item.group].append(event)
        for item in file.guards:
            self.new(self.guards, item.name, "guard", Guard(
                item.name, param=make_param(item.param), gives=item.gives))
        for item in file.kinds:
            self.new(self.kinds, item.name, "kinds", Kinds(
                item.name, item.enum, item.prefix, item.header,
                make_param(item.param)))
        for line in file.durations:
            self.durations.setdefault(
                line.name, NamedDuration(line.name)).lines.append(line)
        for item in file.actions:
            self.declare_action(item)
        for item in file.timers:
            counter = None
            if item.duration.counter is not None:
                counter = self.find(item.duration.counter, "counter")
            event = Event(item.name, "timer", item.name)
            event.timer = Timer(item.name, item.duration, counter, event,
                                item.sentence)
            self.new(self.timers, item.name, "timer", event.timer)

    def declare_action(self, item: CallSyntax) -> None:
        action = Action(item.name, make_param(item.param), gives=item.gives)
        self.new(self.actions, item.name, "action", action)
        action.tells_timer = item.name == NOTE_TIMEOUT
        if action.tells_timer and action.param is not None:
            self.errors.add(item.param.word, f"'{NOTE_TIMEOUT}' is built in: "
                            "it is given the sentence of the timer")
            action.param = None
        action.answers = self.answers(item)
        for word in item.raises:
            for event in self.find_events(word) or []:
                if event not in action.raises:
                    action.raises.append(event)

    def answers(self, item: CallSyntax) -> List[Event]:
        """The events of its requester: the class that it raises first."""
        found = self.classes.get(item.raises[0], []) if item.raises else []
        return found if len(found) in ANSWERS else []

    def need_note_timeout(self, word: Word) -> None:
        """The built-in action is there without a declaration."""
        if word == NOTE_TIMEOUT and word not in self.actions:
            self.actions[word] = Action(word, tells_timer=True)

    # Looking up

    def find(self, word: Word, kind: str):
        """What `word` names, or probably means, or None; reports it."""
        table = self.tables[kind]
        if word in table:
            return table[word]
        if word in self.file.unread:
            self.whole = False
            return None
        near = nearest(word, table)
        hint = f"did you mean '{near}'?" if near else self.elsewhere(word)
        self.errors.add(word, f"unknown {kind} '{word}'", hint)
        if near is None:
            self.whole = False
            return None
        return table[near]

    def elsewhere(self, word: Word) -> Optional[str]:
        """What else carries that name."""
        for kind, table in self.tables.items():
            if word in table:
                return f"'{word}' is {NOUNS[kind]}"
        return None

    def find_events(self, word: Word) -> Optional[List[Event]]:
        """The events that a word of an `on` line stands for."""
        if word in self.events:
            return [self.events[word]]
        if word in self.classes:
            return self.classes[word]
        found = self.find(word, "event" if word == word.upper() else "class")
        return [found] if isinstance(found, Event) else found

    def find_target(self, word: Word):
        """A state or an exit."""
        if word in self.states or word in self.exits:
            return self.states.get(word) or self.exits[word]
        if "." in word:
            flow, _, name = word.rpartition(".")
            return self.jump(word, name, flow)
        kind = "state" if word == word.upper() else "exit"
        if nearest(word, self.tables[kind]) is None:
            for flow in self.neighbours():
                if self.has(flow, word):
                    return self.jump(word, word, flow)
        return self.find(word, kind)

    def neighbours(self) -> List[str]:
        """The flows that this one runs, and then those beside it."""
        run = [state.flow for state in self.file.states if state.flow]
        beside = self.library.names(self.file.source.folder)
        return [name for name in dict.fromkeys(run + beside)
                if name != self.file.name]

    def has(self, flow: str, state: str) -> bool:
        file = self.library.neighbour(self.file.source.folder, flow)
        return file is not None and any(s.name == state for s in file.states)

    def jump(self, word: Word, name: str, flow: str) -> None:
        self.errors.add(word, f"'{name}' belongs to flow '{flow}': a flow is "
                        "left only through its exits",
                        "'call' or 'each' runs another flow")
        self.whole = False
