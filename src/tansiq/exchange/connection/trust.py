"""Who must be at the other end, and what we show it."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from urllib3.connection import HTTPSConnection

from tansiq.exchange.authority import check_peer
from tansiq.exchange.errors import UnreadyError
from tansiq.language import N_


@dataclass(frozen=True, slots=True)
class Identity:
    """The certificate of our own connections and its key, as files."""

    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True)
class Trusted:
    """Whom to believe at the other end.

    Attributes
    ----------
    host
        DNS name of the partner's centre (``PartnerCentre.host``), whatever address it is reached at.
    authority
        The one authority that may have certified it [DER].
    """

    host: str
    authority: bytes


def client_context(identity: Identity, trusted: Trusted) -> ssl.SSLContext:
    """Return a context: TLS 1.3, the one pinned authority, the name checked, our certificate shown.

    Raises
    ------
    UnreadyError
        Our files are missing or do not belong together, or the authority is none.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname, context.verify_mode = True, ssl.CERT_REQUIRED
    try:
        context.load_cert_chain(identity.certificate, identity.key)
        context.load_verify_locations(cadata=trusted.authority)
    except OSError as error:  # ssl.SSLError is one
        template = N_("The certificate of the centre's connections cannot be used (%(why)s).")
        raise UnreadyError(template, why=error.strerror or type(error).__name__) from error
    return context


def connecting_to(trusted: Trusted, now: Callable[[], datetime]) -> type[HTTPSConnection]:
    """Return a kind of connection that sends nothing before it has looked at the certificate that was shown."""

    class Connection(HTTPSConnection):
        def connect(self) -> None:
            """Connect, shake hands, and check what OpenSSL does not.

            Raises
            ------
            StrangerError
                The certificate is not one that exactly this authority issued directly to exactly this centre.
            """
            super().connect()
            shown = self.sock.getpeercert(binary_form=True) if isinstance(self.sock, ssl.SSLSocket) else None
            try:
                check_peer(shown or b"", trusted.authority, trusted.host, now())
            except BaseException:
                self.close()
                raise

    return Connection
