# SPDX-License-Identifier: MIT
"""Who may include and call whom inside of a layer, and no circles.

A room is a folder of src/ that has files.  A room may use what it stands on,
and what that stands on, and the rooms of the layers below (directions.py).  A
call counts like an include of the header that declares the function.

A noun is a header with the files that define what it declares; parts of a
noun (pair.c, pair_files.c, pair_private.h) may know each other.  Different
nouns must not go in a circle.  What does so still stands below, each with its
reason; an exception that nobody needs any more is a fault, too.

As a program it prints the rooms, the circles and the exceptions in use.
"""
import os
import re
from typing import Dict, List, NamedTuple, Set, Tuple

from directions import INCLUDE
from sources import Files, code_only, texts

STANDS_ON: Dict[str, Tuple[str, ...]] = {
    "format": (),
    "format/http": ("format",),
    "format/json": ("format",),
    "crypto": (),
    "crypto/key": ("crypto",),
    "crypto/x509": ("crypto/key",),
    "crypto/x509_write": ("crypto/key",),
    "protocol": (),
    "protocol/http": ("protocol",),
    "protocol/v2": ("protocol",),
    "tls": ("tls/trust",),
    "tls/trust": (),
    "store/file": (),
    "store/pair": ("store/file",),
    "client": (),
    "client/http": ("client",),
    "client/account": ("client/http",),
    "client/enrollment": ("client/account",),
    "client/order": ("client/enrollment",),
    "client/certificate": ("client/order",),
    "lws/loop": (),
    "lws/connect": ("lws/loop",),
    "lws/options": (),
    "lws/serve": ("lws/loop",),
    "lws/serve/openssl": ("lws/serve",),
    "lws/vhosts": ("lws/serve",),
    "lws/serve/mbedtls": ("lws/vhosts",),
    "lws/files": ("lws/serve",),
    "lws/privsep/child": ("lws/files",),
    "lws/privsep": ("lws/privsep/child",),
    "lws/plugin": ("lws/connect", "lws/options", "lws/privsep", "lws/vhosts"),
    "lws/startup": ("lws/options", "lws/privsep"),
}

# Arrows up: from a noun to a room, or to a noun, and why it is so.
UP: Dict[Tuple[str, str], str] = {}

# Circles, by one noun of each.
CIRCLES: Dict[str, str] = {
    "client/http/ca":
        "struct acme_ca holds the connections, which bring it nonces",
}

SOURCES_IN_A_ROOM = 12  # files that are compiled: a header is seen with one
# Folders with more sources, and why.
CROWDED: Dict[str, str] = {}

DEFINED = re.compile(r"^([A-Za-z_][^\n;{}()=]*)\n([a-z_]\w*)\([^;{}]*?\)\n\{",
                     re.M)
DECLARED = re.compile(r"^(?!static\b|typedef\b)[a-z][\w \t\n*]*?\b([a-z_]\w*)"
                      r"\([^;{}]*\)[^;{}]*;", re.M)
WORD = re.compile(r"\b[a-z_]\w*\b")


class Use(NamedTuple):
    """A file uses another one, by this include or function."""
    user: str
    used: str
    by: str


def stem(path: str) -> str:
    return path[len("src/"):].rpartition(".")[0]


def room(name: str) -> str:
    return os.path.dirname(name)


def _sources(files: Files) -> Files:
    return {path: code_only(text) for path, text in files.items()
            if path.startswith("src/") and path.endswith((".c", ".h", ".rl"))}


def _defined(sources: Files) -> Dict[str, Set[str]]:
    """By function: the files that define it (one for each TLS library)."""
    found: Dict[str, Set[str]] = {}
    for path, text in sources.items():
        if path.endswith(".h"):
            continue
        for hit in DEFINED.finditer(text):
            if not re.search(r"\bstatic\b", hit[1]):
                found.setdefault(hit[2], set()).add(path)
    return found


def _declared(sources: Files) -> Dict[str, str]:
    """By function: the header that has its prototype."""
    return {hit[1]: path for path, text in sources.items()
            if path.endswith(".h") for hit in DECLARED.finditer(text)}


def uses(files: Files) -> List[Use]:
    sources = _sources(files)
    defined, declared = _defined(sources), _declared(sources)
    found = []
    for path, text in sources.items():
        for line in text.splitlines():
            include = INCLUDE.match(line)
            used = include and "src/" + include[1][1:-1]
            if used in sources:
                found.append(Use(path, used, "#include"))
        if path.endswith(".h"):
            continue
        for word in set(WORD.findall(text)):
            owner = declared.get(word) if word in defined else None
            if owner and owner != path:
                found.append(Use(path, owner, word))
            elif word in defined and path not in defined[word]:
                found += [Use(path, other, word) for other in defined[word]]
    return found


def nouns(files: Files) -> Dict[str, str]:
    """By stem: the noun that it is a part of."""
    sources = _sources(files)
    headers = {stem(path) for path in sources if path.endswith(".h")}
    defined, declared = _defined(sources), _declared(sources)
    owner: Dict[str, Dict[str, int]] = {}
    for name, paths in defined.items():
        for path in paths:
            if name in declared:
                votes = owner.setdefault(stem(path), {})
                header = stem(declared[name])
                votes[header] = votes.get(header, 0) + 1
    found = {}
    for each in {stem(path) for path in sources}:
        base = each
        if each not in headers and each in owner:
            base = max(sorted(owner[each]), key=lambda h: owner[each][h])
        found[each] = _family(base, headers)
    return found


def _family(name: str, headers: Set[str]) -> str:
    """pair of pair_files, where there is a pair.h; and server_tls of
    mbedtls/server_tls_mbedtls, which is a half of it."""
    half = "_" + os.path.basename(room(name))
    whole = os.path.join(os.path.dirname(room(name)),
                         os.path.basename(name)[:-len(half)])
    if name.endswith(half) and whole in headers:
        return whole
    parts = os.path.basename(name).split("_")
    for n in range(1, len(parts)):
        shorter = os.path.join(room(name), "_".join(parts[:n]))
        if shorter in headers:
            return shorter
    return name


def circles(files: Files) -> List[List[str]]:
    part_of = nouns(files)
    edges: Dict[str, Set[str]] = {}
    for use in uses(files):
        user, used = part_of[stem(use.user)], part_of[stem(use.used)]
        if user != used:
            edges.setdefault(user, set()).add(used)
    reach = {each: _reachable(each, edges) for each in edges}
    found = {tuple(sorted(b for b in reach[a] if a in reach.get(b, ())))
             for a in edges if a in reach[a]}
    return sorted(map(list, found))


def _reachable(start: str, edges: Dict[str, Set[str]]) -> Set[str]:
    seen: Set[str] = set()
    wait = list(edges.get(start, ()))
    while wait:
        each = wait.pop()
        if each not in seen:
            seen.add(each)
            wait += edges.get(each, ())
    return seen


def below(name: str) -> Set[str]:
    found = {name}
    for each in STANDS_ON.get(name, ()):
        found |= below(each)
    return found


def arrows_up(files: Files) -> List[Use]:
    """Inside of a layer: uses of a room that the user's does not stand on."""
    found = []
    for use in uses(files):
        own, other = room(stem(use.user)), room(stem(use.used))
        if own.split("/")[0] == other.split("/")[0] and other not in below(own):
            found.append(use)
    return found


def _known(use: Use, known: Set[Tuple[str, str]]) -> bool:
    user, used = stem(use.user), stem(use.used)
    for pair in UP:
        if user == pair[0] and pair[1] in (used, room(used)):
            known.add(pair)
            return True
    return False


def crowds(files: Files) -> List[str]:
    """Folders with too many sources, and exceptions that nobody needs."""
    held: Dict[str, int] = {}
    for path in _sources(files):
        if not path.endswith(".h"):
            name = room(stem(path))
            held[name] = held.get(name, 0) + 1
    found = [f"src/{name}: {n} sources; {SOURCES_IN_A_ROOM} are enough"
             for name, n in sorted(held.items())
             if n > SOURCES_IN_A_ROOM and name not in CROWDED]
    return found + [
        f"src/{name}: {held.get(name, 0)} sources are not many: "
        "tests/lint/rooms.py need not except it" for name in CROWDED
        if held.get(name, 0) <= SOURCES_IN_A_ROOM]


def _unknown(part_of: Dict[str, str]) -> List[str]:
    layers = {name.split("/")[0] for name in STANDS_ON}
    return [f"src/{name}: a room that tests/lint/rooms.py does not know"
            for name in sorted({room(each) for each in part_of})
            if name.split("/")[0] in layers and name not in STANDS_ON]


def check(files: Files) -> List[str]:
    known: Set[Tuple[str, str]] = set()
    found = [f"{use.user}: {use.by} of {use.used}: src/{room(stem(use.user))} "
             f"does not stand on src/{room(stem(use.used))}"
             for use in arrows_up(files) if not _known(use, known)]
    part_of = nouns(files)
    whole = len(part_of) > 100  # and not a test's few files
    if whole:
        found += [f"tests/lint/rooms.py: {user} does not use {used} any more"
                  for user, used in UP if (user, used) not in known]
    rings = circles(files)
    found += [f"src/{ring[0]}: in a circle of {', '.join(ring)}"
              for ring in rings if not set(ring) & set(CIRCLES)]
    held = {each for ring in rings for each in ring}
    if whole:
        found += [f"tests/lint/rooms.py: {each} is in no circle any more"
                  for each in CIRCLES if each not in held]
        found += crowds(files) + _unknown(part_of)
    return found


def main() -> None:
    files = texts()
    part_of = nouns(files)
    by_rooms: Dict[str, Set[str]] = {}
    for use in uses(files):
        by_rooms.setdefault(room(stem(use.user)), set()).add(
            room(stem(use.used)))
    for name in sorted({room(each) for each in part_of}):
        held = {noun for each, noun in part_of.items() if room(each) == name}
        others = sorted(by_rooms.get(name, set()) - {name})
        print(f"{name} ({len(held)} nouns) uses {' '.join(others) or 'nothing'}")
    for use in sorted(arrows_up(files)):
        print(f"up: {stem(use.user)} -> {stem(use.used)} ({use.by})")
    for ring in circles(files):
        print(f"circle: {' '.join(ring)}")
        edges = {(part_of[stem(use.user)], part_of[stem(use.used)], use.by)
                 for use in uses(files)}
        for user, used, by in sorted(edges):
            if user != used and {user, used} <= set(ring) and len(ring) < 8:
                print(f"    {user} -> {used} ({by})")


if __name__ == "__main__":
    main()
