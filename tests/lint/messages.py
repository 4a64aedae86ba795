# SPDX-License-Identifier: MIT
"""docs/log-messages.md has each text that the product can log, and no other.

A text is the format of acme_log() and its like (a line), that of
acme_fault_set() and its like (a reason, which stands in a line), the sentence
of a timer or a duration, or any other literal of src/ or tools/ with two
words, or a word beside a conversion: whatever way it takes, it ends in a line,
or is one where it begins with the program's name.  One word alone is the name
of a thing.  What a conversion (%s) stands for is written as an ellipsis.
"""
import re
from typing import Dict, Iterator, List, Set, Tuple

from sources import Files

PAGE = "docs/log-messages.md"
LINES = ("acme_log", "acme_enrollment_remind",
         "acme_enrollment_warn", "acme_live_pair_log", "lwsl_err",
         "lwsl_warn", "lwsl_notice", "lwsl_info", "fprintf")
REASONS = ("acme_fault_set", "acme_fault_in")
LITERAL = r'"((?:[^"\\]|\\.)*)"'
PRI = r'"\s*PRI\w+(?:\s*"|(?=,))'
CONVERSION = r"%[-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?(?:hh|h|ll|l|z|j|t)?[a-zA-Z]"
COMMENT = re.compile(r"/\*.*?\*/", re.S)
# What an assertion says is for who writes C, too.
NOT_C = re.compile(r"^%%\{$.*?^\}%%$|^#include.*?$|^\s*assert\(.*?\);$",
                   re.M | re.S)
STRING_OR_CHAR = re.compile(LITERAL + r"|'(?:[^'\\\n]|\\.)+'")
TWO_WORDS = re.compile(r"[A-Za-z]{2}\S* +[^ ]|[^ ] +\S*[A-Za-z]{2}")
# Literals that no log has: HTTP, PEM and its labels, the words by which
# certbot's README is known, and what --help prints.
UNSAID = re.compile(r"\\r|^-----|^[A-Z\d ]+ (?:KEY|CERTIFICATE)$"
                    r"|^contains your keys$|^Usage: ")
PROGRAM = "lws-acme-server: "
SENTENCE = re.compile(r'^\s*(?:timers|durations)\s+\w+\s*(?:=[^"#\n]*)?"([^"\n]*)"',
                      re.M)


def shown(text: str) -> str:
    """A format as it stands on the page."""
    text = re.sub(CONVERSION, "…", text.replace("\\n", ""))
    text = text.replace('\\"', '"').replace("%%", "%")
    return re.sub(r"…+", "…", text).strip().replace("|", "\\|")


def _arguments(source: str, at: int) -> str:
    depth, end = 1, at
    while depth and end < len(source):
        literal = re.compile(LITERAL).match(source, end)
        if literal:
            end = literal.end()
            continue
        depth += {"(": 1, ")": -1}.get(source[end], 0)
        end += 1
    return source[at:end]


def _has_words(text: str) -> bool:
    return re.search(r"[A-Za-z]{2}", shown(text)) is not None


def _is_sentence(text: str) -> bool:
    """One word alone only says of what a reason is."""
    return re.search(r"[A-Za-z]{2}[',]? (?:\"…\" )?[a-z]",
                     shown(text)) is not None


def _formats(arguments: str) -> List[str]:
    """The first literal; where that has no word, those sentences behind it;
    and the other half of a choice between two."""
    arguments = re.sub(PRI, lambda found: "d" if found.group().endswith('"')
                       else 'd"', arguments)
    arguments = re.sub(r'(?<!\\)"\s+"', "", arguments)
    texts = re.findall(LITERAL, arguments)
    if not texts:
        return []
    if not _has_words(texts[0]):
        return [text for text in texts[1:]
                if _has_words(text) and " " in shown(text)]
    either = re.search(rf"\?\s*{LITERAL}\s*:\s*{LITERAL}", arguments)
    if either and either.group(1) == texts[0]:
        return texts[:2]
    return texts[:1]


def _literals(source: str) -> Iterator[str]:
    """Those that are more than a name, wherever they stand."""
    source = NOT_C.sub("", COMMENT.sub("", source))
    source = re.sub(PRI, lambda found: "d" if found.group().endswith('"')
                    else 'd"', source)
    source = STRING_OR_CHAR.sub(
        lambda found: found.group() if found.group()[0] == '"' else "", source)
    for text in re.findall(LITERAL, re.sub(r'(?<!\\)"\s+"', "", source)):
        if TWO_WORDS.search(shown(text)) and not UNSAID.search(text):
            yield text


def _calls(source: str, names: Tuple[str, ...]) -> Iterator[str]:
    source = COMMENT.sub("", source)
    for call in re.finditer(rf"\b(?:{'|'.join(names)})\(", source):
        yield from _formats(_arguments(source, call.end()))


def _is_source(path: str) -> bool:
    return path.startswith(("src/", "tools/")) and \
        path.endswith((".c", ".rl"))


def texts(files: Files) -> Dict[str, Set[str]]:
    """What the code has: its lines, and the reasons in them."""
    found: Dict[str, Set[str]] = {"Lines": set(), "Reasons": set()}
    for path, source in files.items():
        if path.startswith("statemachine/") and path.endswith((".flow", ".shared")):
            found["Reasons"] |= {shown(text.replace("{}", "…"))
                                 for text in SENTENCE.findall(source)}
        if not _is_source(path):
            continue
        found["Lines"] |= {shown(text) for text in _calls(source, LINES)
                           if _has_words(text)}
        found["Reasons"] |= {shown(text) for text in _calls(source, REASONS)
                             if _is_sentence(text)}
        for text in _literals(source):
            if text.startswith(PROGRAM):
                found["Lines"].add(shown(text))
            elif shown(text) not in found["Lines"]:
                found["Reasons"].add(shown(text))
    return found


def _key(text: str) -> str:
    """Lines are sorted by their first word that is always the same."""
    return re.sub(r'^(?:vhost "…":? ?|…[:;,]? ?)+', "", text).lower()


def _entries(page: str, title: str) -> List[str]:
    section = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", page, re.M | re.S)
    rows = section.group(1) if section else ""
    return re.findall(r"^(?:\| |- )`([^`]+)`", rows, re.M)


def _unsorted(page: str) -> Iterator[str]:
    entries = [_key(text) for text in _entries(page, "Lines")]
    for before, after in zip(entries, entries[1:]):
        if before > after:
            yield f"{PAGE}: '{after}' stands behind '{before}'"


def check(files: Files) -> List[str]:
    page = files.get(PAGE, "")
    found: List[str] = []
    for title, wanted in texts(files).items():
        entries = _entries(page, title)
        found += [f"{PAGE}: {title}: no entry for '{text}'"
                  for text in sorted(wanted - set(entries), key=_key)]
        found += [f"{PAGE}: {title}: '{text}' is logged by nothing"
                  for text in sorted(set(entries) - wanted, key=_key)]
        found += [f"{PAGE}: {title}: '{text}' stands twice"
                  for text in sorted(set(entries))
                  if entries.count(text) > 1]
    return found + list(_unsorted(page))
