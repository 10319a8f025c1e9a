"""Authorities, keys and certificates as bytes of files, and back: bounded, in PEM, refused in words."""

from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric import ec

from tansiq.errors import BadInputError
from tansiq.exchange.authority.certificates import FILE_BYTES, Authority
from tansiq.journal.errors import TooLargeError, WeakPassphraseError, WrongPassphraseError
from tansiq.journal.limits import LIMITS
from tansiq.language import N_

_CERTIFICATE: Final = b"-----BEGIN CERTIFICATE-----"


def certificate_pem(certificate: x509.Certificate | x509.CertificateSigningRequest) -> bytes:
    """Return the file of a certificate, or of a request for one."""
    return certificate.public_bytes(form.Encoding.PEM)


def key_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return the file of a connection's key, PKCS#8 without passphrase: a centre starts without anybody there."""
    return key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())


def lock_authority(authority: Authority, passphrase: str) -> bytes:
    """Return the file of an authority: its key under ``passphrase``, then its certificate.

    Raises
    ------
    WeakPassphraseError
        Shorter than the journal's keys ask.
    """
    if len(passphrase) < LIMITS.passphrase_characters_min:
        template = N_("The passphrase must have at least %(least)s characters.")
        raise WeakPassphraseError(template, least=LIMITS.passphrase_characters_min)
    locking = form.BestAvailableEncryption(passphrase.encode())
    locked = authority.key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, locking)
    return locked + certificate_pem(authority.certificate)


def unlock_authority(data: bytes, passphrase: str) -> Authority:
    """Return the authority that ``data`` holds.

    Raises
    ------
    TooLargeError, BadInputError
        Not such a file.
    WrongPassphraseError
        Another passphrase, or the key was altered: the two cannot be told apart.
    """
    locked, mark, certified = _bounded(data).partition(_CERTIFICATE)
    certificate = read_certificate(mark + certified)
    try:
        key = form.load_pem_private_key(locked, passphrase.encode())
    except TypeError as error:  # it is not locked at all
        raise BadInputError(N_("The authority's key is not under a passphrase. Do not use it.")) from error
    except ValueError as error:
        raise WrongPassphraseError(N_("The passphrase does not open the authority's key, or its file was altered.")) \
            from error  # fmt: skip
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        raise BadInputError(N_("The authority's key and certificate do not belong together."))
    return Authority(certificate, key)


def read_certificate(data: bytes) -> x509.Certificate:
    """Return the one certificate in a file.

    Raises
    ------
    TooLargeError, BadInputError
        Not one certificate.
    """
    if _bounded(data).count(_CERTIFICATE) > 1:
        raise BadInputError(N_("The file holds more than one certificate. Give the one that was issued."))
    try:
        return x509.load_pem_x509_certificate(data)
    except ValueError as error:
        raise BadInputError(N_("This is not a certificate in PEM.")) from error


def read_request(data: bytes) -> x509.CertificateSigningRequest:
    """Return the request in a file; what it says is for :func:`request_host` to check.

    Raises
    ------
    TooLargeError, BadInputError
        Not a request.
    """
    try:
        return x509.load_pem_x509_csr(_bounded(data))
    except ValueError as error:
        raise BadInputError(N_("This is not a request for a certificate in PEM.")) from error


def read_key(data: bytes) -> ec.EllipticCurvePrivateKey:
    """Return the key of a centre's connections.

    Raises
    ------
    TooLargeError, BadInputError
        Not such a key.
    """
    try:
        key = form.load_pem_private_key(_bounded(data), None)
    except (ValueError, TypeError) as error:
        raise BadInputError(N_("This is not the key of a centre's connections.")) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise BadInputError(N_("This is not the key of a centre's connections."))
    return key


def _bounded(data: bytes) -> bytes:
    if len(data) > FILE_BYTES:
        template = N_("A file of certificates may have %(most)s bytes; this has %(found)s.")
        raise TooLargeError(template, most=FILE_BYTES, found=len(data))
    return data
