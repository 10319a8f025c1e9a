"""Putting signatures under a note. The clock is the caller's."""

from dataclasses import dataclass, field
from typing import Final

from tansiq.journal import ed25519
from tansiq.journal.ed25519 import Ed25519PrivateKey
from tansiq.journal.errors import MalformedNoteError
from tansiq.journal.note.checkpoint import Checkpoint
from tansiq.journal.note.text import NoteSignature, check_note_text
from tansiq.journal.note.verifier_key import KeyType, VerifierKey
from tansiq.journal.note.verifying import LATEST_S, TIME_BYTES, cosigned_message
from tansiq.language import N_

# The first words of everything else that such a key signs: a note that began so could be passed off as that.
OTHER_BEGINNINGS: Final = ("DSSEv1 ", "cosignature/v1\n")


@dataclass(frozen=True, slots=True)
class NoteSigner:
    """A private key with its name."""

    name: str
    private: Ed25519PrivateKey = field(repr=False)

    @property
    def key(self) -> VerifierKey:
        """Its public key, for plain signatures."""
        return VerifierKey(self.name, ed25519.public_bytes(self.private))


def sign_note(text: str, signer: NoteSigner) -> NoteSignature:
    """Return a plain signature over ``text``.

    Raises
    ------
    MalformedNoteError
        It cannot be a note's text, or begins like something else that is signed.
    """
    if check_note_text(text).startswith(OTHER_BEGINNINGS):
        raise MalformedNoteError(N_("A note may not begin like a record or a cosignature."))
    return NoteSignature(signer.name, signer.key.key_id, signer.private.sign(text.encode()))


def cosign_checkpoint(checkpoint: Checkpoint, signer: NoteSigner, at_s: int) -> NoteSignature:
    """Return a cosignature: at ``at_s`` [s since 1970] this was the largest head the signer had seen, and consistent.

    That the head continues the last one cosigned is the caller's to check first.
    """
    if not 0 <= at_s <= LATEST_S:
        message = f"time {at_s} is out of range"
        raise ValueError(message)
    value = at_s.to_bytes(TIME_BYTES, "big") + signer.private.sign(cosigned_message(checkpoint.text, at_s))
    return NoteSignature(signer.name, signer.key.as_type(KeyType.COSIGNATURE).key_id, value)
