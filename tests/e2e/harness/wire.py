# SPDX-License-Identifier: MIT
"""A TLS client whose first flight is sent as a test wants it."""
import socket
import ssl
import struct
import time
from typing import Callable, Iterable, List, Optional, Sequence

from harness.validator import Seen, unverified
from rig.process import PATIENCE_S

HEAD = 5  # of a record: type, version, length


class Wire:
    """Connected to ${port}; the ClientHello is made, and not sent yet."""

    def __init__(self, port: int, name: Optional[str],
                 protocols: Sequence[str] = (),
                 version: Optional[ssl.TLSVersion] = None,
                 ciphers: Optional[str] = None) -> None:
        context = unverified()
        if ciphers:
            context.set_ciphers(ciphers)
        if protocols:
            context.set_alpn_protocols(list(protocols))
        if version:
            context.minimum_version = context.maximum_version = version
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._in, self._out,
                                     server_hostname=name)
        try:
            self._tls.do_handshake()
        except ssl.SSLWantReadError:
            pass
        self.hello = self._out.read()

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, pieces: Iterable[bytes],
             between: Callable[[], None] = lambda: None) -> None:
        for piece in pieces:
            self.socket.sendall(piece)
            between()

    def _retry(self, call: Callable[[], object]) -> object:
        """Whatever ${call} wants of the other end; EOFError: it has gone."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            try:
                return call()
            except ssl.SSLWantReadError:
                self.socket.sendall(self._out.read())
                data = self.socket.recv(65536)
                if not data:
                    raise EOFError("the server closed") from None
                self._in.write(data)
        raise TimeoutError("no end of the handshake or of the answer")

    def answered(self) -> None:
        """The server's first flight is taken, and what follows kept back."""
        data = self.socket.recv(65536)
        if not data:
            raise EOFError("the server closed")
        self._in.write(data)

    def finish(self, request: bytes = b"") -> Seen:
        """The rest of the handshake, and what comes for ${request}."""
        self._retry(self._tls.do_handshake)
        self.socket.sendall(self._out.read())
        der = self._tls.getpeercert(binary_form=True)
        after = b""
        try:
            if request:
                self._tls.write(request)
            while request and (
                    more := self._retry(lambda: self._tls.read(4096))):
                after += more
        except (OSError, EOFError):
            pass
        return Seen(self._tls.selected_alpn_protocol(), self._tls.version(),
                    ssl.DER_cert_to_PEM_cert(der), after, None, None)

    def wait_closed(self, timeout_s: float) -> None:
        """Until the server ends the connection."""
        deadline = time.monotonic() + timeout_s
        self.socket.settimeout(timeout_s)
        try:
            while self.socket.recv(65536):
                if time.monotonic() > deadline:
                    raise TimeoutError("the server goes on")
        except ConnectionError:
            pass


def in_records(hello: bytes, size: int) -> List[bytes]:
    """The same message in records of ${size} bytes of it."""
    message = hello[HEAD:]
    assert struct.unpack("!H", hello[3:HEAD])[0] == len(message)
    return [hello[:3] + struct.pack("!H", len(message[at:at + size])) +
            message[at:at + size] for at in range(0, len(message), size)]
