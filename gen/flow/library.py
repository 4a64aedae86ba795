# SPDX-License-Identifier: MIT
"""The files that a flow reads: itself, what it includes, flows beside it."""

from __future__ import annotations

import os
from typing import Dict, List, Optional

from .parser import Include, Parser
from .report import Report
from .source import Errors, Word, read_source
from .syntax import FileSyntax

FLOW = ".flow"


class Library:
    """Reads each file once."""

    def __init__(self, report: Optional[Report] = None) -> None:
        self.report = report or Report()
        self.flows: Dict[str, Parser] = {}
        self.included: Dict[str, FileSyntax] = {}  # those without errors
        self.folders: Dict[str, List[str]] = {}

    def read(self, path: str) -> Parser:
        """The parsed file, with its errors; an OSError goes out."""
        if path not in self.flows:
            parser = Parser(read_source(path), Errors(), self.include)
            parser.is_included = not path.endswith(FLOW) and not any(
                line.startswith("flow") for line in parser.file.source.lines)
            parser.read()
            self.flows[path] = parser
        return self.flows[path]

    def flow_in(self, folder: str, name: str) -> Optional[FileSyntax]:
        """The flow `name` beside; its own errors are its own matter."""
        path = os.path.join(folder, name + FLOW)
        if path in self.flows:
            return self.flows[path].file
        if name not in self.names(folder) or not os.path.isfile(path):
            return None
        try:
            return self.read(path).file
        except OSError:
            return None

    def names(self, folder: str) -> List[str]:
        """The flows of a folder."""
        if folder not in self.folders:
            self.folders[folder] = sorted(
                name[:-len(FLOW)] for name in os.listdir(folder or ".")
                if name.endswith(FLOW))
        return self.folders[folder]

    def include(self, name: Word, parent: Parser) -> Optional[FileSyntax]:
        """The declarations of an included file; None: it was reported."""
        path = os.path.join(parent.file.source.folder, name)
        if parent.is_included or path not in self.included:
            file = read_included(name, path, parent, self.include)
            if file is None:
                return None
            self.included[path] = file
        return self.included[path]


def read_included(name: Word, path: str, parent: Parser,
                  include: Include) -> Optional[FileSyntax]:
    errors = parent.errors
    if parent.is_included:
        errors.add(name, "an included file includes nothing itself")
        return None
    if name.endswith(FLOW):
        errors.add(name, "a flow is not included", "'call' or 'each' runs "
                   "another flow; what flows share stands in a file of its "
                   "own")
        return None
    if not os.path.isfile(path):
        errors.add(name, f"there is no file '{path}'", "it is looked for "
                   "beside this file")
        return None
    try:
        source = read_source(path)
    except OSError as error:
        errors.add(name, f"can't read '{path}': {error.strerror}")
        return None
    before = len(errors.found)
    parser = Parser(source, errors, include)
    parser.is_included = True
    parser.read()
    return None if len(errors.found) > before else parser.file
