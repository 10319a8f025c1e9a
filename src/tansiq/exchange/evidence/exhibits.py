"""Exhibits for whoever raises a ``PartnerFaultError``: under the names that checking looks for."""

from collections.abc import Iterable
from typing import Final

from tansiq.exchange.heads import read_head
from tansiq.journal.note import parse_note
from tansiq.journal.tree import HashReader, Node, leaf_hash, prove_consistency, prove_inclusion, root

Exhibits = tuple[tuple[str, bytes], ...]

HEAD_KEPT: Final = "head-kept"
HEAD_SHOWN: Final = "head-shown"
ROOT_THEN: Final = "root-then"
CONSISTENCY: Final = "consistency"
ENTRY: Final = "entry"
AGAIN: Final = "entry-again"
LEAF: Final = "leaf"
ATTACHMENT: Final = "attachment"
REVOCATION: Final = "revocation"
ENDS_AT: Final = "agreement-ends-at"
CAME: Final = "attachment-came"
HERE: Final = "entries-here"
CERTIFICATE: Final = "certificate-"
INDEX: Final = "-index"
PROOF: Final = "-proof"


def fork_exhibits(kept: bytes, shown: bytes, longer: HashReader) -> Exhibits:
    """Return what shows that two heads of one log cannot both be true.

    Parameters
    ----------
    kept, shown
        The heads, as notes.
    longer
        Hashes of the log whose head has more entries, leading to that head's root: of the *partner's* tiles if
        ``shown`` has more, of what is kept here if ``kept`` has. Not asked where both have the same number.

    Raises
    ------
    MalformedNoteError, MalformedCheckpointError
        One is not a head.
    """
    sizes = sorted(read_head(parse_note(each).text).size for each in (kept, shown))
    heads = ((HEAD_KEPT, kept), (HEAD_SHOWN, shown))
    if sizes[0] == sizes[1] or not sizes[0]:
        return heads
    proof = b"".join(prove_consistency(sizes[0], sizes[1], longer))
    return (*heads, (ROOT_THEN, root(sizes[0], longer)), (CONSISTENCY, proof))


def entry_exhibits(shown: bytes, index: int, entry: bytes, hashes: HashReader) -> Exhibits:
    """Return what shows what a head commits to at an index, beside the entry that came.

    Parameters
    ----------
    shown
        The head, as a note.
    index
        The entry's number in the log.
    entry
        As it came: the bytes that the head commits to, or others.
    hashes
        Of the log, leading to the head's root.

    Raises
    ------
    MalformedNoteError, MalformedCheckpointError
        It is not a head.
    """
    (leaf,) = hashes.read_hashes([Node(0, index)])
    other = () if leaf == leaf_hash(entry) else ((LEAF, leaf),)
    return ((HEAD_SHOWN, shown), *_placed(ENTRY, shown, index, entry, hashes), *other)


def again_exhibits(shown: bytes, first: tuple[int, bytes], again: tuple[int, bytes], hashes: HashReader) -> Exhibits:
    """Return what shows that one record stands twice in a log; ``first`` and ``again`` are index and entry."""
    return (
        (HEAD_SHOWN, shown),
        *_placed(ENTRY, shown, *first, hashes),
        *_placed(AGAIN, shown, *again, hashes),
    )


def entry_after_exhibits(
    shown: bytes, placed: tuple[int, bytes], revocation: tuple[int, bytes], hashes: HashReader
) -> Exhibits:
    """Return what shows that an entry stands behind the revocation of its key; both are index and bytes."""
    return (
        (HEAD_SHOWN, shown),
        *_placed(ENTRY, shown, *placed, hashes),
        *_placed(REVOCATION, shown, *revocation, hashes),
    )


def numbered(certificates: Iterable[bytes]) -> Exhibits:
    """Return certificates as exhibits, for whoever raises a fault and knows some that nobody else does."""
    return tuple((f"{CERTIFICATE}{number}", each) for number, each in enumerate(certificates, 1))


def revocation_exhibits(shown: bytes, index: int, revocation: bytes, hashes: HashReader) -> Exhibits:
    """Return what shows that a head holds, at ``index``, the revocation of the very key that signed it."""
    return ((HEAD_SHOWN, shown), *_placed(REVOCATION, shown, index, revocation, hashes))


def _placed(name: str, shown: bytes, index: int, entry: bytes, hashes: HashReader) -> Exhibits:
    size = read_head(parse_note(shown).text).size
    proof = b"".join(prove_inclusion(index, size, hashes))
    return ((name, entry), (name + INDEX, str(index).encode()), (name + PROOF, proof))
