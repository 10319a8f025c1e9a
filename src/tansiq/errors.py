"""What can go wrong, named for what went wrong, in words for the person reading it.

Every error carries an English template with named placeholders and the values for them, so that it can be told in
the reader's language, and an exit code by kind, so that a script can tell the kinds apart.
"""

from typing import ClassVar

from tansiq.language import Language, translate

__all__ = [
    "BadGroundError",
    "BadInputError",
    "CancelledError",
    "DoesNotVerifyError",
    "TansiqError",
    "UnreadableInputError",
    "UnwritableOutputError",
    "UsageError",
]


class TansiqError(Exception):
    """Base of everything Tansiq refuses, with the reason in words.

    Parameters
    ----------
    template
        English sentence(s) with ``%(name)s`` placeholders, marked with ``N_``: what is wrong, where, what to do.
    **fields
        The placeholders' values (file names, rows, numbers with their units).
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, template: str, **fields: object) -> None:
        super().__init__(template)
        self.template = template
        self.fields = fields

    def message(self, language: Language = "en") -> str:
        """Return the sentence in ``language``."""
        return translate(self.template, language, self.fields)

    def __str__(self) -> str:
        return self.message("en")


class UsageError(TansiqError):
    """The command or call was asked for something it does not offer."""

    exit_code = 2


class UnreadableInputError(TansiqError):
    """A file is missing, empty, too large, or not of a kind that can be read."""

    exit_code = 3


class BadInputError(TansiqError):
    """A file was read and says something that cannot be right: a row, a position, a time, a party."""

    exit_code = 4


class BadGroundError(TansiqError):
    """Elevation or a ground package cannot carry the computation: reference system, voids, cover, units."""

    exit_code = 5


class UnwritableOutputError(TansiqError):
    """A result cannot be written where it was asked for."""

    exit_code = 6


class DoesNotVerifyError(TansiqError):
    """Evidence does not prove what it claims: altered, incomplete, signed by nobody trusted, or two histories."""

    exit_code = 7


class CancelledError(TansiqError):
    """The person stopped a long computation; nothing was written."""

    exit_code = 130
