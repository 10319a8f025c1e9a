"""What cannot be exported."""

from tansiq.errors import TansiqError


class TooLargeToExportError(TansiqError):
    """A plan has more features or points than a file may hold."""
