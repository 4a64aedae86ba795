# SPDX-License-Identifier: MIT
"""docs/architecture.svg: the layers, and an event's way through them.

A layer stands one floor below whoever uses it; an arrow goes to each layer that
it may use, but for those that it reaches by another arrow.
"""
from typing import Dict, List, Set, Tuple

Layers = Dict[str, Tuple[str, ...]]
WIDE, HIGH, GAP, FLOOR = 150, 46, 22, 100
LEFT, TOP = 20, 56
# So that no arrow goes behind a layer that it does not lead to.
COLUMN = {"lws": 1.5, "client": 0.5, "tls": 2, "store": 3, "engine": 0,
          "protocol": 1, "crypto": 1.5, "format": 1.5, "base": 1}
WAY = (
    ("the world", "a callback of lws, a timer, a job that is done"),
    ("event", "posted by lws/, never handled on the spot"),
    ("row", "engine/ finds it in the table of statemachine/*.flow"),
    ("action", "client/ does one verb of RFC 8555"),
    ("request", "to the port (client/port.h), which lws/ answers later"),
)


def floors(layers: Layers) -> Dict[str, int]:
    """The topmost is 0; each is one below the lowest that uses it."""
    found: Dict[str, int] = {}

    def floor(name: str) -> int:
        if name not in found:
            found[name] = 1 + max((floor(user) for user, on in layers.items()
                                   if name in on), default=-1)
        return found[name]

    for name in layers:
        floor(name)
    return found


def _below(name: str, layers: Layers) -> Set[str]:
    found: Set[str] = set()
    for each in layers[name]:
        found |= {each} | _below(each, layers)
    return found


def arrows(layers: Layers) -> List[Tuple[str, str]]:
    found = []
    for name, on in layers.items():
        for each in on:
            others = [other for other in on if other != each]
            if not any(each in _below(other, layers) for other in others):
                found.append((name, each))
    return found


def _text(x: int, y: int, words: str, kind: str) -> str:
    words = words.replace("&", "&amp;").replace("<", "&lt;")
    return f'<text x="{x}" y="{y}" class="{kind}">{words}</text>'


def _box(x: int, y: int, wide: int, high: int, kind: str) -> str:
    return (f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" rx="6" '
            f'class="{kind}"/>')


def _wrapped(words: str, length: int) -> List[str]:
    found = [""]
    for word in words.split():
        if len(found[-1]) + len(word) >= length and found[-1]:
            found.append("")
        found[-1] = f"{found[-1]} {word}".strip()
    return found


def _places(layers: Layers) -> Dict[str, Tuple[int, int]]:
    return {name: (LEFT + int(COLUMN.get(name, max(COLUMN.values()) + 1) *
                              (WIDE + GAP)), TOP + floor * FLOOR)
            for name, floor in floors(layers).items()}


def _layer_part(place: Dict[str, Tuple[int, int]],
                layers: Layers) -> List[str]:
    parts = []
    for user, used in arrows(layers):
        x1, y1 = place[user][0] + WIDE // 2, place[user][1] + HIGH
        x2, y2 = place[used][0] + WIDE // 2, place[used][1] - 3
        middle = y2 - 40
        parts.append(f'<path d="M{x1},{y1} C{x1},{middle} {x2},{middle} '
                     f'{x2},{y2}" class="arrow"/>')
    for name, (x, y) in place.items():
        parts += [_box(x, y, WIDE, HIGH, "layer"),
                  _text(x + WIDE // 2, y + 29, f"src/{name}", "name")]
    return parts


def _way_part(x: int) -> List[str]:
    parts = []
    for number, (name, words) in enumerate(WAY):
        y = TOP + number * 112
        parts += [_box(x, y, 250, 84, "step"),
                  _text(x + 125, y + 24, name, "name")]
        parts += [_text(x + 125, y + 46 + 18 * n, line, "note")
                  for n, line in enumerate(_wrapped(words, 36))]
        if number:
            parts.append(f'<path d="M{x + 125},{y - 28} L{x + 125},{y - 3}" '
                         'class="arrow"/>')
    end = TOP + (len(WAY) - 1) * 112 + 42
    parts.append(f'<path d="M{x + 250},{end} C{x + 320},{end} {x + 320},'
                 f'{TOP + 42} {x + 253},{TOP + 42}" class="arrow"/>')
    return parts


STYLE = """\
<style>
text { font-family: sans-serif; text-anchor: middle; fill: #222 }
.name { font-size: 15px; font-weight: bold }
.note { font-size: 12px }
.title { font-size: 14px; fill: #555 }
.layer { fill: #e8f0fe; stroke: #4a6fa5 }
.step { fill: #eef7ea; stroke: #5c8a4a }
.arrow { fill: none; stroke: #666; stroke-width: 1.4; marker-end: url(#tip) }
</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7"
 markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="#666"/></marker></defs>"""


def picture(layers: Layers) -> str:
    place = _places(layers)
    wide = max(x for x, _ in place.values()) + WIDE
    right = wide + 70
    high = max(max(y for _, y in place.values()) + HIGH,
               TOP + len(WAY) * 112 - 28) + 20
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{right + 330}" '
             f'height="{high}" viewBox="0 0 {right + 330} {high}">', STYLE,
             f'<rect width="{right + 330}" height="{high}" fill="#fff"/>',
             _text((LEFT + wide) // 2, 30, "who may include whom", "title"),
             _text(right + 125, 30, "the way of an event", "title")]
    return "\n".join(parts + _layer_part(place, layers) + _way_part(right) +
                     ["</svg>"]) + "\n"
