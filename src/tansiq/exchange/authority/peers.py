"""Whom a certificate names, and whether the agreement lets that one be believed."""

from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from tansiq.errors import BadInputError
from tansiq.exchange.authority.certificates import hosts_of
from tansiq.exchange.errors import StrangerError
from tansiq.language import N_

# What reading a stranger's certificate may raise; malformed extensions are only found when they are asked for.
_UNREADABLE: Final = (
    ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm, x509.DuplicateExtension, x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)  # fmt: skip


def host_of(der: bytes) -> str | None:
    """Return the one DNS name in a certificate, unchecked; None if it has none, several, or is no certificate."""
    try:
        hosts = hosts_of(x509.load_der_x509_certificate(der).extensions)
    except _UNREADABLE:  # whoever sent it gets no answer, so there is nothing to say about it either
        return None
    return hosts[0] if len(hosts) == 1 else None


def check_peer(der: bytes, authority_der: bytes, host: str, now: datetime) -> None:
    """Check that a certificate was issued for the centre ``host``, directly and by exactly this authority.

    Parameters
    ----------
    der
        The peer's certificate, as the handshake gave it; empty if it gave none.
    authority_der
        The authority that the agreement pins for the centre.
    host
        DNS name of the centre (``PartnerCentre.host``).
    now
        Aware.

    Raises
    ------
    StrangerError
        It is another's: another authority, another name, out of its time, or not for connections.
    """
    refusal = StrangerError(
        N_("The certificate shown is not one of %(host)s under the agreement's authority."), host=host
    )
    try:
        certificate = x509.load_der_x509_certificate(der)
        authority = x509.load_der_x509_certificate(authority_der)
        certificate.verify_directly_issued_by(authority)
        hosts, fit = hosts_of(certificate.extensions), _is_for_connections(certificate)
    except _UNREADABLE as error:
        raise refusal from error
    if hosts != (host,) or not fit:
        raise refusal
    for each in (certificate, authority):
        if not each.not_valid_before_utc <= now <= each.not_valid_after_utc:
            template = N_("The certificate of %(host)s is not valid now: it began at %(begin)s and ended at %(end)s.")
            raise StrangerError(
                template,
                host=host,
                begin=each.not_valid_before_utc.isoformat(),
                end=each.not_valid_after_utc.isoformat(),
            )


def check_own(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey, host: str, now: datetime) -> None:
    """Check that a certificate is one for this centre's own connections.

    Raises
    ------
    BadInputError
        It is of another key, for another centre, out of its time, or not for connections.
    """
    if certificate.public_key() != key.public_key():
        raise BadInputError(
            N_("The certificate is of another key than this centre's. Was it made for another request?")
        )
    if hosts_of(certificate.extensions) != (host,) or not _is_for_connections(certificate):
        raise BadInputError(N_("The certificate is not one for connections of %(host)s."), host=host)
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise BadInputError(N_("The certificate is good from %(begin)s to %(end)s, not now."),
                            begin=certificate.not_valid_before_utc.isoformat(),
                            end=certificate.not_valid_after_utc.isoformat())  # fmt: skip


def _is_for_connections(certificate: x509.Certificate) -> bool:
    """Tell whether it is for both ends of a connection, and certifies nothing further."""
    try:
        purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        limits = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    except x509.ExtensionNotFound:
        return False
    wanted = {ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH}
    return not limits.ca and wanted <= set(purposes)
