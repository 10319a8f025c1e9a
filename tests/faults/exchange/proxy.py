"""A bad link where no network namespace can be made: a relay on loopback that throttles, delays, and is cut.

It cannot lose packets, since it carries connections; everything else is as with :mod:`tests.faults.exchange.wire`.
"""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

_CHUNK: Final = 1024


@dataclass
class Relay:
    """A running relay to ``port`` on loopback.

    Attributes
    ----------
    to_port
        Where it leads.
    rate_bit_s, delay_s
        Most that passes each way [bit/s], 0 for no limit; one-way delay [s].
    passed_bytes
        Bytes carried from the client (``up``) and to it (``down``), without headers.
    """

    to_port: int
    rate_bit_s: int = 0
    delay_s: float = 0.0
    passed_bytes: dict[str, int] = field(default_factory=lambda: {"up": 0, "down": 0})
    is_cut: bool = False
    _open: list[socket.socket] = field(default_factory=list)
    _listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    @property
    def port(self) -> int:
        """Where clients connect."""
        return int(self._listener.getsockname()[1])

    def cut(self) -> None:
        """Break what is open; refuse what comes."""
        self.is_cut = True
        for each in self._open:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        self._open.clear()

    def mend(self) -> None:
        """Let connections pass again."""
        self.is_cut = False

    def serve(self) -> None:
        """Take connections until the listener is closed."""
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            try:
                server = None if self.is_cut else socket.create_connection(("127.0.0.1", self.to_port), 5)
            except OSError:
                server = None
            if server is None:
                client.close()
                continue
            self._open += [client, server]
            for one, other, way in ((client, server, "up"), (server, client, "down")):
                threading.Thread(target=self._carry, args=(one, other, way), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket, way: str) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(_CHUNK):
                time.sleep(self.delay_s + (len(data) * 8 / self.rate_bit_s if self.rate_bit_s else 0.0))
                if self.is_cut:
                    break
                self.passed_bytes[way] += len(data)
                other.sendall(data)
        for each in (one, other):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def stop(self) -> None:
        """Take nothing more."""
        self.cut()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


@contextmanager
def relay(to_port: int, *, rate_bit_s: int = 0, delay_s: float = 0.0) -> Iterator[Relay]:
    """A relay to a port on loopback, gone afterwards."""
    running = Relay(to_port, rate_bit_s, delay_s)
    threading.Thread(target=running.serve, daemon=True).start()
    try:
        yield running
    finally:
        running.stop()
