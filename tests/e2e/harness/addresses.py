# SPDX-License-Identifier: MIT
"""A host of several addresses, in the name space of in_namespace."""
import os
import socket
import unittest
from pathlib import Path
from typing import Sequence


def name_host(name: str, addresses: Sequence[str]) -> None:
    """${name} is at these, in this order."""
    if "ACME_REAL_PORTS" not in os.environ:
        raise unittest.SkipTest("no mount namespace is permitted here, so no "
                                "/etc/hosts of the test's own")
    with Path("/etc/hosts").open("a") as hosts:
        hosts.writelines(f"{address} {name}\n" for address in addresses)


class Silent:
    """An address that lets nobody in, as its queue is full; after drain() it
    does, and knows who came."""

    def __init__(self, address: str, port: int) -> None:
        self._listener = socket.create_server((address, port), backlog=0)
        self._filler = socket.create_connection((address, port))

    def drain(self) -> None:
        self._listener.accept()[0].close()
        self._listener.setblocking(False)

    def is_visited(self) -> bool:
        try:
            self._listener.accept()[0].close()
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        self._filler.close()
        self._listener.close()
