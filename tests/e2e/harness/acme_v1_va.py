# SPDX-License-Identifier: MIT
"""How the CA of ACME v1 looks at an answer: by http-01, and by tls-sni-01 as
Boulder of January 2018 did."""
import hashlib
import ssl
from dataclasses import dataclass
from typing import Optional

from harness.validator import shake
from rig.client import http_get


def sni_name(answer: str) -> str:
    """The name that a validator of tls-sni-01 asks for, and wants to see."""
    digest = hashlib.sha256(answer.encode()).hexdigest()
    return f"{digest[:32]}.{digest[32:]}.acme.invalid"


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
        path = f"/.well-known/acme-challenge/{token}"
        status, body = http_get(self.http_port, name, path)
        if status == 200 and body.decode().rstrip() == answer:
            return None
        return f"Invalid response, status {status}"

    def _tls_sni(self, wanted: str) -> Optional[str]:
        """A visitor who trusts nobody, and offers no protocol."""
        names = shake(self.tls_port, wanted, ()).names
        if wanted in names:
            return None
        return (f"Incorrect validation certificate for tls-sni-01 challenge. "
                f"Requested {wanted}, got {', '.join(names)}")
