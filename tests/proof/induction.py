# SPDX-License-Identifier: MIT
"""Puts PROOF_LOOP and PROOF_TURN (any_length.h) into loops of a copy of a
source, so that one turn is proved, from anywhere, instead of many in a row.
"""
import re
import sys
from typing import Iterator, NamedTuple


def by_induction(text: str, harness: str) -> str:
    """Put PROOF_LOOP and PROOF_TURN (any_length.h) into each loop that the
    harness has ANY_loop() of."""
    for loop, any_value in re.findall(
            r"^#define ANY_(\w+)\(\)((?:.*\\\n)*.*)", harness, re.M):
        machine = f"_resume:\n\t_keys = _{loop}_trans_keys"
        text = (in_machine if machine in text else in_function)(
            text, loop, any_value)
    return text


def in_machine(text: str, loop: str, any_value: str) -> str:
    """Of Ragel's -F1."""
    begin = text.index(f"_resume:\n\t_keys = _{loop}_trans_keys")
    end = text.index("goto _resume;", begin)
    look_for_forgotten(loop, text[begin:end], any_value)
    return (text[:begin] + f"\t(void)PROOF_LOOP({loop});\n"
            + text[begin + len("_resume:\n"):end]
            + f"(void)PROOF_TURN({loop});"
            + text[end + len("goto _resume;"):])


class Loop(NamedTuple):
    """A loop of C, as clang-format has it."""
    whole: str
    kind: str  # for, while, do
    head: str  # within its brackets
    indent: str
    body: str


def loops_of(function: str) -> Iterator[Loop]:
    for begin in re.finditer(r"^(\t+)(?:(for|while) \(|(do) \{\n)", function,
                             re.M):
        kind = begin[2] or begin[3]
        at = begin.end()
        if kind != "do":
            at = closing(function, at)
        body = re.compile(rf"(?: \{{)?\n?(?:{begin[1]}\t.*\n|\n)+"
                          rf"(?:{begin[1]}\}}.*\n)?").match(function, at)
        if not body:
            sys.exit(f"a loop that is not as clang-format has it: {begin[0]}")
        yield Loop(function[begin.start():body.end()], kind,
                   function[begin.end():at - 1], begin[1], body[0])


def closing(text: str, at: int) -> int:
    """Behind the bracket that closes the one before ${at}."""
    depth = 1
    while depth:
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        at += 1
    return at


def in_function(text: str, name: str, any_value: str) -> str:
    """Of the first loop of a function; NAME_2 is its second one."""
    title, number = re.fullmatch(r"(\w+?)(?:_(\d))?", name).groups()
    function = re.search(rf"^{title}\(.*?^\}}", text, re.M | re.S)
    if not function:
        return text
    loops = list(loops_of(function[0]))
    loop = loops[int(number or 1) - 1]
    look_for_forgotten(name, loop.whole, any_value)
    changed = function[0].replace(loop.whole, turned(loop, name))
    return text.replace(function[0], changed)


def turned(loop: Loop, name: str) -> str:
    begins, turns_on = f"(void)PROOF_LOOP({name})", f"PROOF_TURN({name})"
    if loop.kind == "do":
        body, until = loop.body.rsplit("while (", 1)
        return (f"{loop.indent}{begins};\n{loop.indent}do {{\n{body}"
                f"while (({until.rsplit(')', 1)[0]}) && {turns_on});\n")
    first, asks, step = ("", loop.head, "") if loop.kind == "while" \
        else loop.head.split(";")
    first, step = (it + ", " if it.strip() else "" for it in (first, step))
    return (f"{loop.indent}for ({first}{begins};{asks};{step}{turns_on})"
            + loop.body)


PLACE = r"\**(?<![\w.>])((?!_)[A-Za-z]\w*(?:(?:\.|->)\w+)*)(?:\[[^\]]*\])?"
CHANGED = re.compile(
    rf"{PLACE} (?:[-+*/|&^]|<<|>>)?=(?!=)|(?:\+\+|--){PLACE}"
    rf"|{PLACE}(?:\+\+|--)|[(,] ?&{PLACE}")


def look_for_forgotten(loop: str, body: str, any_value: str) -> None:
    """Of what a turn changes, as far as the loop itself names it."""
    code = re.sub(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'])+\'|^#line.*|/\*.*?\*/',
                  "", body, flags=re.M | re.S)
    changed = {next(filter(None, it)) for it in CHANGED.findall(code)}
    forgotten = sorted(it for it in changed if not re.search(
        rf"(?<![\w.>]){re.escape(it)}\b", any_value))
    if forgotten:
        sys.exit(f"ANY_{loop}(): a turn changes {', '.join(forgotten)}, too")
