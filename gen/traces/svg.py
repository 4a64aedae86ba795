# SPDX-License-Identifier: MIT
"""A trace as the picture of one flow, with the way that was taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict, List, Union

from .arguments import Arguments, Usage
from .fault import TraceError
from .maps import Map
from .records import Record, Run
from .watch import left_and_entered

if TYPE_CHECKING:
    from flow.way import Way


def the_map(records: List[Record], form: str) -> Map:
    """That of the one flow which they are about, read from its table."""
    maps = {record.map.hash: record.map for record in records}
    names = sorted({made.flow for made in maps.values()})
    if len(names) > 1:
        raise Usage(f"'--{form}' is about one flow: '--flow NAME', one of "
                    + ", ".join(names))
    if len(maps) > 1:
        raise TraceError(f"has runs with different tables of flow '{names[0]}'"
                         ": name one instance by --instance")
    made = records[0].map
    if made.table is None:
        raise TraceError(
            f"--{form} needs the table itself, and {made.path} is its map: "
            f"name the folder that has {made.file} by --maps FOLDER")
    return made


def add(count: Dict, key: object) -> None:
    count[key] = count.get(key, 0) + 1


def way_of(records: List[Record]) -> "Way":
    from flow.way import Way
    way = Way()
    for record in records:
        made = record.map
        row = made.rows[record.row] if record.kind == "taken" else None
        if row is None or not row["line"]:
            continue
        add(way.lines, row["line"])
        start = made.target(record.start) if record.start else None
        add(way.left, (row["line"], start))
        _, entered = left_and_entered(made, start, row)
        if not record.is_internal and record.target >= made.n_states:
            entered = [made.target(record.target)]
        for name in entered:
            add(way.entered, name)
    return way


def drawn(items: List[Union[Run, Record]], args: Arguments) -> str:
    from flow.way import picture
    records = [item for item in items if isinstance(item, Record)]
    made = the_map(records, args.form)
    whose = f"#{args.instance}" if args.instance else "all instances"
    return picture(made.table, way_of(records),
                   f"{made.flow}: the way of {whose}")
