"""Making authorities, keys, requests and certificates."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tansiq.errors import BadInputError, DoesNotVerifyError, UsageError
from tansiq.language import N_

DAYS_A_YEAR: Final = 366  # of so many leap years as there may be: an authority never ends a day before it was said to
MOST_YEARS: Final = 20
MOST_DAYS: Final = 825  # what CA/Browser Forum once allowed servers; a lost key is not good for longer
FILE_BYTES: Final = 16_384
_CLOCKS_DIFFER: Final = timedelta(minutes=5)  # a partner's clock a little behind ours must not refuse a new certificate
_PURPOSES: Final = (ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH)


@dataclass(frozen=True, slots=True)
class Authority:
    """A party's authority: what it signs with, and its certificate."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey = field(repr=False)


def make_key() -> ec.EllipticCurvePrivateKey:
    """Return a new private key."""
    return ec.generate_private_key(ec.SECP256R1())


def make_authority(party: str, years: int, now: datetime) -> Authority:
    """Return a new authority.

    Parameters
    ----------
    party
        Whose it is; stands in its name.
    years
        How long it is good for.
    now
        From when (aware).

    Raises
    ------
    UsageError
        Less than one or more than 20 years.
    """
    if not 1 <= years <= MOST_YEARS:
        raise UsageError(
            N_("An authority is good for 1 to %(most)s years, not %(years)s."), most=MOST_YEARS, years=years
        )
    key, name = make_key(), _name(party, f"{party} connections")
    building = (
        _building(name, name, key.public_key(), now, now + timedelta(days=DAYS_A_YEAR * years))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(authority=True), critical=True)
    )
    return Authority(building.sign(key, SHA256()), key)


def make_request(key: ec.EllipticCurvePrivateKey, host: str) -> x509.CertificateSigningRequest:
    """Return a request to certify ``key`` for the centre that ``host`` names; signed by the key, so it is whole."""
    names = x509.SubjectAlternativeName([x509.DNSName(host)])
    building = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([])).add_extension(names, critical=True)
    return building.sign(key, SHA256())


def request_host(csr: x509.CertificateSigningRequest) -> str:
    """Return the DNS name of the centre that a request is for.

    Raises
    ------
    BadInputError
        It does not name exactly one, or its key is not one on P-256.
    DoesNotVerifyError
        It was altered: it is not signed by the key it names.
    """
    try:
        whole = csr.is_signature_valid
    except (InvalidSignature, ValueError) as error:
        raise _altered() from error
    if not whole:
        raise _altered()
    _p256(csr)
    hosts = hosts_of(csr.extensions)
    if len(hosts) != 1:
        raise BadInputError(N_("The request must name exactly one centre; it names %(count)s."), count=len(hosts))
    return hosts[0]


def certify(
    authority: Authority, csr: x509.CertificateSigningRequest, host: str, days: int, now: datetime
) -> x509.Certificate:
    """Return a certificate of the key in ``csr`` for the centre that ``host`` names, and for nothing else.

    Parameters
    ----------
    authority
        The party's.
    csr
        Only its key is taken over; it must name the same centre.
    host
        DNS name of the centre, as the agreement has it (``PartnerCentre.host``).
    days
        How long it is good for; never longer than the authority.
    now
        From when (aware).

    Raises
    ------
    BadInputError
        The request is for another centre, or its key is not one on P-256.
    DoesNotVerifyError
        The request was altered.
    UsageError
        Less than one or more than 825 days, or the authority ends before.
    """
    asked = request_host(csr)
    if asked != host:
        raise BadInputError(N_("The request is for %(asked)s, not for %(host)s."), asked=asked, host=host)
    if not 1 <= days <= MOST_DAYS:
        raise UsageError(N_("A certificate is good for 1 to %(most)s days, not %(days)s."), most=MOST_DAYS, days=days)
    ends_at = now + timedelta(days=days)
    if ends_at > authority.certificate.not_valid_after_utc:
        template = N_("The authority itself is good only until %(end)s. Give fewer days, or make a new authority.")
        raise UsageError(template, end=authority.certificate.not_valid_after_utc.date().isoformat())
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    building = (
        _building(x509.Name([]), authority.certificate.subject, _p256(csr), now, ends_at)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage(_PURPOSES), critical=False)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=True)
        .add_extension(issuer, critical=False)
    )
    return building.sign(authority.key, SHA256())


def hosts_of(extensions: x509.Extensions) -> tuple[str, ...]:
    """Return the names in a subject's alternative names: DNS names as they stand, others so that none equals a host."""
    try:
        names = extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    return tuple(each.value if isinstance(each, x509.DNSName) else f"{each.value!r}?" for each in names)


def _p256(csr: x509.CertificateSigningRequest) -> ec.EllipticCurvePublicKey:
    key = csr.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise BadInputError(N_("The key in the request is not an ECDSA key on curve P-256."))
    return key


def _altered() -> DoesNotVerifyError:
    return DoesNotVerifyError(N_("The request is not signed by the key it names: it was altered on the way."))


def _name(party: str, common: str) -> x509.Name:
    parts = ((NameOID.ORGANIZATION_NAME, party), (NameOID.COMMON_NAME, common))
    return x509.Name([x509.NameAttribute(oid, value[:64]) for oid, value in parts])


def _building(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, ends_at: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCKS_DIFFER)
        .not_valid_after(ends_at)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority, key_cert_sign=authority, crl_sign=authority, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
