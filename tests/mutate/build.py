# SPDX-License-Identifier: MIT
"""A build folder that is there already: how its objects and programs are made.

A program with a mutant is linked as it was, with the mutant's object before
the libraries: the linker then has no use for the library's own.  So neither
the source tree nor the build folder is written to.
"""
from __future__ import annotations

import json
import shlex
import subprocess
import threading
from pathlib import Path
from typing import Dict, FrozenSet, List, NamedTuple, Optional, Sequence

TOP = Path(__file__).resolve().parents[2]
# What reads or writes where it should not, and what is not freed, is noticed.
WATCHED = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
# Its malloc() is another one where a sanitizer has its own.
MEMORY = TOP / "tests/memory/short_memory.c"
# A release has no assertions; what differs there only is no other program.
COMPARED = ["-O2", "-g0", "-DNDEBUG", "-w", "-S", "-o", "-"]


class Broken(Exception):
    """The build folder is not what it should be."""


class NotBuilt(Exception):
    """The compiler refuses it."""


class Contents(NamedTuple):
    """Of an object or a program."""
    files: FrozenSet[str]
    symbols: FrozenSet[str]


def run(command: Sequence[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode:
        raise NotBuilt(f"{shlex.join(command)}\n{done.stderr}")
    return done.stdout


def contents(path: Path) -> Contents:
    files, symbols = set(), set()
    for line in run(["readelf", "-sW", str(path)], TOP).splitlines():
        words = line.split()
        if len(words) < 8 or words[6] == "UND":
            continue
        if words[3] == "FILE":
            files.add(words[7])
        elif words[3] in ("FUNC", "OBJECT"):
            symbols.add(words[7].split(".")[0])
    return Contents(frozenset(files), frozenset(symbols))


class Build:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._links: Dict[Path, Optional[List[str]]] = {}
        self._contents: Dict[Path, Contents] = {}
        self._compared: Dict[str, str] = {}
        self.compiled = self._compile_commands()

    def _compile_commands(self) -> Dict[str, List[str]]:
        listed = self.folder / "compile_commands.json"
        if not listed.is_file():
            raise Broken(f"{listed} is not there: configure and build first")
        return {entry["file"]: shlex.split(entry["command"])
                for entry in json.loads(listed.read_text())}

    def compile(self, source: str, text: Path, more: Sequence[str]) -> str:
        """Compile ${text} as the build compiles ${source}."""
        words = list(self.compiled[source])
        output = words.index("-o")
        del words[output:output + 2]
        words[words.index(source)] = str(text)
        words = [word for word in words if word != "-Werror"]
        return run([*words, *more], self.folder)

    def compared(self, source: str, text: Optional[Path] = None) -> str:
        """What the compiler makes of it, to be compared."""
        if not text and source in self._compared:
            return self._compared[source]
        lines = self.compile(source, text or Path(source), COMPARED) \
            .splitlines()
        made = "\n".join(line for line in lines if ".file" not in line)
        if not text:
            self._compared[source] = made
        return made

    def object(self, source: str, text: Path, made: Path) -> None:
        self.compile(source, text, [*WATCHED, "-w", "-o", str(made)])

    def contents(self, path: Path) -> Contents:
        with self._lock:
            known = self._contents.get(path)
        if known is None:
            known = contents(path)
            with self._lock:
                self._contents[path] = known
        return known

    def link_command(self, program: Path) -> Optional[List[str]]:
        """None: this build links no such program."""
        with self._lock:
            if program not in self._links:
                self._links[program] = self._ask_ninja(program)
            return self._links[program]

    def _ask_ninja(self, program: Path) -> Optional[List[str]]:
        try:
            target = program.relative_to(self.folder)
            line = run(["ninja", "-t", "commands", "-s", str(target)],
                       self.folder)
        except (ValueError, NotBuilt):
            return None
        for part in line.split(" && "):
            words = shlex.split(part)
            if "-o" in words and words[words.index("-o") + 1] == str(target):
                return words
        return None

    def holds(self, program: Path, source: str) -> bool:
        """Is what this build makes of ${source} part of the program?"""
        if not program.is_file() or not self.link_command(program):
            return False
        words = self.compiled[source]
        part = self.contents(self.folder / words[words.index("-o") + 1])
        whole = self.contents(program)
        return part.files <= whole.files and part.symbols <= whole.symbols

    def link(self, program: Path, objects: Sequence[Path], made: Path) -> None:
        words = list(self.link_command(program) or [])
        words[words.index("-o") + 1] = str(made)
        libraries = [at for at, word in enumerate(words)
                     if word.endswith(".a")]
        at = libraries[0] if libraries else len(words)
        words[at:at] = map(str, objects)
        memory = made.parent / "short_memory.o"
        if any(word.endswith("/short_memory.c.o") for word in words):
            self.compile(str(MEMORY), MEMORY,
                         ["-DSANITIZER", "-w", "-o", str(memory)])
        words = [str(memory) if word.endswith("/short_memory.c.o") else word
                 for word in words]
        run([*words, *WATCHED], self.folder)
