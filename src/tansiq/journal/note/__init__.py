r"""Signed notes, checkpoints, cosignatures and proof files, as C2SP specifies them.

A note is text, an empty line, and signature lines (c2sp.org/signed-note)::

    The text is any UTF-8 without control characters but the newline, which also ends it.
    It may hold empty lines: the last one of all divides text from signatures.

    — key-name base64(key-id || signature)

    key id     SHA-256(key name || 0x0A || type || public key), first 4 bytes
    type 0x01  Ed25519 over the text, its last newline included, the empty line not
    type 0x04  8 bytes time [s since 1970, big-endian], then Ed25519 over "cosignature/v1\ntime T\n" and the text
    key        key-name+hex(key id)+base64(type || public key), how a public key is written down and exchanged

A checkpoint (c2sp.org/tlog-checkpoint) is a note about a log at one moment::

    tansiq.example/bar/journal                       origin: which log
    2                                                how many entries
    i8qLJYBRAQ5Xt0gnE2Whxoy26eRon3IkOhGznw+nmMU=     root of their Merkle tree

    — tansiq.example/bar hBBB5al2Bfnyr1WZHyDUUoxl...  the log's own signature, type 0x01
    — regional.example/witness 3Q9R/AAAAABq...       a receipt: somebody saw this head, type 0x04

A proof file (c2sp.org/tlog-proof) carries an entry's way to a checkpoint, and here the entry itself::

    c2sp.org/tlog-proof@v1
    extra base64(entry)
    index 1
    base64(hash)                                     one line for each hash of the inclusion proof, lowest first

    the checkpoint, as above

Other types of signature (ECDSA, post-quantum) may stand under a note: they are kept, and prove nothing here.
"""

from tansiq.journal.note.checkpoint import Checkpoint, check_checkpoint, parse_checkpoint
from tansiq.journal.note.proof_file import ProofFile, parse_proof_file
from tansiq.journal.note.signing import NoteSigner, cosign_checkpoint, sign_note
from tansiq.journal.note.text import Note, NoteSignature, parse_note
from tansiq.journal.note.verifier_key import KeyType, VerifierKey, parse_verifier_key
from tansiq.journal.note.verifying import Signed, verify_note

__all__ = [
    "Checkpoint",
    "KeyType",
    "Note",
    "NoteSignature",
    "NoteSigner",
    "ProofFile",
    "Signed",
    "VerifierKey",
    "check_checkpoint",
    "cosign_checkpoint",
    "parse_checkpoint",
    "parse_note",
    "parse_proof_file",
    "parse_verifier_key",
    "sign_note",
    "verify_note",
]
