"""What cannot be printed, in words."""

from tansiq.errors import TansiqError


class UnprintableError(TansiqError):
    """A document is too large to be set, or its parts do not fit together."""
