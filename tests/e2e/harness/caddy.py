# SPDX-License-Identifier: MIT
"""Caddy as an ACME CA (acme_server): another implementation than Pebble.

It validates at ports 80 and 443, and asks the system's resolver, so it runs
in a network namespace alone, where the names' server has port 53.
"""
import json
import os
from pathlib import Path
from typing import Any, Iterator, List

from rig.names import Names
from rig.ports import free_port
from rig.process import Ended, Process, comes_true

CONFIG = """{{
  admin off
  skip_install_trust
  storage file_system {folder}
  auto_https disable_redirects
  pki {{
    ca local {{
      name "Caddy Test"
    }}
  }}
}}
https://localhost:{port} {{
  bind 127.0.0.1
  log
  tls internal
  acme_server {{
    ca local
    lifetime 6d
    challenges http-01 tls-alpn-01
  }}
}}
"""


class Caddy:
    """Used as a Pebble is."""

    issuer = "Caddy Test"
    http_port, tls_port = 80, 443

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.directory = f"https://localhost:{self.port}/acme/local/directory"
        data = folder / "caddy"
        self.ca_file = data / "pki/authorities/local/root.crt"
        self._config = folder / "Caddyfile"
        self._config.write_text(CONFIG.format(folder=data, port=self.port))
        self._processes: List[Process] = []

    def start(self) -> None:
        pebble = Path(os.environ.get("PEBBLE", "/usr/bin/pebble"))
        self.names = Names(str(pebble.with_name("pebble-challtestsrv")),
                           self.folder, 53)
        self._processes.append(self.names.process)
        self.process = Process(
            "caddy", [os.environ["ACME_CADDY"], "run", "--adapter",
                      "caddyfile", "--config", str(self._config)],
            self.folder / "caddy.log", {**os.environ, "HOME": str(self.folder)})
        self._processes.append(self.process)
        self.names.wait()
        self.process.wait_listening(self.port)
        self._wait_root()

    def _wait_root(self) -> None:
        """It listens before it has made its own certificates."""
        if not comes_true(self.ca_file.exists):
            raise Ended(f"caddy makes no root:\n{self.process.tail()}")

    def roots(self) -> Path:
        return self.ca_file

    def requests(self) -> List[str]:
        """The ACME requests so far, as METHOD /kind or METHOD /kind/verb."""
        return [f"{each['method']} /{_kind(each['uri'])}"
                for each in self._log("handled request", "request")]

    def _log(self, message: str, member: str) -> Iterator[Any]:
        for line in self.process.settle():
            if message in line and line.startswith("{"):
                yield json.loads(line)[member]

    def stop(self) -> None:
        while self._processes:
            self._processes.pop().stop()


def _kind(uri: str) -> str:
    """/acme/local/order/ID/finalize: order/finalize."""
    words = uri.split("/")[3:]
    return "/".join(words[:1] + words[2:] if words[1:2] else words)
