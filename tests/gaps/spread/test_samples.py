"""A sample is a picture: held to the picture's own code, made from scratch with the sample's figures."""

from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tansiq.domain.agreement import Sector, Terms
from tansiq.domain.laydown import Laydown
from tansiq.domain.names import Names
from tansiq.domain.post import Post, ReactionElement
from tansiq.domain.state import State
from tansiq.domain.time import MannedHours
from tansiq.gaps import Parameters, Picture, party_layers, picture, picture_from_layers, place_posts
from tansiq.gaps.spread import NOTHING_VARIES, Figures, Spread, Spreads, as_stated, spread_of
from tansiq.gaps.spread.design import draw
from tansiq.gaps.spread.sampling import Sampler
from tansiq.gaps.workings import prepare
from tansiq.ground.model import Ground

few = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
NIGHT_ONLY = MannedHours(18 * 60, 30 * 60)
POST = st.tuples(
    st.sampled_from(["north", "south"]),
    st.floats(1, 11_999),
    st.floats(1, 7_999),
    st.sampled_from([None, "foot", "vehicle"]),
    st.floats(0, 40),
    st.sampled_from(["lately", "lately", "long ago", "night"]),
    st.floats(0.05, 0.8),
)
TERMS = Terms(
    respond_within_min=35,
    share_within_min=8,
    sectors=(Sector("1", Names(), 0, 5, 25), Sector("2", Names(), 5, 9, None, partner_may_respond=False)),
)


def hilly(synthetic: ModuleType) -> Ground:
    """12 km x 8 km with hills, a river that stops elements, and a hole in the elevation."""
    ground: Ground = synthetic.make_ground([(0, 4000), (12_000, 4000)], width_m=12_000, height_m=8_000, cell_m=250)
    row, col = np.indices(ground.grid.shape)
    elevation_m = (60 * np.sin(row / 3.1) * np.cos(col / 4.3)).astype(np.float32)
    elevation_m[2, 30:33] = np.nan
    walk = np.where(np.isnan(elevation_m), np.float32(np.nan), ground.walk_s_per_m)
    river = (col == 24) & (row != 20)
    foot, vehicle = (
        np.where(river, np.float32(np.inf), pace) for pace in (ground.foot_s_per_m, ground.vehicle_s_per_m)
    )
    return replace(ground, elevation_m=elevation_m, walk_s_per_m=walk, foot_s_per_m=foot, vehicle_s_per_m=vehicle)


def post(synthetic: ModuleType, ground: Ground, number: int, drawn: tuple[Any, ...]) -> Post:
    party, x_m, y_m, mode, ready_min, status, rate = drawn
    made: Post = synthetic.make_post(
        ground,
        f"P{number}",
        party,
        (x_m, y_m),
        reaction=None if mode is None else ReactionElement(mode, ready_min),
        confirmed_at=synthetic.LONG_AGO if status == "long ago" else synthetic.EARLIER,
        detect_per_min=rate,
        manned=NIGHT_ONLY if status == "night" else None,
    )
    return made


def laid(synthetic: ModuleType, ground: Ground, posts: list[tuple[Any, ...]]) -> Laydown:
    on_ground = [one for one in posts if not (one[1] > 7000 and one[2] > 7000)]  # not where elevation is missing
    made: Laydown = synthetic.make_laydown([post(synthetic, ground, *one) for one in enumerate(on_ground)], TERMS)
    return made


def from_scratch(ground: Ground, laydown: Laydown, parameters: Parameters, figures: Figures) -> Picture:
    """The sample as the picture's own code makes it."""
    land, forces, terms = as_stated(ground, laydown, parameters, figures)
    return picture_from_layers(land, forces, party_layers(land, forces, terms), terms, ledger=False)


def decided(made: Picture) -> bool:
    """Whether nothing lies so near a limit that float32's rounding could decide it either way."""
    terms = made.parameters.terms
    respond = {s.respond_within_min or terms.respond_within_min for s in terms.sectors}
    limits = np.array([t - word for t in respond for word in (0.0, terms.share_within_min)])
    minutes = np.concatenate([layer.minutes[np.isfinite(layer.minutes)] for layer in made.layers])
    chances = np.array([(one.p_answered_alone, one.p_answered_shared) for one in made.lengths])
    near_chance = np.abs(chances - made.parameters.seen_at_least).min() < 1e-5
    return not near_chance and (not len(minutes) or bool(np.abs(minutes[:, None] - limits).min() > 1e-4))


def held_cells(made: Picture) -> NDArray[np.bool_]:
    return np.isin(made.state, [State.HELD, State.TOGETHER])


def held_lengths(made: Picture) -> list[bool]:
    return [length.state.is_held for length in made.lengths]


@few
@given(posts=st.lists(POST, max_size=6))
def test_with_every_figure_as_stated_it_is_the_picture(synthetic: ModuleType, posts: list[tuple[Any, ...]]) -> None:
    ground = hilly(synthetic)
    laydown = laid(synthetic, ground, posts)
    parameters = synthetic.settled(ground, laydown)
    stated = picture(ground, laydown, ledger=False)
    sure = spread_of(ground, laydown, parameters, NOTHING_VARIES, samples=3)
    area = ground.area
    assert np.array_equal(sure.unheld_count[area] == 0, held_cells(stated)[area])
    assert set(np.unique(sure.unheld_count)) <= {0, 3}
    assert np.isnan(sure.gap_probability[~area]).all()
    assert sure.stated_held.tolist() == held_lengths(stated)
    assert [one.count for one in sure.lengths] == [0 if held else 3 for held in held_lengths(stated)]
    assert [(g.id, g.from_km, g.to_km, g.sector) for g in sure.gaps] == [
        (g.id, g.from_km, g.to_km, g.sector) for g in stated.gaps
    ]
    assert all(gap.robust and gap.whole.share == 1 and gap.robust_km == gap.length_km for gap in sure.gaps)
    by_state, seam = stated.by_state_km2(), stated.seam_by_state_km()
    assert sure.km2.stated == pytest.approx(by_state[State.HELD] + by_state[State.TOGETHER], abs=1e-9)
    assert sure.seam_km.stated == pytest.approx(seam[State.HELD] + seam[State.TOGETHER], abs=1e-9)


@few
@given(posts=st.lists(POST, min_size=1, max_size=6), seed=st.integers(0, 2**32), pick=st.integers(0, 11))
def test_any_sample_is_the_picture_made_from_scratch(
    synthetic: ModuleType, posts: list[tuple[Any, ...]], seed: int, pick: int
) -> None:
    ground = hilly(synthetic)
    laydown = laid(synthetic, ground, posts)
    parameters = synthetic.settled(ground, laydown)
    band, (placed, _) = prepare(ground), place_posts(ground, laydown)
    fords = {"ford_foot": Spread("chance", 0, 0.5, 1), "ford_vehicle": Spread("chance", 0, 0.5, 1)}
    design = draw(placed, parameters, Spreads(fords), 12, seed)
    samples = [*design.samples(), *(design.mixed(n, group) for n in range(2) for group in design.groups)]
    sampler = Sampler(band, placed, parameters, samples)
    unheld = np.zeros(len(band.strips.cells), np.uint32)
    for figures in (samples[pick], samples[12 + pick]):
        unheld[:] = 0
        made = from_scratch(ground, laydown, parameters, figures)
        assume(decided(made))
        held = sampler.held(figures, unheld, base=True)
        assert np.array_equal(unheld == 0, held_cells(made).ravel()[band.strips.cells])
        assert held.lengths.tolist() == held_lengths(made)
        assert held.km2 == pytest.approx(float(held_cells(made).sum()) * ground.grid.cell_km2)


def crossing_points(synthetic: ModuleType, ground: Ground) -> Laydown:
    return laid(
        synthetic,
        ground,
        [
            ("north", 1500.0, 4600.0, "foot", 4.0, "lately", 0.7),
            ("south", 3600.0, 3500.0, "vehicle", 6.0, "lately", 0.7),
            ("north", 5400.0, 4500.0, None, 0.0, "lately", 0.6),
            ("south", 8200.0, 3700.0, "foot", 5.0, "long ago", 0.8),
        ],
    )


def test_counts_are_those_of_pictures_made_one_by_one(synthetic: ModuleType) -> None:
    ground = hilly(synthetic)
    laydown = crossing_points(synthetic, ground)
    parameters = synthetic.settled(ground, laydown)
    sure = spread_of(ground, laydown, parameters, samples=9, seed=5)
    made = [from_scratch(ground, laydown, parameters, figures) for figures in sure.figures]
    assert all(decided(one) for one in made)
    unheld = np.sum([~held_cells(one) for one in made], axis=0)
    assert np.array_equal(sure.unheld_count[ground.area], unheld[ground.area])
    assert sure.gap_probability[ground.area] == pytest.approx(unheld[ground.area] / 9)
    lengths = ~np.array([held_lengths(one) for one in made])
    assert [one.count for one in sure.lengths] == lengths.sum(axis=0).tolist()
    assert sure.seam_km.values.tolist() == pytest.approx((~lengths).sum(axis=1).tolist())
    assert sure.km2.values.tolist() == pytest.approx(
        [float(held_cells(one).sum()) * ground.grid.cell_km2 for one in made]
    )
    assert sure.gaps
    for gap in sure.gaps:
        of_gap = lengths[:, int(gap.from_km) : int(gap.to_km)]
        assert gap.whole.count == of_gap.all(axis=1).sum()
        assert gap.anywhere.count == of_gap.any(axis=1).sum()
        assert gap.unheld.count == (2 * of_gap.sum(axis=1) >= of_gap.shape[1]).sum()
        assert gap.whole.count <= gap.unheld.count <= gap.anywhere.count
