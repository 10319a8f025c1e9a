"""Which language a page is in: the one just asked for, else the cookie's, else the browser's."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from tansiq.language import LANGUAGES, Language, choose_language

LANGUAGE_COOKIE: Final = "language"
A_YEAR_S: Final = 365 * 24 * 3600


def language_of(request: HttpRequest) -> Language:
    """Return the language to answer ``request`` in."""
    for wanted in (request.GET.get("language"), request.COOKIES.get(LANGUAGE_COOKIE)):
        if wanted in LANGUAGES:
            return choose_language(wanted)
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    tags = [tag.split("-")[0] for tag, _weight in accepted]
    return choose_language(next((tag for tag in tags if tag in LANGUAGES), None))


class ChosenLanguage:
    """Answer in the chosen language, and remember a choice made with ``?language=``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        language = language_of(request)
        with translation.override(language):
            response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers["Content-Language"] = language
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        if request.GET.get("language") == language:
            response.set_cookie(LANGUAGE_COOKIE, language, max_age=A_YEAR_S, samesite="Strict", httponly=True)
        return response
