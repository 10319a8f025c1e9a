"""Surfaces of incidents against SciPy's kernel density, and shares against a general optimiser."""

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import gaussian_kde, norm

from tansiq.errors import BadInputError
from tansiq.ground.model import Ground
from tansiq.siting.forecast import methods
from tansiq.siting.forecast.forecasting import expected_by_cell, forecast
from tansiq.siting.forecast.methods import BANDWIDTHS_M, MEMORIES_DAYS, METHODS, Setting
from tansiq.siting.forecast.mixture import best_shares
from tansiq.siting.forecast.numbers import expected, rate_per_day
from tansiq.siting.forecast.past import Past, past_on
from tansiq.siting.forecast.scores import log_likelihood
from tansiq.siting.forecast.spread import spread
from tests.gaps import conftest as synthetic

DAY = date(2020, 1, 1).toordinal()


def ground_with(xy_km: list[tuple[float, float]], days: list[int], cell_m: float = 500.0) -> Ground:
    """20 km x 12 km of ground with incidents at kilometres from its corner, so many days after the first of 2020."""
    incidents = tuple(
        synthetic.incident(x * 1000, y * 1000, date.fromordinal(DAY + day).isoformat())
        for (x, y), day in zip(xy_km, days, strict=True)
    )
    made: Ground = synthetic.straight_ground(cell_m=cell_m, layers={"incidents": incidents})
    return made


def clusters(count: int, seed: int = 3) -> tuple[Ground, Past]:
    rng = np.random.default_rng(seed)
    middles = np.array([[5.0, 3.0], [14.0, 8.0]])[rng.integers(0, 2, count)]
    xy_km = np.clip(middles + rng.normal(0, 0.8, (count, 2)), 0.1, [19.9, 11.9])
    ground = ground_with([tuple(one) for one in xy_km.tolist()], np.sort(rng.integers(0, 900, count)).tolist())
    return ground, past_on(ground)


def test_kernels_are_those_of_scipy() -> None:
    """Four points whose covariance is a multiple of the unit matrix, so that SciPy's kernels are round like ours."""
    ground = ground_with([(8, 6), (12, 6), (10, 4), (10, 8)], [0, 0, 0, 0], cell_m=100.0)
    past = past_on(ground)
    bandwidth_m = 800.0  # five of them fit between any point and the edge
    theirs = gaussian_kde(past.xy_m.T, bw_method=bandwidth_m / math.sqrt(np.cov(past.xy_m.T)[0, 0]))
    assert np.sqrt(theirs.covariance) == pytest.approx(np.eye(2) * bandwidth_m)
    ours = spread(ground.grid, ground.area, past.xy_m, bandwidth_m).surface(np.full(4, 0.25))
    x_m, y_m = ground.grid.xy_from_cells(*np.indices(ground.grid.shape))
    density = theirs(np.vstack([x_m.ravel(), y_m.ravel()])).reshape(ground.grid.shape)
    expected_mass = density * ground.grid.cell_m**2
    assert ours == pytest.approx(expected_mass, abs=2e-3 * expected_mass.max())  # of a cell, centre for mean
    assert ours.sum() == pytest.approx(1.0)


def test_the_log_likelihood_is_scipy_s() -> None:
    ground = ground_with([(8, 6), (12, 6), (10, 4), (10, 8)], [0, 0, 0, 0], cell_m=100.0)
    past = past_on(ground)
    theirs = gaussian_kde(past.xy_m.T, bw_method=1_000.0 / math.sqrt(np.cov(past.xy_m.T)[0, 0]))
    chance = spread(ground.grid, ground.area, past.xy_m, 1_000.0).surface(np.full(4, 0.25)).ravel()
    happened = np.zeros(len(chance))
    cells = [(60, 90), (60, 90), (40, 100), (70, 110)]
    for row, col in cells:
        happened[row * ground.grid.cols + col] += 1
    x_m, y_m = ground.grid.xy_from_cells([row for row, _ in cells], [col for _, col in cells])
    expected_nats = theirs.logpdf(np.vstack([x_m, y_m])).mean() + math.log(1e6)
    assert log_likelihood(chance, happened, ground.grid.cell_km2) == pytest.approx(expected_nats, abs=2e-3)


def test_a_kernel_in_a_corner_counts_one_on_the_area() -> None:
    ground = ground_with([(0.3, 0.2)], [0])
    xy_m = past_on(ground).xy_m
    for bandwidth_m in (0.0, 500.0, 40_000.0):
        surface = spread(ground.grid, ground.area, xy_m, bandwidth_m).surface(np.ones(1))
        assert surface[ground.area].sum() == pytest.approx(1.0)


def test_a_cell_gets_the_integral_of_the_kernel() -> None:
    ground = ground_with([(10.1, 6.2)], [0])
    along_x = spread(ground.grid, ground.area, past_on(ground).xy_m, 700.0).along_x[0]
    assert along_x[20] == pytest.approx(norm.cdf(400 / 700) - norm.cdf(-100 / 700))


@given(arrays(np.float64, (6, 3), elements=st.floats(0.01, 1.0)), arrays(np.float64, 6, elements=st.integers(1, 9)))
@settings(max_examples=25)
def test_shares_are_the_most_likely_ones(chance: NDArray[np.float64], count: NDArray[np.float64]) -> None:
    def loss(free: NDArray[np.float64]) -> float:
        share = np.exp(free - free.max())
        share /= share.sum()
        return -float(count @ np.log(chance @ share)) - float(np.log(share).sum()) / 3

    ours = best_shares(chance, count)
    assert ours.sum() == pytest.approx(1.0)
    best = min(minimize(loss, start, method="Nelder-Mead").fun for start in (np.zeros(3), np.array([1.0, 0.0, -1.0])))
    assert loss(np.log(ours)) <= best + 1e-5


@pytest.mark.parametrize("name", list(METHODS))
def test_every_surface_adds_up_to_one_and_calls_nothing_impossible(name: str) -> None:
    ground, past = clusters(120)
    chance = METHODS[name](Setting(ground, past, 90), DAY + 800)
    assert chance.shape == (np.count_nonzero(ground.area),)
    assert chance.sum() == pytest.approx(1.0)
    assert (chance > 0).all()


@pytest.mark.parametrize("name", list(METHODS))
def test_no_method_sees_the_period_it_is_scored_on(name: str) -> None:
    ground, past = clusters(120)
    origin = DAY + 700
    before = past.day < origin
    shorter = Past(past.day[before], past.place[before], past.xy_m, past.row, past.col, 0)
    whole = METHODS[name](Setting(ground, past, 90), origin)
    assert (METHODS[name](Setting(ground, shorter, 90), origin) == whole).all()


def test_the_surface_adds_up_to_what_is_expected() -> None:
    ground, past = clusters(150)
    made = forecast(ground, past, horizon_days=60)
    assert np.nansum(made.surface) == pytest.approx(made.expected)
    assert np.isnan(made.surface[~ground.area]).all()
    assert made.shares.sum() == pytest.approx(1.0)
    assert len(made.shares) == len(BANDWIDTHS_M) * len(MEMORIES_DAYS) + 1
    assert [fold.happened for fold in made.folds] == [
        int(past.counts(fold.first.toordinal(), fold.end.toordinal()).sum()) for fold in made.folds
    ]
    assert len(made.folds) == 6
    assert expected_by_cell(ground, 60) == pytest.approx(np.nan_to_num(made.surface))


def test_where_clusters_stay_kernels_beat_chance_and_cells_again() -> None:
    """Clusters of a known shape: what is true of them can be told from many incidents, and is."""
    ground, past = clusters(400)
    pooled = forecast(ground, past, horizon_days=90).pooled
    assert pooled["mixture"].log_likelihood > pooled["uniform"].log_likelihood + 1
    assert pooled["mixture"].log_likelihood > pooled["persistence"].log_likelihood
    assert pooled["mixture"].log_likelihood == pytest.approx(pooled["kde"].log_likelihood, abs=0.1)
    assert pooled["mixture"].accuracy[0.1] > 4


def test_a_rate_without_fading_is_the_mean_and_fading_finds_a_change() -> None:
    """One incident each 10 days for 1,000 days, then one a day for 100."""
    days = [*range(0, 1000, 10), *range(1000, 1100)]
    ground = ground_with([(10, 6)] * len(days), days)
    setting = Setting(ground, past_on(ground), 30)
    end = DAY + 1100
    assert rate_per_day(setting, end, math.inf) == pytest.approx(200 / 1100)
    assert rate_per_day(setting, end, 30.0) == pytest.approx(1.0, abs=0.05)
    assert expected(setting, end) == pytest.approx(30.0, rel=0.1)
    assert rate_per_day(setting, DAY, 30.0) == 0.0


def test_a_steady_rate_is_found_whatever_the_memory() -> None:
    ground = ground_with([(10, 6)] * 300, list(range(300)))
    setting = Setting(ground, past_on(ground), 30)
    for memory in MEMORIES_DAYS:
        assert rate_per_day(setting, DAY + 300, memory) == pytest.approx(1.0, rel=0.02)


def test_incidents_outside_the_area_are_left_out_and_counted() -> None:
    past = past_on(ground_with([(10, 6), (10, 6), (99, 6)], [5, 3, 1]))
    assert (len(past), past.outside, len(past.xy_m)) == (2, 1, 1)
    assert past.day.tolist() == [DAY + 3, DAY + 5]
    assert past.counts(DAY + 3, DAY + 5).tolist() == [1.0]
    with pytest.raises(BadInputError, match="No incident lies on the area"):
        past_on(ground_with([(99, 6)], [1]))


def test_too_few_incidents_or_days_are_refused() -> None:
    ground, past = clusters(30)
    with pytest.raises(BadInputError, match="incidents to learn from"):
        forecast(ground, past, hold_out_from=date.fromordinal(DAY + 10))
    with pytest.raises(BadInputError, match="days to try on"):
        forecast(ground, past, hold_out_from=date.fromordinal(DAY + 890))


def test_too_many_places_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    ground, _ = clusters(30)
    monkeypatch.setattr("tansiq.siting.forecast.past.MOST_PLACES", 20)
    with pytest.raises(BadInputError, match="at most 20"):
        past_on(ground)


def test_a_long_silence_does_not_make_everything_vanish() -> None:
    ground, past = clusters(60)
    remembered = Setting(ground, past, 90).remembered(DAY + 400_000)
    assert remembered.sum(axis=1) == pytest.approx(np.ones(len(methods.MEMORIES_DAYS)))
