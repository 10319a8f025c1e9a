"""Django's pages, answered by a few threads that last.

Django's own ASGI handler makes a thread for every request, and with it a connection to the database, and hops between
thread and loop at every piece of middleware that is not asynchronous. All our pages are synchronous. Here a request
makes one hop, into a thread that keeps its connection, as under WSGI.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from tansiq.centre.live.asgi import Receive, Scope, Send

THREADS: Final = 24  # some wait for a picture or a paper to be computed


class Site(ASGIHandler):
    """The site as an ASGI application for everything but streams."""

    def __init__(self) -> None:
        # Not ASGIHandler's own, which loads middleware for asynchronous calls.
        super(ASGIHandler, self).__init__()
        self.load_middleware()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="page")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        loop = asyncio.get_running_loop()
        response = await loop.run_in_executor(self._threads, self._answer, scope, body)
        try:
            await self.send_response(response, send)
        finally:
            if response.streaming:
                await loop.run_in_executor(self._threads, response.close)
            body.close()

    def _answer(self, scope: Scope, body: Any) -> HttpResponseBase:  # noqa: ANN401 - a file, as Django passes it
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, refusal = self.create_request(scope, body)
        response = self.get_response(request) if request is not None else _sure(refusal)
        response._handler_class = self.__class__  # type: ignore[attr-defined]  # noqa: SLF001 - as Django's own handlers do
        if not response.streaming:
            response.close()  # in the thread whose connection it may let go of; the content stays
        return response


def _sure(refusal: HttpResponseBase | None) -> HttpResponseBase:
    """Return the answer Django gives where it makes no request."""
    if refusal is None:
        message = "neither a request nor a refusal"
        raise AssertionError(message)
    return refusal
