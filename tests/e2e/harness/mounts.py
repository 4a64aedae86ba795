# SPDX-License-Identifier: MIT
"""File systems for one test, in the mount namespace of in_namespace."""
import os
import shutil
import subprocess
import unittest
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")
ROOMY = 128  # pages, and files: enough for a few certificates


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


class Small:
    """A file system at ${folder} that has as much room as a test says."""
    filler = "filler"  # never empty: a size of 0 is no limit

    def __init__(self, folder: Path) -> None:
        mount_small(folder)
        self._folder = folder
        (folder / self.filler).write_text("x")

    def _limit(self, pages: int, files: int) -> None:
        _run("mount", "-o", f"remount,size={pages * PAGE},nr_inodes={files}",
             str(self._folder))

    def is_roomy(self) -> None:
        self._limit(ROOMY, ROOMY)

    def leaves(self, pages: int = ROOMY, files: int = ROOMY) -> None:
        """So much, and no more, can be written from now on."""
        now = os.statvfs(self._folder)
        self._limit(now.f_blocks - now.f_bfree + pages,
                    now.f_files - now.f_ffree + files)

    def empty(self) -> None:
        for each in self._folder.iterdir():
            if each.is_dir() and not each.is_symlink():
                shutil.rmtree(each)
            elif each.name != self.filler:
                each.unlink()


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
