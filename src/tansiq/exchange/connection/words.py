"""What a connection's library raises, in words: what broke the link, and what shows a stranger."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException, RemoteDisconnected
from typing import Final

import urllib3.exceptions as raised

from tansiq.exchange.errors import LinkError, StrangerError
from tansiq.language import N_

_TOO_LATE: Final = (raised.ConnectTimeoutError, raised.ReadTimeoutError, TimeoutError)
# Some servers drop who shows the wrong certificate without the alert that TLS has for it.
_HUNG_UP: Final = (RemoteDisconnected, ConnectionResetError, BrokenPipeError, ssl.SSLEOFError, ssl.SSLZeroReturnError)
_OF_CERTIFICATES: Final = frozenset(
    {"TLSV13_ALERT_CERTIFICATE_REQUIRED", "TLSV1_ALERT_UNKNOWN_CA", "SSLV3_ALERT_BAD_CERTIFICATE",
     "SSLV3_ALERT_CERTIFICATE_EXPIRED", "SSLV3_ALERT_CERTIFICATE_UNKNOWN", "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE"}
)  # fmt: skip


@contextmanager
def in_words(partner: str) -> Iterator[None]:
    """Say in our words what urllib3, TLS or the system raises.

    Raises
    ------
    StrangerError
        The other end's certificate is not one that may be believed.
    LinkError
        Everything else: no route, no answer, an answer that breaks off.
    """
    try:
        yield
    except (raised.HTTPError, HTTPException, OSError, ValueError) as error:
        raise _told(error, partner) from error


def _told(error: Exception, partner: str) -> LinkError | StrangerError:
    found = list(_causes(error))
    if any(isinstance(each, ssl.SSLCertVerificationError) for each in found):
        template = N_("Who answered for %(partner)s showed a certificate that the agreement's authority did not issue.")
        return StrangerError(template, partner=partner)
    tls = next((each for each in found if isinstance(each, ssl.SSLError)), None)
    if tls is not None and tls.reason in _OF_CERTIFICATES:
        template = N_("%(partner)s does not take this centre's certificate. Is it in its time, and pinned there?")
        return LinkError(template, partner=partner)
    if any(isinstance(each, _TOO_LATE) for each in found):
        return LinkError(N_("%(partner)s does not answer in time."), partner=partner)
    if any(isinstance(each, _HUNG_UP) for each in found):
        template = N_(
            "%(partner)s hung up without an answer: the link broke off, or this centre's certificate is refused."
        )
        return LinkError(template, partner=partner)
    why = next((each.strerror for each in found if isinstance(each, OSError) and each.strerror), type(error).__name__)
    return LinkError(N_("The link to %(partner)s is down or broke off (%(why)s)."), partner=partner, why=why)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it was raised from, or wraps."""
    waiting, seen = [error], set[int]()
    while waiting:
        each = waiting.pop(0)
        if id(each) not in seen:
            seen.add(id(each))
            yield each
            below = (each.__cause__, each.__context__, *each.args, getattr(each, "reason", None))
            waiting += [one for one in below if isinstance(one, BaseException)]
