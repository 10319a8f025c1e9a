"""What a gap picture assumes, and how far each assumption may be from the truth unless the parties agree otherwise.

Nearly every default below is itself an assumption and says so: nobody published how far these figures scatter between
these forces on this ground. ``docs/sureness.md`` lists them with their reasons; a file of spreads replaces them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from tansiq.domain.time import Window
from tansiq.gaps.spread.shapes import Shape, Spread, chance, lognormal, triangular
from tansiq.language import N_


@dataclass(frozen=True, slots=True)
class Assumption:
    """One thing a picture assumes.

    Attributes
    ----------
    name
        Its key in files.
    says
        What it is, for a reader (translatable).
    least, most
        Between which its figures make sense.
    shapes
        The shapes its spread may have.
    window
        The part of the day it concerns, None for both.
    """

    name: str
    says: str
    least: float
    most: float
    shapes: tuple[Shape, ...] = ("triangular", "uniform", "lognormal", "fixed")
    window: Window | None = None


_YES_OR_NO: Final[tuple[Shape, ...]] = ("chance", "fixed")
_SIGNED: Final[tuple[Shape, ...]] = ("triangular", "uniform", "fixed")

ASSUMPTIONS: Final = (
    Assumption("range_day", N_("how far posts see by day, times the stated range"), 0.01, 10, window=Window.DAY),
    Assumption("range_night", N_("how far posts see by night, times the stated range"), 0.01, 10, window=Window.NIGHT),
    Assumption("detection_day", N_("detection rate by day, times the stated rate"), 0.01, 10, window=Window.DAY),
    Assumption("detection_night", N_("detection rate by night, times the stated rate"), 0.01, 10, window=Window.NIGHT),
    Assumption("eye", N_("height of the eye at posts, times the stated height"), 0.01, 10),
    Assumption("target_m", N_("height of the person to be seen, metres"), 0.1, 3),
    Assumption("refraction", N_("refraction coefficient of the air"), -1, 1, _SIGNED),
    Assumption("crossing_speed", N_("how fast somebody crosses, times the ground's walking speed"), 0.1, 10),
    Assumption("foot_speed", N_("speed of elements on foot, times the ground's"), 0.1, 10),
    Assumption("vehicle_speed", N_("speed of elements in vehicles, times the ground's"), 0.1, 10),
    Assumption("ford_foot", N_("rivers can be crossed on foot away from bridges"), 0, 1, _YES_OR_NO),
    Assumption("ford_vehicle", N_("rivers can be crossed in vehicles away from bridges"), 0, 1, _YES_OR_NO),
    Assumption("ready", N_("time until elements leave, times the stated minutes"), 0.01, 20),
    Assumption("share", N_("time until word has passed, times the agreement's minutes"), 0.01, 20),
    Assumption("respond", N_("response time that suffices, times the agreement's minutes"), 0.01, 20),
    Assumption("confirmed_absent", N_("a post confirmed lately does not watch or answer after all"), 0, 1, _YES_OR_NO),
    Assumption("unconfirmed_present", N_("a post not confirmed lately watches and answers anyhow"), 0, 1, _YES_OR_NO),
)  # fmt: skip
"""Every assumption, in the order in which draws are made: a new one goes to the end, or old seeds draw anew."""

BY_NAME: Final[Mapping[str, Assumption]] = MappingProxyType({one.name: one for one in ASSUMPTIONS})

DEFAULTS: Final[Mapping[str, Spread]] = MappingProxyType(
    {
        "range_day": triangular(
            0.6, 1.0, 1.3, "Assumed. Haze, dust and heat shimmer shorten sight more than clear air lengthens it."
        ),
        "range_night": triangular(
            0.5, 1.0, 1.6, "Assumed. A moonless night or a night without devices halves it; good devices add half."
        ),
        "detection_day": lognormal(
            0.3, 1.0, 3.0, 0.5, "Assumed. Observers and their tasks differ by factors, not by steps."
        ),
        "detection_night": lognormal(0.2, 1.0, 5.0, 0.7, "Assumed. As by day, and tired."),
        "eye": triangular(0.5, 1.0, 1.5, "Assumed. A parapet instead of the roof; a mast instead of the tower."),
        "target_m": triangular(0.8, 1.7, 1.9, "Assumed. From somebody who stoops to a tall person upright."),
        "refraction": triangular(
            0.0, 1 / 7, 0.3, "Assumed round the usual 1/7: near warm ground it falls, in still cool air it rises."
        ),
        "crossing_speed": triangular(
            0.6, 1.0, 1.5, "Assumed. With a load and at night slower than the walking model, without a load faster."
        ),
        "foot_speed": triangular(
            0.7, 1.0, 1.2, "Assumed. The walking model is of people without loads by day; elements carry them."
        ),
        "vehicle_speed": triangular(
            0.5, 1.0, 1.2, "Assumed. Traffic, damage, civil checkpoints and caution slow down far more than they save."
        ),
        "ford_foot": chance(0.2, "Assumed. The ground takes every river as impassable, also those low in summer."),
        "ford_vehicle": chance(0.1, "Assumed. As on foot, but banks stop vehicles more often."),
        "ready": lognormal(0.5, 1.0, 4.0, 0.5, "Assumed until drills are timed: late more often than early."),
        "share": lognormal(0.25, 1.0, 4.0, 0.6, "Assumed until the exchange has measured how long word takes."),
        "respond": triangular(
            0.8, 1.0, 1.2, "Assumed. The agreement sets one figure; how long somebody stays within reach varies."
        ),
        "confirmed_absent": chance(0.05, "Assumed. One post in twenty is away, asleep or without means."),
        "unconfirmed_present": chance(0.5, "Assumed. Nothing is known of such a post, so either is as likely."),
    }
)


@dataclass(frozen=True, slots=True)
class Spreads:
    """A spread for every assumption; those not given are :data:`DEFAULTS`.

    Attributes
    ----------
    given
        Name of an assumption -> its spread, for those that differ from the defaults.
    """

    given: Mapping[str, Spread] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Spread:
        """Return the spread of the assumption ``name``."""
        return self.given.get(name, DEFAULTS[name])

    def drawn_in(self, window: Window) -> tuple[Assumption, ...]:
        """Return the assumptions that concern ``window`` and are drawn, in their order."""
        concerned = (one for one in ASSUMPTIONS if one.window in {None, window})
        return tuple(one for one in concerned if self[one.name].varies)


NOTHING_VARIES: Final = Spreads({one.name: Spread("fixed") for one in ASSUMPTIONS})
