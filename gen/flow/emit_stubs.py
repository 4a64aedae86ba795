# SPDX-License-Identifier: MIT
"""NAME.stubs.h and NAME.stubs.c: a flow's own test double.

Each function that the flow asks of C is there, weak, so that one that C defines
takes its place.  What they give stands in a struct that a test sets; actions
are counted and written down.  What the flow runs is there, too: instances of
the flows beside it, which a test drives by their events.
"""

from __future__ import annotations

import os
from typing import Dict, List

from . import interface
from .emit_c_header import generated
from .interface import Function, functions
from .model import Flow

MOST_CHILDREN = 16
RECORD = 1024
WORDS_OF_C = frozenset("""auto bool break case char const continue default do
    double else enum extern false float for goto if inline int long register
    restrict return short signed sizeof static struct switch true typedef union
    unsigned void volatile while""".split())


def member(what: Function) -> str:
    return f"{what.word}_" if what.word in WORDS_OF_C else str(what.word)


def is_one(flow: Flow, what: Function) -> bool:
    return interface.is_one(flow, what.word)


def run_flow(flow: Flow, what: Function) -> str:
    """The flow that is run so."""
    return next(state.run.flow for state in flow.states.values()
                if state.run and state.run.prepare == what.word)


def child_member(flow: Flow, what: Function) -> str:
    size = "" if is_one(flow, what) else f"[{MOST_CHILDREN}]"
    return f"struct {run_flow(flow, what)}_sm {member(what)}{size}"


# The parts of the struct: kind of function, name, comment, a member's text.
PARTS = (
    (interface.GUARDS, "guards", "What guards say: false, until it is set.",
     lambda flow, what: f"bool {member(what)}"),
    (interface.KINDS, "kinds", "Which kind it is: the first, until it is set.",
     lambda flow, what: f"{what.result} {member(what)}"),
    (interface.ACTIONS, "ran", "How often each action ran.",
     lambda flow, what: f"unsigned int {member(what)}"),
    (interface.DURATIONS, "us",
     "Durations in microseconds: SM_UNKNOWN, until it is set.",
     lambda flow, what: f"uint64_t {member(what)}"),
    (interface.RUNS, "runs", "What is run; its context is NULL.",
     child_member),
    (interface.NUMBERS, "n", "How many of it: none, until it is set.",
     lambda flow, what: f"unsigned int {member(what)}"),
    (interface.PROMISED, "gives", "What exits promise: NULL, until it is set.",
     lambda flow, what: f"{what.result}{member(what)}"),
)
PART_OF = {kind: name for kind, name, _, _ in PARTS}


def struct(flow: Flow, found: List[Function]) -> List[str]:
    lines = [f"extern struct {flow.name}_stubs {{"]
    for kind, name, comment, text in PARTS:
        members = [f"\t\t{text(flow, what)};" for what in found
                   if what.kind == kind]
        if members:
            lines += [f"\t/* {comment} */", "\tstruct {", *members,
                      f"\t}} {name};"]
    return [*lines, "\t/* The names of the actions that ran, in their order, "
            "with a space between. */",
            f"\tchar record[{RECORD}];", f"}} {flow.name}_stubs;", ""]


def header(flow: Flow) -> str:
    guard, found = f"{flow.name.upper()}_STUBS_H", functions(flow)
    runs = dict.fromkeys(run_flow(flow, what) for what in found
                         if what.kind == interface.RUNS)
    lines = [
        *generated(flow)[:-1], " *",
        f" * A test double of all that {flow.source.base_name} asks of C.  "
        "A function that C",
        " * defines takes the place of its stub.", " */",
        f"#ifndef {guard}", f"#define {guard}", "",
        f'#include "{flow.name}.flow.h"',
        *(f'#include "{name}.flow.h"' for name in runs), "",
        *struct(flow, found),
        "/* As at the start: nothing is set, and nothing ran. */",
        f"void {flow.name}_stubs_reset(void);", "", "#endif"]
    return "\n".join(lines) + "\n"


# The functions

def child(flow: Flow, what: Function) -> List[str]:
    at, lines = f"{flow.name}_stubs.runs.{member(what)}", []
    if not is_one(flow, what):
        lines = [f"\tif (item >= {MOST_CHILDREN})", "\t\treturn NULL;"]
        at += "[item]"
    return [*lines, f"\t{run_flow(flow, what)}_sm_init(&{at}, NULL);",
            f"\treturn &{at}.sm;"]


def body(flow: Flow, what: Function) -> List[str]:
    if what.kind == interface.PAYLOADS:
        return []
    if what.kind == interface.RUNS:
        return child(flow, what)
    at = f"{flow.name}_stubs.{PART_OF[what.kind]}.{member(what)}"
    if what.kind == interface.ACTIONS:
        frees = [f"\t{what.frees}_free(payload);"] if what.frees else []
        return [f"\t{at}++;", f'\trecord("{what.word}");', *frees]
    return [f"\treturn {at};"]


def used(flow: Flow, what: Function) -> str:
    """The parameter that its body looks at."""
    if what.kind == interface.RUNS and not is_one(flow, what):
        return "item"
    return "payload" if what.frees else ""


def stub(flow: Flow, what: Function) -> List[str]:
    unused = [f"\t(void){name};" for _, name in what.parameters
              if name != used(flow, what)]
    return [f"__attribute__((weak)) {what.definition()}", "{", *unused,
            *body(flow, what), "}", ""]


def start(flow: Flow, found: List[Function]) -> List[str]:
    """The struct's first values."""
    name = f"{flow.name}_stubs"
    unknown = [f"\t\t.us.{member(what)} = SM_UNKNOWN, \\" for what in found
               if what.kind == interface.DURATIONS]
    return ["#define AT_THE_START { \\", *unknown,
            '\t\t.record = "" }', "",
            f"struct {name} {name} = AT_THE_START;", "", "void",
            f"{name}_reset(void)", "{",
            f"\t{name} = (struct {name})AT_THE_START;", "}", ""]


def recorder(flow: Flow, found: List[Function]) -> List[str]:
    if not any(what.kind == interface.ACTIONS for what in found):
        return []
    at = f"{flow.name}_stubs.record"
    return ["/* What has no room any more is left out. */", "static void",
            "record(const char *action)", "{",
            f"\tsize_t used = strlen({at}), len = strlen(action);", "",
            f"\tif (used + len + 2 > sizeof({at}))", "\t\treturn;",
            "\tif (used)", f"\t\t{at}[used++] = ' ';",
            f"\tmemcpy({at} + used, action, len + 1);", "}", ""]


def stubs(flow: Flow) -> str:
    found = functions(flow)
    lines = [*generated(flow), f'#include "{flow.name}.stubs.h"', "",
             "#include <string.h>", "", *start(flow, found),
             *recorder(flow, found),
             *(line for what in found for line in stub(flow, what))]
    return "\n".join(lines[:-1]) + "\n"


def emit(flows: List[Flow], folder: str) -> Dict[str, str]:
    files = {}
    for flow in flows:
        path = os.path.join(folder, f"{flow.name}.stubs")
        files[path + ".h"] = header(flow)
        files[path + ".c"] = stubs(flow)
    return files
