"""The two hashes of RFC 6962, section 2.1; their prefixes keep a leaf from being passed off as a node."""

from hashlib import sha256
from typing import Final

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of one log entry."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees, the left one complete."""
    return sha256(b"\x01" + left + right).digest()
