"""Why a stream is refused, in words."""

from http import HTTPStatus
from typing import ClassVar

from tansiq.errors import TansiqError
from tansiq.language import N_


class StreamRefusedError(TansiqError):
    """No stream for this request."""

    status: ClassVar[int] = HTTPStatus.FORBIDDEN


class NotSignedInError(StreamRefusedError):
    """Nobody is signed in."""

    status = HTTPStatus.UNAUTHORIZED

    def __init__(self) -> None:
        super().__init__(N_("You are not signed in. Sign in, and this page follows the centre again."))


class TooManyStreamsError(StreamRefusedError):
    """The account, or the whole process, has as many streams as it may."""

    status = HTTPStatus.TOO_MANY_REQUESTS


class ClosingError(StreamRefusedError):
    """The server is shutting down."""

    status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(N_("The centre is being restarted. This page comes back by itself."))


class BadPlaceError(StreamRefusedError):
    """The place to go on from is no place."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, given: str) -> None:
        super().__init__(
            N_('"%(given)s" is no place in the journal. Leave it out, or give a whole number.'), given=given[:40]
        )


class NoStreamsHereError(StreamRefusedError):
    """The site runs under a server that cannot hold streams."""

    status = HTTPStatus.NOT_IMPLEMENTED

    def __init__(self) -> None:
        super().__init__(N_("This server does not follow the centre live. Start it with: tansiq centre serve"))
