# SPDX-License-Identifier: MIT
"""Where the number of an arrow has room, in what Graphviz has drawn.

Graphviz would give its own labels room in its layout, so that the picture of a
way would look other than that of its flow.  So they are placed behind it: each
beside its arrow, on no box and no other number, and on as few other arrows as
can be.
"""

from __future__ import annotations

import re
from itertools import product
from math import hypot, inf
from typing import Dict, Iterator, List, NamedTuple, Tuple

from .text_width import text_width

SIZE = 10  # of the font
GAPS = (2.5, 8, 16, 26)  # between an arrow and its number
EDGE = 9  # numbers may stand so far beyond all arrows
PARTS = 12  # of a curve, as it is measured
PLACES = [0.5 + sign * step / 40 for step in range(18) for sign in (1, -1)]
GROUP = re.compile(r'<g id="([^"]+)" class="(node|edge|cluster)\b[^"]*">\n'
                   r"(.*?)\n</g>\n", re.S)
Point = Tuple[float, float]


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def shared(self, other: "Box") -> float:
        """The area of both."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide * high if wide > 0 and high > 0 else 0

    def has(self, point: Point) -> bool:
        return self.left <= point[0] <= self.right and \
            self.top <= point[1] <= self.bottom


def around(points: List[Point], more: float = 0) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs) - more, min(ys) - more, max(xs) + more, max(ys) + more)


def pairs(text: str) -> List[Point]:
    """All points that a path or a polygon names."""
    return [(float(x), float(y)) for x, y in
            re.findall(r"(-?[\d.]+),(-?[\d.]+)", text)]


def curve(points: List[Point]) -> List[Point]:
    """Points on a path of cubic curves, as Graphviz draws each arrow."""
    found = [points[0]]
    for at in range(0, len(points) - 3, 3):
        four = points[at:at + 4]
        for part in range(1, PARTS + 1):
            t = part / PARTS
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2,
                       3 * t * t * (1 - t), t ** 3)
            found.append((sum(w * p[0] for w, p in zip(weights, four)),
                          sum(w * p[1] for w, p in zip(weights, four))))
    return found


def at(points: List[Point], part: float) -> Tuple[Point, Point]:
    """The place after so much of the way, and the direction there."""
    steps = [hypot(b[0] - a[0], b[1] - a[1])
             for a, b in zip(points, points[1:])]
    left = part * sum(steps)
    for (a, b), step in zip(zip(points, points[1:]), steps):
        if step and left <= step:
            break
        left -= step
    step = step or 1
    way = ((b[0] - a[0]) / step, (b[1] - a[1]) / step)
    return (a[0] + way[0] * left, a[1] + way[1] * left), way


def places(points: List[Point], wide: float) -> Iterator[Tuple[float, Box]]:
    """All that are tried, and how far each is from the best."""
    for part in PLACES:
        (x, y), (dx, dy) = at(points, part)
        half = abs(dy) * wide / 2 + abs(dx) * SIZE / 2
        for gap, side in product(GAPS, (1, -1)):
            far = side * (half + gap)
            middle = (x - dy * far, y + dx * far)
            yield abs(part - 0.5) + gap / 5, Box(
                middle[0] - wide / 2, middle[1] - SIZE / 2,
                middle[0] + wide / 2, middle[1] + SIZE / 2)


class Drawn:
    """What is there, by which a number finds its place."""

    def __init__(self, svg: str):
        self.boxes: List[Box] = []  # that no number may cover
        self.arrows: Dict[str, List[Point]] = {}
        for name, kind, body in GROUP.findall(svg):
            if kind == "edge":
                path = re.search(r'<path [^>]*\bd="([^"]*)"', body)
                self.arrows[name] = curve(pairs(path[1])) if path else []
            elif kind == "node":
                self.boxes.append(around(shape(body)))
            else:
                self.boxes += texts(body)
        self.page = around([point for points in self.arrows.values()
                            for point in points] +
                           [(box.left, box.top) for box in self.boxes] +
                           [(box.right, box.bottom) for box in self.boxes],
                           EDGE)

    def place(self, name: str, text: str) -> Point:
        """The middle of the best place beside an arrow."""
        least, box = inf, self.page
        for distance, each in sorted(
                places(self.arrows[name], text_width(text, SIZE) + 2)):
            if distance >= least:
                break  # all others are worse
            bad = distance + self.badness(each)
            if bad < least:
                least, box = bad, each
        self.boxes.append(box)
        return (box.left + box.right) / 2, (box.top + box.bottom) / 2

    def badness(self, box: Box) -> float:
        size = (box.right - box.left) * (box.bottom - box.top)
        covers = size - box.shared(self.page) + \
            sum(box.shared(each) for each in self.boxes)
        return 5 * covers + sum(
            box.has(point) for points in self.arrows.values()
            for point in points)


def shape(body: str) -> List[Point]:
    """The points of a box; of a circle, its corners."""
    circle = re.search(r'cx="([^"]+)" cy="([^"]+)" rx="([^"]+)"', body)
    if circle:
        x, y, r = map(float, circle.groups())
        return [(x - r, y - r), (x + r, y + r)]
    return pairs(re.search(r' (?:d|points)="([^"]*)"', body)[1])


def texts(body: str) -> Iterator[Box]:
    """Names of parents, which stand in their corners."""
    for x, y, size, text in re.findall(
            r'<text [^>]*x="([^"]+)" y="([^"]+)"[^>]*font-size="([^"]+)">'
            r"([^<]*)", body):
        high = float(size)
        yield Box(float(x), float(y) - high,
                  float(x) + text_width(text, high), float(y) + 2)


def numbered(svg: str, numbers: Dict[str, str]) -> str:
    """The picture with the numbers of its arrows, by their ids: above all
    else; the shortest arrows choose first."""
    drawn = Drawn(svg)
    lines = ['<g class="number">']
    for name in sorted(numbers, key=lambda name: length(drawn.arrows[name])):
        x, y = drawn.place(name, numbers[name])
        lines.append(f'<text text-anchor="middle" x="{x:.1f}" '
                     f'y="{y + SIZE * 0.36:.1f}" font-size="{SIZE}">'
                     f"{numbers[name]}</text>")
    end = svg.rindex("</g>")
    return svg[:end] + "\n".join([*lines, "</g>", svg[end:]])


def length(points: List[Point]) -> float:
    return sum(hypot(b[0] - a[0], b[1] - a[1])
               for a, b in zip(points, points[1:]))
