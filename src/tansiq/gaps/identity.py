"""Names of gaps that survive recomputation, without remembering anything.

Every kilometre length has a fixed pseudo-random rank, the SHA-256 of its chainage. A gap is named after its
lowest-ranked length, so the name depends on nothing but the stretch the gap covers. This is min-wise hashing (Broder
1997): two gaps whose lengths overlap by a share J (shared lengths / all their lengths) bear the same name with
probability J, and when a gap splits exactly one part keeps it. Two gaps of one picture share no length, so names are
unique.
"""

from collections.abc import Sequence
from hashlib import sha256

from tansiq.gaps.rules import NO_SECTOR


def rank(km: int) -> bytes:
    """Return the fixed pseudo-random rank of the length that starts at ``km``."""
    return sha256(str(km).encode("ascii")).digest()


def gap_id(sector: str, from_km: Sequence[float]) -> str:
    """Return the name of a gap in ``sector`` whose lengths start at ``from_km``.

    Examples
    --------
    >>> gap_id("2", [100.0, 101.0])
    '2-101'
    >>> gap_id("-", [100.0])
    'km-100'
    """
    named_after = min((round(km) for km in from_km), key=rank)
    return f"{'km' if sector == NO_SECTOR else sector}-{named_after:03d}"
