# SPDX-License-Identifier: MIT
"""The pages that are made from what the checks and the tables hold.

docs/architecture.md between its marks, docs/architecture.svg, docs/rfc8555.md,
docs/decisions/README.md.  As a program (papers.py --write) it writes them anew.
"""
import re
import sys
from collections import Counter
from typing import Callable, Dict, List, Set, Tuple

import delays
import directions
import rooms
from papers_decisions import PAGE as DECISIONS, index, unfinished
from papers_rfc import PAGE as RFC_PAGE, page as rfc_page
from papers_svg import picture
from sources import TOP, Files, texts

ARCHITECTURE = "docs/architecture.md"
PICTURE = "docs/architecture.svg"
HOW = "run: python3 tests/lint/papers.py --write"
FLOW = re.compile(r"statemachine/(\w+)\.flow")
MARK = re.compile(r"(<!-- generated: (\w+) -->\n)(.*?)(<!-- end -->)", re.S)


def _readme(files: Files, layer: str) -> str:
    return files.get(f"src/{layer}/README.md", "")


def _rooms_of(files: Files, layer: str) -> str:
    """The page that says what is in its rooms: the README, or one beside it."""
    return files.get(f"src/{layer}/rooms.md", "") or _readme(files, layer)


def purpose(files: Files, layer: str) -> str:
    """The first sentence below the title of the layer's README."""
    hit = re.search(r"^# .*?\n\n(.*?\.)(?:\s|$)", _readme(files, layer), re.S)
    return " ".join(hit[1].split()) if hit else ""


def room_purpose(files: Files, name: str) -> str:
    """The item of the room in the page of its layer, or what that says of the
    files beside the rooms."""
    layer, _, rest = name.partition("/")
    pattern = rf"^- `{re.escape(rest)}/`: (.*?)\.\n(?! )" if rest else \
        r"^In the folder itself: (.*?)\.(?:\s|$)"
    hit = re.search(pattern, _rooms_of(files, layer), re.M | re.S)
    return " ".join(hit[1].split()) if hit else \
        "" if rest else "all of the layer"


def _names(found: Tuple[str, ...]) -> str:
    return ", ".join(f"`{each}`" for each in found) or "nothing"


def _layers(files: Files) -> str:
    rows = [f"| [`{name}`](../src/{name}/README.md) | "
            f"{_names(on)} | {purpose(files, name)} |"
            for name, on in directions.STANDS_ON.items()]
    return "\n".join(["| layer | stands on | what it is for |", "|---|---|---|",
                      *rows])


def _held(files: Files) -> Dict[str, List[str]]:
    """By room: its files without their ending, but for private headers."""
    found: Dict[str, Set[str]] = {}
    for stem in rooms.modules(files):
        name, _, base = stem.rpartition("/")
        if not base.endswith("_private"):
            found.setdefault(name, set()).add(base)
    return {name: sorted(bases) for name, bases in found.items()}


def _rooms(files: Files) -> str:
    held, rows = _held(files), []
    for layer in directions.STANDS_ON:
        for name in [layer, *rooms.STANDS_ON]:
            if name in held and name.split("/")[0] == layer:
                rows.append(_room_row(files, name, held[name]))
    return "\n".join(["| room | stands on, of its layer | what is in it | files |",
                      "|---|---|---|---|", *dict.fromkeys(rows)])


def _room_row(files: Files, name: str, bases: List[str]) -> str:
    return (f"| `{name}` | {_names(rooms.STANDS_ON.get(name, ()))} | "
            f"{room_purpose(files, name)} | {', '.join(bases)} |")


def plain(pattern: str) -> str:
    """A regular expression of directions.py, as a reader would say it."""
    text = pattern.replace(directions.CALL, "").replace(r"\s*\(", "")
    text = text.replace(r"\w+", "*").replace("\\", "")
    text = re.sub(r"\(([^()]*)\)\?", r"[\1]", text)
    hit = re.match(r"(\W?)\((.*)\)(.*)", text)
    names = hit[2].split("|") if hit else [text]
    before, behind = (hit[1], hit[3]) if hit else ("", "")
    found = ", ".join(before + name + behind for name in names)
    return re.sub(r"/(,|$)", r"/...>\1", found).replace("|", ", ")


def _of_others() -> str:
    rows = [f"| `{plain(pattern.pattern)}` | {_names(places)} |"
            for pattern, places in directions.HEADERS + directions.CALLS]
    return "\n".join(["| header, or function of the system | for these only |",
                      "|---|---|", *rows])


def _up() -> str:
    if not rooms.UP:
        return "There is none."
    return "\n".join(f"- `{user}` uses `{used}`: {why}."
                     for (user, used), why in rooms.UP.items())


def _circles(files: Files) -> str:
    if not rooms.CIRCLES:
        return "There is none."
    rings = {name: ring for ring in rooms.circles(files) for name in ring}
    return "\n".join(f"- {_names(rings.get(name, [name]))}: {why}."
                     for name, why in rooms.CIRCLES.items())


def _crowded() -> str:
    if not rooms.CROWDED:
        return "There is none."
    return "\n".join(f"- `{name}`: {why}."
                     for name, why in rooms.CROWDED.items())


def _with_headers(files: Files) -> str:
    """Folders whose files are more, where headers count."""
    n_files = Counter(path.rpartition("/")[0].partition("/")[2]
                      for path in files if path.startswith("src/") and
                      path.endswith((".c", ".h", ".rl")))
    return ", ".join(f"`{name}` ({n})" for name, n in n_files.most_common()
                     if n > rooms.SOURCES_IN_A_ROOM) + "."


def _delays() -> str:
    return "\n".join(f"- `{path}` ({', '.join(f'`{name}`' for name in names)}): "
                     f"{why}." for path, (names, why) in delays.IN_C.items())


PARTS: Dict[str, Callable[[Files], str]] = {
    "layers": _layers,
    "rooms": _rooms,
    "others": lambda files: _of_others(),
    "up": lambda files: _up(),
    "circles": _circles,
    "crowded": lambda files: _crowded(),
    "headers": _with_headers,
    "delays": lambda files: _delays(),
}


def filled(text: str, files: Files) -> str:
    """The page with all that stands between its marks made anew."""
    return MARK.sub(lambda hit: hit[1] + PARTS[hit[2]](files) + "\n" + hit[4],
                    text)


def pages(files: Files) -> Dict[str, str]:
    """By path: the text as it should be."""
    return {
        ARCHITECTURE: filled(files.get(ARCHITECTURE, ""), files),
        PICTURE: picture(directions.STANDS_ON),
        RFC_PAGE: rfc_page(files),
        DECISIONS: index(files),
    }


def _section(text: str, title: str) -> str:
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def _first_cells(text: str) -> Set[str]:
    return {name for row in re.findall(r"^\| (`.*?) \|", text, re.M)
            for name in re.findall(r"`(\w+)`", row)}


def _not_equal(page: str, title: str, there: Set[str]) -> List[str]:
    named = _first_cells(_section(page, title))
    return [f"{ARCHITECTURE}: '{title}' does not name {name}"
            for name in sorted(there - named)] + \
        [f"{ARCHITECTURE}: '{title}' names {name}, which is not there"
         for name in sorted(named - there)]


def _tables(files: Files) -> List[str]:
    """The port has the functions of port.h, the flows are those of the folder."""
    page = files.get(ARCHITECTURE, "")
    port = files.get("src/client/port.h", "").partition("struct acme_port {")
    flows = {hit[1] for hit in map(FLOW.fullmatch, files) if hit}
    return _not_equal(page, "The port",
                      set(re.findall(r"\(\*(\w+)\)\(", port[2]))) + \
        _not_equal(page, "The flows", flows)


def check(files: Files) -> List[str]:
    found = [f"{path}: is not what the tables and the checks say now; {HOW}"
             for path, text in pages(files).items() if files.get(path) != text]
    found += unfinished(files) + _tables(files)
    marks = {hit[2] for hit in MARK.finditer(files.get(ARCHITECTURE, ""))}
    found += [f"{ARCHITECTURE}: has no part '{name}'"
              for name in PARTS if name not in marks]
    found += [f"src/{name}/README.md: does not say what the layer is for"
              for name in directions.STANDS_ON if not purpose(files, name)]
    found += [f"src/{name.partition('/')[0]}: no page says what is in {name}"
              for name in rooms.STANDS_ON
              if "/" in name and not room_purpose(files, name)]
    return found


def main() -> int:
    if sys.argv[1:] != ["--write"]:
        print("usage: papers.py --write", file=sys.stderr)
        return 2
    for path, text in pages(texts()).items():
        (TOP / path).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
