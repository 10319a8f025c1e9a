"""What a coverage file is refused for, one class for each reason."""

from tansiq.errors import BadInputError


class MalformedCoverageError(BadInputError):
    """Bytes that are not a coverage file, or not the one spelling of what they say."""


class CoverageRecordError(BadInputError):
    """A record of kind ``coverage/1`` that does not fit the attachment that came with it."""
