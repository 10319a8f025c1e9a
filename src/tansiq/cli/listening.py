"""Taking a port before any long work, so that a taken one is told at once."""

import socket
from typing import Final

from tansiq.errors import UsageError
from tansiq.language import N_

LAST_PORT: Final = 65535


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket.

    Raises
    ------
    UsageError
        The port is taken or may not be used.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise UsageError(
            N_("Cannot listen on %(host)s port %(port)s (%(why)s). Choose another with --port, such as %(other)s."),
            host=host, port=port, why=error.strerror or error, other=port % LAST_PORT + 1,
        ) from error  # fmt: skip
    return listener
