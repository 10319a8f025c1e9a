"""The picture from two coverages is the picture from the posts at that cell size, and no post is needed for it."""

from dataclasses import replace
from types import ModuleType

import numba
import numpy as np
import pytest

from tansiq.domain.agreement import Sector, Terms
from tansiq.domain.laydown import Laydown
from tansiq.domain.names import Names
from tansiq.domain.post import Post, ReactionElement
from tansiq.domain.state import State
from tansiq.gaps import Picture, party_layers, picture_from_layers, settle
from tansiq.gaps.coverage import Coverage, coverage_of, moved, picture_of_coverages, weakest
from tansiq.ground.model import Ground
from tests.gaps.coverage.by_hand import coarse, hills

SECRETS = {"north": b"the north's own secret", "south": b"the south's own secret"}
TERMS = Terms(share_within_min=10, sectors=(Sector("1", Names(), 0, 9), Sector("2", Names(), 9, 20)))


@pytest.fixture(scope="module")
def ground(synthetic: ModuleType) -> Ground:
    flat: Ground = synthetic.straight_ground(half_width_m=5500)
    return replace(flat, elevation_m=hills(flat))


@pytest.fixture(scope="module")
def laydown(synthetic: ModuleType, ground: Ground) -> Laydown:
    def post(name: str, party: str, x_m: float, y_m: float, **more: object) -> Post:
        made: Post = synthetic.make_post(ground, name, party, (x_m, y_m), **more)
        return replace(made, eye_m=25.0)

    vehicle, foot = ReactionElement("vehicle", 10), ReactionElement("foot", 2)
    posts = [
        post("N1", "north", 3050, 8150, reaction=vehicle),
        post("N2", "north", 9550, 7350),
        post("N3", "north", 15_650, 8850, confirmed_at=synthetic.LONG_AGO, reaction=foot),
        post("S1", "south", 6150, 4050, reaction=foot),
        post("S2", "south", 12_350, 4450, reaction=vehicle),
        post("S3", "south", 18_350, 3950, confirmed_at=None),
    ]
    made: Laydown = synthetic.make_laydown(posts, TERMS)
    return made


def of_one(laydown: Laydown, party: str) -> Laydown:
    """What a party knows: its own posts."""
    return replace(laydown, posts=tuple(post for post in laydown.posts if post.party == party))


def released(ground: Ground, laydown: Laydown, cell_m: int, draws: int) -> tuple[Coverage, Coverage]:
    """What both parties release, each from its own posts and with its own secret."""
    first, second = (
        coverage_of(
            ground, of_one(laydown, party), party, cell_m=cell_m, smallest_cell_m=cell_m,
            secret=SECRETS[party] if draws else None, draws=max(draws, 1), agreement="ag-1",
        )
        for party in ("north", "south")
    )  # fmt: skip
    return first, second


def from_posts(ground: Ground, laydown: Laydown, cell_m: int, draws: int) -> Picture:
    """The picture of somebody who knows all posts and moves and coarsens them alike, by hand."""
    parameters, _ = settle(ground, laydown)
    drawn = []
    for number in range(max(draws, 1)):
        each = [
            moved(ground, of_one(laydown, party), cell_m=cell_m, secret=secret, agreement="ag-1", draw=number).posts
            for party, secret in SECRETS.items()
        ]
        posts = (*each[0], *each[1]) if draws else laydown.posts
        drawn.append(party_layers(ground, replace(laydown, posts=posts), parameters))
    north, south = (coarse(ground, weakest(each), cell_m) for each in zip(*drawn, strict=True))
    return picture_from_layers(ground, laydown, (north, south), parameters, ledger=False)


@pytest.mark.parametrize("draws", [0, 1, 2])
@pytest.mark.parametrize("cell_m", [300, 500, 1000])
def test_the_picture_from_coverages_is_the_one_from_posts_at_that_cell_size(
    ground: Ground, laydown: Laydown, cell_m: int, draws: int
) -> None:
    joint = picture_of_coverages(ground, released(ground, laydown, cell_m, draws), agreed=laydown, ledger=False)
    expected = from_posts(ground, laydown, cell_m, draws)
    assert joint.state.tobytes() == expected.state.tobytes()
    assert joint.lengths == expected.lengths
    assert joint.sharing_curve == expected.sharing_curve
    assert [replace(gap, nearest=()) for gap in joint.gaps] == [replace(gap, nearest=()) for gap in expected.gaps]
    assert [p.geometry for p in joint.pockets] == [p.geometry for p in expected.pockets]
    held = np.isin(joint.state, [State.HELD, State.TOGETHER])
    assert held.any()
    assert (joint.state == State.UNKNOWN).any()


def test_it_knows_no_post_and_says_so(ground: Ground, laydown: Laydown) -> None:
    joint = picture_of_coverages(ground, released(ground, laydown, 500, 1), agreed=laydown)
    assert joint.laydown.posts == ()
    assert all(element.post is None for gap in joint.gaps for element in gap.nearest)
    assert any(element.minutes is not None for gap in joint.gaps for element in gap.nearest)
    assert {measure.kind for measure in joint.ledger} <= {"word", "partner", "joint_post"}
    assert joint.ledger
    codes = [notice.code for notice in joint.notices]
    assert codes.count("coverage-moved") == 2
    assert "from-coverage" in codes
    assert joint.laydown.fictional


def test_the_parties_order_is_that_of_the_coverages(ground: Ground, laydown: Laydown) -> None:
    north, south = released(ground, laydown, 500, 1)
    one = picture_of_coverages(ground, (north, south), agreed=laydown, ledger=False)
    other = picture_of_coverages(ground, (south, north), ledger=False, share_within_min=10)
    assert [party.id for party in other.laydown.parties] == ["south", "north"]
    assert np.array_equal(one.state, other.state)


def test_unmoved_coverage_holds_only_what_posts_hold(ground: Ground, laydown: Laydown) -> None:
    parameters, _ = settle(ground, laydown)
    fine = picture_from_layers(ground, laydown, party_layers(ground, laydown, parameters), parameters, ledger=False)
    joint = picture_of_coverages(ground, released(ground, laydown, 500, 0), agreed=laydown, ledger=False)
    ours, theirs = (np.isin(made.state, [State.HELD, State.TOGETHER]) for made in (joint, fine))
    assert ours.any()
    assert not (ours & ~theirs).any()


def test_the_same_inputs_give_the_same_coverage_on_any_number_of_threads(ground: Ground, laydown: Laydown) -> None:
    before = released(ground, laydown, 500, 2)
    threads = numba.get_num_threads()
    try:
        numba.set_num_threads(1)
        after = released(ground, laydown, 500, 2)
    finally:
        numba.set_num_threads(threads)
    for one, two in zip(before, after, strict=True):
        assert one.codes.tobytes() == two.codes.tobytes()


def test_the_partners_posts_change_nothing_in_a_partys_coverage(ground: Ground, laydown: Laydown) -> None:
    alone = released(ground, laydown, 500, 1)[0]
    beside = coverage_of(
        ground, laydown, "north", cell_m=500, smallest_cell_m=500, secret=SECRETS["north"], agreement="ag-1"
    )
    assert alone.codes.tobytes() == beside.codes.tobytes()
