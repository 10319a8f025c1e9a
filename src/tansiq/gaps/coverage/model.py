"""A party's coverage: what it sees and reaches on coarse cells, without saying from where."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.domain.time import Window
from tansiq.gaps.coverage.errors import CoverageError
from tansiq.gaps.coverage.lattice import Lattice
from tansiq.gaps.coverage.steps import NOT_SAID, Steps
from tansiq.language import N_

PLANES: Final = ("rate", "rate_all", "minutes", "minutes_all")
RATE, RATE_ALL, MINUTES, MINUTES_ALL = range(len(PLANES))
MOST_CELLS: Final = 2**20
"""Most cells of a lattice window: the whole band at 500 m fits."""
FINEST_M: Final = 100
COARSEST_M: Final = 100_000
MOST_DRAWS: Final = 16
MOST_MINUTES: Final = 366 * 24 * 60
"""Longest time that a post may be trusted without a word [min]."""
MOST_MM: Final = 100_000
PPM: Final = 1_000_000
FARTHEST: Final = 10_000_000
"""Most cells that a window may lie from the origin, either way."""


@dataclass(frozen=True, slots=True)
class Assumed:
    """What decides the values beside the posts; whole numbers, as records have them.

    Attributes
    ----------
    stale_after_min
        A post not confirmed for this long counts among all posts only [min].
    target_mm
        Height of the person to be seen [mm].
    refraction_ppm
        Refraction coefficient k, in millionths [-].
    """

    stale_after_min: int
    target_mm: int
    refraction_ppm: int

    def __post_init__(self) -> None:
        within = 0 <= self.stale_after_min <= MOST_MINUTES and 0 <= self.target_mm <= MOST_MM
        if not (within and abs(self.refraction_ppm) <= PPM):
            raise CoverageError(N_("What a coverage assumes lies out of all bounds: %(assumed)s."), assumed=self)


@dataclass(frozen=True, eq=False)
class Coverage:
    """What one party lets the other know instead of its posts.

    Attributes
    ----------
    party
        :attr:`tansiq.domain.party.Party.id`.
    window, at, valid_until
        Part of the day; the moment it is true for, and until when it may be trusted (aware, whole milliseconds).
    fictional
        Whether the forces are fictional: every picture made from it says so.
    ground
        SHA-256 of the ground package, 64 hexadecimal digits.
    assumed
        What decides the values beside the posts.
    lattice
        The coarse cells.
    steps
        The values that codes stand for.
    draws
        How many times every post was put somewhere in its coarse cell before anything was computed; 0 if posts are
        where they stand.
    codes
        uint8 [4, rows, cols]: the planes :data:`PLANES`, by confirmed posts and by all. 0 is not seen, or reached by
        nobody in time; ``k`` is the step number ``k``, counted from 1; 255 says nothing.

    Raises
    ------
    CoverageError
        If it contradicts itself or lies outside its bounds.
    """

    party: str
    window: Window
    at: datetime
    valid_until: datetime
    fictional: bool
    ground: str
    assumed: Assumed
    lattice: Lattice
    steps: Steps
    draws: int
    codes: NDArray[np.uint8]

    def __post_init__(self) -> None:
        check_lattice(self.lattice)
        _check_span(self.at, self.valid_until, self.assumed)
        check_draws(self.draws)
        _check_codes(self.codes, self.lattice, self.steps)

    @property
    def cell_m(self) -> int:
        """Size of a coarse cell [m]."""
        return self.lattice.cell_m

    def rate_per_min(self, *, every: bool = False) -> NDArray[np.float32]:
        """Return the least detection rate in each cell [1/min], float32 [rows, cols], of confirmed or all posts."""
        return np.asarray(self.steps.rate_of_code()[self.codes[RATE_ALL if every else RATE]])

    def minutes(self, *, every: bool = False) -> NDArray[np.float32]:
        """Return the minutes in which all of each cell is reached, float32 [rows, cols]; inf where it is not."""
        return np.asarray(self.steps.minutes_of_code()[self.codes[MINUTES_ALL if every else MINUTES]])

    def said(self) -> NDArray[np.bool_]:
        """Return the cells of which it says anything, bool [rows, cols]."""
        said: NDArray[np.bool_] = np.not_equal(self.codes[RATE], NOT_SAID)
        return said

    def trusted(self, moment: datetime) -> bool:
        """Tell whether ``moment`` (aware) lies in the time it is true for."""
        return self.at <= moment <= self.valid_until


def check_lattice(lattice: Lattice) -> None:
    """Refuse a lattice window beyond the bounds, before anything of its size is made."""
    far = max(
        abs(lattice.east), abs(lattice.north), abs(lattice.east + lattice.cols), abs(lattice.north - lattice.rows)
    )
    if not FINEST_M <= lattice.cell_m <= COARSEST_M:
        raise CoverageError(
            N_("A coverage may have cells of %(least)s to %(most)s m; these have %(cell)s m."),
            least=FINEST_M,
            most=COARSEST_M,
            cell=lattice.cell_m,
        )
    if lattice.rows < 1 or lattice.cols < 1 or lattice.rows * lattice.cols > MOST_CELLS or far > FARTHEST:
        raise CoverageError(
            N_("A coverage of %(rows)s x %(cols)s cells is too large; %(most)s cells is the most. Take larger cells."),
            rows=lattice.rows,
            cols=lattice.cols,
            most=MOST_CELLS,
        )


def _check_span(at: datetime, valid_until: datetime, assumed: Assumed) -> None:
    for moment in (at, valid_until):
        offset = moment.utcoffset()
        if offset is None or offset % timedelta(minutes=1):
            raise CoverageError(N_("The moment %(at)s has no time zone. Add one, such as +03:00."), at=moment)
        if moment.microsecond % 1000:
            raise CoverageError(
                N_("The moment %(at)s is finer than a millisecond, which no record can say."), at=moment.isoformat()
            )
    # A post confirmed at the moment itself is not trusted longer than this.
    if not timedelta(0) <= valid_until - at <= timedelta(minutes=assumed.stale_after_min):
        raise CoverageError(
            N_("A coverage for %(at)s cannot hold until %(until)s: posts are trusted for %(stale)s minutes only."),
            at=at.isoformat(),
            until=valid_until.isoformat(),
            stale=assumed.stale_after_min,
        )


def check_draws(draws: int, least: int = 0) -> None:
    """Refuse a number of draws out of bounds."""
    if not least <= draws <= MOST_DRAWS:
        raise CoverageError(
            N_("Posts can be drawn up to %(most)s times, not %(draws)s times."), most=MOST_DRAWS, draws=draws
        )


def _check_codes(codes: NDArray[np.uint8], lattice: Lattice, steps: Steps) -> None:
    if codes.shape != (len(PLANES), *lattice.shape) or codes.dtype != np.uint8:
        raise CoverageError(
            N_("The planes of a coverage are %(shape)s; its lattice asks for four of %(rows)s x %(cols)s."),
            shape=codes.shape,
            rows=lattice.rows,
            cols=lattice.cols,
        )
    said = codes[RATE] != NOT_SAID
    if any(not np.array_equal(plane != NOT_SAID, said) for plane in codes):
        raise CoverageError(N_("A coverage says something of a cell in one plane and nothing in another."))
    rates, minutes = codes[:MINUTES, said], codes[MINUTES:, said]
    if (rates > len(steps.rates_per_1000_min)).any() or (minutes > len(steps.minutes)).any():
        raise CoverageError(N_("A coverage has a value beyond its own steps."))
    # Of times, 0 stands for the longest: as uint8, 0 - 1 is 255.
    if (rates[0] > rates[1]).any() or (minutes[0] - np.uint8(1) < minutes[1] - np.uint8(1)).any():
        raise CoverageError(N_("In a coverage, confirmed posts cannot see more, or arrive sooner, than all posts do."))
