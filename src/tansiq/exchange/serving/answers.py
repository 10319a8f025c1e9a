"""The answers: what they look like on the wire. There is one refusal, and it says nothing."""

from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from typing import Any, Final, TypeAlias

Message: TypeAlias = MutableMapping[str, Any]  # ASGI's own type: what a message holds depends on its type
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Header: TypeAlias = tuple[bytes, bytes]

_TYPE: Final[Header] = (b"content-type", b"application/octet-stream")
_NOT_FOUND: Final = b"not found\n"
_NOT_TAKEN: Final = b"not taken\n"
# What :data:`_NOT_FOUND` looks like where no request could be read: the bytes of the same answer.
RAW_NOT_FOUND: Final = (
    b"HTTP/1.1 404 Not Found\r\ncontent-type: application/octet-stream\r\ncontent-length: %d\r\n"
    b"Connection: close\r\n\r\n%s" % (len(_NOT_FOUND), _NOT_FOUND)
)
GZIP: Final[Header] = (b"content-encoding", b"gzip")


async def whole(send: Send, body: bytes, status: int = 200) -> None:
    """Send an answer that is there already."""
    await _start(send, status, ((b"content-length", b"%d" % len(body)),))
    await send({"type": "http.response.body", "body": body})


async def not_found(send: Send) -> None:
    """Send the one refusal: not allowed, unknown, malformed."""
    await whole(send, _NOT_FOUND, 404)


async def not_taken(send: Send) -> None:
    """Refuse a receipt, without saying why."""
    await whole(send, _NOT_TAKEN, 409)


async def nothing(send: Send) -> None:
    """Say that it is done, or that there is nothing yet."""
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def stream(
    send: Send, parts: Iterator[bytes], take: Callable[[Iterator[bytes]], Awaitable[bytes | None]], *headers: Header
) -> None:
    """Send an answer part by part; ``take`` returns the next part, None after the last, off the event loop."""
    await _start(send, 200, headers)
    while (part := await take(parts)) is not None:
        if part:
            await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _start(send: Send, status: int, headers: tuple[Header, ...]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [_TYPE, *headers]})
