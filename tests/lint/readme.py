# SPDX-License-Identifier: MIT
"""What the README says of the program is so: its example is the one that the
tests compile and run, its table has the plugin's options, its links lead
somewhere.
"""
import re
from typing import List

from sources import Files

README = "README.md"
EXAMPLE = "examples/minimal-server.c"
OPTIONS = "src/lws/options/options.c"


def _options(source: str) -> List[str]:
    return re.findall(r'^\t\[ACME_OPTION_\w+\] = "([a-z-]+)",$', source, re.M)


def _is_known(link: str, files: Files) -> bool:
    link = link.partition("#")[0].rstrip("/")
    return any(path == link or path.startswith(f"{link}/") for path in files)


def check(files: Files) -> List[str]:
    readme = files[README]
    found = []
    if files[EXAMPLE] not in readme:
        found.append(f"{README}: its example is not {EXAMPLE}")
    rows = "\n".join(re.findall(r"^\| (`.*?) \|", readme, re.M))
    found += [f"{README}: option '{name}' is not in the table"
              for name in _options(files[OPTIONS])
              if f"`{name}`" not in rows]
    found += [f"{README}: '{link}' leads nowhere"
              for link in re.findall(r"\]\(([^)]*)\)", readme)
              if "://" not in link and not _is_known(link, files)]
    return found
