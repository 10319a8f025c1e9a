"""Checking proofs. Nothing here returns a yes or no that could be forgotten: what does not hold raises."""

from collections.abc import Sequence
from hmac import compare_digest

from tansiq.journal.errors import ProofError
from tansiq.journal.tree.hashes import HASH_BYTES, node_hash
from tansiq.journal.tree.paths import to_entry, to_older_tree
from tansiq.language import N_


def root_from_inclusion(proof: Sequence[bytes], *, index: int, size: int, leaf: bytes) -> bytes:
    """Return the root that ``proof`` leads to from a leaf; it still has to be compared with a signed one.

    Parameters
    ----------
    proof
        Hashes, lowest first.
    index, size
        Number of the entry, and of all entries.
    leaf
        Leaf hash of the entry.

    Raises
    ------
    ProofError
        No entry of that number, or the proof has too few or too many hashes, or one is not 32 bytes.
    """
    if not 0 <= index < size:
        raise ProofError(N_("There is no entry %(index)s in a log of %(size)s entries."), index=index, size=size)
    siblings = to_entry(index, size)
    _check_hashes(proof, len(siblings))
    _check_hashes((leaf,), 1)
    for sibling, hashed in zip(siblings, proof, strict=True):
        leaf = node_hash(hashed, leaf) if sibling.on_left else node_hash(leaf, hashed)
    return leaf


def verify_inclusion(proof: Sequence[bytes], *, index: int, size: int, leaf: bytes, root: bytes) -> None:
    """Check that the tree of ``size`` entries with this root has this leaf as entry ``index``.

    Raises
    ------
    ProofError
        It has not, or the proof does not show it.
    """
    if not compare_digest(root_from_inclusion(proof, index=index, size=size, leaf=leaf), root):
        template = N_("The proof does not lead from entry %(index)s to the head of a log of %(size)s entries.")
        raise ProofError(template, index=index, size=size)


def verify_consistency(
    proof: Sequence[bytes], *, old_size: int, new_size: int, old_root: bytes, new_root: bytes
) -> None:
    """Check that the new tree begins with all entries of the old one, unchanged and in order.

    Nothing can be shown about a tree that had no entries: whoever has seen none of a log starts from its signed head,
    and says so, instead of calling this with an old size of 0.

    Raises
    ------
    ProofError
        It does not, or the proof does not show it.
    """
    if not 1 <= old_size <= new_size:
        template = N_("A log of %(new)s entries cannot be shown to continue one of %(old)s.")
        raise ProofError(template, new=new_size, old=old_size)
    before, after = _roots_from_consistency(proof, old_size, new_size, old_root, new_root)
    if not (compare_digest(before, old_root) and compare_digest(after, new_root)):
        template = N_("The log of %(new)s entries does not continue the log of %(old)s: one of the two was altered.")
        raise ProofError(template, new=new_size, old=old_size)


def _roots_from_consistency(
    proof: Sequence[bytes], old_size: int, new_size: int, old_root: bytes, new_root: bytes
) -> tuple[bytes, bytes]:
    if old_size == new_size:
        _check_hashes(proof, 0)
        return new_root, old_root
    start, siblings = to_older_tree(old_size, new_size)
    _check_hashes(proof, len(siblings) + (start > 0))
    _check_hashes((old_root, new_root), 2)
    given = iter(proof)
    before = after = next(given) if start else old_root
    for sibling, hashed in zip(siblings, given, strict=True):
        before = node_hash(hashed, before) if sibling.on_left else before
        after = node_hash(hashed, after) if sibling.on_left else node_hash(after, hashed)
    return before, after


def _check_hashes(hashes: Sequence[bytes], count: int) -> None:
    if len(hashes) != count or any(len(hashed) != HASH_BYTES for hashed in hashes):
        template = N_("The proof must have %(count)s hashes of 32 bytes; it has %(found)s, or one of another length.")
        raise ProofError(template, count=count, found=len(hashes))
