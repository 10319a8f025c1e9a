"""Terms along the seam, and the parameters a picture settles on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString

from tansiq.domain.agreement import Sector, Terms
from tansiq.domain.names import Names
from tansiq.domain.time import Window
from tansiq.errors import BadInputError, UsageError
from tansiq.gaps import settle
from tansiq.gaps.rules import cover_seam, lay_rules
from tansiq.ground.model import Seam


def sector(name: str, from_km: float, to_km: float) -> Sector:
    return Sector(name, Names(), from_km, to_km)


@pytest.fixture(scope="module")
def seam(synthetic: ModuleType) -> Seam:
    made: Seam = synthetic.cut_into_lengths(LineString([(0, 0), (20_000, 0)]))
    return made


@given(st.lists(st.integers(-5, 30), max_size=8, unique=True).map(sorted))
def test_sectors_cover_the_seam_without_holes(synthetic: ModuleType, bounds: list[int]) -> None:
    seam = synthetic.cut_into_lengths(LineString([(0, 0), (20_000, 0)]))
    given_sectors = tuple(sector(str(a), a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=False))
    terms, _ = cover_seam(Terms(sectors=given_sectors), seam)
    ends = [0.0, *(one.to_km for one in terms.sectors)]
    assert [one.from_km for one in terms.sectors] == ends[:-1]
    assert ends[-1] == 20
    named = {one.id for one in terms.sectors} - {"-"}
    assert named == {one.id for one in given_sectors if one.from_km < 20 and one.to_km > 0}


def test_a_sector_beyond_the_seam_is_cut_and_named(seam: Seam) -> None:
    terms, notices = cover_seam(Terms(sectors=(sector("1", 0, 25),)), seam)
    assert [(one.from_km, one.to_km) for one in terms.sectors] == [(0, 20)]
    assert [(notice.code, notice.fields["ids"]) for notice in notices] == [("sector-beyond-seam", "1")]


@pytest.mark.parametrize("sectors", [(("1", 0, 10), ("2", 9, 20)), (("1", 10, 10),), (("1", 10, 5),)])
def test_sectors_that_overlap_or_end_before_they_start_are_refused(
    seam: Seam, sectors: tuple[tuple[str, float, float], ...]
) -> None:
    with pytest.raises(BadInputError):
        cover_seam(Terms(sectors=tuple(sector(*one) for one in sectors)), seam)


def test_a_length_belongs_to_the_sector_of_its_middle(synthetic: ModuleType, seam: Seam) -> None:
    terms, _ = cover_seam(Terms(sectors=(replace(sector("1", 0, 5.4), respond_within_min=10.0),)), seam)
    ground = synthetic.straight_ground()
    parameters = replace(synthetic.settled(ground, synthetic.make_laydown([])), terms=terms)
    rules = lay_rules(parameters, seam)
    assert rules.respond_min.tolist() == [10.0] * 5 + [45.0] * 15


def test_a_response_time_given_here_holds_in_every_sector(synthetic: ModuleType) -> None:
    terms = Terms(sectors=(replace(sector("1", 0, 5), respond_within_min=10.0),))
    ground = synthetic.straight_ground()
    parameters, _ = settle(ground, synthetic.make_laydown([], terms), respond_within_min=30)
    assert set(lay_rules(parameters, ground.seam).respond_min.tolist()) == {30.0}


def test_the_moment_is_given_or_the_laydowns_or_the_latest_confirmation(synthetic: ModuleType) -> None:
    ground = synthetic.straight_ground()
    posts = [
        synthetic.make_post(ground, "A", "north", (1000, 7000), confirmed_at=synthetic.LONG_AGO),
        synthetic.make_post(ground, "B", "north", (2000, 7000), confirmed_at=synthetic.EARLIER),
        synthetic.make_post(ground, "C", "north", (3000, 7000), confirmed_at=None),
    ]
    laydown = synthetic.make_laydown(posts)
    given_moment = datetime(2026, 1, 1, tzinfo=UTC)
    assert settle(ground, laydown, at=given_moment)[0].at == given_moment
    assert settle(ground, laydown)[0].at == laydown.as_of
    parameters, notices = settle(ground, replace(laydown, as_of=None))
    assert parameters.at == synthetic.EARLIER
    assert [notice.code for notice in notices] == ["moment-from-confirmation"]
    with pytest.raises(UsageError, match="moment"):
        settle(ground, replace(laydown, as_of=None, posts=(posts[2],)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"window": "dusk"},
        {"respond_within_min": -1},
        {"share_within_min": float("nan")},
        {"stale_after_h": float("inf")},
        {"at": datetime(2026, 1, 1)},  # noqa: DTZ001 - the missing zone is what is tested
    ],
)
def test_what_makes_no_sense_is_refused(synthetic: ModuleType, wrong: dict[str, object]) -> None:
    ground = synthetic.straight_ground()
    with pytest.raises(UsageError):
        settle(ground, synthetic.make_laydown([]), **wrong)


def test_window_and_figures_are_taken(synthetic: ModuleType) -> None:
    ground = synthetic.straight_ground()
    parameters, _ = settle(
        ground, synthetic.make_laydown([]), window="night", share_within_min=7, stale_after_h=48, respond_within_min=20
    )
    terms = parameters.terms
    assert parameters.window is Window.NIGHT
    assert (terms.respond_within_min, terms.share_within_min, terms.stale_after_h) == (20, 7, 48)
    assert parameters.at - timedelta(0) == synthetic.NOW
