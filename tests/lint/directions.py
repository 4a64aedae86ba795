# SPDX-License-Identifier: MIT
"""Who may include whom, and who may touch files, sockets and the clock.

The layers are the folders of src/.  A layer may include what it stands on,
and what that stands on.
"""
import re
from typing import Dict, List, Pattern, Set, Tuple

from sources import Files, code_only, is_c, lines

STANDS_ON: Dict[str, Tuple[str, ...]] = {
    "base": (),
    "engine": ("base",),
    "format": ("base",),
    "crypto": ("format",),
    "protocol": ("crypto", "format"),
    "tls": ("crypto", "format"),
    "store": ("crypto",),
    "client": ("protocol", "engine"),
    "lws": ("client", "tls", "store"),
}

# The roots that the system trusts are a file, which is only read.
ROOTS = "tls/trust/trust_file.c"

# The framework's own programs open it, and have no store.
TRACE = "engine/trace_file.c"

# What is not ours, or is generated: who may include it.
HEADERS: List[Tuple[Pattern[str], Tuple[str, ...]]] = [
    (re.compile(r"<libwebsockets\.h>"),
     ("lws", "include/lws-acme-client.h", "tools", "examples", "tests")),
    (re.compile(r"<(mbedtls|psa)/"),
     ("crypto", "tls", "tests")),
    (re.compile(r"<openssl/"), ("lws", "tests")),
    (re.compile(r'"lws-acme-client\.h"|<lws-acme-client\.h>'),
     ("lws", "include", "tools", "examples", "tests")),
    (re.compile(r'"sm(_table)?\.h"|<sm\.h>'),
     ("engine", "client", "lws", "include", "tools", "examples", "tests")),
    (re.compile(r'"\w+\.flow\.h"'), ("client", "examples", "tests")),
    (re.compile(r"<(dirent|sys/stat|sys/file|sys/mman)\.h>"),
     ("store", ROOTS, TRACE, "tools", "examples", "tests")),
    (re.compile(r"<(sys/socket|sys/un|netinet/\w+|netdb|poll|sys/select)"
                r"\.h>"), ("lws", "tools", "examples", "tests")),
    # an IP address as a text
    (re.compile(r"<arpa/inet\.h>"), ("lws", "tls", "tests")),
    (re.compile(r"<(pthread|threads)\.h>"), ("lws", "crypto/random.c", "tools", "tests")),
]

# Functions of the system, not members of that name: who may call them.
CALL = r"(?<![\w.>])"
CALLS: List[Tuple[Pattern[str], Tuple[str, ...]]] = [
    (re.compile(CALL + r"(fopen|freopen|open|openat|creat|rename|renameat|unlink|"
                r"unlinkat|mkdir|fsync|fdatasync|chmod|fchmod|mkstemp|"
                r"opendir)\s*\("),
     # /dev/null
     ("store", ROOTS, TRACE, "lws/privsep/privileged/sandbox", "tools", "examples",
      "tests")),
    (re.compile(CALL + r"(socket|socketpair|connect|bind|listen|accept|"
                r"getaddrinfo)\s*\("), ("lws", "tools", "examples", "tests")),
    (re.compile(CALL + r"(time|gettimeofday|clock_gettime|sleep|usleep|"
                r"nanosleep|clock_nanosleep)\s*\("), ("lws", "tools", "examples", "tests")),
]

INCLUDE = re.compile(r'^#[ \t]*include[ \t]*(["<][^">]+[">])')


def below(layer: str) -> Set[str]:
    """The layer, and all that it stands on."""
    found = {layer}
    for each in STANDS_ON[layer]:
        found |= below(each)
    return found


def _place(path: str) -> str:
    return path[len("src/"):] if path.startswith("src/") else path


def _allowed(path: str, places: Tuple[str, ...]) -> bool:
    place = _place(path)
    return any(place == each or place.startswith(each + "/") or
               place.startswith(each + ".") for each in places)


def _include_fault(path: str, name: str) -> str:
    for pattern, places in HEADERS:
        if pattern.match(name):
            return "" if _allowed(path, places) else \
                f"{name} is for {', '.join(places)} only"
    layer = re.match(r'"(\w+)/', name)
    if not layer or layer[1] not in STANDS_ON:
        return ""
    return _layer_fault(path, name, layer[1])


def _layer_fault(path: str, name: str, layer: str) -> str:
    own = path.split("/")[1] if path.startswith("src/") else None
    if path.startswith(("include/", "tools/", "examples/")):
        return f"{name} is private; include the public headers"
    if own is None or own in STANDS_ON and layer in below(own):
        return ""
    return f"src/{own} must not include {name}"


def check(files: Files) -> List[str]:
    found = []
    for path, text in files.items():
        if not is_c(path) and not path.endswith(".rl"):
            continue
        for number, line in lines(code_only(text)):
            include = INCLUDE.match(line)
            faults = [_include_fault(path, include[1])] if include else [
                f"{hit[1]}() is for {', '.join(places)} only"
                for pattern, places in CALLS for hit in pattern.finditer(line)
                if not _allowed(path, places)]
            found += [f"{path}:{number}: {fault}" for fault in faults if fault]
    return found
