"""What the journal refuses, one class for each reason, so that a caller can tell them apart.

Below ``BadInputError``: the bytes are not what they must be, whoever made them. Below ``DoesNotVerifyError``: the bytes
are well formed and do not prove what they claim.
"""

from tansiq.errors import BadInputError, DoesNotVerifyError, UnreadableInputError

__all__ = [
    "AlteredError",
    "BadSignatureError",
    "BadTimeError",
    "BodyError",
    "ContentError",
    "DuplicateKeyError",
    "HistoryError",
    "KeyMisuseError",
    "LoneSurrogateError",
    "MalformedCheckpointError",
    "MalformedKeyError",
    "MalformedLogError",
    "MalformedNoteError",
    "MalformedProofError",
    "MalformedRecordError",
    "MalformedRequestError",
    "MissingFileError",
    "NoZoneError",
    "NotCanonicalError",
    "NotFiniteError",
    "NotJsonError",
    "NotUtf8Error",
    "NumberError",
    "ProofError",
    "RevokedKeyError",
    "TooDeepError",
    "TooLargeError",
    "UnknownKindError",
    "UnknownSignerError",
    "WeakPassphraseError",
    "WrongPassphraseError",
]


class TooLargeError(BadInputError):
    """More bytes, characters or parts than :class:`~tansiq.journal.limits.Limits` allows."""


class TooDeepError(TooLargeError):
    """JSON nested deeper than allowed."""


class NotUtf8Error(BadInputError):
    """Bytes that are not UTF-8."""


class NotJsonError(BadInputError):
    """Text that is not JSON (RFC 8259)."""


class NotCanonicalError(BadInputError):
    """JSON in another spelling than the one that may be signed."""


class DuplicateKeyError(BadInputError):
    """One key twice in an object: two readers could see two different things."""


class LoneSurrogateError(BadInputError):
    """Half a character, which no UTF-8 can spell."""


class NumberError(BadInputError):
    """A number outside what every reader holds exactly, or a fraction where only whole numbers may stand."""


class NotFiniteError(NumberError):
    """NaN or infinity, spelt out or by overflow."""


class BadTimeError(BadInputError):
    """Not a time of the form 2026-11-22T14:30:00+03:00."""


class NoZoneError(BadTimeError):
    """A time without its zone, or with the zone said to be unknown."""


class MalformedNoteError(BadInputError):
    """Not a signed note."""


class MalformedCheckpointError(BadInputError):
    """A signed note whose text is not a checkpoint."""


class MalformedProofError(BadInputError):
    """Not a proof file."""


class MalformedRecordError(BadInputError):
    """Not the three parts of a record."""


class ContentError(BadInputError):
    """A record whose common fields are not of their form."""


class BodyError(BadInputError):
    """A record whose body breaks its kind's schema."""


class UnknownKindError(BadInputError):
    """A record of a kind, or a version of one, that is not known here."""


class MissingFileError(UnreadableInputError):
    """A file of a log is not there, or cannot be read."""


class MalformedLogError(BadInputError):
    """A file of a log that is not of its form."""


class MalformedKeyError(BadInputError):
    """Not a key: its name, its id, its kind or its bytes."""


class MalformedRequestError(BadInputError):
    """Not a request for a certificate."""


class WeakPassphraseError(BadInputError):
    """A passphrase too short to lock a key with."""


class WrongPassphraseError(BadInputError):
    """A passphrase that does not open a key, or a key file that was altered."""


class ProofError(DoesNotVerifyError):
    """An inclusion or consistency proof does not lead to the signed root."""


class BadSignatureError(DoesNotVerifyError):
    """A signature by a known key does not fit the bytes it stands under."""


class UnknownSignerError(DoesNotVerifyError):
    """Nobody who is trusted has signed."""


class RevokedKeyError(DoesNotVerifyError):
    """Signed by a key that had been revoked."""


class KeyMisuseError(DoesNotVerifyError):
    """Signed by a key that is there for something else, or about a key that is not the signer's to speak of."""


class AlteredError(DoesNotVerifyError):
    """Bytes of a log are not those its hashes commit to."""


class HistoryError(DoesNotVerifyError):
    """A log tells a story that cannot be: a replay, an erasure nobody owns up to, two histories, an old copy."""
