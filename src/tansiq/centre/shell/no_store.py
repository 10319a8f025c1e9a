"""Nothing of a centre with a journal stays in a browser: the next person at the machine may be of the other party."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

from tansiq.centre.shell.who import identity

# The same for everybody, and nothing in them about any centre.
PUBLIC: Final = ("/static/", "/words/", "/service-worker.js", "/manifest.webmanifest")


class NothingKept:
    """Mark every answer of a centre with an identity ``no-store``, but for what is public by nature."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        response = self.get_response(request)
        if identity() is not None and not request.path.startswith(PUBLIC):
            response.headers["Cache-Control"] = "no-store"
        return response
