"""What one page asks for several times is found out once: rail, bar and page share it for the length of one request.

Only while a page is asked for by GET or HEAD, which change nothing that is kept here; and never beyond the request: the
next one begins with nothing. Outside requests (commands, threads) everything is found out each time.
"""

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import Any, Final, TypeVar, cast

from django.http import HttpRequest, HttpResponse

_FOUND: Final[ContextVar[dict[Hashable, Any] | None]] = ContextVar("found", default=None)
T = TypeVar("T")


class Once:
    """Give every request a place of its own for what is found out once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        token = _FOUND.set({} if request.method in {"GET", "HEAD"} else None)
        try:
            return self.get_response(request)
        finally:
            _FOUND.reset(token)


def once(key: Hashable, find: Callable[[], T]) -> T:
    """Return what ``find`` finds; within one request it is asked only once for each ``key``."""
    found = _FOUND.get()
    if found is None:
        return find()
    if key not in found:
        found[key] = find()
    return cast("T", found[key])
