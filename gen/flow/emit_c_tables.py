# SPDX-License-Identifier: MIT
"""NAME.flow.c: the tables of include/sm_table.h, and what they point to."""

from __future__ import annotations

from typing import Dict, Iterable, List

from .duration import in_words
from .emit_c_calls import NOT_ALL_USED, calls, released
from .emit_c_durations import durations, varying
from .emit_c_header import FIRST_EVENT, constant, generated, ring_size
from .emit_c_places import numbered
from .emit_map import conditions, map_of
from .interface import promises
from .layout import IGNORED, NONE, Cell, Layout, Pool
from .model import Flow


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def array(declaration: str, lines: Iterable[str]) -> List[str]:
    """None where it would be empty."""
    lines = list(lines)
    if not lines:
        return []
    return [f"{constant(declaration)} {{", *(f"\t{x}" for x in lines),
            "};", ""]


def names_of(layout: Layout) -> List[str]:
    return ["(start)", *(str(state.name) for state in layout.states)]


def first(layout: Layout) -> List[str]:
    return array("uint16_t first[]", [
        f"{layout.cells.places[cells]}, /* {name} */"
        for name, cells in zip(names_of(layout), layout.of_state)])


def cell(layout: Layout, item: Cell) -> str:
    if item.rows in (NONE, IGNORED):
        rows = "0" if item.rows == NONE else "SM_IGNORED"
    else:
        rows = str(1 + layout.rows.places[item.rows])
    return f"{{ {item.event}, {rows} }}, " \
        f"/* {layout.events[item.event].name} */"


def cells(layout: Layout) -> List[str]:
    """Those of each state; what another state ends with stands there."""
    owner: Dict[int, str] = {}
    for name, number in zip(names_of(layout), layout.of_state):
        owner.setdefault(layout.cells.places[number], name)
    lines = []
    for at, items in layout.cells.stored:
        lines.append(f"/* {at}: {owner[at]} */")
        lines += [cell(layout, item) for item in items]
    return array("struct sm_cell cell[]", lines)


def rows(layout: Layout) -> List[str]:
    lines = []
    for row in layout.rows.items():
        target = "SM_STAY" if row.target is None else row.target
        last = " | SM_LAST" if row.last else ""
        lines.append(f"{{ {layout.terms.places[row.guard]}, {target}, "
                     f"{layout.ops.places[row.ops]}{last} }}, "
                     f"/* {row.line}: {layout.texts[row].row} */")
    return array("struct sm_row row[]", lines)


def terms(pool: Pool) -> List[str]:
    return array("uint8_t terms[]", [
        ", ".join([*items, "0"]) + f", /* {at} */"
        for at, items in pool.stored])


def ops(pool: Pool) -> List[str]:
    lines = []
    for at, items in pool.stored:
        numbers = [*(str(op.number) for op in items), "0"]
        words = ", ".join(op.words for op in items)
        lines.append(f"{', '.join(numbers)}, "
                     f"/* {at}{': ' if words else ''}{words} */")
    return array("uint8_t ops[]", lines)


def times(layout: Layout) -> List[str]:
    return array("uint32_t time_ms[]", [
        f"{timer.duration.base // 1000}, "
        f"/* {timer.name}: {in_words(timer.duration.base)} */"
        if timer.duration.is_constant else f"0, /* {timer.name} */"
        for timer in layout.timers])


def child(layout: Layout) -> List[str]:
    lines = []
    for run in layout.children:
        lines += [f"{{ /* {run.flow} */", f"\t.limit = {run.limit},",
                  "\t.any_first = "
                  f"{layout.first_end(run, 'any' if run.many else 'call')},"]
        if run.many:
            lines += [f"\t.all_first = {layout.first_end(run, 'all')},"]
        lines += [f"\t.n_exits = {len(run.exits)},", "},"]
    return array("struct sm_child child[]", lines)


def counter_max(layout: Layout) -> List[str]:
    return array("uint16_t counter_max[]", [
        f"{c.max}, /* {c.name} */" for c in layout.counters])


def names(flow: Flow, layout: Layout) -> List[str]:
    """Words for people, where the build traces."""
    def words(name: str, items: Iterable[str]) -> List[str]:
        return array(f"char *const {name}[]", [f"{quoted(x)}," for x in items])
    states = [*names_of(layout), *(str(e.name) for e in flow.exits)]
    rows_ = list(layout.rows.items())
    return [
        "#if SM_TRACE >= 2",
        *words("state_names", states),
        *words("event_names", [e.name for e in layout.events]),
        *words("action_names", flow.actions),
        *words("guard_texts", [layout.texts[row].guard for row in rows_]),
        *words("conditions", conditions(layout)),
        *array("uint16_t lines[]", [f"{row.line}," for row in rows_]),
        *raises(layout),
        *array("bool gives[]", [
            f"{'true' if end.promise else 'false'}, /* {end.name} */"
            for end in flow.exits]),
        "static const struct sm_names names = {",
        f"\t.file = {quoted(flow.source.base_name)},",
        "\t.states = state_names,", "\t.events = event_names,",
        *(["\t.actions = action_names,", "\t.raises = raises,"]
          if flow.actions else []),
        *(["\t.gives = gives,"] if flow.exits else []),
        *(["\t.conditions = conditions,"] if conditions(layout) else []),
        "\t.guards = guard_texts,", "\t.lines = lines,", "};", "#endif", ""]


def raises(layout: Layout) -> List[str]:
    """The events that each action promises."""
    return array("uint8_t *const raises[]", [
        f"(const uint8_t[]){{ {', '.join([*numbers, '0'])} }}, /* {a.name} */"
        for a in layout.actions
        for numbers in [[str(layout.event_number[e]) for e in a.raises]]])


def flow_struct(flow: Flow, layout: Layout) -> List[str]:
    counts = [("n_choices", layout.n_choices), ("n_states", layout.n_states),
              ("n_exits", len(flow.exits)), ("n_guards", len(layout.guards)),
              ("n_actions", len(flow.actions)),
              ("n_timers", len(flow.timers)), ("n_counters", len(flow.counters)),
              ("n_children", len(layout.children)),
              ("timer_first", FIRST_EVENT + len(flow.events)),
              ("ring_mask", ring_size(flow) - 1)]
    members = [("first", True), ("cell", True), ("row", True), ("terms", True),
               ("ops", True), ("time_ms", flow.timers),
               ("child", layout.children), ("counter_max", flow.counters),
               ("act", flow.actions), ("holds", layout.guards),
               ("duration_us", varying(flow)), ("prepare", layout.children),
               ("release", released(flow)), ("give", promises(flow))]
    return [f"const struct sm_flow {flow.name}_flow = {{",
            *(f"\t.{name} = {value}," for name, value in counts if value),
            *(f"\t.{name} = {name}," for name, is_there in members
              if is_there),
            f"\t.name = {quoted(flow.name)},",
            "#if SM_TRACE", f"\t.hash = UINT64_C(0x{map_of(flow)['hash']}),",
            "#endif", "#if SM_TRACE >= 2", "\t.names = &names,", "#endif", "};",
            ""]


def init(flow: Flow) -> List[str]:
    return ["void",
            f"{flow.name}_sm_init(struct {flow.name}_sm *instance,",
            f"\t\tstruct {flow.context} *context)", "{",
            f"\t*instance = (struct {flow.name}_sm){{",
            "\t\t.sm = { .deadline = instance->deadline,",
            "\t\t\t.count = instance->count,",
            "\t\t\t.ring = instance->ring },", "\t};",
            f"\tsm_init(&instance->sm, &{flow.name}_flow, context);", "}"]


def tables(flow: Flow, layout: Layout, path: str) -> str:
    lines = [*generated(flow), f'#include "{flow.name}.flow.h"', "",
             *NOT_ALL_USED, *durations(flow), *calls(flow, layout), *first(layout),
             *cells(layout), *rows(layout), *terms(layout.terms),
             *ops(layout.ops), *times(layout), *child(layout),
             *counter_max(layout), *names(flow, layout),
             *flow_struct(flow, layout), *init(flow)]
    return numbered("\n".join(lines) + "\n", path)
