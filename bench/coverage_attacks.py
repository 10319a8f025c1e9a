"""Reading posts off released coverage: the attacks that ``coverage_inference.py`` measures."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import ConvexHull, QhullError

from tansiq.domain.laydown import Laydown
from tansiq.domain.post import ReactionElement
from tansiq.gaps.coverage import Steps, coverage_of
from tansiq.gaps.coverage.lattice import rows_and_cols
from tansiq.gaps.detection import detection_patch
from tansiq.gaps.layers import pace_s_per_m, watcher
from tansiq.gaps.model import Parameters
from tansiq.gaps.posts import PlacedPost
from tansiq.gaps.travel import travel_patch
from tansiq.ground.model import Ground

STEPS = Steps()
MARCH_MIN = 15.0
"""How far past the shortest released time travel is followed, when times are matched [min]."""
UNLIKELY = -20.0
"""Log-likelihood of a cell that a release speaks against: not -inf, since a release may match nothing exactly."""
Place = tuple[int, int]


@dataclass
class Attacker:
    """One post's coverage on one lattice, for any place the post might stand: computed once for each place.

    Codes are those of ``tansiq.gaps.coverage.coarsen``, made again on the little ground that one post sees;
    :meth:`check` holds the two against each other.
    """

    ground: Ground
    parameters: Parameters
    post: PlacedPost
    cell_m: int
    height_m: NDArray[np.float64]
    known: dict[Place, tuple[slice, slice, NDArray[np.uint8]]] = field(default_factory=dict)
    marched: dict[tuple[Place, int], tuple[slice, slice, NDArray[np.uint8]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.row_of, self.col_of = rows_and_cols(self.ground.grid, self.cell_m)
        self.shape = int(self.row_of[-1]) + 1, int(self.col_of[-1]) + 1
        self.watching = watcher(self.post, self.parameters)

    def codes(self, place: Place) -> NDArray[np.uint8]:
        """Return the rate codes of the post standing at ``place``, uint8 [lattice rows, lattice cols]."""
        if place not in self.known:
            watching = replace(self.watching, row=place[0], col=place[1])
            row, col, _, rate = detection_patch(
                self.ground.elevation_m, self.ground.grid.cell_m, watching, target_m=self.parameters.target_m,
                refraction=self.parameters.refraction,
            )  # fmt: skip
            rows, cols, least = self._coarse(np.minimum, row, col, rate, elsewhere=0.0)
            least[np.isinf(least)] = 0.0  # outside the area nothing is said
            self.known[place] = rows, cols, STEPS.code_rates(least)
        return self._whole(*self.known[place])

    def times(self, place: Place, last: int) -> NDArray[np.uint8]:
        """Return the codes, up to number ``last``, of the minutes in which the element is everywhere in a cell."""
        if (place, last) not in self.marched:
            reaction = self.element()
            pace, limit_min = pace_s_per_m(self.ground, reaction.mode), float(STEPS.minutes[last - 1])
            row, col, minutes = travel_patch(pace, self.ground.grid.cell_m, place, reaction.ready_min, limit_min)
            rows, cols, most = self._coarse(np.maximum, row, col, minutes, elsewhere=np.inf)
            most[np.isneginf(most)] = np.inf
            self.marched[place, last] = rows, cols, STEPS.code_minutes(most)
        return self._whole(*self.marched[place, last])

    def _coarse(
        self, rule: np.ufunc, row: int, col: int, patch: NDArray[np.float32], *, elsewhere: float
    ) -> tuple[slice, slice, NDArray[np.float32]]:
        """Reduce a patch of the grid over the lattice cells that it touches, ground outside the area left out."""
        rows, row_starts, first_row = _whole_cells(self.row_of, row, row + patch.shape[0])
        cols, col_starts, first_col = _whole_cells(self.col_of, col, col + patch.shape[1])
        box = np.full((len(rows), len(cols)), elsewhere, np.float32)
        box[row - rows[0] : row - rows[0] + patch.shape[0], col - cols[0] : col - cols[0] + patch.shape[1]] = patch
        outside = ~self.ground.area[rows[0] : rows[-1] + 1, cols[0] : cols[-1] + 1]
        box[outside] = np.inf if rule is np.minimum else -np.inf
        part = rule.reduceat(rule.reduceat(box, row_starts, axis=0), col_starts, axis=1)
        return slice(first_row, first_row + len(part)), slice(first_col, first_col + part.shape[1]), part

    def _whole(self, rows: slice, cols: slice, part: NDArray[np.uint8]) -> NDArray[np.uint8]:
        whole = np.zeros(self.shape, np.uint8)
        whole[rows, cols] = part
        return whole

    def element(self) -> ReactionElement:
        """Return the post's element."""
        reaction = self.post.post.reaction
        if reaction is None:
            message = "only posts with an element are attacked by their times"
            raise ValueError(message)
        return reaction

    def check(self, laydown: Laydown) -> None:
        """Refuse to go on unless a place's codes are those the programme releases for a post there."""
        alone = replace(laydown, posts=(self.post.post,))
        party, window = self.post.post.party, self.parameters.window
        made = coverage_of(
            self.ground, alone, party, cell_m=self.cell_m, smallest_cell_m=self.cell_m, window=window, steps=STEPS
        )
        if not np.array_equal(np.where(made.said(), made.codes[1], 0), self.codes((self.post.row, self.post.col))):
            message = "the attacker does not know the programme"
            raise RuntimeError(message)
        if self.post.post.reaction is not None and not np.array_equal(
            np.where(made.said(), made.codes[3], 0), self.times((self.post.row, self.post.col), len(STEPS.minutes))
        ):
            message = "the attacker does not know how elements move"
            raise RuntimeError(message)

    def candidates(self, released: NDArray[np.uint8]) -> list[Place]:
        """Return every cell from which all ground that is seen is within range: nothing else can be the place."""
        corners = self._seen_corners(released)
        reach = self.watching.range_m / self.ground.grid.cell_m * (1 + 1e-9)
        low, high = np.ceil(corners.max(axis=0) - reach), np.floor(corners.min(axis=0) + reach)
        low, high = np.maximum(low, 0).astype(int), np.minimum(high, np.array(self.ground.grid.shape) - 1).astype(int)
        row, col = np.mgrid[low[0] : high[0] + 1, low[1] : high[1] + 1].reshape(2, -1)
        near = np.ones(len(row), bool)
        for corner in corners:
            near &= np.hypot(row - corner[0], col - corner[1]) <= reach
        near &= np.isfinite(self.ground.elevation_m[row, col])
        return list(zip(row[near].tolist(), col[near].tolist(), strict=True))

    def _seen_corners(self, released: NDArray[np.uint8]) -> NDArray[np.float64]:
        seen = released > 0
        fine = np.argwhere(seen[np.ix_(self.row_of, self.col_of)] & self.ground.area).astype(float)
        try:
            return np.asarray(fine[ConvexHull(fine).vertices])
        except QhullError:  # on one line
            return fine

    def cell_of(self, place: Place) -> Place:
        """Return the coarse cell that a place lies in."""
        return int(self.row_of[place[0]]), int(self.col_of[place[1]])

    def middle(self, cell: Place) -> NDArray[np.float64]:
        """Return the middle of a coarse cell, as a fractional place."""
        return np.array([np.flatnonzero(self.row_of == cell[0]).mean(), np.flatnonzero(self.col_of == cell[1]).mean()])

    def hilltop(self, cell: Place) -> NDArray[np.float64]:
        """Return the place in a coarse cell that stands highest above its surroundings."""
        rows, cols = np.flatnonzero(self.row_of == cell[0]), np.flatnonzero(self.col_of == cell[1])
        height = np.nan_to_num(self.height_m[np.ix_(rows, cols)], nan=-np.inf)
        row, col = divmod(int(height.argmax()), len(cols))
        return np.array([rows[row], cols[col]], float)


def _whole_cells(number: NDArray[np.int64], first: int, stop: int) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """Return the grid's rows in the lattice rows that ``first:stop`` touches, where each begins, and the first one."""
    low, high = np.searchsorted(number, number[first]), np.searchsorted(number, number[stop - 1], side="right")
    inside = np.arange(low, high)
    return inside, np.flatnonzero(np.diff(number[low:high], prepend=-1)), int(number[first])


@dataclass(frozen=True)
class Reading:
    """What one release gives: an estimate by each attack, and how likely each coarse cell is."""

    estimates: Mapping[str, NDArray[np.float64]]
    log_likelihood: Mapping[Place, float]


def read_off(attacker: Attacker, released: NDArray[np.uint8]) -> Reading | None:
    """Attack one release; None if it shows nothing."""
    if not released.any():
        return None
    tried = attacker.candidates(released)
    wrong = np.array([np.count_nonzero(attacker.codes(place) != released) for place in tried])
    best = np.array(tried)[wrong == wrong.min()]
    likely = _likelihood(attacker, tried, wrong)
    cell = max(likely, key=lambda one: (likely[one], one))
    estimates = {
        "peak": _middle_of(attacker, released == released.max()),
        "corners": _corners(attacker, released > 0),
        "matching": best.mean(axis=0),
        "cell": attacker.middle(cell),
        "hilltop": attacker.hilltop(cell),
    }
    return Reading(estimates, likely)


def _likelihood(attacker: Attacker, tried: list[Place], wrong: NDArray[np.int64]) -> dict[Place, float]:
    """Return the log of the share of each coarse cell's places that give what was released, as nearly as any does."""
    counts: dict[Place, int] = {}
    for place, fits in zip(tried, wrong == wrong.min(), strict=True):
        if fits:
            counts[attacker.cell_of(place)] = counts.get(attacker.cell_of(place), 0) + 1
    return {cell: float(np.log(count)) for cell, count in counts.items()}


def _middle_of(attacker: Attacker, cells: NDArray[np.bool_]) -> NDArray[np.float64]:
    return np.mean([attacker.middle((int(row), int(col))) for row, col in np.argwhere(cells)], axis=0)


def _corners(attacker: Attacker, seen: NDArray[np.bool_]) -> NDArray[np.float64]:
    rows = np.flatnonzero(seen.any(axis=1)[attacker.row_of])
    cols = np.flatnonzero(seen.any(axis=0)[attacker.col_of])
    return np.array([(rows[0] + rows[-1]) / 2, (cols[0] + cols[-1]) / 2])


def series(attacker: Attacker, readings: list[Reading]) -> dict[str, NDArray[np.float64]]:
    """Attack several releases of one post, each under another secret."""
    total: dict[Place, float] = {}
    for reading in readings:
        for cell in total.keys() | reading.log_likelihood.keys():
            total[cell] = sum(each.log_likelihood.get(cell, UNLIKELY) for each in readings)
    cell = max(total, key=lambda one: (total[one], one))
    average = np.mean([reading.estimates["matching"] for reading in readings], axis=0)
    return {"series": attacker.hilltop(cell), "average": average}


def trough(attacker: Attacker, released: NDArray[np.uint8]) -> NDArray[np.float64] | None:
    """Return the middle of the cells that are reached soonest; None if none is reached."""
    reached = released > 0
    return _middle_of(attacker, released == released[reached].min()) if reached.any() else None


def march(attacker: Attacker, released: NDArray[np.uint8]) -> NDArray[np.float64] | None:
    """Try every place in and around the cells reached soonest: whose element would be everywhere when it was said."""
    reached = released > 0
    if not reached.any():
        return None
    soonest = int(released[reached].min())
    last = int(np.searchsorted(STEPS.minutes, STEPS.minutes[soonest - 1] + MARCH_MIN, side="right"))
    expected = np.where(released <= last, released, 0)
    tried = _around(attacker, np.argwhere(released == soonest))
    wrong = np.array([np.count_nonzero(attacker.times(place, last) != expected) for place in tried])
    return np.asarray(np.array(tried)[wrong == wrong.min()].mean(axis=0)) if len(tried) else None


def _around(attacker: Attacker, cells: NDArray[np.int64]) -> list[Place]:
    """Return the places that the element can leave from, in the cells given and in those beside them."""
    near = {(int(row + r), int(col + c)) for row, col in cells for r in (-1, 0, 1) for c in (-1, 0, 1)}
    pace = pace_s_per_m(attacker.ground, attacker.element().mode)
    places = []
    for cell in sorted(near):
        rows, cols = np.flatnonzero(attacker.row_of == cell[0]), np.flatnonzero(attacker.col_of == cell[1])
        places += [(int(row), int(col)) for row in rows for col in cols if np.isfinite(pace[row, col])]
    return places
