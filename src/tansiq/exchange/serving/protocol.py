"""uvicorn's HTTP/1.1, which also tells who is at the other end, and is as silent as the application."""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

from tansiq.exchange.limits import LIMITS
from tansiq.exchange.serving.answers import RAW_NOT_FOUND
from tansiq.exchange.serving.application import PEER


class Protocol(H11Protocol):
    """One connection. uvicorn does not say which certificate its other end showed."""

    peer = b""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Take up a connection whose handshake is done, unless there are too many."""
        super().connection_made(transport)
        tls = transport.get_extra_info("ssl_object")
        self.peer = (tls.getpeercert(binary_form=True) if tls is not None else None) or b""
        self.app_state = {**self.app_state, PEER: self.peer}
        same = sum(isinstance(each, Protocol) and each.peer == self.peer for each in self.connections)
        if same > LIMITS.connections_per_peer or len(self.connections) > LIMITS.connections:
            transport.abort()
        # uvicorn waits for a first request for ever.
        self.timeout_keep_alive_task = self.loop.call_later(LIMITS.idle_s, self.timeout_keep_alive_handler)

    def data_received(self, data: bytes) -> None:
        """Take what came, unless the connection is being closed: uvicorn would answer it again and again."""
        if not self.transport.is_closing():
            super().data_received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection, and that it was to be closed when nothing came."""
        super().connection_lost(exc)
        self._unset_keepalive_if_required()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP request like everything else that is not understood."""
        del msg
        self.transport.write(RAW_NOT_FOUND)
        self.transport.close()
