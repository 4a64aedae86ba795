# SPDX-License-Identifier: MIT
"""Names that say that something is asked for, and no answer is promised."""

from __future__ import annotations

from ..model import Flow
from ..source import Errors

# The first word of such a name, as the tables use it.
ASKING = ("ask", "request", "load", "save", "store", "fetch", "query", "make",
          "generate", "install", "publish", "probe", "commit", "sign",
          "connect", "resolve")


def asks_nothing(flow: Flow, errors: Errors) -> None:
    for action in flow.actions.values():
        verb = action.name.split("_")[0]
        if verb in ASKING and not action.raises:
            errors.warn(action.name, f"'{action.name}' sounds as if it asked "
                        "for something, and raises nothing",
                        "'raises CLASS' says what may come of it; or find "
                        "another verb")
