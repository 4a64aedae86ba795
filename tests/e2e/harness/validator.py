# SPDX-License-Identifier: MIT
"""What a CA's validator does for tls-alpn-01 (RFC 8737 3), and what a client
who is up to something does."""
import re
import socket
import ssl
from dataclasses import dataclass
from typing import List, Optional, Sequence

from rig.pki import openssl

ACME = "acme-tls/1"


@dataclass(frozen=True)
class Seen:
    """One handshake: what was negotiated, and the certificate as PEM."""
    protocol: Optional[str]
    version: str
    certificate: str
    after: bytes  # what came back for a request behind the handshake
    session: Optional[ssl.SSLSession]
    resumed: Optional[bool]

    @property
    def names(self) -> List[str]:
        text = openssl("x509", "-noout", "-ext", "subjectAltName",
                       stdin=self.certificate)
        return re.findall(r"DNS:([^,\s]+)", text)

    @property
    def is_challenge(self) -> bool:
        return "1.3.6.1.5.5.7.1.31: critical" in openssl(
            "x509", "-noout", "-text", stdin=self.certificate)


def unverified() -> ssl.SSLContext:
    """A client that takes whatever certificate comes."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def shake(port: int, name: Optional[str], protocols: Sequence[str] = (ACME,),
          version: Optional[ssl.TLSVersion] = None,
          request: bytes = b"") -> Seen:
    """A handshake; an ssl.SSLError or OSError says that there was none."""
    context = unverified()
    if protocols:
        context.set_alpn_protocols(list(protocols))
    if version:
        context.minimum_version = context.maximum_version = version
    return shake_with(context, port, name, request)


def shake_with(context: ssl.SSLContext, port: int, name: Optional[str],
               request: bytes = b"",
               session: Optional[ssl.SSLSession] = None) -> Seen:
    with socket.create_connection(("127.0.0.1", port), 20) as plain:
        with context.wrap_socket(plain, server_hostname=name,
                                 session=session) as tls:
            der = tls.getpeercert(binary_form=True)
            return Seen(tls.selected_alpn_protocol(), tls.version(),
                        ssl.DER_cert_to_PEM_cert(der), _ask(tls, request),
                        tls.session, tls.session_reused)


def _ask(tls: ssl.SSLSocket, request: bytes) -> bytes:
    """Whatever comes back until the other end closes."""
    got = b""
    try:
        if request:
            tls.sendall(request)
        while request and (more := tls.recv(4096)):
            got += more
    except OSError:
        pass
    return got
