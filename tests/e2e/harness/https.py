# SPDX-License-Identifier: MIT
"""An HTTPS server on a loopback port, each of its visits on a thread."""
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Tuple, Type


class HttpsServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, handler: Type[BaseHTTPRequestHandler],
                 certificate_and_key: Tuple[Path, Path],
                 address: str = "127.0.0.1") -> None:
        super().__init__((address, port), handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*map(str, certificate_and_key))
        self.socket = context.wrap_socket(self.socket, server_side=True,
                                          do_handshake_on_connect=False)

    def start(self) -> None:
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()
