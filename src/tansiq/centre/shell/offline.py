"""What lets the page work when the server is gone: a service worker at the root, and a web app manifest."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from django.contrib.staticfiles.finders import get_finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from tansiq.centre.shell.who import identity
from tansiq.centre.versions import software_digest, static_digest
from tansiq.language import LANGUAGES

SCRIPT: Final = Path(__file__).parent / "static" / "shell" / "service_worker.js"
RETIRED: Final = SCRIPT.with_name("retired_worker.js")
LEFT_OUT: Final = (".txt", ".ttf", "_worker.js")  # licences, fonts for PDF only, the workers themselves


@cache
def _static_files() -> tuple[str, ...]:
    names = (name for finder in get_finders() for name, _storage in finder.list([]))
    return tuple(sorted({name for name in names if not name.endswith(LEFT_OUT)}))


def _shell_addresses() -> Iterator[str]:
    """Every address a page needs before it shows any data."""
    for language in LANGUAGES:
        yield f"/?language={language}"
        yield reverse("script-words", args=(software_digest(), language))
    yield reverse("manifest")
    yield from (static(name) for name in _static_files())


def service_worker(_request: HttpRequest) -> HttpResponse:
    """Return the service worker with the list of what it keeps from the start; in a centre, one that keeps nothing."""
    if identity() is not None:
        return _script(RETIRED.read_text(encoding="utf-8"))
    release = {"name": f"{software_digest()}-{static_digest()}", "shell": list(_shell_addresses())}
    return _script(f"const RELEASE = {json.dumps(release)};\n{SCRIPT.read_text(encoding='utf-8')}")


def _script(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


def manifest(_request: HttpRequest) -> JsonResponse:
    """Return the web app manifest, so that the page can be installed on a phone."""
    icon = {"src": static("shell/icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    return JsonResponse(
        {
            "name": _("Tansiq: the gap picture"),
            "short_name": "Tansiq",
            "start_url": "/",
            "display": "standalone",
            "background_color": "#f4f5f2",
            "theme_color": "#1f2a30",
            "icons": [icon],
        },
        content_type="application/manifest+json",
        headers={"Cache-Control": "no-cache"},
    )
