"""The sampled run as a whole: reproducible, and right where the answer is plain."""

from dataclasses import replace
from types import ModuleType
from typing import Any

import numba
import numpy as np
import pytest
from scipy.stats import spearmanr

from tansiq.domain.agreement import Terms
from tansiq.domain.laydown import Laydown
from tansiq.domain.post import ReactionElement
from tansiq.errors import BadGroundError, UsageError
from tansiq.gaps import Parameters, picture, place_posts
from tansiq.gaps.spread import NOTHING_VARIES, Spread, Spreads, Sureness, arrival, spread_of
from tansiq.gaps.spread.design import draw
from tansiq.ground.model import Ground


@pytest.fixture(scope="module")
def scene(synthetic: ModuleType) -> tuple[Ground, Laydown, Parameters]:
    """12 km of seam on flat ground; five posts, the last not confirmed lately; kilometres 8 to 12 open."""
    ground: Ground = synthetic.make_ground([(0, 4000), (12_000, 4000)], width_m=12_000, height_m=8_000, cell_m=250)
    posts = [
        synthetic.make_post(
            ground, f"P{n}", party, (x_m, y_m), reaction=ReactionElement("foot", 5.0), range_m=2500, detect_per_min=0.6,
            confirmed_at=synthetic.LONG_AGO if n == 4 else synthetic.EARLIER,
        )
        for n, (party, x_m, y_m) in enumerate(
            [("north", 1000, 5000), ("south", 2500, 3000), ("north", 4500, 4800), ("south", 6500, 3600),
             ("north", 10_500, 4500)]
        )
    ]  # fmt: skip
    laydown: Laydown = synthetic.make_laydown(posts, Terms(respond_within_min=40, share_within_min=10))
    return ground, laydown, synthetic.settled(ground, laydown)


def only(**given: Spread) -> Spreads:
    return Spreads({**NOTHING_VARIES.given, **given})


def figures_of(sure: Sureness) -> list[object]:
    """Everything a run says, comparable to the last bit."""
    influences = [repr(one) for result in (sure.seam_km, sure.km2) for one in result.influences]
    arrays: list[Any] = [sure.unheld_count, sure.gap_probability, sure.seam_km.values, sure.km2.values]
    return [*(array.tobytes() for array in arrays), sure.lengths, sure.gaps, influences, sure.figures]


def test_the_same_seed_gives_the_same_bytes_whatever_the_number_of_threads(
    scene: tuple[Ground, Laydown, Parameters],
) -> None:
    before = numba.get_num_threads()
    told = []
    try:
        for threads in (1, before):
            numba.set_num_threads(threads)
            told.append(figures_of(spread_of(*scene, samples=8, seed=11)))
    finally:
        numba.set_num_threads(before)
    assert told[0] == told[1]
    assert told[0] != figures_of(spread_of(*scene, samples=8, seed=12))


def test_posts_that_are_surely_away_hold_nothing(scene: tuple[Ground, Laydown, Parameters]) -> None:
    sure = spread_of(*scene, only(confirmed_absent=Spread("chance", 0, 1.0, 1)), samples=4)
    assert (sure.gap_probability[scene[0].area] == 1).all()
    assert not any(figures.present for figures in sure.figures)
    assert sure.seam_km.values.tolist() == [0] * 4
    assert sure.seam_km.stated > 0


def test_unconfirmed_posts_that_are_surely_there_hold_as_if_confirmed(
    scene: tuple[Ground, Laydown, Parameters], synthetic: ModuleType
) -> None:
    ground, laydown, parameters = scene
    sure = spread_of(*scene, only(unconfirmed_present=Spread("chance", 0, 1.0, 1)), samples=2)
    confirmed = tuple(replace(post, confirmed_at=synthetic.EARLIER) for post in laydown.posts)
    made = picture(ground, replace(laydown, posts=confirmed), at=parameters.at, ledger=False)
    assert [one.count == 0 for one in sure.lengths] == [length.state.is_held for length in made.lengths]
    assert sure.seam_km.values[0] > sure.seam_km.stated


def test_the_longer_may_be_taken_to_respond_the_more_is_held(scene: tuple[Ground, Laydown, Parameters]) -> None:
    sure = spread_of(*scene, only(respond=Spread("uniform", 0.3, high=1.5)), samples=40)
    order = np.argsort([figures.respond_times for figures in sure.figures])
    assert (np.diff(sure.km2.values[order]) >= 0).all()
    assert np.ptp(sure.km2.values) > 0
    (influence,) = sure.km2.influences
    assert influence.assumption == "respond"
    assert influence.first_order.low <= 1 <= influence.first_order.high
    assert influence.total.low <= 1 <= influence.total.high
    drawn = [figures.respond_times for figures in sure.figures]
    assert influence.rank_correlation == pytest.approx(spearmanr(drawn, sure.km2.values).statistic)


def test_what_cannot_matter_has_no_influence_at_all(scene: tuple[Ground, Laydown, Parameters]) -> None:
    # No rivers, nobody in vehicles.
    sure = spread_of(*scene, samples=12)
    told = {one.assumption: one for one in sure.km2.influences}
    for name in ("ford_foot", "ford_vehicle", "vehicle_speed"):
        assert told[name].total.value == told[name].first_order.value == 0
    assert {"range_night", "detection_night"}.isdisjoint(told)
    assert [one.total.value for one in sure.km2.influences] == sorted(
        (one.total.value for one in sure.km2.influences), reverse=True
    )


def test_each_assumption_is_drawn_once_from_each_of_equally_likely_parts(
    scene: tuple[Ground, Laydown, Parameters],
) -> None:
    ground, laydown, parameters = scene
    spread = Spread("uniform", 0.5, high=1.5)
    design = draw(place_posts(ground, laydown)[0], parameters, only(eye=spread, share=spread), 40, 3)
    for rows in (design.a, design.b):
        for column in rows.T:
            assert sorted(np.floor((column - 0.5) * 20).astype(int)) == list(range(20))


def test_a_river_is_crossed_where_it_may_be_forded(synthetic: ModuleType) -> None:
    ground: Ground = synthetic.make_ground([(0, 2000), (6000, 2000)], width_m=6000, height_m=4000, cell_m=250)
    river = np.indices(ground.grid.shape)[1] == 12
    ground = replace(ground, foot_s_per_m=np.where(river, np.float32(np.inf), ground.foot_s_per_m))
    posts = [
        synthetic.make_post(ground, "E", "north", (1000, 2000), reaction=ReactionElement("foot", 0.0), range_m=1.0),
        synthetic.make_post(ground, "W", "north", (4500, 2000), range_m=1000, detect_per_min=2.0),
    ]
    laydown = synthetic.make_laydown(posts, Terms(respond_within_min=200, share_within_min=10))
    parameters = synthetic.settled(ground, laydown)
    dry = spread_of(ground, laydown, parameters, only(ford_foot=Spread("chance", 0, 1.0, 1)), samples=2)
    assert dry.km2.stated == pytest.approx(ground.grid.cell_km2)  # what E sees and reaches: its own cell
    # All that W sees on flat ground: the cells within a kilometre of its own.
    seen = sum(1 for r in range(-4, 5) for c in range(-4, 5) if r * r + c * c <= 16)
    assert dry.km2.values.tolist() == pytest.approx([(1 + seen) * ground.grid.cell_km2] * 2)


def test_without_posts_or_seam_all_is_unheld(synthetic: ModuleType) -> None:
    ground: Ground = synthetic.make_ground(None, width_m=3000, height_m=3000, cell_m=250)
    laydown = synthetic.make_laydown([])
    sure = spread_of(ground, laydown, synthetic.settled(ground, laydown), samples=2)
    assert (sure.gap_probability == 1).all()
    assert sure.lengths == ()
    assert sure.gaps == ()
    assert all(np.isnan(one.total.value) for one in sure.km2.influences)


def test_few_samples_are_said_to_be_few_and_impossible_numbers_are_refused(
    scene: tuple[Ground, Laydown, Parameters],
) -> None:
    sure = spread_of(*scene, samples=3, influences=False)
    assert "few-samples" in {notice.code for notice in sure.notices}
    assert sure.computed == 3
    assert sure.km2.influences == ()
    for samples, seed in ((1, 1), (100_001, 1), (10, -1)):
        with pytest.raises(UsageError):
            spread_of(*scene, samples=samples, seed=seed)


def test_progress_is_told_at_every_picture_and_may_stop_the_run(scene: tuple[Ground, Laydown, Parameters]) -> None:
    told: list[float] = []
    sure = spread_of(*scene, samples=4, progress=lambda done, _: told.append(done))
    assert told == sorted(told)
    assert told[-1] == 1
    assert len(told) == 1 + sure.computed

    def stop(done: float, _: str) -> None:
        if done > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        spread_of(*scene, samples=4, progress=stop)


def test_more_travel_than_memory_holds_is_refused(
    scene: tuple[Ground, Laydown, Parameters], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrival, "MOST_ENTRIES", 100)
    with pytest.raises(BadGroundError, match="larger cells"):
        spread_of(*scene, samples=2)
