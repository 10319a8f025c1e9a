"""Who has signed a note."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tansiq.journal import ed25519
from tansiq.journal.errors import BadSignatureError, UnknownSignerError
from tansiq.journal.note.text import Note, NoteSignature
from tansiq.journal.note.verifier_key import KeyType, VerifierKey
from tansiq.language import N_

TIME_BYTES: Final = 8
LATEST_S: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that was checked.

    Attributes
    ----------
    key
        Who signed.
    signature
        The line.
    at_s
        For a cosignature, when its signer says it was made [s since 1970]; None for a plain signature.
    """

    key: VerifierKey
    signature: NoteSignature
    at_s: int | None = None


def cosigned_message(text: str, at_s: int) -> bytes:
    """Return what a cosignature made at ``at_s`` [s since 1970] is over."""
    return f"cosignature/v1\ntime {at_s}\n{text}".encode()


def verify_note(note: Note, keys: Iterable[VerifierKey]) -> tuple[Signed, ...]:
    """Check every signature by a known key, and return them in the note's order.

    Parameters
    ----------
    note
        As parsed.
    keys
        Whose word counts. Signatures by others are passed over, as C2SP asks.

    Raises
    ------
    BadSignatureError
        A known key's signature does not fit: the whole note is refused, whatever else stands under it.
    UnknownSignerError
        None of the keys has signed.
    """
    known = {(key.name, key.key_id): key for key in keys}
    signed = tuple(
        _verify_line(note.text, signature, known[signature.name, signature.key_id])
        for signature in note.signatures
        if (signature.name, signature.key_id) in known
    )
    if not signed:
        names = ", ".join(f"{each.name}+{each.key_id.hex()}" for each in note.signatures)
        raise UnknownSignerError(N_("None of the trusted keys has signed; signed by: %(names)s"), names=names)
    return signed


def _verify_line(text: str, signature: NoteSignature, key: VerifierKey) -> Signed:
    message, value, at_s = text.encode(), signature.value, None
    if key.type is KeyType.COSIGNATURE:
        at_s = int.from_bytes(value[:TIME_BYTES], "big")
        message, value = cosigned_message(text, at_s), value[TIME_BYTES:]
        if at_s > LATEST_S:
            raise BadSignatureError(N_("The time of the cosignature by %(key)s is out of range."), key=key.label)
    try:
        ed25519.verify(key.public, value, message)
    except BadSignatureError as error:
        template = N_("The signature by %(key)s does not fit the text above it: one of the two was altered.")
        raise BadSignatureError(template, key=key.label) from error
    return Signed(key, signature, at_s)
