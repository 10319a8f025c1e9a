"""The languages Tansiq speaks, and the one place where a message becomes words in one of them.

Messages are English sentences with named placeholders, marked with :func:`N_` where they are written and turned
into words with :func:`translate` where a person reads them. The catalogues lie in ``tansiq/locale``; Django pages
use the same ones.
"""

import gettext
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal

Language = Literal["en", "ar", "ckb"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "ar", "ckb")
RIGHT_TO_LEFT: Final[frozenset[Language]] = frozenset({"ar", "ckb"})
LOCALE_DIR: Final = Path(__file__).parent / "locale"
CATALOGUE: Final = "django"  # one catalogue for pages and commands; Django expects this name


def N_(message: str) -> str:  # noqa: N802 - the name every gettext tool looks for
    """Mark ``message`` for translation and return it unchanged."""
    return message


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    return gettext.translation(CATALOGUE, LOCALE_DIR, languages=[language], fallback=True)


def translate(message: str, language: Language, fields: Mapping[str, object] | None = None) -> str:
    """Return ``message`` in ``language`` with its ``%(name)s`` placeholders filled from ``fields``.

    A message without a translation comes back in English: a reader is better served by an English sentence than
    by none. ``./tansiq check`` fails on such a message.
    """
    words = message if language == "en" or not message else _catalogue(language).gettext(message)
    return words % fields if fields else words


def choose_language(preference: str | None) -> Language:
    """Return the language that ``preference`` (``ar``, ``ar_IQ.UTF-8``, ``ckb-IQ`` ...) asks for, English if none."""
    tag = (preference or "").replace("_", "-").split("-")[0].split(".")[0].lower()
    return next((language for language in LANGUAGES if language == tag), "en")
