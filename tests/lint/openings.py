# SPDX-License-Identifier: MIT
"""Each source of src opens with what it is for, in a whole sentence.

Told is only what is sure: no comment, nothing but a reference ("RFC 8555 §7.4.",
"See buf.h."), a verb without a subject ("Reads ..."), or no word that could be
the verb of the first sentence ("The guards and actions of backoff.flow.").
"""
import re
from typing import List

from sources import Files

SOURCE = re.compile(r"src/.*\.(?:c|rl)")
OPENING = re.compile(r"/\* SPDX[^\n]*\n/\*(?P<c>.*?)\*/|"
                     r"# SPDX[^\n]*\n(?P<ragel>(?:#[^\n]*\n)+)", re.S)
SENTENCE = re.compile(r".*?[.!?](?=\s|$)|.+", re.S)
REFERENCE = re.compile(r"\bRFC \d+|\bFIPS [\d-]+|\bdraft-[\w-]+|§\s*[\d.]+|"
                       r"^See\b|\b\w+\.(?:c|h|rl|flow)\b|[(),.;:]|\band\b")
NO_SUBJECT = re.compile(r"(?:[A-Z][a-z]+ing|(?:Answer|Build|Check|Decide|Find|"
                        r"Hold|Keep|Look|Make|Put|Read|Run|Say|Take|Tell|Write)"
                        r"s)\b")
HELPER = re.compile(r"\b(?:is|are|was|were|has|have|had|does|do|did|goes|can|"
                    r"can't|may|might|must|will|would)\b")
# "reads", but neither "the reads" nor "reads of" nor "reads."
VERB = re.compile(r"(?<!\bthe )(?<!\bThe )(?<!\ba )(?<!\bA )(?<!\bof )"
                  r"(?<!\band )\b[a-z]+[^\W\dus]s\b(?!'|[,.:;)]|\.| of | and )")
# "Validators look at", where the verb has no s
PLURAL = re.compile(r"[A-Z][\w ]*?s(?: of \w+\.flow)? "
                    r"(?!(?:about|and|as|by|for|from|in|of|that|to|who)\b)"
                    r"[a-z]+ (?!and\b|of\b)\w")


def opening(text: str) -> str:
    """The first sentence of the comment behind the licence line, or ''."""
    hit = OPENING.match(text)
    lines = (hit["c"] or hit["ragel"]).split("\n") if hit else []
    words = " ".join(re.sub(r"^(?: \*|#)", "", line).strip() for line in lines)
    found = SENTENCE.match(words.strip())
    return " ".join(found[0].split()) if found else ""


def _fault(sentence: str) -> str:
    if not sentence:
        return "does not open with what it is for"
    if not REFERENCE.sub("", sentence).strip():
        return "opens with a reference alone"
    if NO_SUBJECT.match(sentence):
        return "opens with a sentence that has no subject"
    if not any(word.search(sentence) for word in (HELPER, VERB)) and \
            not PLURAL.match(sentence):
        return "opens with a sentence that has no verb"
    return ""


def check(files: Files) -> List[str]:
    found = []
    for path, text in files.items():
        fault = SOURCE.fullmatch(path) and _fault(opening(text))
        if fault:
            found.append(f"{path}:2: {fault}")
    return found
