# SPDX-License-Identifier: MIT
"""NAME.svg (states) and NAME-all.svg (and all that lines say), by Graphviz.

The same dot text gives other pictures with other versions of Graphviz, so a
picture holds the hash of its text, and one with the right hash stays.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from typing import Dict, List

from . import emit_dot
from .model import Flow


class NoGraphviz(Exception):
    """There is no dot."""


def dots(flow: Flow) -> Dict[str, str]:
    """The dot text of each picture."""
    return {f"{flow.name}.svg": emit_dot.overview(flow),
            f"{flow.name}-all.svg": emit_dot.whole(flow)}


def mark(dot: str) -> str:
    """The comment by which a picture tells what it was drawn from."""
    digest = hashlib.sha256(dot.encode()).hexdigest()[:16]
    return f"<!-- gen/flowc svg; dot text {digest} -->"


def draw(dot: str) -> str:
    """The SVG of a dot text, without what differs from run to run."""
    try:
        done = subprocess.run(["dot", "-Tsvg"], input=dot, text=True,
                              stdout=subprocess.PIPE, check=True)
    except FileNotFoundError:
        raise NoGraphviz from None
    start = done.stdout.index("<svg")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{mark(dot)}\n' \
        + done.stdout[start:]


def is_drawn(path: str, dot: str) -> bool:
    try:
        with open(path, encoding="utf-8") as file:
            return mark(dot) in file.read()
    except OSError:
        return False


def emit(flows: List[Flow], folder: str) -> Dict[str, str]:
    """The pictures that are missing or old: path to text."""
    wanted = {os.path.join(folder, name): dot for flow in flows
              for name, dot in dots(flow).items()}
    return {path: draw(dot) for path, dot in wanted.items()
            if not is_drawn(path, dot)}
