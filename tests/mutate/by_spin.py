# SPDX-License-Identifier: MIT
"""A table with a mistake, as Spin sees it (tests/spin)."""
from __future__ import annotations

import sys
from pathlib import Path

from build import TOP

sys.path.insert(0, str(TOP / "tests" / "spin"))

from model import read, search  # noqa: E402
from verify import idle  # noqa: E402


def notices(table: Path) -> bool:
    """Something does not hold, or says nothing any more."""
    flow = read(table)
    result = search(flow, "small")
    return result.failed is not None or bool(idle(flow, result))
