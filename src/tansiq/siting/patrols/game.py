"""The game between patrols and somebody who knows how they are drawn: segments, time slots, bases and vehicles.

Time runs in slots of one patrol day. A vehicle leaves its base, stays on segments for whole slots, may drive to other
ones, and is back within its shift. Who crosses chooses a segment and a slot of the window and loses what the segment
counts if nobody is there: a security game (Tambe 2011, https://doi.org/10.1017/CBO9780511973031) over space and time,
zero-sum, so that the best that can be promised is a linear programme.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

FAR: Final = 1 << 20
"""More slots than any shift: a way that nobody drives."""


@dataclass(frozen=True)
class Base:
    """A place with vehicles.

    Attributes
    ----------
    id
        What it is called.
    vehicles
        How many go out each day, 1 or more.
    legs
        int64 [segments]: whole slots to each segment, as many back, and never more than by way of another segment;
        :data:`FAR` where none is driven.
    leaves
        The slot that each vehicle always leaves in; empty where departures are drawn as well.
    """

    id: str
    vehicles: int
    legs: NDArray[np.int64]
    leaves: tuple[int, ...] = ()


@dataclass(frozen=True)
class Game:
    """What is played for.

    Attributes
    ----------
    value
        float64 [segments]: what a crossing that meets nobody counts, 0 or more.
    window
        bool [slots]: slots of the patrol day in which somebody may cross.
    moves
        int64 [segments, segments]: whole slots from segment to segment, :data:`FAR` where none is driven.
    bases
        At least one.
    shift
        Slots from leaving a base until being back there, at most.
    """

    value: NDArray[np.float64]
    window: NDArray[np.bool_]
    moves: NDArray[np.int64]
    bases: tuple[Base, ...]
    shift: int

    def __post_init__(self) -> None:
        segments, slots = self.shape
        fits = self.moves.shape == (segments, segments) and all(base.legs.shape == (segments,) for base in self.bases)
        fits = fits and all(
            len(b.leaves) in {0, b.vehicles} and all(0 <= k <= slots - self.shift for k in b.leaves) for b in self.bases
        )
        if not fits or not 1 <= self.shift <= slots or not self.bases or not bool((self.value >= 0).all()):
            message = "a game needs bases, ways between all its segments, values of 0 or more, and a shift in its day"
            raise ValueError(message)

    @property
    def shape(self) -> tuple[int, int]:
        """Number of segments and of slots."""
        return len(self.value), len(self.window)

    @property
    def starts(self) -> int:
        """In how many slots a vehicle may leave: the whole shift lies in the patrol day."""
        return len(self.window) - self.shift + 1

    def near(self, base: Base) -> NDArray[np.int64]:
        """Return the segments that a vehicle of ``base`` can visit and come back from within a shift, int64."""
        return np.flatnonzero(2 * base.legs + 1 <= self.shift).astype(np.int64)

    def coverable(self, base: Base) -> NDArray[np.bool_]:
        """Return where a vehicle of ``base`` can be, leaving and coming back in time, bool [segments, slots]."""
        slot, legs = np.arange(len(self.window))[None, :], base.legs[:, None]
        found: NDArray[np.bool_] = (slot >= legs) & (slot + 1 + legs <= len(self.window)) & (2 * legs + 1 <= self.shift)
        return found

    def open_to(self, base: Base) -> NDArray[np.bool_]:
        """Return the crossings that ``base`` can do something about, by its own departures, bool [segments, slots]."""
        slot, legs = np.arange(len(self.window))[None, :], base.legs[:, None]
        found = np.zeros(self.shape, np.bool_)
        for leaves in base.leaves:
            found |= (slot >= leaves + legs) & (slot + 1 + legs <= leaves + self.shift)
        return self.crossings([base]) & (found if base.leaves else True)

    def crossings(self, bases: Sequence[Base] | None = None) -> NDArray[np.bool_]:
        """Return the crossings that are played for, bool [segments, slots].

        Those in the window, of segments that count anything, where some vehicle of ``bases`` (None: of all) can be.
        Where none ever can, no plan changes anything: such ground must be told apart from the game.
        """
        found = np.zeros(self.shape, np.bool_)
        for base in self.bases if bases is None else bases:
            found |= self.coverable(base)
        return found & (self.value > 0)[:, None] & self.window[None, :]
