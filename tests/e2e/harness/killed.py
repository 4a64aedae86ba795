# SPDX-License-Identifier: MIT
"""Points at which a program can be killed, or held: at its calls that change what
is in a folder, whichever of its processes makes them."""
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Tuple

# By a descriptor, and by a path: of a link's two names the first that strace
# looks at, which for a symbolic link is where it is put.
BY_FD = ("write", "fchmod", "fsync")
BY_PATH = ("openat", "chmod", "rename", "link", "symlink", "unlink", "mkdir",
           "rmdir")
CALL = re.compile(r"^(\d+) +(\w+)\((.*)", re.M)
FD = re.compile(r"\d+<([^>]*)>")
PATH = re.compile(r'"(/[^"]*)"')


@dataclass(frozen=True)
class Point:
    """The nth ${call} for ${path}."""
    call: str
    path: str
    nth: int


# What holds it: the call is made, and then it waits for a SIGCONT.
HELD = re.compile(r"^(\d+) +--- stopped by SIGSTOP", re.M)


def _strace(log: Path, calls: str, *options: str) -> List[str]:
    return ["strace", "-f", "-qq", "-o", str(log), "-e",
            f"trace={calls}", *options]


def recorder(log: Path) -> List[str]:
    """What a command is put behind, for points_of(${log})."""
    return _strace(log, ",".join(BY_FD + BY_PATH), "-y", "-s", "0")


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
        path = (FD.match if call in BY_FD else PATH.search)(rest)
        if not path or f"{path[1]}/".find(f"{folder}/") or \
                (call == "openat" and "O_CREAT" not in rest and not looks):
            continue
        count = counts.setdefault((call, path[1]), Counter())
        count[thread] += 1
        # strace counts by thread, so one that did as many would be killed
        # first: what looks at the files before lws does, and then the worker.
        if count[thread] == max(count.values()) and \
                list(count.values()).count(count[thread]) == 1:
            found.append(Point(call, path[1], count[thread]))
    return found
