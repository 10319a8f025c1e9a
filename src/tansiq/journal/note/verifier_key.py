"""Public keys as they are written down and exchanged: ``name+id+base64(type || key)``."""

import re
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from typing import Final

from tansiq.journal import base64_strict, ed25519
from tansiq.journal.errors import MalformedKeyError
from tansiq.journal.limits import LIMITS, Limits
from tansiq.journal.note.text import KEY_ID_BYTES, check_key_name
from tansiq.language import N_

_KEY: Final = re.compile(r"([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{1,60}={0,2})")


class KeyType(IntEnum):
    """What a key's signatures are over (c2sp.org/signed-note, "Signature types"); others are not taken."""

    NOTE = 0x01
    COSIGNATURE = 0x04


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with a name.

    Attributes
    ----------
    name
        Which key it is, such as ``federal.example/root``.
    public
        The key [32 bytes].
    type
        What its signatures are over.
    """

    name: str
    public: bytes
    type: KeyType = KeyType.NOTE

    def __post_init__(self) -> None:
        """Refuse what cannot be a key."""
        check_key_name(self.name)
        ed25519.check_public(self.public)

    @property
    def key_id(self) -> bytes:
        """First 4 bytes of SHA-256 over name, newline, type and key: a label, not a proof."""
        return sha256(self.name.encode() + b"\n" + bytes([self.type]) + self.public).digest()[:KEY_ID_BYTES]

    @property
    def label(self) -> str:
        """Name and key id, which together name a key: ``name+id``."""
        return f"{self.name}+{self.key_id.hex()}"

    def __str__(self) -> str:
        return f"{self.label}+{base64_strict.encode(bytes([self.type]) + self.public)}"

    def as_type(self, kind: KeyType) -> "VerifierKey":
        """Return the same key for another kind of signature; its key id differs."""
        return VerifierKey(self.name, self.public, kind)


def parse_verifier_key(text: str, limits: Limits = LIMITS) -> VerifierKey:
    """Read ``name+id+base64(type || key)``.

    Raises
    ------
    MalformedKeyError
        Not a key, of a type that is not taken, or its id does not fit it: a letter was copied wrongly.
    """
    found = _KEY.fullmatch(text) if len(text) <= limits.key_name_characters + 80 else None
    encoded = base64_strict.decode(found[3]) if found else None
    if found is None or not encoded:
        raise MalformedKeyError(N_("A public key is written name+id+key; %(text)r is not one."), text=text[:80])
    if encoded[0] not in tuple(KeyType):
        raise MalformedKeyError(N_("Key %(name)s is of type %(type)s, which is not used here."),
                                name=found[1], type=encoded[0])  # fmt: skip
    key = VerifierKey(found[1], encoded[1:], KeyType(encoded[0]))
    if key.key_id.hex() != found[2]:
        template = N_("The id %(id)s of key %(name)s does not fit it: it was copied wrongly, or is another key.")
        raise MalformedKeyError(template, id=found[2], name=found[1])
    return key
