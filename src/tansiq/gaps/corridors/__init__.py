"""Corridors: where somebody who knows the posts would cross, and whether held ground cuts every crossing."""

from tansiq.gaps.corridors.barrier import prove_barrier
from tansiq.gaps.corridors.finding import find_corridors
from tansiq.gaps.corridors.model import (
    APART_M,
    Answer,
    Barrier,
    Corridor,
    Corridors,
    Direction,
    Directions,
    LengthWays,
    Sight,
    corridor_of,
)

__all__ = [
    "APART_M",
    "Answer",
    "Barrier",
    "Corridor",
    "Corridors",
    "Direction",
    "Directions",
    "LengthWays",
    "Sight",
    "corridor_of",
    "find_corridors",
    "prove_barrier",
]
