# SPDX-License-Identifier: MIT
"""What all pictures share: colours by light and by dark, links to tables."""

from __future__ import annotations

from html import escape
from typing import Dict, Union

from .model import Exit, Flow, State

FONT = "Helvetica,Arial,sans-serif"

# By class: the fill, the stroke, of an element in light and in dark.
BOXES: Dict[str, tuple] = {
    "state": (("#f0f4fa", "#5b7db1"), ("#1c2737", "#5b7db1")),
    "choice": (("#fff8e1", "#c99a2e"), ("#2e2713", "#b08a33")),
    "run": (("#eaf6ec", "#4c9a5f"), ("#17291c", "#4c9a5f")),
    "parent": (("#f7f8fa", "#9fb3c8"), ("#151b23", "#4a5a6c")),
    "exit": (("#1f2933", "#1f2933"), ("#cbd5e1", "#cbd5e1")),
}
INK = {"page": ("#ffffff", "#0d1117"), "ink": ("#1f2933", "#d7dee7"),
       "soft": ("#52606d", "#9aa7b4"), "faint": ("#aab4be", "#5d6a77"),
       "wire": ("#7b8794", "#7f8c99"),
       "happy": ("#1b7f3b", "#46c46b"), "on-exit": ("#ffffff", "#0d1117")}


def kind_of(target: Union[State, Exit]) -> str:
    """Its class."""
    if isinstance(target, Exit):
        return "exit"
    if target.is_parent:
        return "parent"
    return "choice" if target.is_choice else "run" if target.run else "state"


def link(flow: Flow, state: State) -> str:
    """To the table of a state."""
    return f"{flow.name}.md#{state.name.lower()}"


def box_rule(name: str, at: int) -> str:
    """Of a box; Graphviz draws paths and polygons in what has the class."""
    fill, stroke = BOXES[name][at]
    return f".{name}>.box,.node.{name} path,.node.{name} polygon," \
        f".cluster.{name} path{{fill:{fill};stroke:{stroke}}}"


def rules(at: int) -> str:
    """The colours: 0 in light, 1 in dark."""
    ink = {name: pair[at] for name, pair in INK.items()}
    return "\n".join([
        f".page{{fill:{ink['page']}}}",
        f"text{{fill:{ink['ink']}}}",
        f".story,.acts{{fill:{ink['soft']}}}",
        f".exit text{{fill:{ink['on-exit']}}}",
        f".wire,.wire path{{stroke:{ink['wire']};fill:none}}",
        f".head,.wire polygon{{fill:{ink['wire']};stroke:none}}",
        f".to-exit,.to-exit path{{stroke:{ink['faint']}}}",
        f".head.to-exit,.to-exit polygon{{fill:{ink['faint']}}}",
        f".wire.happy,.wire.happy path{{stroke:{ink['happy']}}}",
        f".head.happy,.wire.happy polygon,.row.happy .target"
        f"{{fill:{ink['happy']};stroke:none}}",
        f".start,.start ellipse{{fill:{ink['ink']};stroke:none}}",
        *(box_rule(name, at) for name in BOXES),
        f".choice-mark{{fill:{BOXES['choice'][at][1]}}}"])


def style() -> str:
    return "\n".join([
        "<style>", ".name{font-size:12px;font-weight:bold}",
        ".story{font-style:italic}",
        ".wire.time,.wire.time path{stroke-dasharray:4 3}",
        ".wire.happy,.wire.happy path{stroke-width:2.2}", rules(0),
        "@media(prefers-color-scheme:dark){", rules(1), "}", "</style>"])


def opening(width: float, height: float, title: str) -> str:
    """The first elements of a picture."""
    return "\n".join([
        '<svg xmlns="http://www.w3.org/2000/svg" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" role="img" '
        f'font-family="{FONT}" font-size="11">',
        f"<title>{escape(title)}</title>", style(),
        '<rect class="page" width="100%" height="100%"/>'])
