# SPDX-License-Identifier: MIT
"""A line of the table: what was measured, and whether it keeps its bar."""
from dataclasses import dataclass
from typing import List, Optional


@dataclass(frozen=True)
class Figure:
    """${bar} None: there is no bar, the figure is for comparison."""
    what: str
    unit: str
    measured: Optional[float]
    bar: Optional[float] = None
    at_least: bool = False   # else the bar is the most that is allowed
    beside: str = ""

    def keeps(self) -> bool:
        if self.measured is None:
            return False
        if self.bar is None:
            return True
        if self.at_least:
            return self.measured >= self.bar
        return self.measured <= self.bar

    def verdict(self) -> str:
        if not self.keeps():
            return "MISSED"
        return "ok" if self.bar is not None else "-"


def number(value: Optional[float], unit: str) -> str:
    if value is None:
        return "none"
    return f"{value:.4g} {unit}".rstrip()


def row(figure: Figure) -> List[str]:
    sign = ">=" if figure.at_least else "<="
    bar = "-" if figure.bar is None else \
        f"{sign} {number(figure.bar, figure.unit)}"
    return [figure.what, bar, number(figure.measured, figure.unit),
            figure.verdict(), figure.beside]


def table(figures: List[Figure]) -> str:
    """One line each, in columns; markdown too."""
    rows = [["what", "bar", "measured", "ok", "beside it"]]
    rows += [row(figure) for figure in figures]
    widths = [max(len(row[i]) for row in rows) for i in range(5)]
    rows.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "| " + " | ".join(cell.ljust(width)
                          for cell, width in zip(row, widths)) + " |"
        for row in rows)
