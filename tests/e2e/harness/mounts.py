# SPDX-License-Identifier: MIT
"""File systems for one test, in the mount namespace of in_namespace."""
import os
import subprocess
import unittest
from pathlib import Path


def _run(*command: str) -> None:
    subprocess.run(command, check=True)


def need_own_mounts() -> None:
    """Nothing is mounted where others would see it."""
    if "ACME_REAL_PORTS" not in os.environ:
        raise unittest.SkipTest("no mount namespace is permitted here, so no "
                                "file system of the test's own")


def mount_small(folder: Path) -> None:
    """All of ${folder} has room for a few certificates."""
    need_own_mounts()
    _run("mount", "-t", "tmpfs", "-o", "size=512k,mode=700", "tmpfs",
         str(folder))


def mount_read_only(folder: Path) -> None:
    """Who opens a file below ${folder} from now on can't write; a file that
    is open keeps the file system itself from being made so."""
    need_own_mounts()
    _run("mount", "--bind", str(folder), str(folder))
    _run("mount", "-o", "remount,bind,ro", str(folder))


def unmount(folder: Path) -> None:
    _run("umount", "--lazy", str(folder))


def fill(folder: Path) -> Path:
    """No byte more goes into ${folder}: the file that takes the room."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        size = 1 << 16
        while size:
            try:
                file.write(b"x" * size)
            except OSError:
                size //= 2
    return filler
