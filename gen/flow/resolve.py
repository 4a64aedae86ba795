# SPDX-License-Identifier: MIT
"""The syntax of a file to its model: every word finds what it names."""

from __future__ import annotations

from typing import Dict, List, Optional

from .library import Library
from .lines import a_kind
from .model import (Act, Counter, Event, EventUse, Flow, Guard, Line, Run,
                    State, Term)
from .names import Names
from .nearest import nearest
from .occurrences import Occurrences
from .source import Errors, Word
from .syntax import (DefineSyntax, EventWord, FileSyntax, LineSyntax,
                     StateSyntax, TermSyntax)

VERBS = ("use", "reset")
JOINING = ("not", "and", "or")  # no kinds

# What a flow can't be without.
FIRST = {"context": "context struct NAME", "start": "start STATE"}


def what_is_asked(term: TermSyntax) -> str:
    """How a term is written that has such words among its kinds."""
    kinds = " ".join(kind for kind in term.kinds if kind not in JOINING)
    if term.kinds[0] == "not":
        return f"write '[{'' if term.negated else '!'}{term.word} is " \
            f"{kinds or 'KIND'}]'"
    return f"write 'is {kinds or 'KIND'}'"


class Resolver:
    """Makes a Flow; what it can't resolve is reported and left out."""

    def __init__(self, file: FileSyntax, library: Library, errors: Errors):
        self.file = file
        self.library = library
        self.errors = errors
        self.names = Names(file, library, errors)
        self.ends: Dict[str, Event] = {}
        self.comparisons: Dict[str, Guard] = {}

    @property
    def whole(self) -> bool:
        return self.names.whole

    def drop(self, word: Word, message: str, hint: Optional[str] = None):
        self.errors.add(word, message, hint)
        self.names.whole = False

    def resolve(self) -> Optional[Flow]:
        file, names = self.file, self.names
        made = [self.make_state(index, state)
                for index, state in enumerate(file.states)]
        for state, syntax in zip(made, file.states):
            self.place_state(state, syntax)
        self.check_nesting(made)
        names.check_functions()
        for define in file.defines:
            self.make_define(define)
        for state, syntax in zip(made, file.states):
            for line in syntax.lines:
                self.try_line(state, line)
        start = names.find(file.start, "state") if file.start else None
        if not self.check_head() or start is None:
            return None
        properties = Occurrences(self).properties(file.properties)
        happy = [(word, names.find(word, "state")) for word in file.happy]
        del names.events["CANCEL"], names.events["OVERFLOW"]
        return Flow(
            file.source, file.name, file.story, file.head, file.context,
            start, file.start, file.queue, list(names.exits.values()),
            names.counters, names.events, names.classes, names.kinds,
            names.durations, names.limits,
            {**names.guards, **self.comparisons}, names.actions, names.timers,
            list(self.ends.values()), names.states, properties,
            [(word, state) for word, state in happy if state is not None])

    def check_head(self) -> bool:
        """Does the flow say what it must?"""
        file = self.file
        if file.name is None:
            return False
        stem = file.source.base_name.split(".")[0]
        if file.name != stem:
            self.errors.add(file.name, f"flow '{file.name}' stands in "
                            f"{file.source.base_name}: a flow and its file "
                            "have one name", f"call the flow '{stem}', or the "
                            f"file '{file.name}.flow'")
        for what, word in (("context", file.context), ("start", file.start)):
            if word is None and what not in file.unread:
                self.errors.add(file.name, f"flow '{file.name}' has no "
                                f"'{what}' line",
                                f"write below it: {FIRST[what]}")
        return file.context is not None and file.start is not None

    # States

    def make_state(self, index: int, syntax: StateSyntax) -> State:
        state = State(syntax.name, syntax.kind, syntax.story, index,
                      whole=syntax.whole)
        self.names.new(self.names.states, syntax.name, "state", state)
        if syntax.flow is not None:
            state.run = self.make_run(syntax)
            state.whole = state.whole and state.run is not None
        return state

    def make_run(self, syntax: StateSyntax) -> Optional[Run]:
        folder = self.file.source.folder
        word = syntax.flow
        named = self.names.find(syntax.limit_name, "limit") \
            if syntax.limit_name else None
        child = self.library.flow_in(folder, word)
        if child is None or child.name is None:
            names = [name for name in self.library.names(folder)
                     if name != self.file.name]
            near = nearest(word, names)
            if child is not None:
                self.drop(word, f"{child.source.base_name} has no flow",
                          f"it begins with: flow {word}")
                return None
            self.drop(word, f"unknown flow '{word}': there is no "
                      f"{word}.flow beside this file",
                      f"did you mean '{near}'?" if near else
                      f"beside it are: {' '.join(names)}" if names else None)
            return None
        if not child.exits and syntax.kind == "each":
            self.drop(word, f"flow '{word}' has no exits: it never ends",
                      "run it by 'call', in a state that a timer ends")
            return None
        run = Run(word, str(word), syntax.prepare,
                  named.number if named else syntax.limit or 1,
                  [str(end.name) for end in child.exits],
                  syntax.kind == "each", named)
        self.add_ends(run, [end.promise for end in child.exits])
        return run

    def add_ends(self, run: Run, promises: List[Optional[Word]]) -> None:
        """The events by which the flow that is run tells of its end."""
        for mode in ("any", "all") if run.many else ("call",):
            text = "" if mode == "call" else mode + " "
            for index, name in enumerate(run.exits):
                key = f"{text}{run.flow}.{name}"
                promise = promises[index] if mode != "all" else None
                self.ends.setdefault(key, Event(
                    key, mode, flow=run.flow, exit=index,
                    payload=str(promise) if promise else None))
            if mode == "all":
                key = f"all {run.flow}"
                self.ends.setdefault(key, Event(
                    key, mode, flow=run.flow, exit=len(run.exits)))

    def place_state(self, state: State, syntax: StateSyntax) -> None:
        """Put it into its parent."""
        if syntax.start is not None:
            state.start_word = syntax.start
            state.start = self.names.find(syntax.start, "state")
            state.whole = state.whole and state.start is not None
        if syntax.parent is None:
            return
        parent = self.names.find(syntax.parent, "state")
        state.whole = state.whole and parent is not None
        if parent is not None and parent.kind != "state":
            self.drop(syntax.parent, f"'{parent.name}' is {a_kind(parent.kind)}: "
                      "no state can be in it")
        elif parent is not None:
            state.parent = parent
            parent.children.append(state)

    def check_nesting(self, states: List[State]) -> None:
        """No state is in itself, and a start is in its parent."""
        for state, syntax in zip(states, self.file.states):
            above = [state]
            while above[-1].parent not in above + [None]:
                above.append(above[-1].parent)
            if above[-1].parent is state:
                self.drop(syntax.parent, f"'{state.name}' is in itself")
                state.parent.children.remove(state)
                state.parent = None
        for state in states:
            if state.start is not None and \
                    state not in list(state.start.up())[1:]:
                self.drop(state.start_word, f"'{state.start.name}' is not in "
                          f"'{state.name}'", "the start of a parent is one "
                          "of the states in it")
                state.start = None
                state.whole = False

    # Named guards

    def make_define(self, syntax: DefineSyntax) -> None:
        """It may ask guards, and what is defined before it."""
        ways: List[List[Term]] = []
        for part in syntax.ways:
            terms = [self.make_term(term) for term in part]
            ways.append([term for term in terms if term is not None])
        whole = [len(way) for way in ways] == [len(p) for p in syntax.ways]
        guard = Guard(syntax.name, ways=ways, whole=whole)
        for term in (term for way in ways for term in way):
            if isinstance(term.what, Counter):
                self.drop(term.word, "a counter is no part of a named guard: "
                          "what bounds a retry is seen on its line")
            else:
                self.add_param(guard, term)
        self.names.new(self.names.guards, syntax.name, "guard", guard)

    def add_param(self, guard: Guard, term: Term) -> None:
        """A named guard is given what those in it are given."""
        param = term.what.param
        if guard.param is None or param is None:
            guard.param = guard.param or param
        elif guard.param.struct != param.struct:
            self.drop(term.word, f"'{guard.name}' would be given "
                      f"{guard.param.struct} and {param.struct}: an event has "
                      "one payload")

    # Lines

    def try_line(self, state: State, syntax: LineSyntax) -> None:
        """Add a line; one with an unknown word is left out."""
        before, self.names.whole = self.names.whole, True
        n_errors = len(self.errors.found)
        self.add_line(state, syntax)
        state.guessed = state.guessed or len(self.errors.found) > n_errors
        state.whole = state.whole and self.names.whole
        self.names.whole = before and self.names.whole

    def add_line(self, state: State, syntax: LineSyntax) -> None:
        keyword = syntax.keyword
        if keyword == "forever":
            state.forever = keyword
            return
        acts = self.make_acts(syntax.acts)
        if keyword == "entry":
            state.entry = acts
        elif keyword == "exit":
            state.exit = acts
        else:
            self.add_row(state, syntax, acts)

    def add_row(self, state: State, syntax: LineSyntax,
                acts: List[Act]) -> None:
        line = Line(syntax.keyword, state, acts=acts)
        self.check_twice(syntax)
        for event in syntax.events:
            use = self.make_use(state, syntax.keyword, event)
            if use is not None:
                line.uses.append(use)
        for part in syntax.guard:
            term = self.make_term(part)
            if term is not None:
                line.guard.append(term)
        if syntax.target is not None:
            line.target_word = syntax.target
            line.target = self.names.find_target(syntax.target)
        if self.names.whole:
            state.lines.append(line)

    def check_twice(self, syntax: LineSyntax) -> None:
        seen: set = set()
        for event in syntax.events:
            if (event.mode, event.word) in seen:
                self.errors.add(event.word, f"'{event.word}' stands here "
                                "twice", "leave one of them out")
            seen.add((event.mode, event.word))

    def make_use(self, state: State, keyword: Word,
                 event: EventWord) -> Optional[EventUse]:
        word = event.word
        if keyword == "after":
            timer = self.names.find(word, "timer")
            return EventUse(word, "", [timer.event], False) if timer else None
        if event.mode or "." in word or self.is_flow(word):
            return self.make_end(state, event)
        events = self.names.find_events(word)
        if events is None:
            return None
        return EventUse(word, "", events, word in self.names.classes)

    def is_flow(self, word: Word) -> bool:
        return word not in self.names.classes and any(
            state.flow == word for state in self.file.states)

    def make_end(self, state: Optional[State],
                 event: EventWord) -> Optional[EventUse]:
        """FLOW.EXIT, any FLOW.EXIT, all FLOW.EXIT, all FLOW."""
        word, mode = event.word, event.mode
        flow, _, exit_ = word.partition(".")
        ends = [e for e in self.ends.values()
                if e.flow == flow and e.kind == (mode or "call")]
        if not ends:
            return self.no_end(state, word, flow, mode)
        if not exit_ and mode == "all":
            return EventUse(word, mode, ends, True)
        key = f"{mode} {word}" if mode else str(word)
        if exit_ and key in self.ends:
            return EventUse(word, mode, [self.ends[key]], False)
        names = [e.name.rpartition(".")[2] for e in ends if "." in e.name]
        near = nearest(exit_, names)
        self.errors.add(word, f"flow '{flow}' has no exit '{exit_}'"
                        if exit_ else "expected FLOW.EXIT",
                        f"did you mean '{flow}.{near}'?" if near else
                        f"its exits: {', '.join(names)}")
        if near is None:
            self.names.whole = False
            return None
        return EventUse(word, mode, [e for e in ends
                                     if e.name.endswith("." + near)], False)

    def no_end(self, state: Optional[State], word: Word, flow: str,
               mode: str) -> None:
        kinds = {e.kind for e in self.ends.values() if e.flow == flow}
        if kinds:
            self.drop(word, f"'{flow}' is run by "
                      f"{'call' if 'call' in kinds else 'each'}: its ends are "
                      f"{'without' if 'call' in kinds else 'told by'} "
                      "'any' and 'all'")
            return
        self.names.whole = False
        if any(other.flow == flow for other in self.file.states) or \
                state and state.kind in ("call", "each") and not state.run:
            return  # what is run is unknown, and was reported
        near = nearest(flow, {e.flow for e in self.ends.values()})
        self.drop(word, f"unknown flow '{flow}': no state here runs it",
                  f"did you mean '{near}'?" if near else None)

    def make_term(self, syntax: TermSyntax) -> Optional[Term]:
        negated, word = syntax.negated, syntax.word
        if syntax.than is not None:
            words = [word, *([] if syntax.than_us else [syntax.than])]
            if not all([self.names.is_duration(each) for each in words]):
                return None
            return Term(word, negated, self.comparison(syntax))
        if syntax.kinds:
            return self.kind_term(syntax)
        name, _, verb = word.partition(".")
        if not verb:
            guard = self.names.find(word, "guard")
            return Term(word, negated, guard) if guard else None
        counter = self.names.find(word.part(0, len(name)), "counter")
        if counter is not None and verb != "left":
            self.drop(word.part(len(name) + 1, len(word)),
                      f"a counter has no '{verb}' that could guard a line",
                      f"did you mean '{name}.left'?")
            return None
        return Term(word, negated, counter) if counter else None

    def comparison(self, syntax: TermSyntax) -> Guard:
        """One guard for all lines that compare the same."""
        guard = Guard(syntax.word, syntax.than, syntax.than_us)
        return self.comparisons.setdefault(guard.text(), guard)

    def kind_term(self, syntax: TermSyntax) -> Optional[Term]:
        """Like a comparison, one guard for all that ask for the same."""
        kinds = self.names.find(syntax.word, "kinds")
        if kinds is None:
            return None
        for index, kind in enumerate(syntax.kinds):
            if kind in JOINING:
                self.drop(kind, f"'{kind}' is no kind",
                          what_is_asked(syntax))
                return None
            before, _, short = kind.partition(f"{kinds.prefix.lower()}_")
            if short and not before:
                self.errors.add(kind, f"'{kind}' begins with the prefix that "
                                f"line {kinds.name.line} declares",
                                f"write '{short}'")
            if kind in syntax.kinds[:index]:
                self.errors.add(kind, f"'{kind}' stands there already")
        guard = Guard(kinds.name, param=kinds.param, of=kinds,
                      kinds=syntax.kinds)
        guard = self.comparisons.setdefault(guard.text(), guard)
        return Term(syntax.word, syntax.negated, guard)

    def make_acts(self, words: List[Word]) -> List[Act]:
        acts = [self.make_act(word) for word in words]
        return [act for act in acts if act is not None]

    def make_act(self, word: Word) -> Optional[Act]:
        name, _, verb = word.partition(".")
        if not verb:
            self.names.need_note_timeout(word)
            action = self.names.find(word, "action")
            return Act(word, action, "run") if action else None
        counter = self.names.find(word.part(0, len(name)), "counter")
        if counter is not None and verb not in VERBS:
            self.drop(word.part(len(name) + 1, len(word)),
                      f"a counter has no '{verb}' that a line could do",
                      f"'{name}.use' or '{name}.reset'")
            return None
        return Act(word, counter, verb) if counter else None
