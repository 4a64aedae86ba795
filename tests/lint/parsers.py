# SPDX-License-Identifier: MIT
"""Each source that looks into bytes is proved, or it is said why not.

tests/proof/proofs.py and unproved.py have the two lists, and
tests/proof/parsers.md shows them.
"""
import os
import re
import sys
from typing import List

from sources import TOP, Files, code_only

sys.path.insert(0, str(TOP / "tests" / "proof"))

import proofs  # noqa: E402

TEST = re.compile(r"^TEST_MAIN|^LLVMFuzzerTestOneInput", re.M)


def _is_there(path: str, files: Files) -> bool:
    return path in files or any(it.startswith(f"{path}/") for it in files)


def _looks(path: str, files: Files) -> bool:
    """Is it a test, and no part that tests share?"""
    return not path.endswith(".c") or TEST.search(files.get(path, ""))


def readers(files: Files) -> List[str]:
    """Those that are in neither list."""
    known = proofs.proved_sources() | set(proofs.UNPROVED)
    return [f"{path}:1: it looks into bytes: it wants a proof, or a reason "
            f"in tests/proof/unproved.py"
            for path, text in files.items()
            if path.startswith("src/") and path.endswith((".c", ".rl"))
            and path not in known and proofs.READS.search(code_only(text))]


def _lists(files: Files) -> List[str]:
    found = [f"{path}: is proved, and said not to be"
             for path in proofs.UNPROVED if path in proofs.proved_sources()]
    for path, (_, instead) in proofs.UNPROVED.items():
        found += [f"tests/proof/unproved.py: {it} is not there"
                  for it in (path, instead) if not _is_there(it, files)]
        if not _looks(instead, files):
            found.append(f"tests/proof/unproved.py: {instead} is no test")
    harnesses = sorted(os.path.basename(path)[:-2] for path in files
                       if os.path.dirname(path) == proofs.HERE
                       and path.endswith(".c"))
    if harnesses != sorted(proofs.PROOFS):
        found.append("tests/proof/proofs.py: PROOFS is not equal to the files "
                     "of tests/proof")
    return found


def check(files: Files) -> List[str]:
    found = readers(files) + _lists(files)
    if not found and proofs.renewed(files[proofs.PAGE], files) \
            != files[proofs.PAGE]:
        found.append(f"{proofs.PAGE}: its tables are old: run "
                     "tests/proof/proofs.py")
    return found
