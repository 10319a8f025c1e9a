"""What can be wrong with what a partner sends, one class for each fault, so that each can be told and proved.

Below :class:`PartnerFaultError` stands what a partner, or whoever carries its bytes, did wrong: each is alarmed and
exported as evidence (``exchange.evidence``), under the name in ``fault``. :class:`LinkError` is none of that: a link
that is down proves nothing.
"""

from typing import ClassVar

from tansiq.errors import BadInputError, DoesNotVerifyError, TansiqError, UnreadableInputError

__all__ = [
    "AlteredEntryError",
    "AlteredStickError",
    "BadAgreementError",
    "ExpiredAgreementError",
    "ForeignLogError",
    "ForkError",
    "GapError",
    "HalfStickError",
    "LinkError",
    "MalformedEvidenceError",
    "NoStickError",
    "NotAgreedError",
    "NotReleasedError",
    "OldStickError",
    "OwnStaleRestoreError",
    "PartnerFaultError",
    "ProvesNothingError",
    "ReleaseDiffersError",
    "ReplayError",
    "RevokedPartnerKeyError",
    "ShortStickError",
    "StaleLogError",
    "StrangerError",
    "UnreadyError",
    "WrongRecipientError",
]


class LinkError(TansiqError):
    """The partner could not be reached, or fell silent. Nothing was lost: the next try goes on where this one ended."""


class UnreadyError(TansiqError):
    """The exchange cannot run yet: no agreement adopted, no certificate, an address missing."""


class NotReleasedError(BadInputError):
    """The partner has no such thing for this centre; it does not say whether it has it at all."""


class ReceiptRefusedError(BadInputError):
    """The partner did not take a receipt: it cannot check it yet, or it does not fit its log."""


class StrangerError(DoesNotVerifyError):
    """Who answered, or asked, is not the centre the agreement names: another authority, another name."""


class BadAgreementError(BadInputError):
    """An agreement's part on the exchange says something that cannot be right."""


class NotAgreedError(DoesNotVerifyError):
    """A file that does not prove an agreement of both parties with terms of exchange."""


class ReleaseDiffersError(DoesNotVerifyError):
    """A release log is not what the rule makes of the opened journal, or the opening is not that of its head."""


class OwnStaleRestoreError(DoesNotVerifyError):
    """Our own store does not continue what a partner has of us: it was restored from an old copy, or altered.

    Attributes
    ----------
    fault
        The fault's name in alarms, as for a partner's.
    exhibits
        Name and bytes of what proves it: the head that the partner cosigned.
    """

    fault: ClassVar[str] = "own_stale_restore"

    def __init__(self, template: str, *, exhibits: tuple[tuple[str, bytes], ...] = (), **fields: object) -> None:
        super().__init__(template, **fields)
        self.exhibits = exhibits


class PartnerFaultError(DoesNotVerifyError):
    """What a partner sent does not hold.

    Attributes
    ----------
    fault
        The fault's name in evidence files and alarms.
    exhibits
        Name and bytes of what proves it: heads, entries, hashes; for ``exchange.evidence`` to write down.
    """

    fault: ClassVar[str] = "other"

    def __init__(self, template: str, *, exhibits: tuple[tuple[str, bytes], ...] = (), **fields: object) -> None:
        super().__init__(template, **fields)
        self.exhibits = exhibits


class ForkError(PartnerFaultError):
    """Two heads of one log that cannot both be true."""

    fault = "fork"


class GapError(PartnerFaultError):
    """A head promises entries that are not there."""

    fault = "gap"


class AlteredEntryError(PartnerFaultError):
    """An entry is not the one the head commits to, or is no record that its signer might have signed."""

    fault = "altered_entry"


class StaleLogError(PartnerFaultError):
    """A log shorter than it was before: its centre was restored from an old copy."""

    fault = "stale_restore"


class ReplayError(PartnerFaultError):
    """The same record a second time, or an old head given out as new."""

    fault = "replay"


class WrongRecipientError(PartnerFaultError):
    """A log that was made for another centre."""

    fault = "wrong_recipient"


class ForeignLogError(PartnerFaultError):
    """A log of another centre than it was asked for from."""

    fault = "foreign_log"


class RevokedPartnerKeyError(PartnerFaultError):
    """Signed by a key that had been revoked, or that nobody trusted has certified."""

    fault = "revoked_key"


class ExpiredAgreementError(PartnerFaultError):
    """Released or signed after the agreement had ended."""

    fault = "expired_agreement"


class HalfStickError(BadInputError):
    """A stick that was taken out before everything was written, or lost files since."""


class OldStickError(BadInputError):
    """A stick that brings nothing that is not here already."""


class MalformedEvidenceError(BadInputError):
    """Not a file of evidence."""


class ProvesNothingError(DoesNotVerifyError):
    """A file of evidence that does not show what it is said to show."""


class NoStickError(UnreadableInputError):
    """A folder that is no stick of Tansiq's: nobody wrote anything there."""


class AlteredStickError(DoesNotVerifyError):
    """A file on a stick is not as it was written, or is none that belongs there."""


class ShortStickError(BadInputError):
    """A stick that begins later than what is here ends: entries between are on neither."""
