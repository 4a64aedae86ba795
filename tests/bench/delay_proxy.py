# SPDX-License-Identifier: MIT
"""A TCP proxy that is far away, and knows when its client waits.

Bytes pass unchanged, so TLS stays end to end.  Each direction takes ONE_WAY_S,
and a connection one round trip more before its first byte, as TCP would.

The client waits from the moment that it has asked until the first byte of the
answer is handed to it.  What asks is told by the types of TLS records, which
are not encrypted: a handshake message or application data, but not an alert,
and not a client's last handshake message where the server has sent its own.
"""
import asyncio
import threading
import time
from typing import List, Optional, Set, Tuple

ONE_WAY_S = 0.05
ROUND_TRIP_S = 2 * ONE_WAY_S
CHANGE_CIPHER_SPEC, HANDSHAKE, APPLICATION_DATA = 20, 22, 23
Interval = Tuple[float, float]


class Records:
    """The types of the TLS records that begin in a stream of bytes."""

    def __init__(self) -> None:
        self._head, self._skip = b"", 0

    def feed(self, data: bytes) -> Set[int]:
        types = set()
        while data:
            if self._skip:
                passed = min(self._skip, len(data))
                self._skip -= passed
                data = data[passed:]
                continue
            wanted = 5 - len(self._head)
            self._head, data = self._head + data[:wanted], data[wanted:]
            if len(self._head) == 5:
                types.add(self._head[0])
                self._skip = int.from_bytes(self._head[3:5], "big")
                self._head = b""
        return types


class Connection:
    """One client's, from its acceptance on; times are time.monotonic()."""

    def __init__(self, proxy: "DelayProxy", client: asyncio.StreamWriter
                 ) -> None:
        self.proxy, self.client = proxy, client
        self.ca: Optional[asyncio.StreamWriter] = None
        self._up, self._down = Records(), Records()
        self._server_finishes = False
        self.asked_at: Optional[float] = time.monotonic()
        self.not_before = self.asked_at + ROUND_TRIP_S

    def asks(self, data: bytes) -> None:
        types = self._up.feed(data)
        question = APPLICATION_DATA in types or (
            HANDSHAKE in types and not self._server_finishes)
        if question and self.asked_at is None:
            self.asked_at = time.monotonic()

    def sees(self, data: bytes) -> None:
        if CHANGE_CIPHER_SPEC in self._down.feed(data):
            self._server_finishes = True

    def answered(self) -> None:
        if self.asked_at is not None:
            self.proxy.note(self.asked_at, time.monotonic())
        self.asked_at = None


class DelayProxy:
    """In front of ${port} of this machine; listens on its own ${port}."""

    def __init__(self, port: int, listen: int) -> None:
        self.port = listen
        self._to = port
        self._intervals: List[Interval] = []
        self._lock = threading.Lock()
        self._connections: Set[Connection] = set()
        self.n_connections = 0
        self._loop = asyncio.new_event_loop()
        self._listening = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        if not self._listening.wait(10):
            raise RuntimeError("the delay proxy does not listen")

    def note(self, start: float, end: float) -> None:
        with self._lock:
            self._intervals.append((start, end))

    def waiting(self, since: float, until: float) -> List[Interval]:
        """When the client waited, on any connection, in that time."""
        union: List[Interval] = []
        with self._lock:
            known = sorted(self._intervals)
        for start, end in known:
            start, end = max(start, since), min(end, until)
            if start >= end:
                continue
            if union and start <= union[-1][1]:
                union[-1] = (union[-1][0], max(end, union[-1][1]))
            else:
                union.append((start, end))
        return union

    def close_connections(self) -> None:
        """As a CA does with those that have been idle for a while."""
        def close() -> None:
            for connection in list(self._connections):
                connection.client.close()
        self._loop.call_soon_threadsafe(close)

    def wait_unused(self, timeout_s: float) -> None:
        """Until the client has no connection any more."""
        deadline = time.monotonic() + timeout_s
        while self._connections:
            if time.monotonic() > deadline:
                raise TimeoutError("connections to the CA stay open")
            time.sleep(0.01)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            asyncio.start_server(self._serve, "127.0.0.1", self.port))
        self._listening.set()
        self._loop.run_forever()
        server.close()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(
            asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader,
                     writer: asyncio.StreamWriter) -> None:
        connection = Connection(self, writer)
        self._connections.add(connection)
        self.n_connections += 1
        try:
            ca_reader, connection.ca = await asyncio.open_connection(
                "127.0.0.1", self._to)
            await asyncio.gather(
                self._carry(reader, connection.ca, connection, True),
                self._carry(ca_reader, writer, connection, False))
        except (OSError, asyncio.CancelledError):
            pass  # it is over, and so are we perhaps
        finally:
            self._connections.discard(connection)
            connection.answered()
            for end in (writer, connection.ca):
                if end:
                    end.close()

    async def _carry(self, reader: asyncio.StreamReader,
                     writer: asyncio.StreamWriter, connection: Connection,
                     up: bool) -> None:
        """One direction, to its end; the end travels as long as bytes do."""
        queue: "asyncio.Queue[Tuple[float, bytes]]" = asyncio.Queue()
        delivery = asyncio.ensure_future(
            self._deliver(queue, writer, connection, up))
        data = b"-"
        while data:
            try:
                data = await reader.read(65536)
            except OSError:
                data = b""
            at = max(time.monotonic(), connection.not_before if up else 0)
            if up:
                connection.asks(data)
            else:
                connection.sees(data)
            queue.put_nowait((at + ONE_WAY_S, data))
        await delivery

    @staticmethod
    async def _deliver(queue: "asyncio.Queue[Tuple[float, bytes]]",
                       writer: asyncio.StreamWriter, connection: Connection,
                       up: bool) -> None:
        while True:
            at, data = await queue.get()
            await asyncio.sleep(max(0.0, at - time.monotonic()))
            if not data:
                writer.close()
                return
            if not up:
                connection.answered()
            writer.write(data)
            await writer.drain()
