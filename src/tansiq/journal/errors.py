"""What the journal refuses, one class for each reason, so that a caller can tell them apart.

Below ``BadInputError``: the bytes are not what they must be, whoever made them. Below ``DoesNotVerifyError``: the bytes
are well formed and do not prove what they claim.
"""

from tansiq.errors import BadInputError, DoesNotVerifyError

__all__ = [
    "BadSignatureError",
    "MalformedCheckpointError",
    "MalformedKeyError",
    "MalformedNoteError",
    "MalformedProofError",
    "ProofError",
    "TooLargeError",
    "UnknownSignerError",
]


class TooLargeError(BadInputError):
    """More bytes, characters or parts than :class:`~tansiq.journal.limits.Limits` allows."""


class MalformedNoteError(BadInputError):
    """Not a signed note."""


class MalformedCheckpointError(BadInputError):
    """A signed note whose text is not a checkpoint."""


class MalformedProofError(BadInputError):
    """Not a proof file."""


class MalformedKeyError(BadInputError):
    """Not a key: its name, its id, its kind or its bytes."""


class ProofError(DoesNotVerifyError):
    """An inclusion or consistency proof does not lead to the signed root."""


class BadSignatureError(DoesNotVerifyError):
    """A signature by a known key does not fit the bytes it stands under."""


class UnknownSignerError(DoesNotVerifyError):
    """Nobody who is trusted has signed."""
