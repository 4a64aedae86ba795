# SPDX-License-Identifier: MIT
"""The arrows beside a column: each target has one wire, which all that lead
to it share; wires that pass one another have lanes of their own."""

from __future__ import annotations

from typing import Dict, List

from .column import Box, Column, Row
from .record import fresh, record


@record
class Wire:
    """All arrows from one side to a box, which come from above (down), or
    from below."""

    target: Box
    is_down: bool
    sources: List[Box] = fresh(list)
    rows: List[Row] = fresh(list)  # of the sources
    lane: int = 0  # 0: beside the column

    def places(self) -> List[int]:
        return [self.target.place, *(row.place for row in self.rows)]

    def passes(self, other: "Wire") -> bool:
        """Do both run beside the same part of the column?"""
        mine, others = self.places(), other.places()
        return min(mine) <= max(others) and min(others) <= max(mine)


def wires_of(column: Column) -> List[Wire]:
    found: Dict[tuple, Wire] = {}
    for box in column.all():
        for row in box.rows:
            if row.target is None:
                continue
            target = column.box_of[row.target]
            is_down = target.place > row.place
            wire = found.setdefault((target, is_down), Wire(target, is_down))
            wire.sources.append(box)
            wire.rows.append(row)
    return list(found.values())


def give_lanes(wires: List[Wire]) -> int:
    """The short ones beside the column, so that few arrows cross; how many
    lanes there are."""
    wires = sorted(wires, key=lambda wire: max(wire.places()) -
                   min(wire.places()))
    for at, wire in enumerate(wires):
        taken = {other.lane for other in wires[:at] if wire.passes(other)}
        wire.lane = next(lane for lane in range(len(wires))
                         if lane not in taken)
    return 1 + max((wire.lane for wire in wires), default=-1)
