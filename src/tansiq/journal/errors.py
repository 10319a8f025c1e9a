"""What the journal refuses, one class for each reason, so that a caller can tell them apart."""

from tansiq.errors import DoesNotVerifyError

__all__ = ["ProofError"]


class ProofError(DoesNotVerifyError):
    """An inclusion or consistency proof does not lead to the signed root."""
