# SPDX-License-Identifier: MIT
"""How often a CA that is far away is waited for, and what lies between."""
import time
from typing import Iterator, List, Tuple

from delay_proxy import ROUND_TRIP_S, DelayProxy
from figures import Figure
from place import Place

FIRST = {1: 14, 10: 18, 100: 42}
RENEWAL = {1: 12, 10: 16, 100: 40}
VALIDITY_S = {1: 15, 10: 15, 100: 30}  # renewed when a third of it is left


def look(proxy: DelayProxy, since: float) -> Tuple[float, float]:
    """Round trips, and seconds between the first and the last without one."""
    waiting = proxy.waiting(since, time.monotonic())
    if not waiting:
        return 0, 0
    waited_s = sum(end - start for start, end in waiting)
    return (waited_s / ROUND_TRIP_S,
            waiting[-1][1] - waiting[0][0] - waited_s)


def _figure(kind: str, n: int, bar: int, place: Place, since: float,
            before: Tuple[int, int]) -> Figure:
    trips, between_s = look(place.proxy, since)
    n_requests = len(place.pebble.requests()) - before[0]
    n_connections = place.proxy.n_connections - before[1]
    return Figure(f"round trips, {kind}, {n} name{'s'[:n > 1]}", "", trips,
                  bar, beside=f"{between_s:.2f} s between, {n_requests} "
                  f"requests, {n_connections} connections")


def far(n: int) -> Iterator[Figure]:
    with Place() as place:
        place.ca(VALIDITY_S[n])
        proxy = place.far()
        server = place.server(n)
        since = time.monotonic()
        server.start()
        place.issued(server)
        yield _figure("first", n, FIRST[n], place, since, (0, 0))
        # A renewal comes weeks later: no connection has lasted so long.
        proxy.close_connections()
        before = len(place.pebble.requests()), proxy.n_connections
        since = time.monotonic() + ROUND_TRIP_S
        place.issued(server, 2)
        yield _figure("renewal", n, RENEWAL[n], place, since, before)


def measure() -> List[Figure]:
    return [figure for n in FIRST for figure in far(n)]


def without_retry_after() -> List[Figure]:
    """Pebble 2.4 sends none."""
    with Place() as place:
        place.ca()
        proxy = place.far()
        server = place.server(1)
        since = time.monotonic()
        server.start()
        place.issued(server)
        _, between_s = look(proxy, since)
    return [Figure("slept between polls, 1 name, no Retry-After", "s",
                   between_s, 0.2,
                   beside="all that is no round trip: own work too")]
