"""The site with its streams, as an ASGI application.

Django decides, in its usual way and with all its middleware, who may listen; its view leaves a stream in the request
and answers with headers alone. The words are poured here, when Django is through with the request. Were they Django's
own streaming answer, each open page would hold a thread and a connection to the database for as long as it is open,
since Django runs what is not asynchronous (sessions, sign-in) in a thread that it keeps until the answer ends.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any, Final

from tansiq.centre.live.hub import Hub
from tansiq.centre.live.stream import Listener, Stream

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

SLOT: Final = "tansiq.live"


class Slot:
    """Where the view leaves its stream for :class:`Live` to pour.

    Attributes
    ----------
    hub
        The hub to attach to.
    stream
        The stream; None as long as, or if, none was granted.
    """

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.stream: Stream | None = None
        self._loop = asyncio.get_running_loop()

    def grant(self, listener: Listener, after: int | None) -> None:
        """Attach a stream; called in the thread that answers the request. Raises as :meth:`Hub.attach`."""
        attached = asyncio.run_coroutine_threadsafe(self.hub.attach(listener, after), self._loop)
        self.stream = attached.result()


class Live:
    """Wraps the site so that it can hold streams.

    Parameters
    ----------
    site
        Django's application.
    hub
        Gives the hub; asked at each request to ``path``.
    path
        Where streams are asked for.
    """

    def __init__(self, site: Application, hub: Callable[[], Hub], path: str = "/live/") -> None:
        self.site = site
        self.hub = hub
        self.path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection."""
        if scope["type"] == "http" and scope["path"] == self.path:
            await self._stream(scope, receive, send)
        else:
            await self.site(scope, receive, send)

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        slot = Slot(self.hub())
        answer: list[Message] = []

        async def hold_back(message: Message) -> None:
            answer.append(message)

        try:
            await self.site({**scope, SLOT: slot}, receive, hold_back)
            if slot.stream is None:
                for message in answer:
                    await send(message)
            elif answer:  # none if the client left before
                await _pour(slot.stream, answer[0], receive, send)
        finally:
            if slot.stream is not None:
                slot.hub.detach(slot.stream)


async def _pour(stream: Stream, start: Message, receive: Receive, send: Send) -> None:
    """Send the stream's words until it ends or its client is gone."""
    headers = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
    await send({**start, "headers": headers})
    pouring = asyncio.ensure_future(_words(stream, send))
    leaving = asyncio.ensure_future(_departure(receive))
    try:
        await asyncio.wait({pouring, leaving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (pouring, leaving):
            task.cancel()
        with suppress(asyncio.CancelledError, OSError):  # a client that is gone may show as either
            await pouring
        with suppress(asyncio.CancelledError):
            await leaving


async def _words(stream: Stream, send: Send) -> None:
    async def say(words: bytes) -> None:
        await send({"type": "http.response.body", "body": words, "more_body": True})

    await stream.pour(say)
    if not stream.was_cut:
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _departure(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
