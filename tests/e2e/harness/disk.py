# SPDX-License-Identifier: MIT
"""A disk that loses what was not made durable.

It follows a recorded run.  After each call a power failure may leave: of each
folder the names as they were at its last fsync, and of what was done to its
names since then any part; of each file the content as it was at its last fsync,
or a part of what was written since then, or all of it.  A rename, a link and an
unlink happen as a whole, or not at all.
"""
import itertools
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, Iterator, List, Optional, Tuple, Union

from .traced import Call

# What a folder holds: bytes of a file, target of a link, or a folder.
Tree = Dict[str, Union["Link", bytes, "Tree"]]
PENDING_MAX = 8  # changes to one folder between two fsyncs: 256 states


@dataclass(frozen=True)
class Link:
    target: str


@dataclass(eq=False)
class File:
    data: bytes = b""
    synced: Optional[bytes] = None  # None: never

    def after_failure(self) -> List[bytes]:
        kept = self.synced or b""
        if self.data == kept:
            return [self.data]
        return [kept, self.data[:len(self.data) // 2], self.data]


@dataclass(eq=False)
class Folder:
    names: Dict[str, object] = field(default_factory=dict)
    synced: Dict[str, object] = field(default_factory=dict)
    # (name, what it is from now on or None, the name it had or None)
    pending: List[Tuple[str, object, Optional[str]]] = field(
        default_factory=list)

    def change(self, name: str, to: object, was: Optional[str] = None) -> None:
        self._apply(self.names, (name, to, was))
        self.pending.append((name, to, was))

    @staticmethod
    def _apply(names: Dict[str, object], change) -> None:
        name, to, was = change
        if was is not None:
            names.pop(was, None)
        if to is None:
            names.pop(name, None)
        else:
            names[name] = to

    def sync(self) -> None:
        self.synced, self.pending = dict(self.names), []

    def after_failure(self) -> Iterator[Dict[str, object]]:
        if len(self.pending) > PENDING_MAX:
            raise AssertionError(f"{len(self.pending)} changes to a folder "
                                 f"without an fsync")
        for happened in itertools.product((True, False),
                                          repeat=len(self.pending)):
            names = dict(self.synced)
            for change, it_did in zip(self.pending, happened):
                if it_did:
                    self._apply(names, change)
            yield names


class Disk:
    """Below ${root}, whose content at the beginning is durable."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._top = self._load(root)
        self._open: Dict[int, object] = {}
        self._paths: Dict[str, bytes] = {}  # of all descriptors

    def _load(self, path: Path) -> Folder:
        folder = Folder()
        for each in path.iterdir():
            if each.is_symlink():
                folder.names[each.name] = Link(os.readlink(each))
            elif each.is_dir():
                folder.names[each.name] = self._load(each)
            else:
                data = each.read_bytes()
                folder.names[each.name] = File(data, data)
        folder.synced = dict(folder.names)
        return folder

    def _find(self, path: bytes) -> Tuple[Optional[Folder], str]:
        """The folder that the last name of ${path} is in; None: elsewhere."""
        text, top = os.path.normpath(path.decode()), str(self._root)
        if text != top and not text.startswith(top + "/"):
            return None, ""
        if text == top:
            return self._top, ""
        folder, names = self._top, text[len(top) + 1:].split("/")
        for name in names[:-1]:
            folder = folder.names[name]
            if not isinstance(folder, Folder):
                raise AssertionError(f"{text}: changed through a link")
        return folder, names[-1]

    # Calls

    def do(self, call: Call) -> bool:
        """Did it change anything below the root?"""
        call = self._by_paths(call)
        if call.name in ("rename", "link", "symlink", "unlink", "rmdir",
                         "mkdir", "close", "write", "fsync"):
            return getattr(self, "_" + call.name)(call)
        if call.name == "open":
            self._paths[str(call.result)] = call.texts[0]
            return self._do_open(call)
        raise AssertionError(f"{call.name}: the model does not know it")

    def _by_paths(self, call: Call) -> Call:
        """The same without descriptors of folders."""
        name = {"renameat2": "rename"}.get(call.name) or (
            call.name[:-2] if call.name.endswith("at") else call.name)
        if name == call.name:
            return call
        names = call.texts[1:] if name == "symlink" else call.texts
        paths = tuple(os.path.join(self._paths.get(folder, b""), text)
                      for folder, text in zip(call.words, names))
        return Call(name, call.texts[:-len(names)] + paths, call.words,
                    call.result)

    def _do_open(self, call: Call) -> bool:
        self._open.pop(call.result, None)
        flags = next(word for word in call.words if "O_" in word)
        if "O_RDONLY" in flags and "O_DIRECTORY" not in flags:
            return False
        folder, name = self._find(call.texts[0])
        if folder is None:
            return False
        found = folder.names.get(name) if name else folder
        if found is None:
            assert "O_CREAT" in flags, call
            found = File()
            folder.change(name, found)
            self._open[call.result] = found
            return True
        assert "O_TRUNC" not in flags, call
        if not isinstance(found, Link):
            self._open[call.result] = found
        return False

    def _close(self, call: Call) -> bool:
        self._paths.pop(call.words[0], None)
        self._open.pop(int(call.words[0]), None)
        return False

    def _write(self, call: Call) -> bool:
        found = self._open.get(int(call.words[0]))
        if not isinstance(found, File):
            return False
        found.data += call.texts[0][:call.result]
        return True

    def _fsync(self, call: Call) -> bool:
        found = self._open.get(int(call.words[0]))
        if isinstance(found, File):
            found.synced = found.data
        elif isinstance(found, Folder):
            found.sync()
        return found is not None

    def _rename(self, call: Call) -> bool:
        folder, old = self._find(call.texts[0])
        to, name = self._find(call.texts[1])
        assert folder is to, call
        if folder is None:
            return False
        folder.change(name, folder.names[old], old)
        return True

    def _link(self, call: Call) -> bool:
        folder, old = self._find(call.texts[0])
        to, name = self._find(call.texts[1])
        if to is None:
            return False
        to.change(name, folder.names[old])
        return True

    def _symlink(self, call: Call) -> bool:
        folder, name = self._find(call.texts[1])
        if folder is None:
            return False
        folder.change(name, Link(call.texts[0].decode()))
        return True

    def _unlink(self, call: Call) -> bool:
        folder, name = self._find(call.texts[0])
        if folder is None:
            return False
        folder.change(name, None)
        return True

    _rmdir = _unlink

    def _mkdir(self, call: Call) -> bool:
        folder, name = self._find(call.texts[0])
        if folder is None:
            return False
        folder.change(name, Folder())
        return True

    # What is left

    def after_kill(self) -> Tree:
        """The kernel lives on, so nothing is lost."""
        return self._whole(self._top)

    def _whole(self, folder: Folder) -> Tree:
        return {name: self._whole(each) if isinstance(each, Folder) else
                each.data if isinstance(each, File) else each
                for name, each in folder.names.items()}

    def after_failure(self) -> Iterator[Tree]:
        """Each state that a power failure may leave now."""
        return self._left(self._top)

    def _left(self, folder: Folder) -> Iterator[Tree]:
        for names in folder.after_failure():
            choices = [list(self._left(each)) if isinstance(each, Folder)
                       else each.after_failure() if isinstance(each, File)
                       else [each] for each in names.values()]
            for contents in itertools.product(*choices):
                yield dict(zip(names, contents))


def key_of(tree: Tree) -> str:
    """Equal for equal trees."""
    return repr(sorted((name, key_of(each) if isinstance(each, dict) else each)
                       for name, each in tree.items()))


def put(tree: Tree, path: Path) -> None:
    """Make ${path} with what is in ${tree}, as root keeps it."""
    path.mkdir(mode=0o700)
    for name, each in tree.items():
        if isinstance(each, dict):
            put(each, path / name)
        elif isinstance(each, Link):
            (path / name).symlink_to(each.target)
        else:
            (path / name).write_bytes(each)
            (path / name).chmod(0o600)
