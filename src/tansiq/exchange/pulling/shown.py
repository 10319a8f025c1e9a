"""A head as it was shown: read, and held against what was asked for and what was accepted before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tansiq.domain.exchange_terms import ExchangeTerms
from tansiq.errors import BadInputError
from tansiq.exchange.errors import (
    ExpiredAgreementError,
    ForeignLogError,
    PartnerFaultError,
    ReplayError,
    WrongRecipientError,
)
from tansiq.exchange.evidence.exhibits import ENDS_AT, HEAD_KEPT, HEAD_SHOWN
from tansiq.exchange.heads import ReleaseHead, head_time, read_head
from tansiq.exchange.limits import LIMITS, Limits
from tansiq.exchange.ports import Kept
from tansiq.journal.errors import TooLargeError
from tansiq.journal.note import Note, parse_note
from tansiq.language import N_

_EXHIBIT_BYTES: Final = 4096


@dataclass(frozen=True, slots=True)
class Shown:
    """A head that was shown to us.

    Attributes
    ----------
    data
        As it came.
    note, head
        The same, read. Who signed it is another question.
    """

    data: bytes
    note: Note
    head: ReleaseHead

    @property
    def size(self) -> int:
        """How many entries it promises."""
        return self.head.size

    @property
    def labels(self) -> frozenset[str]:
        """The keys that it claims to be signed by, ``name+id``."""
        return frozenset(f"{each.name}+{each.key_id.hex()}" for each in self.note.signatures)


def read_shown(data: bytes, limits: Limits = LIMITS) -> Shown:
    """Read a head.

    Raises
    ------
    PartnerFaultError
        It is none, or too large.
    """
    try:
        if len(data) > limits.receipt_bytes:
            template = N_("A head may have %(most)s bytes; this has %(found)s.")
            raise TooLargeError(template, most=limits.receipt_bytes, found=len(data))
        note = parse_note(data)
        return Shown(data, note, read_head(note.text))
    except BadInputError as error:
        template = N_("What was shown as the head of the log is none: %(why)s")
        exhibits = ((HEAD_SHOWN, data[:_EXHIBIT_BYTES]),)
        raise PartnerFaultError(template, why=error.message(), exhibits=exhibits) from error


def heads_of(kept: Kept) -> tuple[Shown, ...]:
    """Return the heads that were followed before: the one accepted, and the one under which the last entries came."""
    return tuple(read_shown(each) for each in (kept.head, kept.under) if each)


def check_log(shown: Shown, origin: str) -> None:
    """Check that a head is of the log that was asked for.

    Raises
    ------
    WrongRecipientError
        It is the same centre's, for another recipient.
    ForeignLogError
        It is another centre's.
    """
    if shown.head.origin == origin:
        return
    fields = {"origin": origin, "found": shown.head.origin}
    exhibits = ((HEAD_SHOWN, shown.data),)
    if shown.head.origin.startswith(origin.rpartition("/")[0] + "/"):
        template = N_("Log %(found)s was made for another centre; %(origin)s was asked for.")
        raise WrongRecipientError(template, exhibits=exhibits, **fields)
    template = N_("Log %(origin)s was asked for, and %(found)s was given.")
    raise ForeignLogError(template, exhibits=exhibits, **fields)


def check_times(shown: Shown, accepted: Shown | None, terms: ExchangeTerms | None) -> None:
    """Check that a head is not older than the one accepted before, and was signed while the agreement was in force.

    Raises
    ------
    ReplayError
        It has as many entries, and is older: an old head given out as new.
    PartnerFaultError
        It has more entries, and claims to be older.
    ExpiredAgreementError
        The agreement had ended.
    """
    if accepted is not None and accepted.size <= shown.size and shown.head.signed_at < accepted.head.signed_at:
        exhibits = ((HEAD_KEPT, accepted.data), (HEAD_SHOWN, shown.data))
        fields = {"shown": _when(shown.head.signed_at), "accepted": _when(accepted.head.signed_at)}
        if shown.size == accepted.size:
            template = N_("The head signed at %(shown)s was given out as new; one of %(accepted)s was accepted before.")
            raise ReplayError(template, exhibits=exhibits, **fields)
        template = N_("The head's time, %(shown)s, lies before that of the shorter one before it, %(accepted)s.")
        raise PartnerFaultError(template, exhibits=exhibits, **fields)
    if terms is not None and terms.ends_at is not None and shown.head.signed_at >= terms.ends_at:
        template = N_("The head was signed at %(shown)s, after the agreement had ended at %(ends_at)s.")
        exhibits = ((HEAD_SHOWN, shown.data), (ENDS_AT, head_time(terms.ends_at).encode()))
        raise ExpiredAgreementError(
            template, shown=_when(shown.head.signed_at), ends_at=_when(terms.ends_at), exhibits=exhibits
        )


def _when(moment: datetime) -> str:
    return head_time(moment)
