# SPDX-License-Identifier: MIT
"""Who may include and call whom inside of a layer, and no circles.

A room is a folder of src/ that has files.  A room may use what it stands on,
and what that stands on, and the rooms of the layers below (directions.py).  A
call counts like an include of the header that declares the function.

A module is a source with the header of its name: x.c or x.rl, and x.h.
Nothing else counts as one.  A module uses another one by including its
header, or by calling a function that stands in its source.  Modules must not
go in a circle, but for a few, which stand below, each with its reason; an
exception that nobody needs any more is a fault, too.

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
    "lws/privsep/privileged": ("lws/files",),
    "lws/privsep": ("lws/privsep/privileged",),
    "lws/plugin": ("lws/connect", "lws/options", "lws/privsep", "lws/vhosts"),
    "lws/startup": ("lws/options", "lws/privsep"),
}

# Arrows up: from a module to a room, or to a module, and why it is so.
UP: Dict[Tuple[str, str], str] = {}

# Circles, by one module of each.
CIRCLES: Dict[str, str] = {
    "client/http/ca":
        "a CA has connections, and an exchange with it waits in their pool "
        "for one of them; the connection brings the response to the exchange, "
        "and goes back to the pool",
    "engine/dispatch":
        "an event takes an instance to a state that starts children and "
        "timers, and the end of a child or of a timer is the next event",
}
CIRCLES_MAX = 3

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


def modules(files: Files) -> Set[str]:
    return {stem(path) for path in _sources(files)}


def links(files: Files) -> Dict[Tuple[str, str], Set[str]]:
    """By two modules: why the first one uses the second one."""
    defined = _defined(_sources(files))
    found: Dict[Tuple[str, str], Set[str]] = {}
    for use in uses(files):
        places = defined.get(use.by, {use.used})
        if use.user in places:
            continue  # its own half, of two for two TLS libraries
        for path in places:
            if stem(path) != stem(use.user):
                found.setdefault((stem(use.user), stem(path)),
                                 set()).add(use.by)
    return found


def circles(files: Files) -> List[List[str]]:
    edges: Dict[str, Set[str]] = {}
    for user, used in links(files):
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


def _unknown(known: Set[str]) -> List[str]:
    layers = {name.split("/")[0] for name in STANDS_ON}
    return [f"src/{name}: a room that tests/lint/rooms.py does not know"
            for name in sorted({room(each) for each in known})
            if name.split("/")[0] in layers and name not in STANDS_ON]


def check(files: Files) -> List[str]:
    known: Set[Tuple[str, str]] = set()
    found = [f"{use.user}: {use.by} of {use.used}: src/{room(stem(use.user))} "
             f"does not stand on src/{room(stem(use.used))}"
             for use in arrows_up(files) if not _known(use, known)]
    whole = len(modules(files)) > 100  # and not a test's few files
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
        found += crowds(files) + _unknown(modules(files))
    if len(CIRCLES) > CIRCLES_MAX:
        found.append(f"tests/lint/rooms.py: {len(CIRCLES)} circles are more "
                     f"than {CIRCLES_MAX}")
    return found


def main() -> None:
    files = texts()
    known = modules(files)
    by_rooms: Dict[str, Set[str]] = {}
    for use in uses(files):
        by_rooms.setdefault(room(stem(use.user)), set()).add(
            room(stem(use.used)))
    for name in sorted({room(each) for each in known}):
        held = [each for each in known if room(each) == name]
        others = sorted(by_rooms.get(name, set()) - {name})
        print(f"{name} ({len(held)} modules) "
              f"uses {' '.join(others) or 'nothing'}")
    for use in sorted(arrows_up(files)):
        print(f"up: {stem(use.user)} -> {stem(use.used)} ({use.by})")
    for ring in circles(files):
        print(f"circle: {' '.join(ring)}")
        for (user, used), why in sorted(links(files).items()):
            if {user, used} <= set(ring):
                print(f"    {user} -> {used} ({', '.join(sorted(why))})")


if __name__ == "__main__":
    main()
