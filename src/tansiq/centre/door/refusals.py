"""What the door refuses, named for why."""

from tansiq.errors import TansiqError, UnwritableOutputError

__all__ = [
    "AlreadyEnteredError",
    "ClockSetBackError",
    "NotAllowedError",
    "Refusal",
    "StoreError",
    "UnknownRecordError",
]


class Refusal(TansiqError):  # noqa: N818 - the word of the trade: a record is refused
    """A record that may not be put down, or not now; nothing was changed."""

    exit_code = 4


class NotAllowedError(Refusal):
    """The author may not put down such a record."""


class AlreadyEnteredError(Refusal):
    """The very same record stands in the journal already."""


class UnknownRecordError(Refusal):
    """It speaks of a record that is not in this journal, or is about something else."""


class ClockSetBackError(Refusal):
    """The centre's clock stands before its last record."""


class StoreError(UnwritableOutputError):
    """The database cannot take or give what it should: disk full, read-only, damaged, out of reach."""
