# SPDX-License-Identifier: MIT
"""What guards and actions are given: every line brings it."""

from __future__ import annotations

from typing import Dict, Iterator, List, Optional, Set, Tuple, Union

from ..model import Act, Action, Event, Flow, Guard, Kinds, Param, State
from ..nearest import nearest
from ..record import fresh, record
from ..rows import Row, all_rows, first_row, make_row
from ..source import Errors, Word, listed

HINT = "what is declared without a struct is given none"


@record
class Load:
    """The event that a row is taken for, and who took its payload."""

    event: Event
    taker: Optional[Word] = None

    def lack(self, param: Param) -> Optional[str]:
        """Why `param` can't be given, or None."""
        name = f"'{self.event.name}'" if self.event.name != "ENTER" \
            else "the start"
        if param.is_item:
            return None if self.event.kind == "any" else \
                f"{name} is not the end of one of an 'each'"
        if self.event.payload is None:
            return f"{name} carries nothing"
        if self.event.payload != param.struct:
            return f"{name} carries {self.event.payload}"
        if self.taker is not None:
            return f"'{self.taker}' took that of {name} before"
        if param.take and self.event.is_borrowed:
            return f"what {name} carries stays the ended flow's"
        return None


@record
class Lack:
    """A word of a line, and the events that bring it nothing to give."""

    word: Word
    text: str
    reasons: List[str] = fresh(list)


class Walk:
    """Each row, and each choice behind it, with the event that led there."""

    def __init__(self, flow: Flow):
        self.flow = flow
        self.lacks: Dict[Tuple, Lack] = {}
        self.seen: Set[Tuple] = set()
        self.told: Set[Event] = set()  # the timers whose sentence is

    def walk(self) -> List[Lack]:
        for row in [first_row(self.flow), *all_rows(self.flow)]:
            if row.source is None or not row.source.is_choice:
                self.visit(row, Load(row.event))
        return list(self.lacks.values())

    def visit(self, row: Row, load: Load) -> None:
        key = (row.source, row.line, load.event, load.taker)
        if key in self.seen:
            return
        self.seen.add(key)
        for term in row.line.guard if row.line is not None else []:
            if isinstance(term.what, Guard):
                self.need(term.word, term.what.param, load)
        for act, place in placed_acts(row):
            load = self.do(act, place, load)
        if isinstance(row.target, State) and row.target.is_choice:
            for line in row.target.lines:
                self.visit(make_row(row.target, row.event, line, line.target),
                           load)

    def do(self, act: Act, place: str, load: Load) -> Load:
        action = act.what
        if not isinstance(action, Action):
            return load
        if action.tells_timer:
            self.need_sentence(act.word, load.event)
        if action.param is None:
            return load
        if place == "exit":
            self.lack(act.word, f"'{act.word}' is given "
                      f"{action.param.struct}: an exit action runs, too, when "
                      "the flow is stopped, and nothing is there then", "")
        else:
            self.need(act.word, action.param, load)
        if action.param.take:
            return Load(load.event, act.word)
        return load

    def need(self, word: Word, param: Optional[Param], load: Load) -> None:
        reason = load.lack(param) if param is not None else None
        if reason is not None:
            self.lack(word, f"'{word}' is given {param.struct}", reason)

    def need_sentence(self, word: Word, event: Event) -> None:
        self.told.add(event)
        if event.timer is None:
            name = f"'{event.name}'" if event.name != "ENTER" else "the start"
            reason = f"{name} is no timer"
        elif event.timer.sentence is None:
            reason = f"'{event.name}' has none"
        else:
            return
        self.lack(word, f"'{word}' tells the sentence of a timer", reason)

    def lack(self, word: Word, text: str, reason: str) -> None:
        found = self.lacks.setdefault((word.place, text), Lack(word, text))
        if reason and reason not in found.reasons:
            found.reasons.append(reason)


def placed_acts(row: Row) -> Iterator[Tuple[Act, str]]:
    """All acts of a row in their order, and where each stands."""
    for state in row.left:
        yield from ((act, "exit") for act in state.exit)
    if row.line is not None:
        yield from ((act, "line") for act in row.line.acts)
    for state in row.entered:
        yield from ((act, "entry") for act in state.entry)


def carriers(flow: Flow, param: Param) -> List[str]:
    return [event.name for event in flow.all_events()
            if event.payload == param.struct]


def declared(flow: Flow, word: Word) -> Union[Guard, Kinds, Action, None]:
    return flow.actions.get(word) or flow.guards.get(word) or \
        flow.kinds.get(word)


def no_carrier(flow: Flow, param: Param, errors: Errors) -> None:
    near = nearest(param.struct, [event.payload for event in flow.all_events()
                                  if event.payload])
    errors.add(param.struct, f"no event carries '{param.struct}'",
               f"did you mean '{near}'?" if near else HINT)


def hint(flow: Flow, word: Word) -> str:
    what = declared(flow, word)
    if isinstance(what, Action) and what.tells_timer:
        return "a sentence stands behind the timer's time, in quotes"
    if what is None or what.param is None or what.param.is_item:
        return "'any FLOW.EXIT' tells which one it was"
    names = carriers(flow, what.param)
    return f"{listed(names)} carr{'ies' if len(names) == 1 else 'y'} it; " \
        f"{HINT}" if names else HINT


def wrong_payload(flow: Flow, errors: Errors) -> None:
    walk = Walk(flow)
    for lack in walk.walk():
        what = declared(flow, lack.word)
        if what is not None and what.param is not None and \
                not carriers(flow, what.param) and not what.param.is_item:
            no_carrier(flow, what.param, errors)
            continue
        why = f", but {listed(lack.reasons)}" if lack.reasons else ""
        errors.add(lack.word, lack.text + why, hint(flow, lack.word))
    used = {event for state in flow.states.values() for line in state.lines
            for event in line.events()}
    for timer in flow.timers.values():
        if timer.sentence is not None and timer.event in used and \
                timer.sentence.source is flow.source and \
                timer.event not in walk.told:
            errors.add(timer.sentence, f"the sentence of '{timer.name}' is "
                       "never told", "'note_timeout' on its line tells it")
