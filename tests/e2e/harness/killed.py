# SPDX-License-Identifier: MIT
"""Points at which a program can be killed, or held: at its calls that change what
is in a folder, whichever of its processes makes them."""
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Optional, Tuple

# By a descriptor; by a folder's descriptor and a bare name, of two the first; and
# by a path, of a link's two names the first that strace looks at, which for a
# symbolic link is where it is put.
BY_FD = ("write", "fchmod", "fsync")
BY_NAME = ("openat", "fchmodat", "renameat", "linkat", "symlinkat", "unlinkat",
           "mkdirat")
BY_PATH = ("chmod", "rename", "link", "symlink", "unlink", "mkdir", "rmdir")
CALL = re.compile(r"^(\d+) +(\w+)\((.*)", re.M)
FD = re.compile(r"\d+<([^>]*)>")
NAME = re.compile(r'(?:"[^"]*", )?\d+<([^>]*)>, "([^"]*)"')
PATH = re.compile(r'"(/[^"]*)"')


@dataclass(frozen=True)
class Point:
    """The nth ${call} for ${path}, or for the bare name that it is."""
    call: str
    path: str
    nth: int


def _named(call: str, rest: str, folder: Path) -> Optional[str]:
    """What the call names, if that is in ${folder}, as strace is to look for."""
    name = NAME.match(rest) if call in BY_NAME else None
    if name:
        path = f"{name[1]}/{name[2]}"
    else:
        found = (FD.match if call in BY_FD else PATH.search)(rest)
        path = found[1] if found else ""
    if not f"{path}/".startswith(f"{folder}/"):
        return None
    return name[2] if name else path


# What holds it: the call is made, and then it waits for a SIGCONT.
HELD = re.compile(r"^(\d+) +--- stopped by SIGSTOP", re.M)


def _strace(log: Path, calls: str, *options: str) -> List[str]:
    return ["strace", "-f", "-qq", "-o", str(log), "-e",
            f"trace={calls}", *options]


def recorder(log: Path) -> List[str]:
    """What a command is put behind, for points_of(${log})."""
    return _strace(log, ",".join(BY_FD + BY_NAME + BY_PATH), "-y", "-s", "0")


def killer(log: Path, point: Point) -> List[str]:
    """What a command is put behind; see was_killed(${log})."""
    return _strace(log, point.call, "-P", point.path, "-e",
                   f"inject={point.call}:signal=SIGKILL:when={point.nth}")


def holder(log: Path, point: Point) -> List[str]:
    """What a command is put behind, for ${HELD} to be found in ${log}."""
    return _strace(log, point.call, "-P", point.path, "-e",
                   f"inject={point.call}:signal=SIGSTOP:when={point.nth}")


def was_killed(log: Path) -> bool:
    return log.exists() and "killed by SIGKILL" in log.read_text()


def points_of(log: Path, folder: Path, looks: bool = False) -> List[Point]:
    """In the order of the calls.  A file that is opened and not made is not
    changed, so a kill before that is one before the next call; with ${looks}
    it is a point as the others are."""
    counts: Dict[Tuple[str, str], Counter] = {}
    found = []
    for thread, call, rest in CALL.findall(log.read_text()):
        path = _named(call, rest, folder)
        if not path:
            continue
        count = counts.setdefault((call, path), Counter())
        count[thread] += 1
        if call == "openat" and "O_CREAT" not in rest and not looks:
            continue
        # strace counts by thread, so one that did as many would be killed
        # first: what looks at the files before lws does, and then the worker.
        if count[thread] == max(count.values()) and \
                list(count.values()).count(count[thread]) == 1:
            found.append(Point(call, path, count[thread]))
    return found
