# SPDX-License-Identifier: MIT
"""NAME.svg (states), by Graphviz, NAME-events.svg (states and events) and
NAME-all.svg (all that lines say).

The same dot text gives other pictures with other versions of Graphviz, so a
picture holds the hash of its text, and one with the right hash stays.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import subprocess
from typing import Callable, Dict, List, Tuple

from . import emit_dot
from .column import WIDTH
from .emit_column import column_svg
from .model import Flow
from .svg_style import opening

SMALLEST = 9  # pixels, of text on a page
WIDEST = WIDTH * emit_dot.SMALL / SMALLEST
ROOMS = range(600, 100, -50)  # are tried until it is narrow enough


def dot_text(flow: Flow) -> str:
    """What the states of a flow are drawn from, as long as they have room."""
    return emit_dot.overview(flow, ROOMS[0])


def mark(dot: str, by: str = "gen/flowc svg") -> str:
    """The comment by which a picture tells what it was drawn from."""
    digest = hashlib.sha256(dot.encode()).hexdigest()[:16]
    return f"<!-- {by}; dot text {digest} -->"


def run_dot(dot: str) -> str:
    try:
        return subprocess.run(["dot", "-Tsvg"], input=dot, text=True,
                              stdout=subprocess.PIPE, check=True).stdout
    except FileNotFoundError:
        raise FileNotFoundError(
            errno.ENOENT, "pictures are drawn by this program of Graphviz: "
            "install it", "dot") from None


def size_of(svg: str) -> Tuple[float, float]:
    found = re.search(r'viewBox="\S+ \S+ (\S+) (\S+)"', svg)
    return float(found[1]), float(found[2])


def drawn_by_dot(overview: Callable[[float], str]) -> str:
    """Of the room of its boxes: as wide as its text can be read on a page, or
    as narrow as can be."""
    drawn = []
    for room in ROOMS:
        drawn.append(run_dot(overview(room)))
        if size_of(drawn[-1])[0] <= WIDEST:
            break
    return min(drawn, key=lambda text: max(WIDEST, size_of(text)[0]))


def framed(svg: str, comment: str, title: str, more: str = "") -> str:
    """What Graphviz drew, in our own colours."""
    body = svg[svg.index('<g id="graph0"'):]
    return "\n".join([
        '<?xml version="1.0" encoding="UTF-8"?>', comment,
        opening(*size_of(svg), title) + more, body])


def draw_states(flow: Flow) -> str:
    svg = drawn_by_dot(lambda room: emit_dot.overview(flow, room))
    return framed(svg, mark(dot_text(flow)), f"{flow.name}: {flow.story}")


def is_drawn(path: str, dot: str) -> bool:
    try:
        with open(path, encoding="utf-8") as file:
            return mark(dot) in file.read()
    except OSError:
        return False


def emit(flows: List[Flow], folder: str) -> Dict[str, str]:
    """The pictures, but those of Graphviz that are not old: path to text."""
    pictures = {}
    for flow in flows:
        path = os.path.join(folder, flow.name)
        if not is_drawn(f"{path}.svg", dot_text(flow)):
            pictures[f"{path}.svg"] = draw_states(flow)
        pictures[f"{path}-events.svg"] = column_svg(flow, False)
        pictures[f"{path}-all.svg"] = column_svg(flow, True)
    return pictures
