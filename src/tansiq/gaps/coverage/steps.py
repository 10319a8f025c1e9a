"""The steps that values are released in: the fewer, the less a coverage tells of what lies between them."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.coverage.errors import CoverageError
from tansiq.language import N_

NONE: Final = 0
"""Code of ground that is not seen, or that nobody reaches within the longest step."""
NOT_SAID: Final = 255
"""Code of ground of which nothing is said: outside the area, or not computed."""
MOST_STEPS: Final = 32
MOST_RATE: Final = 60_000  # per 1000 minutes: one detection a second
MOST_MINUTES: Final = 1_440
PER_1000_MIN: Final = 1_000.0


@dataclass(frozen=True, slots=True)
class Steps:
    """The values a coverage can take.

    Attributes
    ----------
    rates_per_1000_min
        Detection rates [1/(1000 min)], ascending. A rate is released as the highest step that it reaches.
    minutes
        Minutes to arrive, ascending. A time is released as the shortest step that it does not pass.
    """

    rates_per_1000_min: tuple[int, ...] = (10, 20, 40, 80, 160)
    minutes: tuple[int, ...] = (10, 15, 20, 25, 30, 35, 40, 45, 60, 90)

    def __post_init__(self) -> None:
        for steps, most in ((self.rates_per_1000_min, MOST_RATE), (self.minutes, MOST_MINUTES)):
            ascending = all(low < high for low, high in pairwise(steps))
            if not (1 <= len(steps) <= MOST_STEPS and ascending and steps[0] >= 1 and steps[-1] <= most):
                raise CoverageError(
                    N_(
                        "The steps %(steps)s cannot be taken. Give 1 to %(count)s whole numbers from 1 to %(most)s, "
                        "in ascending order."
                    ),
                    steps=", ".join(map(str, steps[: MOST_STEPS + 1])),
                    count=MOST_STEPS,
                    most=most,
                )

    def _rates(self) -> NDArray[np.float32]:
        return (np.array(self.rates_per_1000_min) / PER_1000_MIN).astype(np.float32)

    def code_rates(self, rate_per_min: NDArray[np.float32]) -> NDArray[np.uint8]:
        """Return the number of the highest step that each rate [1/min] reaches, uint8; :data:`NONE` below the first.

        NaN is :data:`NOT_SAID`.
        """
        # As float32, as they are given back: 0.01 and the float32 next to it are the same rate.
        codes = np.searchsorted(self._rates(), rate_per_min, side="right")
        return np.where(np.isnan(rate_per_min), NOT_SAID, codes).astype(np.uint8)

    def code_minutes(self, minutes: NDArray[np.float32]) -> NDArray[np.uint8]:
        """Return the number of the shortest step that each time [min] does not pass, uint8, from 1.

        :data:`NONE` where it passes all of them; NaN is :data:`NOT_SAID`.
        """
        codes = np.searchsorted(np.array(self.minutes, np.float64), minutes.astype(np.float64), side="left") + 1
        codes[codes > len(self.minutes)] = NONE
        return np.where(np.isnan(minutes), NOT_SAID, codes).astype(np.uint8)

    def rate_of_code(self) -> NDArray[np.float32]:
        """Return float32 [256]: the rate of each code [1/min]; 0 for ground not seen and ground not spoken of."""
        values = np.zeros(NOT_SAID + 1, np.float32)
        values[1 : len(self.rates_per_1000_min) + 1] = self._rates()
        return values

    def minutes_of_code(self) -> NDArray[np.float32]:
        """Return float32 [256]: the minutes of each code; inf where nobody comes and of ground not spoken of."""
        values = np.full(NOT_SAID + 1, np.inf, np.float32)
        values[1 : len(self.minutes) + 1] = self.minutes
        return values
