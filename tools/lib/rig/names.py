# SPDX-License-Identifier: MIT
"""The DNS server that comes with Pebble: every name is 127.0.0.1."""
import json
import subprocess
import urllib.request
from pathlib import Path
from typing import Optional

from .ports import free_port
from .process import PATIENCE_S, Process


class Names:
    """Started at once; wait() until it answers."""

    def __init__(self, program: str, folder: Path,
                 port: Optional[int] = None) -> None:
        self.port, self._control = port or free_port(), free_port()
        # What is not used is switched off by an empty address; newer
        # versions name the DNS flag otherwise and have one more service.
        known = _help(program)
        newer = "-dnsserver" in known
        self.process = Process("pebble-challtestsrv", [
            program, "-dnsserver" if newer else "-dns01",
            f"127.0.0.1:{self.port}",
            "-management", f"127.0.0.1:{self._control}",
            "-http01", "", "-https01", "", "-tlsalpn01", "",
            *(["-doh", ""] if newer and "-doh" in known else []),
            "-defaultIPv4", "127.0.0.1", "-defaultIPv6", ""],
            folder / "challtestsrv.log")

    def wait(self) -> None:
        self.process.wait_listening(self._control)

    def set(self, name: str, address: str) -> None:
        """The name leads to ${address} from now on."""
        body = json.dumps({"host": name, "addresses": [address]}).encode()
        urllib.request.urlopen(f"http://127.0.0.1:{self._control}/add-a",
                               data=body, timeout=PATIENCE_S).close()


def _help(program: str) -> str:
    return subprocess.run([program, "-help"], text=True,
                          stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT).stdout
