# SPDX-License-Identifier: MIT
"""A CA that refuses every second nonce, and one that dies and forgets."""
import time
from typing import List, Optional

from figures import Figure
from place import Place
from rig.process import Ended

N_ISSUANCES, LIMIT_S = 20, 30.0
AWAY_S, RETURN_LIMIT_S = 10.0, 60.0


def _issuance_s(place: Place) -> Optional[float]:
    """The seconds to a certificate, of a server that has none."""
    server = place.server(1)
    server.start()
    try:
        place.issued(server, timeout_s=LIMIT_S)
        return time.monotonic() - server.process.started
    except Ended:
        return None
    finally:
        server.stop()
        for path in (server.key_path, server.cert_path):
            path.unlink(missing_ok=True)


def nonces() -> List[Figure]:
    with Place() as place:
        place.ca(PEBBLE_WFE_NONCEREJECT="50")
        times = [_issuance_s(place) for _ in range(N_ISSUANCES)]
    done = [taken for taken in times if taken is not None]
    return [Figure(f"issued of {N_ISSUANCES}, every second nonce refused", "",
                   len(done), N_ISSUANCES, at_least=True),
            Figure("the slowest of them", "s", max(done, default=None),
                   LIMIT_S)]


def outage() -> List[Figure]:
    """Killed while it validates, so there is an order, and a challenge."""
    with Place() as place:
        ca = place.ca(PEBBLE_VA_NOSLEEP="0", PEBBLE_VA_SLEEPTIME="10")
        server = place.server(1)
        server.start()
        ca.process.wait_line(r"POST /chalZ", 60)
        ca.stop()
        time.sleep(AWAY_S)
        ca.env["PEBBLE_VA_NOSLEEP"] = "1"
        ca.start()
        back = time.monotonic()
        taken: Optional[float] = None
        try:
            place.issued(server, timeout_s=3 * RETURN_LIMIT_S)
            taken = time.monotonic() - back
        except Ended:
            pass
    return [Figure("certificate after the CA's return, all forgotten", "s",
                   taken, RETURN_LIMIT_S)]
