# SPDX-License-Identifier: MIT
"""Records: classes of a few named members, written as dataclasses are.

Each run of flowc makes some forty of them before it reads a table.  As
dataclasses they were a tenth of all that it does: these import `inspect`, and
compile several methods a class.  A record has __init__ alone, and is equal to
itself only.
"""

from __future__ import annotations

from typing import Any, Callable, Dict, List


class Fresh:
    """A default that is made anew for each record."""

    def __init__(self, make: Callable[[], Any]):
        self.make = make


def fresh(make: Callable[[], Any]) -> Any:
    """As in `lines: List[Line] = fresh(list)`."""
    return Fresh(make)


def record(cls: type) -> type:
    """Give it an __init__ of the members that it annotates, in their order."""
    parameters, steps = ["self"], []  # type: List[str], List[str]
    known: Dict[str, Any] = {}  # by the names that they have in __init__
    for name in cls.__annotations__:
        value = name
        if name in cls.__dict__:
            default = cls.__dict__[name]
            known[f"default_{name}"] = default
            if isinstance(default, Fresh):
                known[f"make_{name}"] = default.make
                value = f"make_{name}() if {name} is default_{name} else {name}"
            parameters.append(f"{name}=default_{name}")
        else:
            parameters.append(name)
        steps.append(f"self.{name} = {value}")
    exec(f"def __init__({', '.join(parameters)}): {'; '.join(steps)}", known)
    cls.__init__ = known["__init__"]
    return cls
