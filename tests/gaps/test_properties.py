"""What must hold for any forces on flat ground."""

from dataclasses import replace
from types import ModuleType

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tansiq.domain.agreement import Terms
from tansiq.domain.laydown import Laydown
from tansiq.domain.post import Post, ReactionElement
from tansiq.domain.state import State
from tansiq.gaps import Picture, picture_from_layers
from tansiq.gaps.workings import prepare

few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
POST = st.tuples(
    st.sampled_from(["north", "south"]),
    st.floats(1, 19_999),
    st.floats(1, 11_999),
    st.sampled_from([None, "foot", "vehicle"]),
    st.floats(0, 40),
    st.booleans(),
    st.floats(0.01, 0.3),
)


class Flat:
    """Flat ground with its band prepared once, and pictures on it from formulas."""

    def __init__(self, synthetic: ModuleType) -> None:
        self.synthetic = synthetic
        self.ground = synthetic.straight_ground(cell_m=250)
        self.band = prepare(self.ground)

    def post(self, number: int, drawn: tuple[str, float, float, str | None, float, bool, float]) -> Post:
        party, x_m, y_m, mode, ready_min, stale, rate = drawn
        made: Post = self.synthetic.make_post(
            self.ground,
            f"P{number}",
            party,
            (x_m, y_m),
            reaction=None if mode is None else ReactionElement(mode, ready_min),  # type: ignore[arg-type]
            confirmed_at=self.synthetic.LONG_AGO if stale else self.synthetic.EARLIER,
            detect_per_min=rate,
        )
        return made

    def picture(self, laydown: Laydown) -> Picture:
        parameters = self.synthetic.settled(self.ground, laydown)
        layers = self.synthetic.flat_layers(self.ground, laydown, parameters)
        return picture_from_layers(self.ground, laydown, layers, parameters, band=self.band, ledger=False)

    def laydown(self, posts: list[Post], share_within_min: float = 15) -> Laydown:
        made: Laydown = self.synthetic.make_laydown(posts, Terms(share_within_min=share_within_min))
        return made


def held_cells(picture: Picture) -> NDArray[np.bool_]:
    return np.isin(picture.state, [State.HELD, State.TOGETHER])


def held_lengths(picture: Picture) -> set[int]:
    return {length.index for length in picture.lengths if length.state.is_held}


@few
@given(posts=st.lists(POST, max_size=5), more=POST)
def test_another_post_never_adds_unheld_ground_or_seam(synthetic: ModuleType, posts: list, more: tuple) -> None:
    flat = Flat(synthetic)
    standing = [flat.post(number, drawn) for number, drawn in enumerate(posts)]
    before = flat.picture(flat.laydown(standing))
    after = flat.picture(flat.laydown([*standing, flat.post(99, more)]))
    assert not (held_cells(before) & ~held_cells(after)).any()
    assert held_lengths(before) <= held_lengths(after)


@few
@given(posts=st.lists(POST, min_size=2, max_size=6), minutes=st.tuples(st.floats(0, 45), st.floats(0, 45)))
def test_faster_word_never_removes_held_ground_or_seam(
    synthetic: ModuleType, posts: list, minutes: tuple[float, float]
) -> None:
    flat = Flat(synthetic)
    standing = [flat.post(number, drawn) for number, drawn in enumerate(posts)]
    slow, fast = (flat.picture(flat.laydown(standing, share)) for share in (max(minutes), min(minutes)))
    assert not (held_cells(slow) & ~held_cells(fast)).any()
    assert held_lengths(slow) <= held_lengths(fast)


@few
@given(posts=st.lists(POST, min_size=1, max_size=6))
def test_what_is_held_is_held_without_the_unconfirmed_posts(synthetic: ModuleType, posts: list) -> None:
    flat = Flat(synthetic)
    standing = [flat.post(number, drawn) for number, drawn in enumerate(posts)]
    confirmed = [post for post in standing if post.confirmed_at == synthetic.EARLIER]
    made, trusted_only = flat.picture(flat.laydown(standing)), flat.picture(flat.laydown(confirmed))
    assert np.array_equal(held_cells(made), held_cells(trusted_only))
    assert held_lengths(made) == held_lengths(trusted_only)
    assert not (held_cells(made) & (made.state == State.UNKNOWN)).any()


@few
@given(posts=st.lists(POST, min_size=1, max_size=6))
def test_parties_exchanged_give_the_same_states(synthetic: ModuleType, posts: list) -> None:
    flat = Flat(synthetic)
    other = {"north": "south", "south": "north"}
    standing = [flat.post(number, drawn) for number, drawn in enumerate(posts)]
    exchanged = [replace(post, party=other[post.party]) for post in standing]
    one, two = flat.picture(flat.laydown(standing)), flat.picture(flat.laydown(exchanged))
    assert np.array_equal(one.state, two.state)
    assert [length.state for length in one.lengths] == [length.state for length in two.lengths]
    for gap, mirrored in zip(one.gaps, two.gaps, strict=True):
        assert [n.minutes for n in gap.nearest] == [n.minutes for n in reversed(mirrored.nearest)]


@few
@given(posts=st.lists(POST, min_size=1, max_size=6))
def test_states_share_out_the_whole_area_and_the_whole_seam(synthetic: ModuleType, posts: list) -> None:
    flat = Flat(synthetic)
    made = flat.picture(flat.laydown([flat.post(number, drawn) for number, drawn in enumerate(posts)]))
    assert sum(made.by_state_km2().values()) == made.area_km2 == 20 * 12
    assert sum(made.seam_by_state_km().values()) == 20
    unheld_km = sum(km for state, km in made.seam_by_state_km().items() if not state.is_held)
    assert sum(gap.length_km for gap in made.gaps) == unheld_km
