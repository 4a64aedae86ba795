# SPDX-License-Identifier: MIT
"""flowc todo: the functions that a flow asks of C, and nobody wrote yet."""

from __future__ import annotations

import re
import sys
from typing import Iterator, List, Set

from .arguments import Arguments, Usage
from .interface import Function, functions
from .library import FLOW, Library
from .load import load_all
from .model import Flow
from .report import Report

# Comments, and texts, which may hold braces.
NO_CODE = re.compile(r"""/\*.*?\*/ | //[^\n]* | "(?:\\.|[^"\\\n])*"
                         | '(?:\\.|[^'\\\n])*'""", re.S | re.X)
DEFINITION = re.compile(r"\b(\w+)\s*\((?:[^(){};]|\([^(){};]*\))*\)\s*\{")


def defined(path: str) -> Set[str]:
    """The functions of a C file."""
    with open(path, encoding="utf-8", errors="replace") as file:
        return {*DEFINITION.findall(NO_CODE.sub(" ", file.read()))}


def missing(flows: List[Flow], written: Set[str]) -> Iterator[Function]:
    """In the order of the tables, each once."""
    told = set(written)
    for flow in flows:
        for what in sorted(functions(flow), key=lambda each: each.word.place):
            if what.name not in told:
                told.add(what.name)
                yield what


def run(args: Arguments, report: Report) -> int:
    tables = [path for path in args.files if path.endswith(FLOW)]
    sources = [path for path in args.files if not path.endswith(FLOW)]
    if not tables:
        raise Usage(f"which flow? A file that ends in '{FLOW}' is one")
    flows = load_all(tables, Library(report))
    if flows is None:
        return 1
    written = {name for path in sources for name in defined(path)}
    left = [*missing(flows, written)]
    for what in left:
        sys.stdout.write(f"{what.word.source.path}:{what.word.line}: "
                         f"{what.prototype()};\n")
    return 1 if left and sources else 0
