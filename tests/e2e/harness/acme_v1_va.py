# SPDX-License-Identifier: MIT
"""How the CA of ACME v1 looks at an answer: by http-01 and by tls-sni-01, as
Boulder of January 2018 did."""
import hashlib
import re
import socket
import ssl
from dataclasses import dataclass
from typing import Optional

from harness import TOP
from harness.validator import shake

RECORDED = TOP / "tests/data/acme-v1/029-va-http-01.http"


def sni_name(answer: str) -> str:
    """The name that a validator of tls-sni-01 asks for, and wants to see."""
    digest = hashlib.sha256(answer.encode()).hexdigest()
    return f"{digest[:32]}.{digest[32:]}.acme.invalid"


def visit(name: str, token: str) -> bytes:
    """The recorded request of a validator, for another name and token."""
    text = RECORDED.read_text().split("=== REQUEST ===\n")[1]
    text = text.split("=== RESPONSE")[0]
    for pattern, mine in ((r"(?<=acme-challenge/)\S+", token),
                          (r"(?<=Host: )[^:\n]+", name)):
        text, n = re.subn(pattern, mine, text)
        assert n == 1, pattern
    return text.replace("\n", "\r\n").encode()


@dataclass(frozen=True)
class Validator:
    http_port: int
    tls_port: int

    def complaint(self, kind: str, name: str, token: str,
                  answer: str) -> Optional[str]:
        """None: the answer is there.  Else what is wrong."""
        try:
            if kind == "http-01":
                return self._http(name, token, answer)
            return self._tls_sni(sni_name(answer))
        except (OSError, ssl.SSLError) as error:
            return str(error)

    def _http(self, name: str, token: str, answer: str) -> Optional[str]:
        with socket.create_connection(("127.0.0.1", self.http_port),
                                      20) as plain:
            plain.sendall(visit(name, token))
            head, _, body = plain.makefile("rb").read().partition(
                b"\r\n\r\n")
        status = head.split(b"\r\n")[0].decode()
        if " 200 " in status and body.decode().rstrip() == answer:
            return None
        return f"Invalid response: {status}"

    def _tls_sni(self, wanted: str) -> Optional[str]:
        """A client who trusts nobody, and offers no protocol."""
        names = shake(self.tls_port, wanted, ()).names
        if wanted in names:
            return None
        return (f"Incorrect validation certificate for tls-sni-01 challenge. "
                f"Requested {wanted}, got {', '.join(names)}")
