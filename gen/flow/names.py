# SPDX-License-Identifier: MIT
"""The names that a flow declares, and how an unknown one is reported."""

from __future__ import annotations

from typing import Dict, List, Optional, Set, Tuple, TypeVar

from .checks.verbs import ASKING, verb_of
from .duration import NO_WITHIN
from .library import Library
from .model import (CANCEL, NOTE_TIMEOUT, OVERFLOW, Action, Counter, Event,
                    Exit, Guard, Kinds, Limit, NamedDuration, Param, State,
                    Timer)
from .nearest import nearest
from .source import Errors, Word
from .syntax import CallSyntax, FileSyntax, ParamSyntax, TimerSyntax

T = TypeVar("T")
ANSWERS = (2, 3)  # so many events of a class answer one request

# What each kind of name is, and where it stands.
NOUNS = {
    "state": "a state: it stands behind '->'",
    "exit": "an exit: it stands behind '->'",
    "event": "an event: it stands behind 'on' or 'ignore'",
    "class": "a class of events: it stands behind 'on', 'ignore' or 'raises'",
    "guard": "a guard: it stands in '[' and ']'",
    "action": "an action: it stands behind '/'",
    "timer": "a timer: it stands behind 'after'",
    "counter": "a counter: '{0}.left' guards a line, '{0}.use' is an action",
    "kinds": "of kinds: '[{0} is KIND]' guards a line",
    "duration": "a duration: '[{0} < TIME]' guards a line",
    "limit": "a limit: it stands behind 'limit' in an 'each'",
}
NO_DURATIONS = ("timer", "guard", "counter", "event", "state", "action",
                "kinds")  # no function of C has a name of these
INCLUDED = ("event", "class", "timer", "counter", "kinds", "duration", "limit")

# How a missing one is declared.
DECLARE = {
    "state": "state {0}", "exit": "exits {0}", "event": "events CLASS {0}",
    "class": "events {0} EVENT ...", "guard": "guards {0}",
    "action": "actions {0}", "timer": "timers {0} = TIME",
    "counter": "count {0} max NUMBER",
    "kinds": "kinds {0} ENUM PREFIX \"HEADER\"",
    "duration": "durations {0} = TIME", "limit": "limits {0} = NUMBER",
}


def make_param(syntax: Optional[ParamSyntax]) -> Optional[Param]:
    return Param(syntax.word, syntax.take) if syntax else None


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
        self.classes: Dict[Word, List[Event]] = {}
        self.guards: Dict[str, Guard] = {}
        self.kinds: Dict[str, Kinds] = {}
        self.durations: Dict[str, NamedDuration] = {}
        self.limits: Dict[str, Limit] = {}
        self.counters: Dict[str, Counter] = {}
        self.actions: Dict[str, Action] = {}
        self.timers: Dict[str, Timer] = {}
        self.tables: Dict[str, Dict[str, object]] = {
            "state": self.states, "exit": self.exits, "event": self.events,
            "class": self.classes, "guard": self.guards,
            "action": self.actions, "timer": self.timers,
            "counter": self.counters, "kinds": self.kinds,
            "duration": self.durations, "limit": self.limits}
        self.undeclared: Set[Tuple[str, str]] = set()  # that were told
        self.declare()

    # Declarations

    def new(self, table: Dict[str, T], word: Word, kind: str,
            what: T) -> None:
        """Enter `word`, unless it is there already."""
        if word in table:
            before = next(name for name in table if name == word)
            line = f" in line {before.line}{self.file_of(before)}" \
                if isinstance(before, Word) else ""
            self.errors.add(word, f"{kind} '{word}' is declared{line} "
                            "already")
            self.whole = self.whole and kind != "state"
            return
        table[word] = what

    def file_of(self, word: Word) -> str:
        """Where that is not this one."""
        return f" of {word.source.base_name}" \
            if word.source is not self.file.source else ""

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
        for item in file.limits:
            self.new(self.limits, item.name, "limit",
                     Limit(item.name, item.number))
        for item in file.actions:
            self.declare_action(item)
        for item in file.timers:
            self.check_times(item)
            counter = None
            if item.duration.counter is not None:
                counter = self.find(item.duration.counter, "counter")
            event = Event(item.name, "timer", item.name)
            event.timer = Timer(item.name, item.duration, counter, event,
                                item.sentence)
            self.new(self.timers, item.name, "timer", event.timer)
        for name, sentence in file.sentences:
            self.give_sentence(name, sentence)

    def check_functions(self) -> None:
        """Of timers and durations, when all is declared."""
        for timer in self.file.timers:
            for word in (timer.duration.hint, timer.duration.cap):
                if word is not None:
                    self.is_duration(word)
        for named in self.file.durations:
            for time in named.times():
                if time.is_function:
                    self.is_duration(time.word)

    def check_times(self, timer: TimerSyntax) -> None:
        """Do its names stand for times?"""
        duration = timer.duration
        if duration.factor_percent == 100:
            self.errors.add(duration.counter, "with the factor 1 nothing grows",
                            f"leave out '* 1 ^ {duration.counter}', or write "
                            "a larger factor")
        for word in duration.unknown:
            self.whole = False
            if word in self.durations:
                self.no_time(word, self.durations[word], not (
                    duration.hint or duration.base))
            elif duration.hint is not None:
                self.errors.add(word, f"'{word}' names no TIME above this "
                                "line", "a TIME stands here: what a function "
                                "of the context gives is bounded by 'within'")
            elif not duration.base and word is duration.unknown[0]:
                self.errors.add(word, f"'{word}' has no 'within': {NO_WITHIN}",
                                f"write '{word} within MIN MAX'")
            else:
                self.find(word, "duration")

    def no_time(self, word: Word, named: NamedDuration,
                is_first: bool) -> None:
        """A duration of more than one TIME, or one that stands below."""
        line = named.name.line
        if named.is_time:
            self.errors.add(word, f"'{word}' names no TIME above this line",
                            f"it is declared in line {line}: move that line "
                            "up")
            return
        self.errors.add(word, f"'{word}' is asked of C (line {line}): here "
                        "stands only a duration of one TIME",
                        f"write '{word} within MIN MAX'" if is_first else
                        "write a TIME")

    def is_duration(self, word: Word) -> bool:
        """Or a function of the context; else it is reported."""
        name = word.partition(".")[0]
        if word in self.durations:
            return True
        for kind in NO_DURATIONS:
            if name in self.tables[kind]:
                noun = NOUNS[kind].format(name).partition(":")[0]
                return self.no_duration(word, f"'{name}' is {noun}, and no "
                                        "duration")
        if name.lower() in self.durations or name != word:
            return self.no_duration(word, f"unknown duration '{word}'",
                                    f"write '{name.lower()}'"
                                    if name != name.lower() else None)
        return True

    def no_duration(self, word: Word, message: str,
                    hint: Optional[str] = None) -> bool:
        self.whole = False
        self.errors.add(word, message, hint or "a duration's name, a function "
                        "of the context or a TIME stands here")
        return False

    def give_sentence(self, name: Word, sentence: Word) -> None:
        """This flow's, for a timer that an included file declares."""
        timer = self.find(name, "timer")
        if timer is None:
            return
        for word in (timer.name, timer.sentence):
            if word is not None and word.source is self.file.source:
                self.errors.add(sentence, f"the sentence of '{name}' belongs "
                                f"to line {word.line}", "a line of its own is "
                                "for a timer that an included file declares")
                return
        timer.sentence = sentence

    def declare_action(self, item: CallSyntax) -> None:
        action = Action(item.name, make_param(item.param),
                        raises_nothing=item.raises_nothing, gives=item.gives)
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
        other_case = self.in_other_case(word, kind)
        if other_case is not None:
            return other_case
        near, other = nearest(word, table), self.elsewhere(word)
        if near is not None and (other is None or near.lower() == word.lower()):
            self.errors.add(word, f"unknown {kind} '{word}'",
                            f"did you mean '{near}'?")
            return table[near]
        self.whole = False
        if self.file.lacks_include and kind in INCLUDED:
            return None
        if (word, kind) not in self.undeclared:
            self.undeclared.add((word, kind))
            self.errors.add(word, f"unknown {kind} '{word}'",
                            self.what_to_write(word, kind, other))
        return None

    def in_other_case(self, word: Word, kind: str):
        """An event, or a state behind '->', that is written as a class or an
        exit: 'order' for ORDER."""
        upper = {"class": "event", "exit": "state"}.get(kind, "")
        name = word.upper()
        if word in self.tables[kind] or self.elsewhere(word) or \
                name not in self.tables.get(upper, ()):
            return None
        self.errors.add(word, f"unknown {upper} '{word}'",
                        f"write '{name}': {upper}s are upper case")
        return self.tables[upper][name]

    def what_to_write(self, word: Word, kind: str,
                      other: Optional[str]) -> str:
        """A name that is only alike, and the class that answers an action of
        its name, may well be others than the one that is meant."""
        if kind == "class" and word in ("entry", "exit"):
            rest = word.rest()
            return f"write '{word} {rest if rest[:1] == '/' else '/ ACTION'}'"
        declare = f"declare it: {DECLARE[kind].format(word)}"
        if kind == "action" and verb_of(word) in ASKING:
            declare += " raises CLASS"
        if other is None or (kind == "action" and word in self.classes):
            other = other or self.alike(word)
            return f"{other}; or {declare}" if other else declare
        return other

    def elsewhere(self, word: Word) -> Optional[str]:
        """What else carries that name."""
        for kind, table in self.tables.items():
            if word in table:
                return f"'{word}' is {NOUNS[kind].format(word)}"
        for define in self.file.defines:
            if define.name == word:
                return f"'{word}' is defined in line {define.name.line}: a " \
                    "rule asks only what stands above it"
        return None

    def alike(self, word: Word) -> Optional[str]:
        """What else has a name that is almost the same."""
        for kind, table in self.tables.items():
            near = nearest(word, table)
            if near is not None:
                return f"did you mean '{near}'? That is " \
                    f"{NOUNS[kind].format(near)}"
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
            if flow == self.file.name and \
                    (name in self.exits or name in self.states):
                self.whole = False
                self.errors.add(word, f"'{flow}' is this flow itself",
                                f"write '-> {name}'")
                return None
            return self.jump(word, name, flow)
        kind = "state" if word == word.upper() else "exit"
        if word not in self.file.unread and self.elsewhere(word) is None and \
                nearest(word, self.tables[kind]) is None:
            for flow in self.flows_run():
                if self.has(flow, word):
                    return self.jump(word, word, flow)
        return self.find(word, kind)

    def flows_run(self) -> List[str]:
        run = [state.flow for state in self.file.states if state.flow]
        return [name for name in dict.fromkeys(run) if name != self.file.name]

    def has(self, flow: str, state: str) -> bool:
        file = self.library.flow_in(self.file.source.folder, flow)
        return file is not None and any(s.name == state for s in file.states)

    def jump(self, word: Word, name: str, flow: str) -> None:
        self.errors.add(word, f"'{name}' belongs to flow '{flow}': a flow is "
                        "left only through its exits",
                        "'call' or 'each' runs another flow")
        self.whole = False
