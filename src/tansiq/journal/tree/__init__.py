r"""The Merkle tree of RFC 6962, section 2.1: an append-only log whose head commits to every entry and their order.

::

    leaf hash        SHA-256(0x00 || entry)
    node hash        SHA-256(0x01 || left || right)
    root of nothing  SHA-256("")
    root of n        node(root of the first k, root of the rest), k the largest power of two smaller than n

Worked example, three entries ``a``, ``b``, ``c``::

    root(3) = node(node(leaf(a), leaf(b)), leaf(c))
    proof that b is entry 1 of 3:        leaf(a), leaf(c)
    proof that 3 entries continue 2:     leaf(c)

A complete subtree never changes again. Only those are stored, as :class:`Node`, and appending entry n completes at most
1 + log2(n) of them. Everything here is a function of hashes; where they are stored is the :class:`HashReader`'s matter.
Verifiers raise :class:`~tansiq.journal.errors.ProofError`. Impossible arguments to the functions that *make* proofs are
a fault of the program: ``ValueError``.
"""

from tansiq.journal.tree.hashes import EMPTY_ROOT, HASH_BYTES, leaf_hash, node_hash
from tansiq.journal.tree.nodes import HashReader, MemoryHashes, Node, completed_by, root
from tansiq.journal.tree.proving import prove_consistency, prove_inclusion
from tansiq.journal.tree.verifying import root_from_inclusion, verify_consistency, verify_inclusion

__all__ = [
    "EMPTY_ROOT",
    "HASH_BYTES",
    "HashReader",
    "MemoryHashes",
    "Node",
    "completed_by",
    "leaf_hash",
    "node_hash",
    "prove_consistency",
    "prove_inclusion",
    "root",
    "root_from_inclusion",
    "verify_consistency",
    "verify_inclusion",
]
