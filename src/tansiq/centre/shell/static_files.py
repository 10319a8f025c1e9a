"""The site's static files, under an address that holds their digest, so that a browser keeps them for ever."""

from functools import cache
from pathlib import PurePosixPath
from typing import Final

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tansiq.centre.versions import static_digest

# Everything the site serves; a kind that is not here is not served.
KINDS: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}


@cache
def _content(name: str) -> bytes | None:
    found = finders.find(name)
    if found is None:
        return None
    with open(found, "rb") as stream:  # noqa: PTH123 - the finder gives a string
        return stream.read()


@require_safe
def static_file(_request: HttpRequest, digest: str, name: str) -> HttpResponse:
    """Return one static file; another version's address is not found, since its modules would not fit together."""
    kind = KINDS.get(PurePosixPath(name).suffix)
    content = _content(name) if kind and digest == static_digest() else None
    if content is None:
        raise Http404
    return HttpResponse(content, kind, headers={"Cache-Control": "public, max-age=31536000, immutable"})
