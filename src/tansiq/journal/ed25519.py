"""Ed25519 (RFC 8032): signing, and verifying that raises.

The arithmetic is OpenSSL's, through ``cryptography``. A public key of small order is refused as well: under such a key
one signature fits many messages, so its holder could later deny what was signed (RFC 8032, 5.1.7, leaves this open).
"""

from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tansiq.journal.errors import BadSignatureError, MalformedKeyError
from tansiq.language import N_

__all__ = ["PUBLIC_BYTES", "SIGNATURE_BYTES", "Ed25519PrivateKey", "check_public", "public_bytes", "verify"]

PUBLIC_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64
_P: Final = 2**255 - 19
# y-coordinate of the points of order 8; of orders 1, 2 and 4 it is 1, -1 and 0.
_Y_ORDER_8: Final = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_SMALL_ORDER_Y: Final = frozenset({0, 1, _P - 1, _Y_ORDER_8, _P - _Y_ORDER_8})


def check_public(public: bytes) -> bytes:
    """Return ``public`` if it can be a public key.

    Raises
    ------
    MalformedKeyError
        Not 32 bytes, or of small order.
    """
    if len(public) != PUBLIC_BYTES:
        raise MalformedKeyError(N_("A public key has 32 bytes; this one has %(found)s."), found=len(public))
    y = int.from_bytes(public, "little") & (2**255 - 1)
    if y % _P in _SMALL_ORDER_Y:
        raise MalformedKeyError(N_("This public key is of small order: anything would seem signed by it."))
    return public


def public_bytes(private: Ed25519PrivateKey) -> bytes:
    """Return the public key of ``private`` [32 bytes]."""
    return private.public_key().public_bytes_raw()


def verify(public: bytes, signature: bytes, message: bytes) -> None:
    """Check that the holder of ``public`` signed ``message``.

    Raises
    ------
    MalformedKeyError
        The key is not one.
    BadSignatureError
        It was another key, another message, or no signature at all.
    """
    try:
        Ed25519PublicKey.from_public_bytes(check_public(public)).verify(signature, message)
    except InvalidSignature as error:
        raise BadSignatureError(N_("The signature does not fit the signed text.")) from error
