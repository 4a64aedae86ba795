# SPDX-License-Identifier: MIT
"""A file's checked flow, and files that are written."""

from __future__ import annotations

import os
from typing import Dict, List, Optional, Tuple

from .checks import check_all
from .checks.limits import names_fit
from .library import Library
from .model import Flow
from .resolve import Resolver
from .source import Errors, Word
from .syntax import FileSyntax
from .used import leave_out_unused


def read_flow(path: str, library: Library) -> Tuple[Optional[Flow], Errors]:
    """The flow of a file, with all its errors."""
    parser = library.read(path)
    errors = parser.errors
    if parser.file.name is None:
        no_flow(parser.file, errors, parser.is_included)
    elif not names_fit(parser.file, errors):
        return None, errors
    resolver = Resolver(parser.file, library, errors)
    flow = resolver.resolve()
    if flow is not None:
        if not errors:
            leave_out_unused(flow)
        check_all(flow, library, errors, parser.complete and resolver.whole)
    return flow, errors


def no_flow(file: FileSyntax, errors: Errors, is_included: bool) -> None:
    """Unless its line was left out as wrong."""
    if "flow" not in file.unread:
        errors.add(Word("", file.source, 1, 1), "this file has no flow",
                   "an included file: check a flow that includes it"
                   if is_included else
                   'a flow begins with: flow NAME "what it is for"')


def load(path: str, library: Library) -> Optional[Flow]:
    """The checked flow of a file; None: its errors were told."""
    try:
        flow, errors = read_flow(path, library)
    except OSError as fault:  # the next file may be there
        library.report.unread(fault)
        return None
    library.report.tell(errors)
    return None if errors else flow


def load_all(paths: List[str], library: Library) -> Optional[List[Flow]]:
    """None: one of them is wrong."""
    flows = [load(path, library) for path in paths]
    return None if None in flows else flows


def write_if_new(path: str, text: str) -> None:
    """What would not change is not written."""
    try:
        with open(path, "rb") as file:
            if file.read() == text.encode():
                return
    except OSError:
        pass
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def write_all(files: Dict[str, str]) -> None:
    for path, text in files.items():
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        write_if_new(path, text)
