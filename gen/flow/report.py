# SPDX-License-Identifier: MIT
"""What is wrong, told to whoever ran flowc: as text, or as JSON."""

from __future__ import annotations

import sys
from typing import Dict, List, Set

from .source import Error, Errors

FORMATS = ("text", "json")


def as_object(error: Error) -> Dict[str, object]:
    word = error.word
    return {"file": word.source.path, "line": word.line,
            "column": word.column, "length": len(word),
            "kind": "warning" if error.is_warning else "error",
            "message": error.message, "hint": error.hint}


class Report:
    """Text goes out at once, JSON is one list at the end."""

    def __init__(self, form: str = FORMATS[0]) -> None:
        self.is_json = form == "json"
        self.objects: List[Dict[str, object]] = []
        self.told: Set[str] = set()  # errors of files that flows share

    def tell(self, errors: Errors) -> None:
        for error in errors.in_order():
            text = error.text()
            if text in self.told:  # as a file that both include has it
                continue
            self.told.add(text)
            if self.is_json:
                self.objects.append(as_object(error))
            else:
                sys.stderr.write(text)

    def unread(self, fault: OSError) -> None:
        """A file could not be read, or written."""
        if self.is_json:
            self.objects.append({
                "file": fault.filename, "line": 0, "column": 0, "length": 0,
                "kind": "error", "message": fault.strerror, "hint": None})
        else:
            sys.stderr.write(f"flowc: {fault.filename}: {fault.strerror}\n")

    def end(self) -> None:
        if self.is_json:
            import json  # few ask for it
            json.dump(self.objects, sys.stderr, indent=2)
            sys.stderr.write("\n")
