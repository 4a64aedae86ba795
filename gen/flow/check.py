# SPDX-License-Identifier: MIT
"""flowc check: what is wrong, and nothing else."""

from __future__ import annotations

from .arguments import Arguments
from .library import Library
from .load import load_all
from .report import Report


def run(args: Arguments, report: Report) -> int:
    return 1 if load_all(args.files, Library(report)) is None else 0
