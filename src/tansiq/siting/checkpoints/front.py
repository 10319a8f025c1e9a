"""The front of choices, and what opening or closing a place changes."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.errors import BadInputError
from tansiq.gaps.progress import Progress, say_nothing
from tansiq.ground.model import Notice
from tansiq.language import N_
from tansiq.siting.checkpoints.bound import most_counted
from tansiq.siting.checkpoints.model import Figures, Place, Settings
from tansiq.siting.checkpoints.network import Network
from tansiq.siting.checkpoints.search import search
from tansiq.siting.limits import Limits

SEARCHING: Final = N_("Choices that no other beats, one after the other")
_BOUND_SHARE: Final = 0.2  # of the time limit, for the bound on its own


@dataclass(frozen=True)
class Choice:
    """A choice of places and its figures.

    Attributes
    ----------
    opened
        Numbers of the open places in ``network.places``, ascending.
    figures
        What it does in a day.
    on_front
        Whether it is proven that no other choice is as good in all three figures of the front and better in one. A
        choice changed by hand is not.
    network
        What it was chosen from.
    """

    opened: tuple[int, ...]
    figures: Figures
    on_front: bool
    network: Network = field(repr=False, compare=False)

    @property
    def places(self) -> tuple[Place, ...]:
        """The open places, along the seam."""
        return tuple(self.network.places[k] for k in self.opened)

    def with_opened(self, place_id: str) -> "Choice":
        """Return this choice with one more place open, its figures counted anew; more than asked for is allowed."""
        return chosen(self.network, {*self.opened, numbered(self.network, place_id)})

    def with_closed(self, place_id: str) -> "Choice":
        """Return this choice with a place closed, its figures counted anew."""
        return chosen(self.network, set(self.opened) - {numbered(self.network, place_id)})


@dataclass(frozen=True)
class Front:
    """Choices of which none is better than another in everything: most counted, least evadable, least delay.

    Attributes
    ----------
    choices
        Most counted first. Of choices with the same three figures one stands for all.
    step
        Steps of counted, evadable and delay [1/day, 1/day, min/day]; all 0 if the whole front was asked for.
    complete
        Whether every choice is matched by a listed one to within a step in all three figures (with steps of 0:
        whether these are all). If not, ``unsearched`` zones were left when time or ``points`` ran out.
    bound
        No choice whatever counts more (``Figures.counted``).
    network
        What was chosen from.
    opened, closed
        Ids of places that are open in every choice, and in none.
    settings, limits
        What was assumed and agreed.
    grain, points, time_limit_s
        How fine the front is, and when the search stops.
    notices
        What a reader must know.
    """

    choices: tuple[Choice, ...]
    step: tuple[int, int, int]
    complete: bool
    unsearched: int
    bound: int
    network: Network
    opened: tuple[str, ...]
    closed: tuple[str, ...]
    settings: Settings
    limits: Limits
    grain: float
    points: int
    time_limit_s: float | None
    notices: tuple[Notice, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """Every place that could be chosen."""
        return self.network.places

    def with_opened(self, place_id: str, *, progress: Progress | None = None) -> "Front":
        """Return the front of choices in which this place is open; it may have been closed before."""
        opened, closed = _moved(place_id, self.opened, self.closed)
        return drawn(replace(self, opened=opened, closed=closed), progress)

    def with_closed(self, place_id: str, *, progress: Progress | None = None) -> "Front":
        """Return the front of choices in which this place is not open; it may have been opened before."""
        closed, opened = _moved(place_id, self.closed, self.opened)
        return drawn(replace(self, opened=opened, closed=closed), progress)


def _moved(place_id: str, to: tuple[str, ...], out_of: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return both lists of ids with ``place_id`` in the first alone."""
    return tuple(sorted({*to, place_id})), tuple(one for one in out_of if one != place_id)


def chosen(network: Network, opened: Iterable[int]) -> Choice:
    """Return a choice by the numbers of its places, counted now and not claimed to be on a front."""
    numbers = tuple(sorted(opened))
    return Choice(numbers, network.question.figures(np.array(numbers, np.int64)), on_front=False, network=network)


def numbered(network: Network, place_id: str) -> int:
    """Return the number of a place.

    Raises
    ------
    BadInputError
        If there is no such place.
    """
    for number, place in enumerate(network.places):
        if place.id == place_id:
            return number
    template = N_("There is no place %(place)s to open or close. Places: %(first)s to %(last)s, see checkpoints.json.")
    raise BadInputError(template, place=place_id, first=network.places[0].id, last=network.places[-1].id)


def drawn(asked: Front, progress: Progress | None) -> Front:
    """Return ``asked`` with its choices and bound found.

    Raises
    ------
    BadInputError
        If a place is unknown, both open and closed, or more are open than may be.
    """
    opened, closed = (_mask(asked.network, ids) for ids in (asked.opened, asked.closed))
    question, tell = asked.network.question, progress or say_nothing
    _check(asked, opened, closed)
    begun_s = time.monotonic()
    limit_s = np.inf if asked.time_limit_s is None else asked.time_limit_s
    bound_s = None if asked.time_limit_s is None else limit_s * _BOUND_SHARE
    bound = most_counted(question, opened, closed, time_limit_s=bound_s)

    def told(found: int) -> None:
        gone = (time.monotonic() - begun_s) / limit_s if limit_s else 1.0
        tell(min(1.0, max(found / asked.points, gone)), SEARCHING)

    got = search(
        question, opened, closed, bound=bound, grain=asked.grain, points=asked.points, deadline_s=begun_s + limit_s,
        tell=told,
    )  # fmt: skip
    choices = tuple(
        Choice(tuple(one.opened.tolist()), one.figures, on_front=True, network=asked.network) for one in got.found
    )
    return replace(
        asked, choices=choices, step=got.step, complete=got.unsearched == 0, unsearched=got.unsearched, bound=bound
    )


def _mask(network: Network, ids: tuple[str, ...]) -> NDArray[np.bool_]:
    mask = np.zeros(len(network.places), np.bool_)
    mask[[numbered(network, one) for one in ids]] = True
    return mask


def _check(asked: Front, opened: NDArray[np.bool_], closed: NDArray[np.bool_]) -> None:
    both = np.flatnonzero(opened & closed)
    if len(both):
        template = N_("Place %(place)s cannot be both open and closed. Say one of them.")
        raise BadInputError(template, place=asked.network.places[int(both[0])].id)
    question = asked.network.question
    if int(opened.sum()) > question.count:
        template = N_("%(opened)s places are to be open, but only %(count)s may be. Ask for more, or open fewer.")
        raise BadInputError(template, opened=int(opened.sum()), count=question.count)
    for share in question.shares:
        if int(opened[share.places].sum()) > share.most:
            template = N_(
                "The places to be open break a sector's share in the limits. Open others, or agree on another."
            )
            raise BadInputError(template)
