# SPDX-License-Identifier: MIT
"""A trace as a test that passes: what one instance did, as C for the stubs of
its flow.

The same events are posted, with guards and times as they were, and each step
is compared by its names, so that other changes of the table do not matter.
What the flow runs are children that do nothing.
"""

from __future__ import annotations

import os
from typing import (TYPE_CHECKING, Dict, Iterator, List, Optional, Tuple,
                    Union)

from .arguments import Arguments, Usage
from .fault import TraceError
from .maps import Map
from .records import Record, Run
from .svg import the_map
from .text import said
from .tour_c import CHILDREN, HEAD, MAIN
from .tour_settings import NEITHER, UNKNOWN, Asked, Key, Settings, Value
from .tour_steps import Event, Step, events, last_life, ran_out_after
from .watch import of_row

if TYPE_CHECKING:
    from flow.model import Flow, Timer


def quoted(text: str) -> str:
    """As a string of C."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def step_words(record: Record) -> str:
    """As the engine's own text says it, behind the instance's number."""
    return said(record).split(f"#{record.id} ", 1)[1]


class Tour:
    """Writes the body of main(), and the functions that it needs."""

    def __init__(self, made: Map, events_: List[Event]):
        self.map = made
        self.flow: "Flow" = made.table
        self.name = str(self.flow.name)
        self.settings = Settings(self.flow)
        self.events = events_
        self.ran_out = ran_out_after(events_)
        self.begun_us = events_[0].first.time_us
        self.lines: List[str] = []
        self.functions: List[str] = []

    # Settings

    def member(self, part: str, name: str) -> str:
        from flow.emit_stubs import WORDS_OF_C
        return f"{self.name}_stubs.{part}.{name}" + \
            "_" * (name in WORDS_OF_C)

    def assigned(self, key: Key, value: Value) -> str:
        kind, name = key
        if kind == "guards":
            text = "true" if value else "false"
        elif kind == "us":
            text = "SM_UNKNOWN" if value == UNKNOWN else f"{value}u"
        else:
            text = value if value != NEITHER else \
                f"(enum {self.flow.kinds[name].enum})0x7f"
        return f"{self.member(kind, name)} = {text};"

    def first_settings(self) -> None:
        from flow import interface
        for word in interface.lists(self.flow):
            self.lines.append(f"{self.member('n', word)} = 1;")
        for name in self.flow.kinds:
            self.lines.append(self.assigned(("kinds", name), NEITHER))

    def asked(self, step: Step) -> List[Asked]:
        """What is known of the guards that were asked."""
        from flow.layout import layout_of
        from flow.model import Term
        layout = layout_of(self.flow)
        whats = [*layout.guards, *layout.counters]
        record, made = step.record, self.map
        if record.run.level == "full":
            return [Asked([Term(whats[each.number].name, False,
                                whats[each.number])],
                          each.kind == "guard_true")
                    for each in step.answers]
        if record.kind in ("ignored", "unexpected"):
            return []
        found = []
        event = 0 if record.start < made.n_choices else record.event
        for number in made.cell(record.start, event):
            is_it = record.kind == "taken" and number == record.row
            terms = [Term(whats[term["condition"]].name, term["not"],
                          whats[term["condition"]])
                     for term in made.rows[number]["terms"]]
            if terms:
                found.append(Asked(terms, is_it))
            if is_it:
                break
        return found

    def counters_set(self, asked: List[Asked]) -> List[str]:
        """Where C said how often one was used before."""
        found = []
        for each in asked:
            for term in each.terms:
                counter = self.flow.counters.get(term.what.name)
                if counter is not term.what or len(each.terms) > 1 and \
                        not each.holds:
                    continue
                wanted = each.holds != term.negated
                if (self.settings.count[counter.name] < counter.max) == wanted:
                    continue
                used = 0 if wanted else counter.max
                self.settings.count[counter.name] = used
                found.append("sm_counter_set(&tour_instance.sm, "
                             f"{self.c_name()}_COUNTER_{counter.name.upper()}"
                             f", {used});")
        return found

    def set_for(self, step: Step) -> List[str]:
        """The settings with which the flow takes that step."""
        asked = self.asked(step)
        found = self.counters_set(asked)
        try:
            change = self.settings.find(asked)
        except KeyError:
            raise TraceError(
                f"has a step that no answers of guards lead to, so that "
                f"there is no tour: {said(step.record)}; 'flowtrace --check' "
                "says more") from None
        return found + [self.assigned(*each) for each in change.items()]

    def count(self, record: Record) -> None:
        """What the step does to counters."""
        if record.kind != "taken":
            return
        made = self.map
        start = made.target(record.start) if record.start else None
        for item in of_row(made, start, made.rows[record.row]):
            name, _, verb = item.name.partition(".")
            counter = self.flow.counters.get(name)
            if item.kind != "action" or counter is None:
                continue
            used = self.settings.count[name] + 1
            self.settings.count[name] = \
                min(used, counter.max) if verb == "use" else 0

    # Times

    def durations(self, at: int) -> List[str]:
        """Functions that say how long a timer is, where that is known."""
        event = self.events[at]
        known = {event.first.map.event(record.event): record.number * 1000
                 for record in event.armed}
        for name, us in self.ran_out[at].items():
            known.setdefault(name, us)
        found = []
        for name, timer in self.flow.timers.items():
            if name not in self.entered_timers(event):
                continue
            for key, us in self.said_by(timer, known.get(name)):
                if self.settings.values.get(key, UNKNOWN) != us:
                    self.settings.values[key] = us
                    found.append(self.assigned(key, us))
        return found

    def said_by(self, timer: "Timer",
                us: Optional[int]) -> Iterator[Tuple[Key, int]]:
        """None: it did not run out.  The longest is in nobody's way."""
        duration = timer.duration
        if duration.hint:
            longest = duration.hint_max
            yield ("us", str(duration.hint)), longest if us is None \
                else min(max(us, duration.hint_min), longest)
        if duration.cap and us is not None:
            yield ("us", str(duration.cap)), us

    def entered_timers(self, event: Event) -> List[str]:
        """Those that it may arm."""
        found: List[str] = []
        for step in event.steps:
            record, made = step.record, self.map
            if record.kind != "taken" or record.is_internal:
                continue
            state = self.flow.states.get(made.target(record.target))
            found += [str(timer.name) for above in (state.up() if state
                                                    else ())
                      for timer in above.timers()]
        return found

    # Events

    def c_name(self) -> str:
        return self.name.upper()

    def call(self, event: Event) -> str:
        """What makes it happen."""
        made = self.map.events[event.first.event]
        name, kind = made["name"], made["kind"]
        if event.is_stop:
            return "tour_stop();"
        if name == "ENTER":
            return "sm_start(&tour_instance.sm, &tour_loop);\n\ttour_run();"
        if name == "OVERFLOW":
            return "tour_post(SM_OVERFLOW);"
        if kind == "timer":
            return f"tour_timer({self.c_name()}_TIMER_{name.upper()});"
        if "flow" not in made:
            return f"tour_post({self.c_name()}_{name});"
        return self.end(made)

    def end(self, made: Dict) -> str:
        """Of what the flow runs."""
        _, _, exit_ = made["name"].partition(".")
        how = "all" if made["kind"] == "all" else "one"
        if not exit_:
            return "tour_all_ended_mixed();"
        return f"tour_{how}_ended({made['flow'].upper()}_EXIT_" \
            f"{exit_.upper()});"

    def play(self, at: int) -> None:
        event = self.events[at]
        lines = self.durations(at)
        if event.name != "ENTER":
            lines.append(f"tour_at({event.first.time_us - self.begun_us + 1}"
                         "u);")
        shown = []
        for number, step in enumerate(event.steps):
            changes = self.set_for(step)
            if number and changes:
                lines.append(self.later(number - 1, changes))
            else:
                lines += changes
            self.count(step.record)
            shown += self.took(step.record)
        self.lines += ["", *lines, self.call(event), *shown]

    def later(self, number: int, changes: List[str]) -> str:
        """They are so once that step is done."""
        name = f"tour_change_{len(self.functions) + 1}"
        self.functions.append("\n".join([
            "static void", f"{name}(void)", "{",
            *(f"\t{line}" for line in changes), "}", "", ""]))
        return f"tour_change[{number}] = {name};"

    def took(self, record: Record) -> List[str]:
        file = self.map.file
        if record.kind == "taken":
            line = self.map.rows[record.row]["line"]
            if not line:
                return []  # it is stopped, and the engine tells of no line
            file += f":{line}"
        return [f"tour_took({quoted(file)},\n\t\t  "
                f"{quoted(step_words(record))});"]

    # The whole

    def children(self) -> str:
        from flow import interface
        found = []
        for what in interface.functions(self.flow):
            if what.kind == interface.RUNS:
                unused = [f"\t(void){name};" for _, name in what.parameters]
                found += [what.definition(), "{", *unused,
                          "\treturn tour_child_start();", "}", ""]
        return CHILDREN + "\n" + "\n".join(found) if found else ""

    def text(self, head: str) -> str:
        self.first_settings()
        for at in range(len(self.events)):
            self.play(at)
        body = "\n".join(f"\t{line}" if line else "" for line in self.lines)
        parts = [head, HEAD, self.children(), "\n", *self.functions,
                 MAIN.lstrip("\n").replace("@body@", body)]
        return "".join(parts).replace("@flow@", self.name).replace(
            "@file@", self.map.file)


def head(made: Map, record: Record) -> str:
    """What it is, and how it is run."""
    names = ordered(made)
    tables = " ".join(f"{name}.flow" for name in names)
    sources = " ".join(f"{name}.flow.c {name}.stubs.c" for name in names)
    return f"""/*
 * Written by flowtrace --tour: what {made.flow} #{record.id} did, as a test of
 * {made.file}, in a program of its own:
 *
 *   flowc c -o . {tables}
 *   flowc stubs -o . {tables}
 *   cc -DSM_TRACE=2 TOUR.c {sources}
 *
 * and the engine of a build with -DSM_TRACE=full.  Its exit status is 0 where
 * the flow does the same again.
 */
"""


def ordered(made: Map) -> List[str]:
    """Its flow, and those that it runs."""
    from flow.emit_sim import with_those_they_run
    from flow.library import Library
    from flow.report import Report
    flows = with_those_they_run([made.path], Library(Report()))
    if flows is None:
        raise TraceError(f"has a flow that runs others whose tables are not "
                         f"beside {os.path.basename(made.path)}")
    return [str(flow.name) for flow in flows]


def drawn(items: List[Union[Run, Record]], args: Arguments) -> str:
    records = [item for item in items if isinstance(item, Record)]
    made = the_map(records, args.form)
    if not args.instance:
        ids = sorted({record.id for record in records})
        if len(ids) > 1:
            raise Usage("'--tour' is about one instance: '--instance NUMBER', "
                        "one of " + ", ".join(f"#{id_}" for id_ in ids))
    life = last_life(items, records[0].id)
    found = events(life)
    if not found or found[0].name != "ENTER":
        raise TraceError(f"has nothing that #{life[0].id} of flow "
                         f"'{made.flow}' did, so that there is no tour")
    return Tour(made, found).text(head(made, life[0]))
