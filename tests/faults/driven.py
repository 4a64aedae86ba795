# SPDX-License-Identifier: MIT
"""Is there a line of src/ whose call of the system no test has made to fail?

    driven.py OBJDUMP ADDR2LINE ARCHIVE UNDRIVEN CALLS PROGRAM...

Each program has left files PROGRAM.*struck: where its faults struck.  A line of the
archive that calls one of the functions of CALLS (calls.h) is among them, or the
list UNDRIVEN has it, with the reason; and has no line that is not needed.
Where only root may do some of it, another user's tests do not make it fail:
nothing is judged then, and that is said.
"""
import glob
import os
import re
import subprocess
import sys
from typing import Dict, Iterator, Sequence, Set, Tuple

SKIPPED = 77  # ctest's SKIP_RETURN_CODE

# Source, function, call; and the line.
Place = Tuple[str, str, str]
Site = Tuple[str, int, str]

FUNCTION = re.compile(r"^[0-9a-f]+ <([^>.]+)[^>]*>:$")
LINE = re.compile(r"^(/\S*/src/\S+):(\d+)")
CALL = re.compile(r"^\s+[0-9a-f]+: R_\w+\s+(\w+)")
# As programs with _FORTIFY_SOURCE call them.
CHECKED = re.compile(r"^__(\w+?)_(?:chk|2)$")


def calls_of(header: str) -> Set[str]:
    with open(header) as text:
        return set(re.findall(r"\bCALL\((\w+),", text.read()))


def plain(name: str) -> str:
    """As calls.h has it, where reads and writes of pipes are the same lines."""
    name = CHECKED.sub(r"\1", name)
    return name[:-len("_pipe")] if name.endswith("_pipe") else name


def source(path: str) -> str:
    path = os.path.normpath(path)
    return path[path.rindex("/src/") + 1:]


def sites_of(objdump: str, archive: str,
             calls: Set[str]) -> Iterator[Tuple[Site, Place]]:
    """All lines that call one of ${calls}."""
    run = subprocess.run([objdump, "-drl", archive], check=True, text=True,
                         capture_output=True)
    path, line, function = "", 0, ""
    for text in run.stdout.splitlines():
        if found := FUNCTION.match(text):
            function = found[1]
        elif found := LINE.match(text):
            path, line = source(found[1]), int(found[2])
        elif (found := CALL.match(text)) and plain(found[1]) in calls:
            call = plain(found[1])
            yield (path, line, call), (path, function, call)


def struck_by(addr2line: str, program: str) -> Set[Site]:
    struck = [line.split() for path in glob.glob(f"{program}.*struck")
              for line in open(path)]
    if not struck:
        raise SystemExit(f"{program} has made nothing fail")
    # What is returned to is behind the call.
    addresses = "".join(f"{int(at, 16) - 1:#x}\n" for _, at in struck)
    run = subprocess.run([addr2line, "-e", program], input=addresses,
                         check=True, text=True, capture_output=True)
    return {(source(path), int(line.split()[0]), plain(call))
            for (call, _), (path, line) in
            zip(struck, (each.rsplit(":", 1)
                         for each in run.stdout.splitlines()))
            if "/src/" in path}


def excused(path: str) -> Dict[Place, str]:
    """Lines of UNDRIVEN: "src/FILE FUNCTION CALL: REASON"."""
    with open(path) as text:
        parts = [line.rstrip("\n").partition(": ") for line in text
                 if line.strip() and not line.startswith("#")]
    return {tuple(place.split()): reason for place, _, reason in parts}


def main(objdump: str, addr2line: str, archive: str, undriven: str,
         header: str, programs: Sequence[str]) -> int:
    if os.geteuid():
        print("SKIPPED: of what only root may do nothing was made to fail")
        return SKIPPED
    sites = dict(sites_of(objdump, archive, calls_of(header)))
    reasons = excused(undriven)
    struck: Set[Site] = set()
    for program in programs:
        struck |= struck_by(addr2line, program)
    left = {site: place for site, place in sites.items()
            if site not in struck}
    bad = [f"{path}:{line}: no test makes {call}() of {left[site][1]}() fail: "
           f"drive it in tests/faults, or say why not in {undriven}"
           for site in sorted(left) if left[site] not in reasons
           for path, line, call in [site]]
    bad += [f"{undriven}: {' '.join(place)} is not needed"
            for place in sorted(set(reasons) - set(left.values()))
            if not reasons[place].startswith("where ")]
    bad += [f"{undriven}: {' '.join(place)} has no reason"
            for place, reason in sorted(reasons.items()) if not reason]
    print("\n".join(bad + [f"calls: of {len(sites)} lines of src/ that ask the "
                           f"system, {len(set(sites) & struck)} were made to "
                           f"fail, and {len(left)} have a reason"]))
    return bool(bad) or not sites


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:6], programs=sys.argv[6:]))
