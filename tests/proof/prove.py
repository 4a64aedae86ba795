#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prove by CBMC that a parser never reads or writes out of bounds.

With --planted a fault is put in it, and has to be found: so it is known that
the proof looks there.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
from typing import List

from induction import by_induction
from proofs import PROOFS, Planted, Proof, turns

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
CANNOT = 77  # as tools/lib/from-unstable: it can't be had
LOOPS = {"check_quoted.0": 200, "strlen.0": 64, "proof_bytes_in.0": 64,
         "proof_bytes_in.2": 64}
CHECKS = ("--unwinding-assertions", "--pointer-overflow-check",
          "--malloc-may-fail", "--malloc-fail-null",
          "--drop-unused-functions", "--object-bits", "12")


def find_cbmc() -> str:
    found = subprocess.run([os.path.join(ROOT, "tools/lib/cbmc")],
                           stdout=subprocess.PIPE, text=True, check=False)
    if found.returncode:
        print("NOT PROVED: CBMC can't be had")
        sys.exit(CANNOT)
    return found.stdout.strip()


def plant(text: str, planted: Planted) -> str:
    if text.count(planted.old) != 1:
        sys.exit(f"{planted.file}: '{planted.old}' does not stand there once")
    return text.replace(planted.old, planted.new)


def prepare(source: str, proof: Proof, planted: bool, harness: str,
            folder: str) -> str:
    """The path of the C file that CBMC is given for this source."""
    with open(os.path.join(ROOT, source), encoding="utf-8") as file:
        text = file.read()
    if planted and source == proof.planted.file:
        text = plant(text, proof.planted)
    path = os.path.join(folder, os.path.basename(source))
    for name in proof.apart:
        text = re.sub(rf"(?<=.)\b{name}\(", f"proved_{name}(", text)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    if source.endswith(".rl"):
        path = from_ragel(source, path)
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(by_induction(text, harness))
    return path


def from_ragel(source: str, path: str) -> str:
    # Not -T0, as in a build: there is no search in these tables, which would
    # be most of the work.
    subprocess.run(["ragel", "-C", "-F1", "-o", path[:-2] + "c", "-I",
                    os.path.dirname(os.path.join(ROOT, source)), path],
                   check=True)
    return path[:-2] + "c"


def options(name: str, bound: int, sources: List[str],
            folder: str) -> List[str]:
    proof = PROOFS[name]
    loops = {**LOOPS, **proof.loops}
    return ["-I", os.path.join(ROOT, "src"), "-I", HERE, "-I", folder,
            "-I", os.path.join(ROOT, "include"),
            "-D_POSIX_C_SOURCE=200809L", f"-DBOUND={bound}",
            os.path.join(HERE, name + ".c"), os.path.join(HERE, "model", "base.c"),
            *(["-DAT_END"] if proof.at_end else []), *sources, *CHECKS,
            "--unwind", str(turns(proof, bound)),
            "--unwindset", ",".join(f"{loop}:{n}"
                                    for loop, n in loops.items())]


def prove(words: List[str]) -> List[str]:
    """What was refuted."""
    run = subprocess.run(words, stdout=subprocess.PIPE,
                         stderr=subprocess.STDOUT, text=True, check=False)
    if run.returncode not in (0, 10):  # 10: something was refuted
        sys.exit(run.stdout)
    return re.findall(r"^\[.*: FAILURE$", run.stdout, re.MULTILINE)


def lengths(proof: Proof, bound: int) -> List[List[str]]:
    """The longest first, where a fault that is planted is found at once."""
    if not proof.each_length:
        return [[]]
    return [[f"-DLEN={n}"] for n in range(bound, proof.least - 1, -1)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=sorted(PROOFS))
    parser.add_argument("--planted", action="store_true")
    parser.add_argument("--long", action="store_true", help="the long bound")
    parser.add_argument("--bound", type=int, help="another bound")
    args = parser.parse_args()
    proof = PROOFS[args.name]
    bound = args.bound or (proof.long_bound if args.long else proof.bound)
    cbmc = find_cbmc()
    failures: List[str] = []
    with tempfile.TemporaryDirectory() as folder:
        inside = os.path.join(folder, "inside")
        os.mkdir(inside)
        with open(os.path.join(HERE, args.name + ".c"),
                  encoding="utf-8") as file:
            harness = file.read()
        sources = [prepare(source, proof, args.planted, harness, folder)
                   for source in proof.sources]
        if proof.inside:
            prepare(proof.inside, proof, args.planted, harness, inside)
        words = [cbmc, *options(args.name, bound, sources, folder)]
        for length in lengths(proof, bound):
            failures += prove(words + length)
            if failures:
                break
    if args.planted:
        good = any("unwinding" not in it for it in failures)
        verdict = f"the planted fault is {'' if good else 'NOT '}found"
    else:
        good = not failures
        verdict = "proved" if good else "REFUTED"
    print(*failures, sep="\n")
    far = "any length" if proof.any_length else f"up to {bound} bytes"
    print(f"{args.name}: {far}, {verdict}; "
          f"{os.times().children_user:.1f} s of CPU")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
