"""From incidents and ground to a surface of the coming period, and to how good such surfaces were before.

Folds have a rolling origin: each foretells one period from everything before it, and nothing of what is chosen has
seen that period.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.errors import BadInputError
from tansiq.gaps.progress import Progress, say_nothing
from tansiq.ground.model import Ground, Notice
from tansiq.language import N_
from tansiq.siting.forecast.methods import HISTORY, METHODS, Setting, mixture, mixture_shares
from tansiq.siting.forecast.numbers import expected
from tansiq.siting.forecast.past import Past, past_on
from tansiq.siting.forecast.scores import SHARES, accuracy_indices, log_likelihood

HORIZON_DAYS: Final = 90
YEAR_DAYS: Final = 365
FOLDING: Final = N_("How good forecasts were before")
SPREADING: Final = N_("Where incidents are expected")


@dataclass(frozen=True)
class Score:
    """How one method did on one fold: density at incidents [nats], accuracy index by share of the area."""

    log_likelihood: float
    accuracy: Mapping[float, float]


@dataclass(frozen=True)
class Fold:
    """One period held out: its first day and the day after its last, what was expected and happened, scores by method.

    ``scores`` is empty where nothing happened.
    """

    first: date
    end: date
    expected: float
    happened: int
    scores: Mapping[str, Score]


@dataclass(frozen=True)
class Forecast:
    """What is expected, and how far to trust it.

    Attributes
    ----------
    surface
        float64 [rows, cols]: incidents expected in each cell; NaN outside the area. It adds up to ``expected``.
    expected
        Incidents on the area from ``first`` on, for ``horizon_days``.
    first
        First day of the coming period: the day after the last incident.
    horizon_days
        Its length.
    shares
        Of the mixture's parts, as :func:`~tansiq.siting.forecast.methods.mixture_shares` gives them.
    folds
        Periods held out, earliest first.
    pooled
        Scores over all incidents of the folds together, by method; empty if none happened.
    incidents, outside
        Incidents used, and those left out as they lie outside the area.
    notices
        What a reader must know.
    """

    surface: NDArray[np.float64]
    expected: float
    first: date
    horizon_days: int
    shares: NDArray[np.float64]
    folds: tuple[Fold, ...]
    pooled: Mapping[str, Score]
    incidents: int
    outside: int
    notices: tuple[Notice, ...]


def forecast(
    ground: Ground,
    past: Past,
    *,
    horizon_days: int = HORIZON_DAYS,
    hold_out_from: date | None = None,
    progress: Progress | None = None,
) -> Forecast:
    """Say where incidents are expected after the last of ``past``, and how good that would have been before.

    Parameters
    ----------
    ground, past
        Where, and what happened.
    horizon_days
        Length of the coming period, and of each period held out.
    hold_out_from
        First day held out; None holds out as many whole periods as the last year has, at least one.
    progress
        Told the share done; may raise to stop.

    Raises
    ------
    BadInputError
        If too few incidents lie before the first period held out, or none fits after it.
    """
    tell = progress or say_nothing
    setting = Setting(ground, past, horizon_days)
    end = int(past.day[-1]) + 1
    origins = _origins(setting, end, hold_out_from)
    folds = []
    for number, origin in enumerate(origins):
        tell(0.9 * number / len(origins), FOLDING)
        folds.append(_fold(setting, origin))
    tell(0.9, SPREADING)
    count, chance = expected(setting, end), mixture(setting, end)
    surface = np.full(ground.grid.shape, np.nan)
    surface[ground.area] = count * chance
    return Forecast(
        surface=surface,
        expected=count,
        first=date.fromordinal(end),
        horizon_days=horizon_days,
        shares=mixture_shares(setting, end),
        folds=tuple(folds),
        pooled=_pooled(folds),
        incidents=len(past),
        outside=past.outside,
        notices=_notices(past, folds),
    )


def expected_by_cell(ground: Ground, horizon_days: int = YEAR_DAYS) -> NDArray[np.float64]:
    """Return the incidents expected in each cell from those that the ground package holds, float64 [rows, cols].

    0 outside the area. For the year after the last of them.

    Raises
    ------
    BadInputError
        If the ground holds none on its area.
    """
    setting = Setting(ground, past_on(ground), horizon_days)
    end = int(setting.past.day[-1]) + 1
    made = np.zeros(ground.grid.shape)
    made[ground.area] = expected(setting, end) * mixture(setting, end)
    return made


def _origins(setting: Setting, end: int, hold_out_from: date | None) -> list[int]:
    horizon = setting.horizon_days
    whole = horizon * max(1, YEAR_DAYS // horizon)
    first = end - whole if hold_out_from is None else hold_out_from.toordinal()
    origins = list(range(first, end - horizon + 1, horizon))
    before = int(np.searchsorted(setting.past.day, first))
    if not origins or before < HISTORY:
        template = N_(
            "Holding out from %(day)s leaves %(before)s incidents to learn from and %(days)s days to try on. At least "
            "%(least)s incidents and %(horizon)s days are needed. Choose another day, a shorter period, or give more."
        )
        raise BadInputError(
            template,
            day=date.fromordinal(max(1, first)).isoformat(),
            before=before,
            days=max(0, end - first),
            least=HISTORY,
            horizon=horizon,
        )
    return origins


def _fold(setting: Setting, origin: int) -> Fold:
    end = origin + setting.horizon_days
    counts = setting.past.counts(origin, end)
    happened = setting.on_cells(counts)
    scores = {}
    if counts.any():
        for name, method in METHODS.items():
            chance = method(setting, origin)
            likelihood = log_likelihood(chance, happened, setting.ground.grid.cell_km2)
            scores[name] = Score(likelihood, accuracy_indices(chance, happened))
    return Fold(date.fromordinal(origin), date.fromordinal(end), expected(setting, origin), int(counts.sum()), scores)


def _pooled(folds: list[Fold]) -> dict[str, Score]:
    """Weigh each fold by its incidents."""
    scored = [one for one in folds if one.scores]
    total = sum(one.happened for one in scored)
    made = {}
    for name in METHODS if scored else ():
        likelihood = sum(one.happened * one.scores[name].log_likelihood for one in scored) / total
        accuracy = {
            share: sum(one.happened * one.scores[name].accuracy[share] for one in scored) / total for share in SHARES
        }
        made[name] = Score(likelihood, accuracy)
    return made


def _notices(past: Past, folds: list[Fold]) -> tuple[Notice, ...]:
    text = N_(
        "The forecast knows only incidents that were reported; ground without any is not known to be safe. "
        "It speaks of places, never of people."
    )
    made = [Notice("reported-only", text, {})]
    if past.outside:
        text = N_("%(count)s incidents lie outside the area and were left out.")
        made.append(Notice("incidents-outside", text, {"count": past.outside}))
    if not any(one.scores for one in folds):
        text = N_("Nothing happened in the periods held out: no method could be scored.")
        made.append(Notice("nothing-held-out", text, {}))
    return tuple(made)
