# SPDX-License-Identifier: MIT
"""Lines that are never taken, choices that lead nowhere."""

from __future__ import annotations

from typing import List, Optional

from ..model import (CANCEL, Event, EventUse, Exit, Flow, Line, State)
from ..rows import inmost, is_covered, is_total, lines_for, live_lines
from ..source import Errors, Word, listed


def choice_without_else(flow: Flow, errors: Errors) -> None:
    for state in flow.states.values():
        if not state.is_choice or not state.whole:
            continue
        words = [str(line.keyword) for line in state.lines]
        if "else" not in words:
            errors.add(state.name, f"choice '{state.name}' has no 'else' "
                       "line: it could have nowhere to go",
                       "end it with: else -> TARGET")
        for line in state.lines[:-1]:
            if line.keyword == "else":
                after = state.lines[state.lines.index(line) + 1]
                errors.add(after.keyword, "this line can never be taken: the "
                           f"'else' of line {line.number} comes first")


def choices_in_a_circle(flow: Flow, errors: Errors) -> None:
    """A circle of choices alone never comes to rest."""
    def follow(way: List[State], done: List[State]) -> None:
        if way[-1] in done:
            return
        for line in way[-1].lines:
            to = line.target
            to = inmost(to) if isinstance(to, State) else None
            if to is None or not to.is_choice:
                continue
            if to in way:
                names = [s.name for s in way[way.index(to):]] + [to.name]
                errors.add(line.target_word, "choices in a circle: "
                           f"{' -> '.join(names)} never comes to rest")
            else:
                follow(way + [to], done)
        done.append(way[-1])

    done: List[State] = []
    for state in flow.states.values():
        if state.is_choice:
            follow([state], done)


def is_broken(flow: Flow) -> bool:
    """Circles of choices and targets without a start stop other checks."""
    errors = Errors()
    choices_in_a_circle(flow, errors)
    missing_start(flow, errors)
    return bool(errors)


def missing_start(flow: Flow, errors: Errors) -> None:
    """A parent that is a target must say which state is entered."""
    def test(word: Optional[Word], target: object) -> None:
        while isinstance(target, State) and target.is_parent:
            if target.start is None and target.whole:
                first = next((state.name for state in flow.states.values()
                              if state.parent is target), "")
                if not first:
                    return  # it is declared twice
                errors.add(word, f"'{target.name}' has no 'start' line: which "
                           "of the states in it is entered?",
                           f"write below 'state {target.name}': start {first}")
            target = target.start

    test(flow.start_word, flow.start)
    for state in flow.states.values():
        for line in state.lines:
            test(line.target_word, line.target)


# Lines that are never taken

def earlier_lines(state: State, line: Line, event: Event) -> List[Line]:
    """The lines that are asked before `line` in `state`."""
    before = live_lines(state, event)
    return before[:before.index(line)] if line in before else before


def can_come(state: State, event: Event) -> bool:
    """Ends of flows come only where they are run."""
    if event.flow is None:
        return True
    run = state.run
    return run is not None and run.flow == event.flow and \
        run.many == (event.kind != "call")


def is_dead(line: Line, event: Event) -> bool:
    """No state takes `event` by this line, as earlier lines take it."""
    return all(is_covered(line.guard, earlier_lines(leaf, line, event))
               for leaf in line.state.leaves()
               if not leaf.is_choice and can_come(leaf, event))


def takers(line: Line, use: EventUse) -> str:
    """Who takes the events of `use` before `line` is asked."""
    state = line.state
    numbers = [str(n) for n in sorted({
        taker.number for event in use.events
        for taker in own_takers(line, event)})]
    if not numbers:
        return f"each state in {state.name} takes '{use.text()}' itself"
    verb = "takes" if len(numbers) == 1 else "take"
    return (f"line{'s' if len(numbers) > 1 else ''} {listed(numbers)} {verb} "
            f"every '{use.text()}' in {state.name} first")


def own_takers(line: Line, event: Event) -> List[Line]:
    """The earlier lines of the same state that leave nothing to `line`."""
    own = [before for before in earlier_lines(line.state, line, event)
           if before.state is line.state]
    for before in own:
        if is_covered(line.guard, [before]):
            return [before]
    return own if is_covered(line.guard, own) else []


def runs_nowhere(line: Line, use: EventUse) -> bool:
    return not any(can_come(leaf, event) for leaf in line.state.leaves()
                   for event in use.events)


def check_use(line: Line, use: EventUse, errors: Errors) -> bool:
    """Report a word of a line by which it is never taken."""
    if not use.events:
        return False
    if runs_nowhere(line, use):
        errors.add(use.word, "this line can never be taken: "
                   f"'{line.state.name}' does not run "
                   f"'{use.events[0].flow}'")
        return False
    return all(is_dead(line, event) for event in use.events)


def never_taken(flow: Flow, errors: Errors) -> None:
    """Lines, and words of lines, that earlier lines leave nothing to."""
    for state in flow.states.values():
        if state.is_choice:
            dead_branches(state, errors)
            continue
        if any(s.guessed or not s.whole for leaf in state.leaves()
               for s in leaf.up()):
            continue
        for line in state.lines:
            dead = [use for use in line.uses if check_use(line, use, errors)]
            for use in dead:
                what = "this line can never be taken" \
                    if len(dead) == len(line.uses) else \
                    f"'{use.text()}' never comes to this line"
                errors.add(use.word, f"{what}: {takers(line, use)}")


def dead_branches(state: State, errors: Errors) -> None:
    earlier: List[Line] = []
    for line in state.lines:
        if line.keyword != "if":
            continue
        if not is_covered(line.guard, earlier):
            earlier.append(line)
            continue
        alone = next(([x] for x in earlier if is_covered(line.guard, [x])),
                     earlier)
        errors.add(line.keyword, "this line can never be taken: line"
                   f"{'s' * (len(alone) > 1)} "
                   f"{listed(str(x.number) for x in alone)} "
                   f"come{'s' * (len(alone) == 1)} first")


# Events that are lost

def event_lost(flow: Flow, errors: Errors) -> None:
    """An event that is only taken under a guard is lost where it fails."""
    for state in flow.resting():
        for event in flow.all_events() if state.is_known() else []:
            lines = lines_for(state, event)
            if lines and event.flow is None and event is not CANCEL \
                    and not is_total(lines):
                report_lost(lines, event, errors)


def report_lost(lines: List[Line], event: Event, errors: Errors) -> None:
    guards = [line.guard_text() for line in lines]
    use = next(use for use in lines[-1].uses if event in use.events)
    errors.add(use.word, f"'{event.name}' is handled only under a guard: if "
               f"{guards[0]} is false, it is lost" if len(guards) == 1 else
               f"'{event.name}' is lost where none of {', '.join(guards)} "
               "holds",
               f"end with a line without a guard, or 'ignore {event.name}'"
               if event.timer is None else
               "end with a line without a guard")


def cancel_leads_to_a_state(flow: Flow, errors: Errors) -> None:
    for state in flow.states.values():
        for line in state.lines:
            if CANCEL in line.events() and line.target_word is not None \
                    and not isinstance(line.target, Exit):
                errors.add(line.target_word, "a line for CANCEL is internal "
                           "or leads to an exit: the flow is being stopped")
