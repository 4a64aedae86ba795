# SPDX-License-Identifier: MIT
"""Which files the checks look at: those that git knows or would take."""
import re
import subprocess
from pathlib import Path
from typing import Dict, Iterator, List, Tuple

TOP = Path(__file__).resolve().parents[2]
Files = Dict[str, str]  # path from the top, text


class NotChecked(Exception):
    """A check could not be made on this system: which, and why."""


def git(*arguments: str) -> str:
    # The tests may run as another user than the one who owns the work tree.
    return subprocess.run(
        ["git", "-c", "safe.directory=*", "-C", str(TOP), *arguments],
        check=True, text=True, stdout=subprocess.PIPE).stdout


def paths() -> List[str]:
    """All of them, new ones too; a work tree without git is an error."""
    listed = git("ls-files", "-z", "-c", "-o", "--exclude-standard")
    return sorted(path for path in set(listed.split("\0"))
                  if path and (TOP / path).is_file())


def texts() -> Files:
    """What can be read as text."""
    found = {}
    for path in paths():
        data = (TOP / path).read_bytes()
        if b"\0" not in data:
            found[path] = data.decode(errors="replace")
    return found


TOKEN = re.compile(r"^#[ \t]*include[^\n]*|/\*.*?\*/|//[^\n]*|"
                   r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'',
                   re.S | re.M)


def is_c(path: str) -> bool:
    return path.endswith((".c", ".h"))


def code_only(text: str) -> str:
    """C without comments and the text of strings; lines stay where they are.

    Include lines keep their name.
    """
    def blank(hit: "re.Match[str]") -> str:
        found = hit[0]
        if found.startswith("#"):
            return found
        if found.startswith(("\"", "'")):
            return found[0] * 2
        return "\n" * found.count("\n")

    return TOKEN.sub(blank, text)


def lines(text: str) -> Iterator[Tuple[int, str]]:
    return enumerate(text.splitlines(), 1)
