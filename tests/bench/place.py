# SPDX-License-Identifier: MIT
"""Where a figure is measured: a folder, a CA, perhaps far away, a server.

All that a place starts ends with it, by its process id.
"""
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Dict, List, Optional, Sequence

TOP = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tools/lib"))

from rig.pebble import Pebble  # noqa: E402
from rig.ports import free_port  # noqa: E402
from rig.server import ISSUED, Server  # noqa: E402

from delay_proxy import DelayProxy  # noqa: E402

BUILD = Path(os.environ.get("ACME_BENCH_BUILD", TOP / "build/release"))
SERVER = BUILD / "tools/lws-acme-server"
SYSTEM_ROOTS = Path("/etc/ssl/certs/ca-certificates.crt")
NAME = "name0.example.test"
PATIENCE_S = 120.0


def names(n: int) -> List[str]:
    return [f"name{i}.example.test" for i in range(n)]


def program(name: str) -> Path:
    """A program of this folder, built."""
    return BUILD / "tests/bench" / name


class Place(ExitStack):
    """To be used in a `with`."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(self.enter_context(
            tempfile.TemporaryDirectory(prefix="lws-acme-bench-")))
        self.pages = self.folder / "pages"
        self.pages.mkdir()
        self.proxy: Optional[DelayProxy] = None

    def ca(self, validity_s: int = 3600, **env: str) -> Pebble:
        self.pebble = Pebble(self.folder, validity_s, env)
        self.callback(self.pebble.stop)
        self.pebble.start()
        return self.pebble

    def far(self) -> DelayProxy:
        """The CA is behind a delay from now on."""
        self.proxy = DelayProxy(self.pebble.port, free_port())
        self.callback(self.proxy.stop)
        return self.proxy

    def roots_with_system(self) -> Path:
        """The system's roots and the CA's: as long to read as theirs."""
        path = self.folder / "system-and-ca.pem"
        path.write_bytes(SYSTEM_ROOTS.read_bytes() +
                         self.pebble.ca_file.read_bytes())
        return path

    def server(self, n_names: int, options: Optional[Dict[str, str]] = None,
               wrapper: Sequence[str] = (),
               path: Path = SERVER) -> Server:
        """Made, not started: server.start()."""
        wanted = names(n_names)
        more = {"root": str(self.pages)}
        if n_names > 1:
            more["subject-alt-name"] = ",".join(wanted[1:])
        if self.proxy:
            more["directory-url"] = f"https://localhost:{self.proxy.port}/dir"
        server = Server(path, self.folder, self.pebble, wanted[0],
                        {**more, **(options or {})}, wrapper)
        self.callback(server.stop)
        return server

    def issued(self, server: Server, nth: int = 1,
               timeout_s: float = PATIENCE_S) -> None:
        server.process.wait_line(ISSUED, timeout_s, nth)
