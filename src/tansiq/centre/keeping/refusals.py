"""What keeping a centre refuses, named for why."""

from tansiq.errors import DoesNotVerifyError

__all__ = ["BadBackupError", "BrokenPromiseError"]


class BadBackupError(DoesNotVerifyError):
    """A backup is not whole, was altered, or is not this centre's."""


class BrokenPromiseError(DoesNotVerifyError):
    """Something that a centre's folder promises does not hold."""
