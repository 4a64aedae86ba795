# SPDX-License-Identifier: MIT
"""The mutants of a C file: one small mistake each, as people make them."""
from __future__ import annotations

import re
from typing import Callable, Iterator, List

from c_code import (Function, closing, code_only, functions,
                    statement_end)
from mutant import SAME, Change, Mutant, mutant, numbered

COMPARED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
OTHER = {"&&": "||", "||": "&&", "+": "-", "-": "+", "+=": "-=", "-=": "+="}
BINARY = re.compile(r"(?<=[ \t\n])(<=|>=|==|!=|<|>|&&|\|\||\+=|-=|\+|-)(?=[ \n])")
CONDITION = re.compile(r"\b(?:if|while) (?=\()")
NOT = re.compile(r"!(?=[\w(!])")
NUMBER = re.compile(r"(?<![\w.])(?:0x[0-9a-fA-F]+|\d+)(?=[uUlL]*(?![\w.]))")
OPERAND = re.compile(r"(?<=[ \t\n])(?:<=|>=|<|>)\s+([A-Za-z_][\w.]*(?:->\w+)*)"
                     r"(?![\w(\[])")
RETURN = re.compile(r"\breturn\s+(?=[^;\s])")
STATEMENT = re.compile(r"(?<=\n)[ \t]+(?=[\w*(])")
KEPT = re.compile(r"(?:if|else|for|while|do|switch|case|default|return|goto|"
                  r"struct|enum|union|static|const|unsigned|volatile)\b|"
                  r"\w+\s*:|\w+[ \t]+\**\w+\s*[=;\[,]|\(void\)\w+;")
CONSTANTS = ("0", "1", "true", "false", "NULL", "ACME_OK")
DECLARED = re.compile(r"[ \t]*(?:[a-z_]\w*[ \t]+)+\**\w+$")

Operator = Callable[[str, Function], Iterator[Change]]


def binary(code: str, where: Function) -> Iterator[Change]:
    for hit in BINARY.finditer(code, where.start, where.end):
        word = hit[1]
        if word in COMPARED:
            yield Change("compare", *hit.span(1), COMPARED[word])
        else:
            kind = "logic" if word in ("&&", "||") else "arithmetic"
            yield Change(kind, *hit.span(1), OTHER[word])


def conditions(code: str, where: Function) -> Iterator[Change]:
    for hit in CONDITION.finditer(code, where.start, where.end):
        end = closing(code, hit.end())
        if end:
            yield Change("negate", hit.end(), end + 1, f"(!{SAME})")


def nots(code: str, where: Function) -> Iterator[Change]:
    for hit in NOT.finditer(code, where.start, where.end):
        yield Change("not", *hit.span(), "")


def is_size(code: str, at: int) -> bool:
    """An array is declared: a longer one harms nobody."""
    line = code[code.rfind("\n", 0, at) + 1:at]
    return line.endswith("[") and bool(DECLARED.match(line[:-1]))


def bounds(code: str, where: Function) -> Iterator[Change]:
    for hit in NUMBER.finditer(code, where.start, where.end):
        value = int(hit[0], 0) if hit[0].startswith("0x") else int(hit[0])
        returned = code[:hit.start()].endswith("return ")
        if returned or is_size(code, hit.start()):
            continue
        yield Change("bound", *hit.span(), str(value + 1))
        if value:
            yield Change("bound", *hit.span(), str(value - 1))
    for hit in OPERAND.finditer(code, where.start, where.end):
        for step in ("+ 1", "- 1"):
            yield Change("bound", hit.end(), hit.end(), f" {step}")


def statements(code: str, where: Function) -> Iterator[Change]:
    for hit in STATEMENT.finditer(code, where.start - 1, where.end):
        before = code[:hit.start()].rstrip()
        if not before.endswith((";", "{", "}", ")", ":", "else", "do")) \
                or KEPT.match(code, hit.end()):
            continue
        end = statement_end(code, hit.end())
        if end and code[hit.end():end].strip():
            lines = code.count("\n", hit.end(), end)
            yield Change("delete", hit.end(), end, "\n" * lines)


def returns(code: str, where: Function) -> Iterator[Change]:
    for hit in RETURN.finditer(code, where.start, where.end):
        end = statement_end(code, hit.end())
        if not end or code[hit.end():end].strip() in CONSTANTS:
            continue
        for constant in ("0", "1"):
            lines = code.count("\n", hit.end(), end)
            yield Change("return", hit.end(), end, constant + "\n" * lines)


OPERATORS: List[Operator] = [binary, conditions, nots, bounds, statements, returns]


def mutants_of_c(path: str, text: str) -> List[Mutant]:
    code = code_only(text)
    found: List[Mutant] = []
    for function in functions(code):
        for operator in OPERATORS:
            found += [mutant(path, text, function.name, change)
                      for change in operator(code, function)]
    return numbered(found)
