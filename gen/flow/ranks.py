# SPDX-License-Identifier: MIT
"""Which states of a picture stand side by side: as many as a page has room
for, and each below those that lead to it, where that is no way back."""

from __future__ import annotations

from typing import Dict, Hashable, List, Set, Tuple

Node = Hashable
Edge = Tuple[Node, Node]


def ways_back(nodes: List[Node], edges: List[Edge]) -> Set[Edge]:
    """The edges that close a circle, seen from the first node."""
    out: Dict[Node, List[Node]] = {node: [] for node in nodes}
    for tail, head in edges:
        out[tail].append(head)
    found: Set[Edge] = set()
    open_, done = set(), set()

    def visit(node: Node) -> None:
        open_.add(node)
        for head in out[node]:
            if head in open_:
                found.add((node, head))
            elif head not in done:
                visit(head)
        open_.remove(node)
        done.add(node)

    for node in nodes:
        if node not in done:
            visit(node)
    return found


def ranks(nodes: List[Node], edges: List[Edge], widths: Dict[Node, float],
          room: float) -> Dict[Node, int]:
    """The rank of each node, 0 at the top; no rank is wider than `room`.

    `edges` has no circle."""
    above: Dict[Node, Set[Node]] = {node: set() for node in nodes}
    for tail, head in edges:
        above[head].add(tail)
    rank: Dict[Node, int] = {}
    used: Dict[int, float] = {}
    while len(rank) < len(nodes):
        node = next(node for node in nodes if node not in rank and
                    all(tail in rank for tail in above[node]))
        at = 1 + max((rank[tail] for tail in above[node]), default=-1)
        while used.get(at, 0) and used[at] + widths[node] > room:
            at += 1
        rank[node] = at
        used[at] = used.get(at, 0) + widths[node]
    for node in nodes[1:]:
        if not above[node]:  # where a parent starts: it stands beside that
            rank[node] = min(rank[head] for head in nodes
                             if node in above[head]) - 1
    return rank
