# SPDX-License-Identifier: MIT
"""The calls that a program makes to change files, by strace."""
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Sequence, Tuple

CALLS = ("open", "openat", "creat", "close", "write", "pwrite64", "writev",
         "ftruncate", "truncate", "fsync", "fdatasync", "sync_file_range",
         "rename", "renameat", "renameat2", "link", "linkat", "symlink",
         "symlinkat", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir",
         "dup", "dup2", "dup3", "fallocate", "copy_file_range", "sendfile")
LINE = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+|\?)(?: .*)?$")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')


@dataclass(frozen=True)
class Call:
    name: str
    texts: Tuple[bytes, ...]  # the strings among its arguments
    words: Tuple[str, ...]    # the others
    result: int


def _parse(line: str) -> Call:
    name, arguments, result = LINE.match(line).groups()
    texts: List[bytes] = []

    def text(match) -> str:
        if match[2]:
            raise ValueError(f"cut by strace: {line[:200]}")
        texts.append(bytes.fromhex(match[1].replace("\\x", "")))
        return "T"

    rest = TEXT.sub(text, arguments)
    words = tuple(word.strip() for word in rest.split(","))
    return Call(name, tuple(texts),
                tuple(word for word in words if word != "T"), int(result))


def traced_environment() -> Dict[str, str]:
    """A program that is traced can't look for leaks."""
    return {**os.environ, "ASAN_OPTIONS": "detect_leaks=0"}


def record(command: Sequence[str], log: Path) -> List[Call]:
    """The calls that succeeded, of a program with one thread."""
    run = subprocess.run(
        ["strace", "-qq", "-xx", "-s", "1000000", "-e",
         "trace=" + ",".join(CALLS), "-e", "signal=none", "-o", str(log),
         *command], stdin=subprocess.DEVNULL, text=True,
        env=traced_environment(),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if run.returncode:
        raise AssertionError(f"{command}: {run.returncode}\n{run.stdout}")
    calls = []
    for line in log.read_text().splitlines():
        if " = -1 " in line or line.endswith("= ?"):
            continue
        calls.append(_parse(line))
    return calls
