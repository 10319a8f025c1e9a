"""The words that scripts on the page use, as one file per language that a browser may keep for ever."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.i18n import JavaScriptCatalog

from tansiq.centre.versions import software_digest
from tansiq.language import LANGUAGES


class ScriptWords(JavaScriptCatalog):
    """Django's catalogue of script words, in the language the address names."""

    packages = ["tansiq.centre.shell"]  # noqa: RUF012 - the name and type are Django's; words lie in LOCALE_PATHS

    def get(self, request: HttpRequest, *_args: str, version: str, language: str) -> HttpResponse:
        """Return the catalogue for ``language``; an unknown language or another version's address is not found."""
        if language not in LANGUAGES or version != software_digest():
            raise Http404
        with translation.override(language):
            response = super().get(request)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
