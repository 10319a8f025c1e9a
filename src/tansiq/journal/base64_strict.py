"""Base 64 (RFC 4648, section 4) with one spelling for each value: padding required, spare bits zero."""

from base64 import b64decode, b64encode
from binascii import Error


def encode(value: bytes) -> str:
    """Return ``value`` in base 64."""
    return b64encode(value).decode("ascii")


def decode(text: str) -> bytes | None:
    """Return the bytes that ``text`` spells; None if it is not the one spelling of any bytes."""
    try:
        value = b64decode(text.encode("ascii"), validate=True)
    except (Error, UnicodeEncodeError):
        return None
    return value if encode(value) == text else None
