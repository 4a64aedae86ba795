# SPDX-License-Identifier: MIT
"""The intermediate form: a flow with all its names known.

Everything behind the resolver reads this and nothing else.
"""

from __future__ import annotations

from typing import Dict, Iterator, List, Optional, Tuple, Union

from .record import fresh, record
from .source import Source, Word
from .syntax import DurationSyntax, NamedDurationSyntax


@record
class Event:
    """Something that a line can wait for."""

    name: str  # as traces and pages call it
    kind: str  # builtin, declared, timer, call, any, all
    word: Optional[Word] = None  # where it is declared
    payload: Optional[str] = None
    group: Optional[str] = None
    timer: Optional["Timer"] = None
    flow: Optional[str] = None  # of a child's end
    exit: int = 0  # of a child's end; all: the number of exits is "mixed"

    @property
    def is_borrowed(self) -> bool:
        """Is its payload the child's that has ended?"""
        return self.flow is not None


ENTER = Event("ENTER", "builtin")
CANCEL = Event("CANCEL", "builtin")
OVERFLOW = Event("OVERFLOW", "builtin")


@record
class Counter:
    name: Word
    max: int
    at_once: bool


@record
class Param:
    """What a guard or an action is given besides the context."""

    struct: str  # "item": which child of an `each` it is about
    take: bool = False  # it is the action's from then on

    @property
    def is_item(self) -> bool:
        return self.struct == "item"


NOTE_TIMEOUT = "note_timeout"  # is given the sentence of the timer


@record
class Action:
    name: Word
    param: Optional[Param] = None
    raises: List[Event] = fresh(list)
    raises_nothing: bool = False  # and says so
    answers: List[Event] = fresh(list)  # of its requester
    gives: List[Word] = fresh(list)  # what exits promise
    tells_timer: bool = False  # it is note_timeout


@record
class Kinds:
    """A function of C's that says of which kind something is."""

    name: Word
    enum: Word
    prefix: Word  # of its constants
    header: Word  # in its quotes; it declares them
    param: Optional[Param] = None

    def constant(self, kind: Word) -> str:
        return f"{self.prefix}_{kind.upper()}"


@record
class Guard:
    """A function of C's; with `than`, a comparison of two durations; with
    `of`, whether it is one of these `kinds`; with `ways`, a name for other
    guards."""

    name: Word
    than: Optional[Word] = None
    than_us: int = 0  # where `than` is a time
    param: Optional[Param] = None
    gives: List[Word] = fresh(list)
    ways: List[List["Term"]] = fresh(list)
    whole: bool = True  # no unknown word was left out of its ways
    of: Optional[Kinds] = None
    kinds: List[Word] = fresh(list)

    @property
    def is_function(self) -> bool:
        """Is it C's as it stands?"""
        return not self.than and not self.ways and self.of is None

    def text(self) -> str:
        if self.of is not None:
            return f"{self.name} is {' '.join(self.kinds)}"
        return f"{self.name} < {self.than}" if self.than else self.name

    def c_name(self) -> str:
        if self.of is not None:
            return f"{self.name}_is_{'_or_'.join(self.kinds)}"
        return f"{self.name}_below_{self.than}" if self.than else self.name

    def functions(self) -> List[Word]:
        """Of the context, that a comparison asks."""
        if self.than is None:
            return []
        return [self.name] if self.than_us else [self.name, self.than]


@record
class Timer:
    name: Word
    duration: DurationSyntax
    counter: Optional[Counter]
    event: Event
    sentence: Optional[Word] = None  # for note_timeout, in its quotes


@record
class NamedDuration:
    """The first of its lines whose function can say counts."""

    name: Word
    lines: List[NamedDurationSyntax] = fresh(list)

    def functions(self) -> List[Word]:
        """That it asks, of the context or of durations above it."""
        return [time.word for line in self.lines for time in line.times()
                if time.is_function]

    @property
    def is_time(self) -> bool:
        """Its name stands for a TIME, in the table and in C."""
        return len(self.lines) == 1 and self.lines[0].is_time

    @property
    def has_sentence(self) -> bool:
        return any(line.sentence for line in self.lines)


@record
class Limit:
    """So many at a time; C has it too."""

    name: Word
    number: int


@record
class Exit:
    name: Word
    index: int
    promise: Optional[Word] = None  # the struct that it gives


@record
class Term:
    """One condition of a guard."""

    word: Word
    negated: bool
    what: Union[Guard, Counter]  # Counter: it has some left

    def text(self) -> str:
        word = self.what.text() if isinstance(self.what, Guard) else self.word
        return ("!" if self.negated else "") + word


@record
class Act:
    """One step of a line: an action, or a counter's use or reset."""

    word: Word
    what: Union[Action, Counter]
    verb: str  # run, use, reset


@record
class EventUse:
    """A word of a line, and the events that it stands for."""

    word: Word
    mode: str
    events: List[Event]
    is_class: bool

    def text(self) -> str:
        return f"{self.mode} {self.word}" if self.mode else str(self.word)


@record
class Line:
    """One row of the table as it is written."""

    keyword: Word  # on, after, if, else, ignore
    state: "State"
    uses: List[EventUse] = fresh(list)
    guard: List[Term] = fresh(list)
    target: Optional[Union["State", Exit]] = None
    target_word: Optional[Word] = None
    acts: List[Act] = fresh(list)

    @property
    def number(self) -> int:
        return self.keyword.line

    def events(self) -> List[Event]:
        if len(self.uses) == 1:
            return list(self.uses[0].events)
        return list(dict.fromkeys(
            event for use in self.uses for event in use.events))

    def guard_text(self) -> str:
        """"[a & b.left]", or ""."""
        terms = " & ".join(term.text() for term in self.guard)
        return f"[{terms}]" if terms else ""

    def acts_text(self) -> str:
        return " ".join(act.word for act in self.acts)


@record
class Run:
    """What a `call` or an `each` runs."""

    word: Word
    flow: str
    prepare: Word
    limit: int
    exits: List[str]
    many: bool  # each
    named: Optional[Limit] = None  # the limit, where it has a name

    def limit_text(self) -> str:
        """As the table has it."""
        return str(self.named.name if self.named else self.limit)


@record
class State:
    name: Word
    kind: str  # state, choice, call, each
    story: str
    index: int  # its place in the table
    parent: Optional["State"] = None
    start: Optional["State"] = None
    start_word: Optional[Word] = None
    children: List["State"] = fresh(list)
    lines: List[Line] = fresh(list)
    entry: List[Act] = fresh(list)
    exit: List[Act] = fresh(list)
    forever: Optional[Word] = None
    run: Optional[Run] = None
    whole: bool = True  # no line of it was left out as wrong
    guessed: bool = False  # a word of it was taken for a similar one

    @property
    def is_choice(self) -> bool:
        return self.kind == "choice"

    @property
    def is_parent(self) -> bool:
        return bool(self.children)

    def up(self) -> Iterator["State"]:
        """This state and those that it is in, innermost first."""
        state: Optional[State] = self
        while state is not None:
            yield state
            state = state.parent

    def is_known(self) -> bool:
        """Are all lines known that hold in it?"""
        return all(state.whole for state in self.up())

    def leaves(self) -> List["State"]:
        """The states without children in it (or itself)."""
        if not self.children:
            return [self]
        return [leaf for child in self.children for leaf in child.leaves()]

    def timers(self) -> List[Timer]:
        """Its own, in the order of its lines."""
        found: List[Timer] = []
        for line in self.lines:
            for event in line.events() if line.keyword == "after" else []:
                if event.timer is not None and event.timer not in found:
                    found.append(event.timer)
        return found


@record
class Occurrence:
    """Something that a run of the flow may do: it takes an event, is in a
    state, does an action, runs a flow, ends by an exit, finds a guard to hold
    or not."""

    word: Word
    what: List[object]  # Event (of one word), State, Action, Run, Exit, Guard
    negated: bool = False  # the guard does not hold
    mode: str = ""  # any, all: of flows that are run

    def keys(self) -> List[Tuple[object, bool]]:
        """Each that it is, and whether that is a guard that does not hold."""
        return [(what, self.negated) for what in self.what]

    def text(self) -> str:
        if isinstance(self.what[0], Guard):
            return f"[{'!' if self.negated else ''}{self.what[0].text()}]"
        return f"{self.mode} {self.word}" if self.mode else str(self.word)


@record
class Property:
    """What never occurs, unless something else has since the last `since`."""

    keyword: Word
    sentence: Word  # in its quotes
    never: List[Occurrence]
    unless: List[Occurrence]
    since: List[Occurrence]

    @property
    def number(self) -> int:
        return self.keyword.line

    def occurrences(self) -> List[Occurrence]:
        return [*self.never, *self.unless, *self.since]

    def text(self) -> str:
        """As the table has it."""
        return " ".join(
            word for keyword, part in (("never", self.never),
                                       ("unless", self.unless),
                                       ("since", self.since)) if part
            for word in (keyword, *(item.text() for item in part)))


@record
class Flow:
    source: Source
    name: Word
    story: str
    head: str
    context: str  # the struct's name, also the prefix of its functions
    start: State
    start_word: Word
    queue: int
    exits: List[Exit]
    counters: Dict[str, Counter]
    events: Dict[str, Event]  # declared ones
    classes: Dict[Word, List[Event]]
    kinds: Dict[str, Kinds]
    durations: Dict[str, NamedDuration]
    limits: Dict[str, Limit]
    guards: Dict[str, Guard]
    actions: Dict[str, Action]
    timers: Dict[str, Timer]
    ends: List[Event]  # of the flows that it runs
    states: Dict[str, State]
    properties: List[Property] = fresh(list)
    happy: List[Tuple[Word, State]] = fresh(list)

    def all_events(self) -> List[Event]:
        """In the order of their numbers."""
        return [ENTER, CANCEL, OVERFLOW, *self.events.values(),
                *(timer.event for timer in self.timers.values()), *self.ends]

    def resting(self) -> List[State]:
        """The states that an instance can be in between two events."""
        return [s for s in self.states.values()
                if not s.is_choice and not s.is_parent]

    def table_guards(self) -> List[Guard]:
        """Those that lines ask; others are only part of a named one."""
        asked = {id(term.what) for state in self.states.values()
                 for line in state.lines for term in line.guard}
        return [g for g in self.guards.values() if id(g) in asked]

    def acts(self) -> Iterator[Act]:
        """Every act, wherever it stands."""
        for state in self.states.values():
            yield from state.entry
            yield from state.exit
            for line in state.lines:
                yield from line.acts
