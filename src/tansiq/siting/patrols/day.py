"""The patrol day: whole slots from the first in which a vehicle may leave to the last in which it must be back.

The window in which somebody may cross lies in its middle, so that vehicles can be on segments when it opens. Two patrol
days of one vehicle are at least its rest apart.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.domain.time import MINUTES_A_DAY, WINDOW_SPANS, Window
from tansiq.errors import UsageError
from tansiq.language import N_

SLOT_MIN: Final = 30
SHIFT_H: Final = 8.0
REST_H: Final = 8.0
_SLOTS_MIN: Final = (15, 20, 30, 60)


@dataclass(frozen=True)
class Day:
    """One patrol day.

    Attributes
    ----------
    slot_min
        Length of a slot [min].
    begins_min
        Minute after local midnight on which slot 0 begins [min].
    window
        bool [slots]: when somebody may cross.
    shift
        Slots from leaving until being back.
    """

    slot_min: int
    begins_min: int
    window: NDArray[np.bool_]
    shift: int

    def minute(self, slot: int) -> int:
        """Return when ``slot`` begins, in minutes after local midnight of the day the window opens on [min]."""
        return self.begins_min + slot * self.slot_min

    def clock(self, slot: int) -> str:
        """Return when ``slot`` begins, such as ``07:30``."""
        return f"{self.minute(slot) // 60 % 24:02d}:{self.minute(slot) % 60:02d}"


def patrol_day(window: Window, *, shift_h: float, rest_h: float, slot_min: int) -> Day:
    """Return the patrol day of ``window``.

    Raises
    ------
    UsageError
        For a slot of other than 15, 20, 30 or 60 minutes, a shift under three slots, or no day left by shift and rest.
    """
    if slot_min not in _SLOTS_MIN:
        template = N_("A slot cannot have %(minutes)s minutes. Choose one of: %(known)s.")
        raise UsageError(template, minutes=slot_min, known=", ".join(map(str, _SLOTS_MIN)))
    shift, rest = int(shift_h * 60) // slot_min, int(np.ceil(rest_h * 60 / slot_min))
    slots = MINUTES_A_DAY // slot_min - rest
    opens_min, closes_min = WINDOW_SPANS[window]
    opened = (closes_min - opens_min) // slot_min
    if shift < 3 or slots < max(shift, opened):  # noqa: PLR2004 - out, there, and back
        template = N_(
            "A shift of %(shift)s h with %(rest)s h of rest does not fit a day. A shift has at least three slots of "
            "%(minutes)s minutes; shift and rest together at most 24 h, and rest alone at most 12 h."
        )
        raise UsageError(template, shift=f"{shift_h:g}", rest=f"{rest_h:g}", minutes=slot_min)
    before = (slots - opened) // 2
    mask = np.zeros(slots, np.bool_)
    mask[before : before + opened] = True
    return Day(slot_min, opens_min - before * slot_min, mask, shift)
