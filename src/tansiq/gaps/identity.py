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

    A sector whose name starts with a figure gets an ``S``: a spreadsheet would read ``1-008`` as a date.

    Examples
    --------
    >>> gap_id("2", [100.0, 101.0])
    'S2-101'
    >>> gap_id("north", [100.0])
    'north-100'
    >>> gap_id("-", [100.0])
    'km-100'
    """
    named_after = min((round(km) for km in from_km), key=rank)
    if sector == NO_SECTOR:
        return f"km-{named_after:03d}"
    return f"{'S' if sector[:1].isdigit() else ''}{sector}-{named_after:03d}"
