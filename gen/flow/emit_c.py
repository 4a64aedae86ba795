# SPDX-License-Identifier: MIT
"""NAME.flow.h and NAME.flow.c: what C calls, and the constant tables."""

from __future__ import annotations

import os
from typing import Dict, List

from .emit_c_header import header
from .emit_c_tables import tables
from .layout import layout_of
from .model import Flow


def emit(flows: List[Flow], folder: str) -> Dict[str, str]:
    """The files to write: path to text."""
    files = {}
    for flow in flows:
        path = os.path.join(folder, f"{flow.name}.flow")
        files[path + ".h"] = header(flow)
        files[path + ".c"] = tables(flow, layout_of(flow), path + ".c")
    return files
