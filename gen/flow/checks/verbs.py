# SPDX-License-Identifier: MIT
"""Names that say that something is asked for, and no answer is promised."""

from __future__ import annotations

from ..model import Action, Flow
from ..source import Errors

# The first word of such a name, as the tables use it.
ASKING = ("acquire", "ask", "call", "check", "claim", "commit", "connect",
          "demand", "download", "fetch", "find", "generate", "get", "head",
          "install", "load", "lock", "look", "lookup", "make", "next",
          "obtain", "open", "ping", "poll", "post", "probe", "publish",
          "query", "read", "renew", "request", "require", "resolve", "save",
          "secure", "seek", "send", "sign", "start", "store", "submit", "try",
          "wait", "want", "write")

# Of these, what is done at once where there is a payload to do it with.
AT_ONCE = ("check", "find", "look", "lookup", "read", "write")


def verb_of(name: str) -> str:
    return name.split("_")[0]


def sounds_asking(action: Action) -> bool:
    verb = verb_of(action.name)
    return verb in ASKING and not (verb in AT_ONCE and action.param)


def asks_nothing(flow: Flow, errors: Errors) -> None:
    for action in flow.actions.values():
        if sounds_asking(action) and not action.raises and \
                not action.raises_nothing:
            errors.warn(action.name, f"'{action.name}' sounds as if it asked "
                        "for something, but does not say what it raises",
                        "'raises CLASS' says what may come of it, 'raises "
                        "nothing' that it asks for nothing; or find another "
                        "verb")
