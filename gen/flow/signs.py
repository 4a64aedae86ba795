# SPDX-License-Identifier: MIT
"""Characters that mean nothing in a table, and what was probably meant."""

from __future__ import annotations

from typing import Optional, Tuple

ARROW = "write '->'"
OR = "a line knows no 'or': write a line for each, or name the rule: " \
    "define NAME = [...] or [...]"
COMPARE = "a guard asks by name: [ready], [!ready], [problem is caa], " \
    "[rest < 1d]"
COMMENT = "a comment begins with '#'"
QUOTES = 'a story stands between two "'
NAMES = "a name has the letters A to Z, digits and '_'"

# What other languages, and word processors, write.
MEANT = {
    "=>": ARROW, "-->": ARROW, "==>": ARROW, "→": ARROW, "⇒": ARROW,
    "|": OR, "||": OR, "&&": "write '&'",
    "==": COMPARE, "!=": COMPARE, ">": "write '->' for a target; of "
    "comparisons there is only '<'", "<=": COMPARE, ">=": COMPARE,
    "//": COMMENT, "/*": COMMENT,
    '"': "it ends in the line in which it begins",
    "'": QUOTES, "“": QUOTES, "”": QUOTES, "„": QUOTES, "`": QUOTES,
    ",": "words are separated by spaces, guards by '&'",
    ";": "leave it out: the end of a line needs no sign",
    "{": "what belongs to a state stands in indented lines below it",
    "}": "a state ends where the next one begins",
    "-": "a target stands behind '->'; a name is joined by '_'",
    "–": ARROW, "—": ARROW,
    ".": "a dot joins two names without a space: FLOW.EXIT, COUNTER.left",
    "?": "a guard stands in '[' and ']'",
}


def shown(char: str) -> str:
    """A character as a message names it."""
    if " " < char < "\x7f":
        return f"'{char}'"
    import unicodedata  # large, and for what is wrong only
    name = unicodedata.name(char, "a control character")
    number = f"U+{ord(char):04X}, {name.lower()}"
    return f"'{char}' ({number})" if char.isprintable() else number


def bad(word: str) -> Tuple[str, Optional[str]]:
    """What is wrong with a sign, and the hint."""
    hint = MEANT.get(word)
    if word == '"':
        return "a story needs both its quotes", hint
    if len(word) == 1 and word.isspace():
        return f"this is no common space, but {shown(word)}", \
            "write a common space"
    if hint is None and word.isalnum():
        hint = NAMES
    text = shown(word) if len(word) == 1 else f"'{word}'"
    return f"{text} has no meaning here", hint


def unseen(char: str) -> Tuple[str, str]:
    """The same for a character that nobody sees."""
    if "\udc80" <= char <= "\udcff":
        return f"the byte 0x{ord(char) - 0xdc00:02X} is not UTF-8", \
            "save this file as UTF-8"
    return f"{shown(char)}, has no place in a table", "delete it"
