# SPDX-License-Identifier: MIT
"""Free TCP ports on the loopback, which nobody else takes in between.

They lie below the kernel's ephemeral range, so that no outgoing connection
gets one.  Between processes that use this module a port is reserved by an
abstract Unix socket of its name, which ends with the process.
"""
import os
import random
import socket
from typing import List, Tuple

FIRST, LAST = 10240, 32767
_reservations: List[socket.socket] = []


def _reserve(port: int) -> bool:
    reservation = socket.socket(socket.AF_UNIX)
    try:
        reservation.bind(f"\0lws-acme-client port {port}")
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("", port))
    except OSError:
        reservation.close()
        return False
    _reservations.append(reservation)
    return True


def free_port() -> int:
    """A port that is free, and stays reserved until this process ends."""
    for _ in range(1000):
        port = random.randint(FIRST, LAST)
        if _reserve(port):
            return port
    raise RuntimeError(f"no free TCP port between {FIRST} and {LAST}")


def validated_ports() -> Tuple[int, int]:
    """Where a CA looks for HTTP and TLS: 80 and 443, where they are ours."""
    if "ACME_REAL_PORTS" in os.environ:
        return 80, 443
    return free_port(), free_port()
