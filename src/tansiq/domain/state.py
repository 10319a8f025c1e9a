"""The states of ground, in the order in which the first that applies is taken."""

from enum import IntEnum
from typing import Final

from tansiq.language import N_


class State(IntEnum):
    """State of a cell or of a seam length; the value is what ``states.tif`` holds (0 is outside the area).

    HELD: one party both sees it and arrives in time. TOGETHER: one sees, the other arrives in time once word has
    passed. SLOW: seen, nobody arrives in time. BLIND: somebody could arrive in time, nobody sees. OPEN: neither.
    UNKNOWN: would be better only by trusting a post that was not confirmed lately; never counted as held.
    """

    HELD = 1
    TOGETHER = 2
    SLOW = 3
    BLIND = 4
    OPEN = 5
    UNKNOWN = 6

    @property
    def key(self) -> str:
        """The state's name in files: ``held``, ``held_together``, ``slow``, ``blind``, ``open``, ``unknown``."""
        return "held_together" if self is State.TOGETHER else self.name.lower()

    @property
    def is_held(self) -> bool:
        """Whether ground in this state counts as held. Unknown never does."""
        return self in HELD_STATES


OUTSIDE: Final = 0
HELD_STATES: Final = frozenset({State.HELD, State.TOGETHER})
# Binding look: distinct to colour-blind eyes and in grey; unknown is hatched as well.
STATE_COLOURS: Final = {
    State.HELD: "#0072B2",
    State.TOGETHER: "#56B4E9",
    State.SLOW: "#F0A202",
    State.BLIND: "#D55E00",
    State.OPEN: "#8C1C13",
    State.UNKNOWN: "#8A8A8A",
}
# As a reader meets them, to be translated.
STATE_NAMES: Final = {
    State.HELD: N_("held"),
    State.TOGETHER: N_("held together"),
    State.SLOW: N_("slow"),
    State.BLIND: N_("blind"),
    State.OPEN: N_("open"),
    State.UNKNOWN: N_("unknown"),
}
