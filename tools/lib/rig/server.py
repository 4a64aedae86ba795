# SPDX-License-Identifier: MIT
"""The programs that get a certificate: the server, and the README's example."""
import os
import signal
from pathlib import Path
from typing import Callable, Dict, List, Optional, Sequence

from .pebble import Pebble
from .process import Process

# The server's word that a new certificate is served: it has asked itself.
ISSUED = r": serving certificate [0-9a-fA-F:]+ of "
# Its word that there is none, and why; it tries again later.
FAILED = r": no new certificate: "
# A warning or an error in lws's log.
TROUBLE = r"\] [EW]: "
# A sanitizer's report, or valgrind's, or an event that its flow's table does not
# expect.
COMPLAINT = (r"AddressSanitizer|LeakSanitizer|runtime error:|^==\d+== |"
             r"#\d+: unexpected |Assertion .* failed")


class Server:
    """lws-acme-server.  ${ca} gives it its ports, and ${folder} its files.

    An option that is None is left out.
    """

    ends_with = 0

    def __init__(self, program: Path, folder: Path, ca: Pebble, name: str,
                 options: Optional[Dict[str, Optional[str]]] = None,
                 wrapper: Sequence[str] = (),
                 on_line: Optional[Callable[[str], None]] = None) -> None:
        self.folder, self.ca, self.name = folder, ca, name
        self.port, self.http_port = ca.tls_port, ca.http_port
        self.key_path = folder / "server.key"
        self.cert_path = folder / "server.pem"
        self.auth_path = folder / "account.jwk"
        given = {
            "auth-path": str(self.auth_path), "key-path": str(self.key_path),
            "cert-path": str(self.cert_path), "directory-url": ca.directory,
            "ca-file": str(ca.ca_file), "common-name": name,
            "email": "admin@example.test", "port": str(self.port),
            "http-port": str(self.http_port), **(options or {})}
        self.options = {option: value for option, value in given.items()
                        if value is not None}
        self.program, self._wrapper = program, wrapper
        self._on_line = on_line
        self.process: Optional[Process] = None

    def command(self) -> List[str]:
        flags = [f"--{name}={value}" for name, value in self.options.items()]
        return [*self._wrapper, str(self.program), *flags, "--verbose"]

    def start(self) -> None:
        env = {**os.environ, "ASAN_OPTIONS": "detect_leaks=1:exitcode=86",
               "UBSAN_OPTIONS": "print_stacktrace=1"}
        self.process = Process("server", self.command(),
                               self.folder / "server.log", env,
                               cwd=self.folder, on_line=self._on_line)

    def stop(self, sig: int = signal.SIGTERM) -> int:
        """Its exit status."""
        process, self.process = self.process, None
        return process.stop(sig) if process else 0


class Minimal(Server):
    """examples/minimal-server.c: words instead of options, and no clean end;
    a build with AddressSanitizer tells before it what was lost.

    It keeps its files in the folder that it is started in.
    """

    ends_with = -signal.SIGTERM

    def command(self) -> List[str]:
        return [str(self.program), self.name, self.ca.directory,
                str(self.port), str(self.http_port), str(self.ca.ca_file)]


class TwoVhosts(Minimal):
    """tests/e2e/programs/two_vhosts.c"""

    more: List[str] = []

    def command(self) -> List[str]:
        return [str(self.program), self.name, self.ca.directory,
                str(self.port), str(self.ca.ca_file), *self.more]
