# SPDX-License-Identifier: MIT
"""NAME.flow.c: the tables of include/sm_table.h, and what they point to."""

from __future__ import annotations

from typing import Iterable, List

from .duration import in_words
from .emit_c_durations import durations
from .emit_c_header import (children, generated, lists, payloads, promises,
                            timed)
from .emit_c_wrappers import wrappers
from .layout import Layout, Pool
from .model import Flow, Timer
from .source import Word


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def array(declaration: str, lines: Iterable[str]) -> List[str]:
    """A static array; none where it would be empty."""
    lines = list(lines)
    if not lines:
        return []
    return [f"static const {declaration} = {{", *(f"\t{x}" for x in lines),
            "};", ""]


def cells(layout: Layout) -> List[str]:
    """A line of numbers a state."""
    names = ["(start)", *(str(state.name) for state in layout.states)]
    header = f"/* {' '.join(event.name for event in layout.events)} */"
    lines = [header]
    for name, row in zip(names, layout.cells):
        numbers = ", ".join("SM_IGNORED" if n == 255 else str(n) for n in row)
        lines.append(f"/* {name} */ {numbers},")
    return array("uint8_t cell[]", lines)


def runs(layout: Layout) -> List[str]:
    numbers = [str(number) for number in layout.run_first]
    return array("uint16_t run[]", [", ".join(numbers[i:i + 12]) + ","
                                    for i in range(0, len(numbers), 12)])


def rows(layout: Layout) -> List[str]:
    lines = []
    for row in layout.rows:
        target = "SM_STAY" if row.target is None else row.target
        last = " | SM_LAST" if row.last else ""
        lines.append(f"{{ {row.guard}, {target}, {row.ops}{last} }}, "
                     f"/* {row.line}: {row.text} */")
    return array("struct sm_row row[]", lines)


def terms(pool: Pool) -> List[str]:
    return array("uint8_t terms[]", [
        ", ".join([*key, "0"]) + f", /* {at} */"
        for key, at in pool.lists.items()])


def ops(pool: Pool) -> List[str]:
    lines = []
    for key, at in pool.lists.items():
        items = [f"{{ {code}, {arg} }}" for code, arg, _ in key]
        words = ", ".join(word for _, _, word in key)
        lines.append(f"{', '.join([*items, '{ SM_OP_END, 0 }'])}, "
                     f"/* {at}{': ' if words else ''}{words} */")
    return array("struct sm_op ops[]", lines)


def function(prefix: str, name: Word) -> str:
    return f"{prefix}_{name}" if name else "NULL"


def timer(layout: Layout, item: Timer) -> List[str]:
    d = item.duration
    fields = [("hint_us", function("duration", d.hint), d.hint),
              ("cap_us", function("duration", d.cap), d.cap),
              ("hint_min_us", d.hint_min, d.hint_min),
              ("hint_max_us", d.hint_max, d.hint_max),
              ("base_us", d.base, d.base), ("min_us", d.min, d.min),
              ("max_us", d.max, d.max),
              ("factor_percent", d.factor_percent, d.factor_percent),
              ("counter", layout.counters.index(item.counter)
               if item.counter else 0, item.counter),
              ("jitter_percent", d.jitter_percent, d.jitter_percent)]
    lines = [f"{{ /* {item.name} */"]
    for name, value, is_set in fields:
        if is_set:
            unit = f" /* {in_words(value)} */" if name.endswith("_us") \
                and isinstance(value, int) else ""
            lines.append(f"\t.{name} = {value},{unit}")
    return [*lines, "},"]


def child(layout: Layout) -> List[str]:
    lines = []
    for run in layout.children:
        single = "any" if run.many else "call"
        lines += [f"{{ /* {run.flow} */"]
        if run.many:
            lines += [f"\t.count = n_{run.prepare},"]
        lines += [f"\t.prepare = prepare_{run.prepare},",
                  f"\t.limit = {run.limit},",
                  f"\t.any_first = {layout.first_end(run, single)},"]
        if run.many:
            lines += [f"\t.all_first = {layout.first_end(run, 'all')},"]
        lines += [f"\t.n_exits = {len(run.exits)},", "},"]
    return array("struct sm_child child[]", lines)


def pointers(flow: Flow, layout: Layout) -> List[str]:
    releases = [f"release_{event.payload}, /* {event.name} */"
                if event.payload and not event.is_borrowed else f"NULL, /* {event.name} */"
                for event in layout.events]
    return [
        *pointer_array("bool", "guard", "const void *, const struct sm_event *",
                       [f"guard_{guard.c_name()},"
                        for guard in layout.guards]),
        *pointer_array("void", "action", "struct sm *, struct sm_event *",
                       [f"action_{name}," for name in flow.actions]),
        *pointer_array("void", "release", "void *", releases),
        *pointer_array("void *", "give", "void *", gifts(flow))]


def gifts(flow: Flow) -> List[str]:
    """What each exit gives; nothing where none promises anything."""
    if not promises(flow):
        return []
    return [f"give_{end.promise}, /* {end.name} */" if end.promise
            else f"NULL, /* {end.name} */" for end in flow.exits]


def pointer_array(result: str, name: str, parameters: str,
                  lines: List[str]) -> List[str]:
    if not lines:
        return []
    space = "" if result.endswith("*") else " "
    return [f"static {result}{space}(*const {name}[])({parameters}) = {{",
            *(f"\t{line}" for line in lines), "};", ""]


def by_state(flow: Flow, layout: Layout) -> List[str]:
    runs_ = ["0, /* (start) */"]
    for state in layout.states:
        number = 1 + layout.child_of[state.run] if state.run else 0
        runs_.append(f"{number}, /* {state.name} */")
    names = ["(start)", *flow.states]
    leaves = [f"{at}, /* {name} */"
              for at, name in zip(layout.leave_ops, names)]
    return [*array("uint8_t state_child[]", runs_),
            *array("uint16_t leave_ops[]", leaves),
            *array("uint16_t counter_max[]", [
                f"{c.max}, /* {c.name} */" for c in layout.counters])]


def names(flow: Flow, layout: Layout) -> List[str]:
    """Words for people, where the build traces."""
    def words(name: str, items: Iterable[str]) -> List[str]:
        return array(f"char *const {name}[]", [f"{quoted(x)}," for x in items])
    states = ["(start)", *flow.states, *(str(e.name) for e in flow.exits)]
    return [
        "#if SM_TRACE",
        *words("state_names", states),
        *words("event_names", [e.name for e in layout.events]),
        *words("action_names", flow.actions),
        *words("guard_texts", [row.guard_text for row in layout.rows]),
        *array("uint16_t lines[]", [f"{row.line}," for row in layout.rows]),
        *raises(layout),
        "static const struct sm_names names = {",
        f"\t.file = {quoted(flow.source.base_name)},",
        "\t.states = state_names,", "\t.events = event_names,",
        *(["\t.actions = action_names,", "\t.raises = raises,"]
          if flow.actions else []),
        "\t.guards = guard_texts,", "\t.lines = lines,", "};", "#endif", ""]


def raises(layout: Layout) -> List[str]:
    """The events that each action promises."""
    return array("uint8_t *const raises[]", [
        f"(const uint8_t[]){{ {', '.join([*numbers, '0'])} }}, /* {a.name} */"
        for a in layout.actions
        for numbers in [[str(layout.event_number[e]) for e in a.raises]]])


def flow_struct(flow: Flow, layout: Layout) -> List[str]:
    optional = [("guard", layout.guards), ("action", flow.actions),
                ("give", promises(flow)),
                ("timer", flow.timers), ("child", layout.children),
                ("counter_max", flow.counters)]
    tables_ = ["cell", "run", "row", "terms", "ops", "release",
               "state_child", "leave_ops"]
    tables_ += [name for name, items in optional if items]
    counts = [("n_states", layout.n_states), ("n_exits", len(flow.exits)),
              ("n_events", len(layout.events)),
              ("n_guards", len(layout.guards)),
              ("n_actions", len(flow.actions)),
              ("n_timers", len(flow.timers)),
              ("n_counters", len(flow.counters)), ("n_ring", flow.queue),
              ("timer_first", 3 + len(flow.events))]
    return [f"const struct sm_flow {flow.name}_flow = {{",
            f"\t.name = {quoted(flow.name)},",
            *(f"\t.{name} = {name}," for name in tables_),
            *(f"\t.{name} = {value}," for name, value in counts),
            "#if SM_TRACE", "\t.names = &names,", "#endif", "};", ""]


def init(flow: Flow) -> List[str]:
    return ["void",
            f"{flow.name}_sm_init(struct {flow.name}_sm *instance,",
            f"\t\tstruct {flow.context} *context)", "{",
            f"\t*instance = (struct {flow.name}_sm){{",
            f"\t\t.sm = {{ .flow = &{flow.name}_flow,",
            "\t\t\t.context = context,",
            "\t\t\t.deadline = instance->deadline,",
            "\t\t\t.count = instance->count,",
            "\t\t\t.ring = instance->ring },", "\t};", "}"]


def tables(flow: Flow, layout: Layout) -> str:
    timers = [line for item in layout.timers for line in timer(layout, item)]
    lines = [*generated(flow), f'#include "{flow.name}.flow.h"', "",
             *durations(flow), *wrappers(flow), *cells(layout), *runs(layout), *rows(layout),
             *terms(layout.terms), *ops(layout.ops), *pointers(flow, layout),
             *array("struct sm_timer timer[]", timers), *child(layout),
             *by_state(flow, layout), *names(flow, layout),
             *flow_struct(flow, layout), *init(flow)]
    return "\n".join(lines) + "\n"
