# SPDX-License-Identifier: MIT
"""TLS clients that look at a server from outside, as a client does.

They know the server's name but not its address: it is on the loopback.
"""
import functools
import http.client
import re
import socket
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import List, Sequence, Tuple

from .pki import openssl
from .process import PATIENCE_S

PEM = re.compile(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n",
                 re.S)


class Refused(Exception):
    """No verified TLS connection; the text is what the client said."""


@functools.lru_cache(maxsize=None)
def _described(pem: str) -> str:
    """What openssl says of it; it is asked once of each."""
    return openssl("x509", "-noout", "-serial", "-issuer", "-dates",
                   "-nameopt", "RFC2253", "-text", stdin=pem)


@dataclass(frozen=True)
class Certificate:
    """What a person wants to know of a certificate; dates in epoch seconds.
    Most of a chain nobody asks for, so it is looked at only then."""
    pem: str

    def _field(self, pattern: str) -> str:
        return re.search(pattern, _described(self.pem), re.M)[1]

    @property
    def serial(self) -> str:
        return self._field(r"^serial=(\w+)").lower()

    @property
    def issuer(self) -> str:
        return self._field(r"^issuer=(?:CN=)?(.*)$")

    @property
    def names(self) -> List[str]:
        return re.findall(r"DNS:([^,\s]+)", _described(self.pem))

    @property
    def not_before(self) -> float:
        return ssl.cert_time_to_seconds(self._field(r"^notBefore=(.*)$"))

    @property
    def not_after(self) -> float:
        return ssl.cert_time_to_seconds(self._field(r"^notAfter=(.*)$"))

    @property
    def key(self) -> str:
        return self._field(r"Public Key Algorithm: (\S+)") + " " + \
            self._field(r"Public-Key: \((\d+ bit)\)")


def served_chain(port: int, name: str, root: Path, expired: bool = False,
                 speaks: Sequence[str] = ()) -> List[Certificate]:
    """The chain as the server sends it, verified up to ${root} for ${name}.

    It may have ${expired}, where a test is about other things.  ${speaks} are
    options of openssl s_client for what the client knows of TLS.  By openssl
    s_client: Python before 3.13 can't tell what was sent.
    """
    run = subprocess.run(
        ["openssl", "s_client", "-connect", f"127.0.0.1:{port}",
         "-servername", name, "-verify_hostname", name, "-CAfile", str(root),
         "-no-CApath", "-no-CAstore", "-verify_return_error", "-showcerts",
         *(["-no_check_time"] if expired else []), *speaks],
        stdin=subprocess.DEVNULL, text=True, timeout=PATIENCE_S,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if run.returncode:
        raise Refused(f"{name}: {run.stderr.strip() or run.stdout.strip()}")
    return [Certificate(pem) for pem in PEM.findall(run.stdout)]


class Client(http.client.HTTPSConnection):
    """One HTTPS connection that is kept; a lost one is an error, not redone."""

    auto_open = 0

    def __init__(self, port: int, name: str, root: Path) -> None:
        context = ssl.create_default_context(cafile=str(root))
        super().__init__(name, port, timeout=PATIENCE_S, context=context)
        self.verified = context
        self.connect()

    def connect(self) -> None:
        plain = socket.create_connection(("127.0.0.1", self.port), 20)
        try:
            self.sock = self.verified.wrap_socket(
                plain, server_hostname=self.host)
        except ssl.SSLError as error:
            plain.close()
            raise Refused(f"{self.host}: {error}") from error

    def serial(self) -> str:
        return self.sock.getpeercert()["serialNumber"].lower()

    def get(self, path: str = "/") -> Tuple[int, bytes]:
        """Status and body of one GET on this connection."""
        self.request("GET", path)
        answer = self.getresponse()
        return answer.status, answer.read()


def http_get(port: int, name: str, path: str = "/") -> Tuple[int, bytes]:
    """Status and body of one plain GET."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    try:
        connection.request("GET", path, headers={"Host": name})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()
