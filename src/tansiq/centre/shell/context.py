"""What every template may use: language, direction, the languages to switch to, addresses with versions."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from tansiq import __version__
from tansiq.centre.versions import software_digest
from tansiq.language import choose_language


def shell(_request: HttpRequest) -> dict[str, Any]:
    """Return the shell's template variables."""
    language = choose_language(translation.get_language())
    return {
        "language": language,
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "languages": settings.LANGUAGES,
        "words_version": software_digest(),
        "software_version": __version__,
    }
