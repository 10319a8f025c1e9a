"""The ledger against whole pictures: every measure is done by hand, and the picture made again from the start."""

from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from tansiq.domain.agreement import Sector, Terms
from tansiq.domain.laydown import Laydown
from tansiq.domain.names import Names
from tansiq.domain.post import Post, ReactionElement
from tansiq.domain.state import State
from tansiq.domain.time import MannedHours
from tansiq.gaps import Measure, Picture, picture
from tansiq.gaps.ledger.order import greedy_order, overlapping
from tansiq.gaps.ledger.trial import Effect
from tansiq.ground.model import Ground

VEHICLE = ReactionElement("vehicle", 10)


@pytest.fixture(scope="module")
def ground(synthetic: ModuleType) -> Ground:
    layers = {"places": (synthetic.place(5000, 7000, "A", 1200), synthetic.place(15_000, 5000, "B", 300))}
    made: Ground = synthetic.make_ground(
        [(0, 6000), (24_000, 6000)], width_m=24_000, height_m=12_000, cell_m=200, layers=layers
    )
    rows, cols = np.indices(made.grid.shape)
    made.elevation_m[:] = 40 * np.sin(rows / 7) * np.cos(cols / 9)  # ridges, so that sight is not a circle
    return made


@pytest.fixture(scope="module")
def laydown(synthetic: ModuleType, ground: Ground) -> Laydown:
    def post(name: str, party: str, x_m: float, y_m: float, **more: object) -> Post:
        made: Post = synthetic.make_post(ground, name, party, (x_m, y_m), detect_per_min=0.15, **more)
        return made

    posts = [
        post("N1", "north", 3000, 8100, range_m=1500.0, reaction=VEHICLE),
        post("N2", "north", 8000, 7900, confirmed_at=synthetic.LONG_AGO, reaction=ReactionElement("foot", 3)),
        post("N3", "north", 14_000, 7500),
        post("S1", "south", 5000, 4100),
        post("S2", "south", 11_000, 4500, manned=MannedHours(20 * 60, 28 * 60)),
        post("S3", "south", 17_000, 4900, range_m=1500.0, reaction=ReactionElement("vehicle", 8)),
    ]
    sectors = (Sector("w", Names(), 0, 6), Sector("e", Names(), 12, 24, partner_may_respond=False))
    made: Laydown = synthetic.make_laydown(posts, Terms(respond_within_min=20, share_within_min=5, sectors=sectors))
    return made


@pytest.fixture(scope="module")
def now(ground: Ground, laydown: Laydown) -> Picture:
    return picture(ground, laydown)


def held(made: Picture) -> NDArray[np.bool_]:
    return np.isin(made.state, [State.HELD, State.TOGETHER])


def held_lengths(made: Picture) -> set[int]:
    return {length.index for length in made.lengths if length.state.is_held}


def changed(laydown: Laydown, name: str, **more: object) -> Laydown:
    posts = tuple(replace(post, **more) if post.id == name else post for post in laydown.posts)  # type: ignore[arg-type]
    return replace(laydown, posts=posts)


def with_joint_post(ground: Ground, laydown: Laydown, place: tuple[float, float]) -> Laydown:
    """Two posts in one place, one of each party, that together see as often as one."""
    lon, lat = ground.grid.lonlat_from_xy(*place)
    twins = tuple(
        Post(
            f"J{party.id}",
            party.id,
            Names(),
            float(lon),
            float(lat),
            detect_per_min_day=0.1,
            confirmed_at=laydown.as_of,
            reaction=ReactionElement("vehicle", 5),
        )
        for party in laydown.parties
    )
    return replace(laydown, posts=laydown.posts + twins)


def done(ground: Ground, laydown: Laydown, measure: Measure) -> Laydown:
    """The laydown after the measure."""
    terms = laydown.terms
    match measure.kind:
        case "word":
            return replace(laydown, terms=replace(terms, share_within_min=float(measure.subject)))
        case "partner":
            sectors = tuple(
                replace(s, partner_may_respond=s.partner_may_respond or s.id == measure.subject) for s in terms.sectors
            )
            return replace(laydown, terms=replace(terms, sectors=sectors))
        case "confirm":
            return changed(laydown, measure.subject, confirmed_at=laydown.as_of)
        case "watch":
            return changed(laydown, measure.subject, manned=MannedHours())
        case "reaction":
            pattern = {"N3": VEHICLE, "S1": ReactionElement("vehicle", 8)}
            return changed(laydown, measure.subject, reaction=pattern[measure.subject])
        case "joint_post":
            assert measure.post is not None
            return with_joint_post(ground, laydown, measure.post)


@pytest.fixture(scope="module")
def after(ground: Ground, laydown: Laydown, now: Picture) -> dict[str, Picture]:
    return {m.id: picture(ground, done(ground, laydown, m), ledger=False) for m in now.ledger}


def test_every_kind_of_measure_turns_something_here(now: Picture) -> None:
    assert {m.kind for m in now.ledger} == {"word", "partner", "confirm", "watch", "reaction", "joint_post"}


def test_each_measure_turns_what_the_whole_picture_says(now: Picture, after: dict[str, Picture]) -> None:
    for measure in now.ledger:
        turned = held(after[measure.id]) & ~held(now)
        assert measure.km2 == pytest.approx(turned.sum() * now.ground.grid.cell_km2), measure.id


def test_each_measure_turns_the_lengths_the_whole_picture_says(now: Picture, after: dict[str, Picture]) -> None:
    for measure in now.ledger:
        assert measure.seam_km == len(held_lengths(after[measure.id]) - held_lengths(now)), measure.id


def test_then_figures_sum_to_the_union(now: Picture, after: dict[str, Picture]) -> None:
    ground = np.zeros(now.state.shape, np.bool_)
    lengths: set[int] = set()
    for measure in now.ledger:
        more = held(after[measure.id]) & ~held(now) & ~ground
        assert measure.then_km2 == pytest.approx(more.sum() * now.ground.grid.cell_km2), measure.id
        ground |= more
        new_lengths = held_lengths(after[measure.id]) - held_lengths(now) - lengths
        assert measure.then_seam_km == len(new_lengths), measure.id
        lengths |= new_lengths


def test_the_order_is_by_what_each_adds(now: Picture) -> None:
    added = [measure.then_km2 for measure in now.ledger]
    assert added == sorted(added, reverse=True)


def test_overlaps_and_gaps_are_those_of_the_whole_pictures(now: Picture, after: dict[str, Picture]) -> None:
    turned = {name: held(made) & ~held(now) for name, made in after.items()}
    for measure in now.ledger:
        shared = {name for name in turned if name != measure.id and (turned[name] & turned[measure.id]).any()}
        assert set(measure.overlaps) == shared, measure.id
        strips = set(now.ground.strip[turned[measure.id]].tolist())
        lengths = strips | (held_lengths(after[measure.id]) - held_lengths(now))
        touched = {gap.id for gap in now.gaps if any(gap.from_km <= i < gap.to_km for i in lengths)}
        assert set(measure.gaps) == touched, measure.id


def test_residents_are_those_of_places_on_turned_ground(now: Picture, after: dict[str, Picture]) -> None:
    cells = [(((12_000 - 7000) // 200), 5000 // 200, 1200), (((12_000 - 5000) // 200), 15_000 // 200, 300)]
    for measure in now.ledger:
        turned = held(after[measure.id]) & ~held(now)
        people = [residents for row, col, residents in cells if turned[row, col]]
        assert measure.residents == (sum(people) if people else None), measure.id


def test_measures_that_turn_nothing_are_left_out(now: Picture) -> None:
    assert all(measure.km2 > 0 or measure.seam_km > 0 for measure in now.ledger)


def test_a_joint_post_stands_in_its_gap_near_the_seam(now: Picture) -> None:
    by_id = {gap.id: gap for gap in now.gaps}
    for measure in now.ledger:
        if measure.kind == "joint_post":
            assert measure.post is not None
            x_m, y_m = measure.post
            assert by_id[measure.subject].from_km <= (x_m - 400_000) / 1000 <= by_id[measure.subject].to_km
            assert abs(y_m - 4_006_000) <= 2000


def test_nothing_proposed_leaves_the_picture_changed(ground: Ground, laydown: Laydown, now: Picture) -> None:
    assert np.array_equal(picture(ground, laydown, ledger=False).state, now.state)


def effect(*slots: int) -> Effect:
    return Effect(np.array(slots, np.int64), np.empty(0, np.int64))


def test_greedy_order_counts_ground_once() -> None:
    effects = [effect(0, 1, 2), effect(2, 3), effect(0, 1, 2, 3, 4), effect(9)]
    turns = greedy_order(["a", "b", "c", "d"], effects, 10, np.empty(0))
    assert [(turn.index, turn.cells) for turn in turns] == [(2, 5), (3, 1), (0, 0), (1, 0)]
    assert overlapping(effects, 10) == [[1, 2], [0, 2], [0, 1], []]
