"""What a checkpoint costs those it stops: a queue of vehicles at each of its lanes.

Arrivals and stops are taken to be random (M/M/1), so that a vehicle loses ``stop / (1 - busy)`` minutes, queue and stop
together (Kleinrock 1975, Queueing Systems, volume 1, section 3.2). Traffic that comes in waves waits longer.
"""

import math
from dataclasses import dataclass

from tansiq.siting.checkpoints.model import MINUTES_PER_HOUR, Settings


@dataclass(frozen=True, slots=True)
class Delay:
    """Share of time a lane is busy, minutes each vehicle loses, whole minutes all lose in a day (rounded up)."""

    busy: float
    wait_min: float
    per_day_min: int


def delay_at(passing: int, settings: Settings) -> Delay | None:
    """Return the delay at a place that ``passing`` movements a day go through; None where queues would not end."""
    busy = passing * settings.stop_min / (settings.open_h * MINUTES_PER_HOUR * settings.lanes)
    if busy > settings.busiest:
        return None
    wait_min = settings.stop_min / (1.0 - busy)
    # Below a billionth of a minute is rounding of the product, not delay.
    return Delay(busy, wait_min, math.ceil(passing * wait_min - 1e-9))
