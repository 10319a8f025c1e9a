"""Entries one after the other, each after its length."""

from collections.abc import Sequence

from tansiq.journal.errors import MalformedLogError
from tansiq.journal.limits import LIMITS, Limits
from tansiq.journal.log.paths import TILE_WIDTH
from tansiq.language import N_

_LENGTH_BYTES = 2


def most_bundle_bytes(limits: Limits = LIMITS) -> int:
    """Return how long a full bundle may be [bytes]."""
    return TILE_WIDTH * (_LENGTH_BYTES + limits.record_bytes)


def encode_bundle(entries: Sequence[bytes]) -> bytes:
    """Return ``entries`` as one sequence of bytes; each must be shorter than 65,536."""
    return b"".join(len(entry).to_bytes(_LENGTH_BYTES, "big") + entry for entry in entries)


def decode_bundle(data: bytes, name: str) -> list[bytes]:
    """Return the entries in ``data``; an erased one is empty. ``name`` is the file's, for the reader.

    Raises
    ------
    MalformedLogError
        It breaks off within an entry.
    """
    entries, at = [], 0
    while at < len(data):
        end = at + _LENGTH_BYTES + int.from_bytes(data[at : at + _LENGTH_BYTES], "big")
        if end > len(data) or at + _LENGTH_BYTES > len(data):
            raise MalformedLogError(N_("%(file)s breaks off at byte %(at)s, within an entry."), file=name, at=at)
        entries.append(data[at + _LENGTH_BYTES : end])
        at = end
    return entries
