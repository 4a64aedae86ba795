# SPDX-License-Identifier: MIT
"""Pebble, a small ACME CA for tests, on free loopback ports.

Its DNS server answers 127.0.0.1 for every name, so that its validation comes
back to this machine.
"""
import json
import os
import re
import shutil
import ssl
import urllib.request
from pathlib import Path
from typing import Dict, List, Optional, Sequence

from .names import Names
from .pki import Authority
from .ports import free_port, validated_ports
from .process import PATIENCE_S, Process

# Fewest surprises first; a test that wants one says so.
QUIET = {
    "PEBBLE_VA_NOSLEEP": "1",        # no random pause before a validation
    "PEBBLE_WFE_NONCEREJECT": "0",   # percentage of good nonces refused
    "PEBBLE_AUTHZREUSE": "0",        # percentage of authorizations reused;
                                     # with 0 it is still one of a hundred
}


def _program(name: str) -> str:
    """PEBBLE in the environment names another pebble, or its folder's."""
    chosen = os.environ.get("PEBBLE")
    path = Path(chosen).with_name(name) if chosen else shutil.which(name)
    if not path or not Path(path).exists():
        raise FileNotFoundError(f"{name} is not installed (package pebble)")
    return str(path)


class Pebble:
    """Started with start(); its lines are requests, validations, issuances."""

    issuer = "Pebble Intermediate"  # how the names of its issuers begin

    def __init__(self, folder: Path, validity_s: int = 300,
                 env: Optional[Dict[str, str]] = None,
                 api_names: Sequence[str] = ("DNS:localhost",
                                             "IP:127.0.0.1")) -> None:
        self.folder, self.validity_s = folder, validity_s
        self.env = {**os.environ, **QUIET, **(env or {})}
        self.port, self.management = free_port(), free_port()
        self.http_port, self.tls_port = validated_ports()
        self.directory = f"https://localhost:{self.port}/dir"
        self.authority = Authority(folder, "pebble-api")
        self.ca_file = self.authority.certificate
        self.log = folder / "pebble.log"
        self._config = folder / "pebble.json"
        self._processes: List[Process] = []
        self._write_config(*self.authority.sign_server(api_names))

    def _write_config(self, certificate: Path, key: Path) -> None:
        self._config.write_text(json.dumps({"pebble": {
            "listenAddress": f"127.0.0.1:{self.port}",
            "managementListenAddress": f"127.0.0.1:{self.management}",
            "certificate": str(certificate), "privateKey": str(key),
            "httpPort": self.http_port, "tlsPort": self.tls_port,
            "certificateValidityPeriod": self.validity_s,
            # Newer Pebbles take the validity from a profile.
            "profiles": {"default": {"description": "for tests",
                                     "validityPeriod": self.validity_s}},
        }}, indent=2))

    def start(self) -> None:
        """Up: both listen when this returns."""
        self.names = Names(_program("pebble-challtestsrv"), self.folder)
        self._processes.append(self.names.process)
        self.process = Process("pebble", [
            _program("pebble"), "-config", str(self._config), "-strict",
            "-dnsserver", f"127.0.0.1:{self.names.port}"], self.log, self.env)
        self._processes.append(self.process)
        self.names.wait()
        self.process.wait_listening(self.port)
        self.process.wait_listening(self.management)

    def roots(self) -> Path:
        """A file with the root of what it issues, from its management port."""
        context = ssl.create_default_context(cafile=str(self.ca_file))
        url = f"https://localhost:{self.management}/roots/0"
        with urllib.request.urlopen(url, context=context,
                                    timeout=PATIENCE_S) as answer:
            path = self.folder / "issuance-root.pem"
            path.write_bytes(answer.read())
        return path

    def requests(self) -> List[str]:
        """The ACME requests so far, as METHOD /path-without-ids."""
        found = (re.search(r"\b(GET|HEAD|POST) /([^/ ]*)\S* -> calling", line)
                 for line in self.process.settle())
        return [f"{hit[1]} /{hit[2]}" for hit in found if hit]

    def stop(self) -> None:
        while self._processes:
            self._processes.pop().stop()

