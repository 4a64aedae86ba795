# SPDX-License-Identifier: MIT
"""The files that a flow reads: itself, what it includes, flows beside it."""

from __future__ import annotations

import glob
import os
from typing import Dict, List, Optional

from .parser import Parser
from .source import Errors, Source, Word
from .syntax import FileSyntax


def read_source(path: str) -> Source:
    with open(path, encoding="utf-8", errors="replace") as file:
        return Source(path, file.read())


class Library:
    """Reads each file once."""

    def __init__(self) -> None:
        self.neighbours: Dict[str, Optional[FileSyntax]] = {}

    def read(self, path: str, errors: Errors) -> Parser:
        """The parsed file; an OSError goes out."""
        source = read_source(path)

        def include(name: Word, folder: str) -> Optional[FileSyntax]:
            return self.include(name, folder, errors)
        parser = Parser(source, errors, include)
        parser.read()
        return parser

    def include(self, name: Word, folder: str,
                errors: Errors) -> Optional[FileSyntax]:
        """The declarations of an included file."""
        path = os.path.join(folder, name)
        try:
            source = read_source(path)
        except OSError as error:
            errors.add(name, f"can't read '{path}': {error.strerror}")
            return None
        before = len(errors.found)
        parser = Parser(source, errors, refuse_include(errors))
        parser.is_included = True
        parser.read()
        return None if len(errors.found) > before else parser.file

    def neighbour(self, folder: str, name: str) -> Optional[FileSyntax]:
        """The flow `name` beside; its own errors are its own matter."""
        path = os.path.join(folder, name + ".flow")
        if path not in self.neighbours:
            self.neighbours[path] = None
            if os.path.isfile(path):
                self.neighbours[path] = self.read(path, Errors()).file
        return self.neighbours[path]

    @staticmethod
    def names(folder: str) -> List[str]:
        """The flows of a folder."""
        paths = glob.glob(os.path.join(glob.escape(folder), "*.flow"))
        return sorted(os.path.basename(path)[:-len(".flow")]
                      for path in paths)


def refuse_include(errors: Errors):
    """An included file includes nothing."""
    def include(name: Word, folder: str) -> None:
        errors.add(name, "an included file includes nothing itself")
    return include
