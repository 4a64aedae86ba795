# SPDX-License-Identifier: MIT
"""What the README says of the program is so: its example is the one that the
tests compile and run, its table has the plugin's options, its links lead
somewhere, its lines of a trace are lines of the tables.
"""
import re
from typing import List

from sources import Files

README = "README.md"
EXAMPLE = "examples/minimal-server.c"
OPTIONS = "src/lws/options/options.c"
TRACE = re.compile(r"^    (\w+\.flow):(\d+) #\d+ .*--(\w+)(?: \[(.*)\])?--> (\w+)$",
                   re.M)


def _options(source: str) -> List[str]:
    return re.findall(r'^\t\[ACME_OPTION_\w+\] = "([a-z-]+)",$', source, re.M)


def _is_known(link: str, files: Files) -> bool:
    link = link.partition("#")[0].rstrip("/")
    return any(path == link or path.startswith(f"{link}/") for path in files)


def _is_a_row(flow: str, number: str, event: str, guard: str, target: str,
              files: Files) -> bool:
    rows = files.get(f"statemachine/{flow}", "").splitlines()
    row = rows[int(number) - 1] if int(number) <= len(rows) else ""
    if event == "ENTER":
        return row.startswith("  start ")
    return bool(re.search(rf"-> {target}\b", row)) and \
        (f"[{guard}]" in row if guard else "[" not in row) and \
        bool(re.match(rf"  (?:on .*\b{event}\b|if |else)", row))


def check(files: Files) -> List[str]:
    readme = files[README]
    found = []
    if files[EXAMPLE] not in readme:
        found.append(f"{README}: its example is not {EXAMPLE}")
    lines = TRACE.findall(readme)
    found += [f"{README}: {flow}:{number} has no such line as its trace shows"
              for flow, number, *row in lines
              if not _is_a_row(flow, number, *row, files)]
    if not lines:
        found.append(f"{README}: it shows no trace")
    rows = "\n".join(re.findall(r"^\| (`.*?) \|", readme, re.M))
    found += [f"{README}: option '{name}' is not in the table"
              for name in _options(files[OPTIONS])
              if f"`{name}`" not in rows]
    found += [f"{README}: '{link}' leads nowhere"
              for link in re.findall(r"\]\(([^)]*)\)", readme)
              if "://" not in link and not _is_known(link, files)]
    return found
