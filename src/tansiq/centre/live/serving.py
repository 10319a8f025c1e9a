"""Running the site so that open streams neither hold up its end nor outlive their clients."""

import socket
from typing import Final

import uvicorn

from tansiq.centre.live import service

STUCK_MS: Final = 30_000


class Server(uvicorn.Server):
    """uvicorn's server, which before it waits for open answers tells the streams to end."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then shut down as usual."""
        service.close()
        await super().shutdown(sockets)


def drop_the_stuck(listener: socket.socket) -> None:
    """Let the kernel drop connections whose other end has taken nothing for half a minute.

    What was sent lies in the kernel's buffers until then, out of the reach of the server.
    """
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux; elsewhere the system's own, longer time applies
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, STUCK_MS)
