"""The root of a log as it grows, keeping only the subtrees that are not yet part of a larger one."""

from tansiq.journal.tree import EMPTY_ROOT, node_hash


class Peaks:
    """A Merkle tree (RFC 6962) that can only be appended to and asked for its root; at most log2(n) hashes."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[tuple[int, bytes]] = []

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        level, hashed = 0, leaf
        while self._peaks and self._peaks[-1][0] == level:
            level, hashed = level + 1, node_hash(self._peaks.pop()[1], hashed)
        self._peaks.append((level, hashed))
        self.size += 1

    def root(self) -> bytes:
        """Return the root over everything so far."""
        if not self._peaks:
            return EMPTY_ROOT
        hashed = self._peaks[-1][1]
        for _, left in reversed(self._peaks[:-1]):
            hashed = node_hash(left, hashed)
        return hashed
