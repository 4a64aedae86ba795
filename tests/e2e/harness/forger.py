# SPDX-License-Identifier: MIT
"""A CA that forges answers: it stands in front of Pebble, passes each request
on, and changes what comes back as the test wants.

It has a TLS certificate of its own.  Pebble makes its URLs of the field Host,
so that all of them lead here.
"""
import http.client
import json
import socket
import ssl
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Tuple

from harness.https import HttpsServer
from rig.pebble import Pebble
from rig.pki import Authority
from rig.ports import free_port
from rig.process import PATIENCE_S

# Of the connection to the client, and of no use to the other one.
OWN = ("connection", "content-length", "date", "server", "transfer-encoding")


@dataclass
class Answer:
    status: int
    headers: List[Tuple[str, str]]
    body: bytes
    closes: bool = False  # its end is in one piece with it, and not announced


Forgery = Callable[[Answer], None]


def body(text: str) -> Forgery:
    """That instead."""
    def forge(answer: Answer) -> None:
        answer.body = text.encode()
    return forge


def cut(n: int) -> Forgery:
    """No more than the first ${n} bytes."""
    def forge(answer: Answer) -> None:
        answer.body = answer.body[:n]
    return forge


def members(change: Callable[[Dict[str, Any]], Any]) -> Forgery:
    """The JSON object, changed."""
    def forge(answer: Answer) -> None:
        value = json.loads(answer.body)
        change(value)
        answer.body = json.dumps(value).encode()
    return forge


def problem(code: int, **members: Any) -> Forgery:
    """A problem document instead, where ``type`` is RFC 8555's word."""
    def forge(answer: Answer) -> None:
        answer.status = code
        answer.headers = [(name, value) for name, value in answer.headers
                          if name.lower() != "content-type"]
        answer.headers.append(("Content-Type", "application/problem+json"))
        answer.body = json.dumps({
            **members,
            "type": f"urn:ietf:params:acme:error:{members['type']}"}).encode()
    return forge


bad_nonce = problem(400, type="badNonce")


def is_reused(answer: Answer) -> bool:
    """A new order with an authorization that is valid already, as one of a
    hundred is: Pebble can't be told not to.  The client shall ask again."""
    return answer.status == 201 and b'"status": "ready"' in answer.body


class Forger:
    """In front of ${pebble}, which runs.  ${forgeries} are for the first part
    of a path, or for "" where that has none."""

    def __init__(self, folder: Path, pebble: Pebble,
                 authority: Optional[Authority] = None,
                 name: str = "localhost",
                 address: str = "127.0.0.1") -> None:
        authority = authority or Authority(folder, "forger")
        self.pebble, self.ca_file = pebble, authority.certificate
        self.issuer = pebble.issuer
        self.http_port, self.tls_port = pebble.http_port, pebble.tls_port
        self.port = free_port()
        self.directory = f"https://{name}:{self.port}/dir"
        self.forgeries: Dict[str, Forgery] = {}
        self.to_pebble = ssl.create_default_context(cafile=str(pebble.ca_file))
        self._server = HttpsServer(
            self.port, type("Handler", (_Handler,), {"forger": self}),
            authority.sign_server((f"DNS:{name}",)), address)
        # A client that goes away has told why, in its own log.
        self._server.handle_error = lambda request, address: None
        self._server.start()

    def stop(self) -> None:
        self._server.stop()

    def answer(self, method: str, path: str, headers: Dict[str, str],
               content: bytes) -> Answer:
        pebble = http.client.HTTPSConnection(
            "localhost", self.pebble.port, context=self.to_pebble,
            timeout=PATIENCE_S)
        try:
            pebble.request(method, path, content, headers)
            got = pebble.getresponse()
            answer = Answer(got.status, [
                (name, value) for name, value in got.getheaders()
                if name.lower() not in OWN], got.read())
        finally:
            pebble.close()
        if is_reused(answer):
            bad_nonce(answer)
            return answer
        resource = path.split("/")[1]
        forge = self.forgeries.get(resource, self.forgeries.get(""))
        if forge:
            forge(answer)
        return answer


class _Handler(BaseHTTPRequestHandler):
    forger: Forger
    protocol_version = "HTTP/1.1"

    def _pass_on(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        answer = self.forger.answer(self.command, self.path,
                                    dict(self.headers), content)
        head = [f"HTTP/1.1 {answer.status} Forged", *(
            f"{name}: {value}" for name, value in answer.headers),
            f"Content-Length: {len(answer.body)}", "", ""]
        data = "\r\n".join(head).encode()
        if self.command != "HEAD":
            data += answer.body
        if answer.closes:
            self._send_last(data)
        else:
            self.wfile.write(data)

    do_GET = do_HEAD = do_POST = _pass_on

    def _send_last(self, data: bytes) -> None:
        """With TLS's goodbye behind it, in one piece."""
        self.close_connection = True
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
        self.connection.sendall(data)
        self.connection.setblocking(False)
        try:
            self.connection.unwrap()
        except (ssl.SSLWantReadError, OSError):
            pass  # it is said; the client's own is not waited for

    def log_message(self, *_: Any) -> None:
        """The server under test tells."""
