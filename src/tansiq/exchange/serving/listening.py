"""A server in a thread of its own, over TLS 1.3 with certificates on both sides, whose trust can change while it runs.

Trust cannot be taken from a TLS context. So when the pinned authorities change, or the files of our own certificate, a
new context is made and listens on a copy of the listening socket; then the old one stops listening. No moment is
without a listener, and connections that are open stay: the application asks with every request who they are.
"""

import asyncio
import logging
import socket
import ssl
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import uvicorn

from tansiq.errors import TansiqError
from tansiq.exchange.errors import UnreadyError
from tansiq.exchange.limits import LIMITS
from tansiq.exchange.serving.application import Application
from tansiq.exchange.serving.protocol import Protocol
from tansiq.language import N_

_GRACE_S: Final = 3
_LOOK_TICKS: Final = 10  # uvicorn ticks ten times a second
_HANDSHAKE_S: Final = 10.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """The certificate of the centre's connections and its key, as files."""

    certificate: Path
    key: Path

    def stamp(self) -> tuple[int, ...]:
        """Return what changes when one of them is replaced."""
        return tuple(each.stat().st_mtime_ns for each in (self.certificate, self.key))


class Running:
    """A server that runs until it is told to stop."""

    def __init__(self, server: "_Server", thread: threading.Thread, port: int) -> None:
        self._server, self._thread = server, thread
        self.port = port

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Answer what waits, end, and return when it has ended."""
        self._server.app.close()
        self._server.should_exit = True
        self._thread.join()


def run_server(
    app: Application, listener: socket.socket, files: TlsFiles, authorities: Callable[[], Collection[bytes]]
) -> Running:
    """Serve ``app`` in a thread and return when it listens. It installs no signal handlers.

    Parameters
    ----------
    app
        What is served.
    listener
        Bound; it is closed in the end.
    files
        Of the centre's connections.
    authorities
        The pinned authorities now [DER]; asked once a second on the server's thread, from memory.

    Raises
    ------
    UnreadyError
        There is no certificate, it does not fit its key, or no authority is pinned.
    """
    server = _Server(app, listener, files, authorities)
    thread = threading.Thread(target=server.run, name="exchange-server", daemon=True)
    thread.start()
    server.listens.wait()
    return Running(server, thread, listener.getsockname()[1])


class _Server(uvicorn.Server):
    def __init__(
        self, app: Application, listener: socket.socket, files: TlsFiles,
        authorities: Callable[[], Collection[bytes]],
    ) -> None:  # fmt: skip
        super().__init__(uvicorn.Config(
            app, http=Protocol, ws="none", lifespan="off", loop="asyncio", log_config=None, access_log=False,
            server_header=False, date_header=False, proxy_headers=False, timeout_keep_alive=int(LIMITS.idle_s),
            timeout_graceful_shutdown=_GRACE_S, h11_max_incomplete_event_size=LIMITS.request_bytes,
        ))  # fmt: skip
        self.app, self.listens = app, threading.Event()
        self._listener, self._files, self._authorities = listener, files, authorities
        self._trusted = self._wanted()
        self._context = make_context(files, self._trusted[1])

    def _wanted(self) -> tuple[tuple[int, ...], frozenset[bytes]]:
        try:
            return self._files.stamp(), frozenset(self._authorities())
        except FileNotFoundError as error:
            template = N_("%(file)s is missing: this centre has no certificate for its connections yet.")
            raise UnreadyError(template, file=error.filename) from error

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Run until told to stop."""
        try:
            super().run(sockets)
        finally:
            self.listens.set()  # whoever waits for it must not wait for ever

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to whoever runs us."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen."""
        del sockets
        await self.lifespan.startup()
        self.servers = [await self._listen()]
        self.started = True
        self.listens.set()

    async def on_tick(self, counter: int) -> bool:
        """Once a second, see whether another trust or certificate is wanted."""
        if counter % _LOOK_TICKS == 0:
            await self._renew()
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer what waits, and end."""
        self.app.close()
        self._listener.close()
        await super().shutdown(sockets)

    async def _listen(self) -> asyncio.Server:
        def connect() -> asyncio.Protocol:
            return Protocol(config=self.config, server_state=self.server_state, app_state={})

        loop = asyncio.get_running_loop()
        return await loop.create_server(
            connect, sock=self._listener.dup(), ssl=self._context, ssl_handshake_timeout=_HANDSHAKE_S
        )

    async def _renew(self) -> None:
        """Put a new context in the old one's place, if another is wanted; one that cannot be made leaves the old."""
        try:
            wanted = self._wanted()
            if wanted == self._trusted:
                return
            self._context = make_context(self._files, wanted[1])
        except TansiqError as error:
            # Half of a pair of files may be in place just now; it is tried again in a second.
            _log.warning("%s", error)
            return
        self._trusted, old = wanted, self.servers
        self.servers = [await self._listen()]
        for each in old:
            each.close()


def make_context(files: TlsFiles, authorities: Collection[bytes]) -> ssl.SSLContext:
    """Return a server's context: TLS 1.3, a certificate by a pinned authority asked of everybody.

    Raises
    ------
    UnreadyError
        Files are missing or do not belong together, or there is no authority.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.verify_mode = ssl.CERT_REQUIRED
    context.num_tickets = 0  # a resumed session would not show its certificate again
    if not authorities:
        raise UnreadyError(N_("No agreement in force pins an authority, so nobody could connect."))
    try:
        context.load_cert_chain(files.certificate, files.key)
        for each in authorities:
            context.load_verify_locations(cadata=each)
    except OSError as error:  # ssl.SSLError is one
        template = N_("The certificate of the centre's connections cannot be used (%(why)s).")
        raise UnreadyError(template, why=error.strerror or type(error).__name__) from error
    return context
