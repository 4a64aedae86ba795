#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What flowc says of tables that are wrong, however wrong they are.

  test_errors.py mistakes           each of a person's mistakes in
                                    mistakes/mistakes.txt, word for word
  test_errors.py mistakes --update  write those words anew; read the diff!
  test_errors.py random [N [SEED]]  N tables with mistakes by chance: an answer
                                    with a position for each, and no traceback
  test_errors.py huge               100,000 lines of anything: little work
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Dict, List, Tuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "gen"))
sys.dont_write_bytecode = True

from flow.cli import main as flowc  # noqa: E402

import huge  # noqa: E402
import random_tables  # noqa: E402

POSITION = re.compile(r"[^:\n]+:[1-9][0-9]*:[1-9][0-9]*: (error|warning): \S")
SLOWEST = 60  # times what a table with mistakes takes on average
SLOW = 12  # times what reading a comment of 100,000 lines takes


def said(path: str) -> Tuple[int, str, float]:
    """Exit status, all that is said, and the seconds of CPU."""
    text, begun = io.StringIO(), time.process_time()
    with contextlib.redirect_stderr(text):
        status = flowc(["check", path])
    return status, text.getvalue(), time.process_time() - begun


def write(path: str, text: str) -> None:
    Path(path).write_bytes(text.encode("utf-8", "surrogateescape"))


def answer(path: str) -> Tuple[int, float, str]:
    """Exit status, seconds of CPU, and what is wrong with the answer."""
    try:
        status, text, seconds = said(path)
    except Exception:
        return 1, 0, traceback.format_exc()
    first, wrong = text.split("\n", 1)[0], ""
    if status not in (0, 1) or (text and not POSITION.match(first)):
        wrong = f"exit status {status}, and no position: {first}"
    elif (status == 1) != (": error: " in text):
        wrong = f"exit status {status}, but it says: {text}"
    return status, seconds, wrong


# A person's mistakes

def blocks() -> List[List[str]]:
    text = (HERE / "mistakes" / "mistakes.txt").read_text(encoding="utf-8")
    return [block.rstrip("\n").split("\n") for block in text.split("\n\n")]


def made(block: List[str], table: str) -> str:
    """The table with the mistake of a block."""
    lines = {mark: [line[2:] for line in block if line.startswith(mark)]
             for mark in ("- ", "+ ")}
    old = "".join(line + "\n" for line in lines["- "])
    if table.count(old) != 1:
        raise ValueError(f"{block[0]}: not one such line in shop.flow: {old}")
    return table.replace(old, "".join(x + "\n" for x in lines["+ "]))


def head(block: List[str]) -> List[str]:
    """The title and the lines of the mistake."""
    return [block[0], *(line for line in block[1:]
                        if line.startswith(("- ", "+ ")))]


def mistakes(update: bool) -> int:
    comment, *cases = blocks()
    new, wrong = ["\n".join(comment) + "\n"], 0
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(HERE / "mistakes", folder, dirs_exist_ok=True)
        os.chdir(folder)
        table = Path("shop.flow").read_text(encoding="utf-8")
        if said("shop.flow")[:2] != (0, ""):
            print("shop.flow itself is wrong")
            return 1
        for case in cases:
            write("shop.flow", made(case, table))
            status, text, _ = said("shop.flow")
            block = "\n".join(head(case)) + "\n" + text
            if status != 1 or block != "\n".join(case) + "\n":
                print(f"expected:\n{chr(10).join(case)}\nflowc says:\n{block}")
                wrong += 1
            new.append(block)
        os.chdir(HERE)
    if update:
        (HERE / "mistakes" / "mistakes.txt").write_text("\n".join(new),
                                                        encoding="utf-8")
        return 0
    print(f"{len(cases)} mistakes, {wrong} with another answer")
    return 1 if wrong or len(cases) < 60 else 0


# Mistakes by chance

def random_(count: int, seed: int) -> int:
    paths = [path for folder in (ROOT / "statemachine", HERE / "golden",
                                 HERE / "good", HERE / "mistakes")
             for path in sorted(folder.glob("*.flow"))]
    answers: Dict[int, int] = {0: 0, 1: 0}
    times: List[float] = []
    with tempfile.TemporaryDirectory() as folder:
        for source in {path.parent for path in paths}:
            shutil.copytree(source, Path(folder, source.name))
        for path, text in random_tables.tables(seed, count, paths):
            os.chdir(Path(folder, path.parent.name))
            write(path.name, text)
            status, seconds, wrong = answer(path.name)
            if wrong:
                print(f"seed {seed}, {path.name}:\n{text!a}\n{wrong}")
                return 1
            answers[status] += 1
            times.append(seconds)
            shutil.copy(path, path.name)
        os.chdir(HERE)
    slowest = max(times) / (sum(times) / count)
    print(f"{count} tables, {answers[1]} of them wrong; seed {seed}; the "
          f"slowest took {slowest:.0f} times what one of them takes")
    return 0 if answers[1] > answers[0] and slowest < SLOWEST else 1


# Too many of anything

def huge_() -> int:
    """Each within a few times of the work that a mere comment takes."""
    slow = 0
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        write("huge.flow", huge.HUGE["comments"]())
        measure = min(said("huge.flow")[2] for _ in range(3))
        for name, make in huge.HUGE.items():
            write("huge.flow", make())
            _, seconds, wrong = answer("huge.flow")
            print(f"{seconds / measure:6.1f}  {name}")
            if wrong or seconds > SLOW * measure:
                print(wrong or f"more than {SLOW} times a comment's work")
                slow += 1
        os.chdir(HERE)
    return 1 if slow else 0


def main(words: List[str]) -> int:
    part, *rest = words or [""]
    if part == "mistakes" and rest in ([], ["--update"]):
        return mistakes(bool(rest))
    if part == "random" and len(rest) <= 2:
        count, seed = [*map(int, rest), *[1000, 1][len(rest):]]
        return random_(count, seed)
    if part == "huge" and not rest:
        return huge_()
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
