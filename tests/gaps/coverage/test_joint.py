"""What two coverages must have in common, and what becomes of one that is out of date or silent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from types import ModuleType

import numpy as np
import pytest

from tansiq.domain.agreement import Terms
from tansiq.domain.state import State
from tansiq.domain.time import Window
from tansiq.errors import UsageError
from tansiq.gaps.coverage import (
    NOT_SAID,
    Assumed,
    Coverage,
    CoverageError,
    CoverageMismatchError,
    Lattice,
    coverage_from_layers,
    coverage_of,
    picture_of_coverages,
)
from tansiq.ground.model import Ground

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def ground(synthetic: ModuleType) -> Ground:
    made: Ground = synthetic.straight_ground(half_width_m=5500)
    return made


@pytest.fixture(scope="module")
def pair(synthetic: ModuleType, ground: Ground) -> tuple[Coverage, Coverage]:
    """The north holds everything alone; the south sees nothing and comes late."""
    layers = synthetic.layers_of(ground, north={"rate": 0.2, "minutes": 20.0}, south={"minutes": 60.0})
    parameters = synthetic.settled(ground, synthetic.make_laydown([]))
    north, south = (
        coverage_from_layers(ground, each, parameters, cell_m=1000, smallest_cell_m=1000) for each in layers
    )
    return north, south


def states(ground: Ground, pair: tuple[Coverage, Coverage], at: datetime | None = None) -> set[int]:
    made = picture_of_coverages(ground, pair, at=at, ledger=False)
    return set(made.state[ground.area].tolist())


def test_a_coverage_holds_ground_until_it_runs_out_and_then_it_is_unknown(
    ground: Ground, pair: tuple[Coverage, Coverage]
) -> None:
    until = pair[0].valid_until
    assert until == pair[0].at + DAY
    assert states(ground, pair) == {State.HELD}
    assert states(ground, pair, until) == {State.HELD}
    assert states(ground, pair, until + timedelta(seconds=1)) == {State.UNKNOWN}
    assert states(ground, pair, pair[0].at - timedelta(seconds=1)) == {State.UNKNOWN}


def test_a_coverage_out_of_date_is_told(ground: Ground, pair: tuple[Coverage, Coverage]) -> None:
    made = picture_of_coverages(ground, pair, at=pair[0].at + 2 * DAY, ledger=False)
    told = [notice.fields["party"] for notice in made.notices if notice.code == "coverage-not-valid"]
    assert told == ["north", "south"]


def test_a_party_that_says_nothing_leaves_ground_unknown_but_what_the_other_holds(
    ground: Ground, pair: tuple[Coverage, Coverage]
) -> None:
    north, south = pair
    silent = replace(south, codes=np.full_like(south.codes, NOT_SAID))
    assert states(ground, (north, silent)) == {State.HELD}
    assert states(ground, (replace(silent, party="north"), south)) == {State.UNKNOWN}
    both = picture_of_coverages(ground, (replace(silent, party="north"), silent), ledger=False)
    assert {length.state for length in both.lengths} == {State.UNKNOWN}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda c: replace(c, party="north"), "one of each party"),
        (lambda c: replace(c, window=Window.NIGHT), "for day, the other for night"),
        (lambda c: replace(c, ground="1" * 64), "another ground"),
        (lambda c: replace(c, assumed=replace(c.assumed, target_mm=1800)), "different assumptions"),
        (lambda c: replace(c, assumed=replace(c.assumed, stale_after_min=2880)), "1440 minutes, the other for 2880"),
        (lambda c: replace(c, lattice=replace(c.lattice, east=c.lattice.east + 1)), "do not lie on the ground"),
        (lambda c: replace(c, lattice=replace(c.lattice, cell_m=2000)), "cells of 1000 m, the other of 2000 m"),
        (lambda c: replace(c, party="east"), "north, east"),
    ],
)
def test_coverages_that_do_not_fit_are_refused(
    synthetic: ModuleType, ground: Ground, pair: tuple[Coverage, Coverage],
    change: Callable[[Coverage], Coverage], words: str,
) -> None:  # fmt: skip
    with pytest.raises(CoverageMismatchError, match=words):
        picture_of_coverages(ground, (pair[0], change(pair[1])), agreed=synthetic.make_laydown([]), ledger=False)


def test_assumptions_and_stale_limits_other_than_here_are_refused(
    synthetic: ModuleType, ground: Ground, pair: tuple[Coverage, Coverage]
) -> None:
    taller = replace(pair[0], assumed=replace(pair[0].assumed, target_mm=1800))
    shorter = replace(pair[1], assumed=taller.assumed)
    with pytest.raises(CoverageMismatchError, match="this version"):
        picture_of_coverages(ground, (taller, shorter), ledger=False)
    agreed = synthetic.make_laydown([], Terms(stale_after_h=12))
    with pytest.raises(CoverageMismatchError, match="1440 minutes, the agreement for 720"):
        picture_of_coverages(ground, pair, agreed=agreed, ledger=False)


def nothing(lattice: Lattice) -> np.ndarray:
    return np.zeros((4, *lattice.shape), np.uint8)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda c: {"valid_until": c.at + 2 * DAY}, "1440 minutes only"),
        (lambda c: {"valid_until": c.at - DAY}, "1440 minutes only"),
        (lambda c: {"at": c.at.replace(tzinfo=None)}, "no time zone"),
        (lambda c: {"at": c.at + timedelta(microseconds=1)}, "finer than a millisecond"),
        (lambda _: {"draws": 17}, "16 times"),
        (lambda c: {"lattice": replace(c.lattice, cell_m=99)}, "100 to 100000 m"),
        (lambda c: {"lattice": replace(c.lattice, rows=2**20 + 1)}, "too large"),
        (lambda c: {"lattice": replace(c.lattice, east=2**40)}, "too large"),
        (lambda c: {"codes": c.codes[:3]}, "four of"),
        (lambda c: {"codes": c.codes + np.uint8(6)}, "beyond its own steps"),
        (lambda c: {"codes": c.codes.astype(np.int64)}, "four of"),
        (lambda c: {"codes": np.concatenate([c.codes[:3], c.codes[:1] * 0 + NOT_SAID])}, "nothing in another"),
        (lambda c: {"codes": nothing(c.lattice) + np.array([1, 0, 0, 0], np.uint8)[:, None, None]}, "see more"),
        (lambda c: {"codes": nothing(c.lattice) + np.array([0, 0, 1, 0], np.uint8)[:, None, None]}, "arrive sooner"),
        (lambda c: {"codes": nothing(c.lattice) + np.array([0, 0, 1, 2], np.uint8)[:, None, None]}, "arrive sooner"),
    ],
)
def test_a_coverage_that_contradicts_itself_is_refused(
    pair: tuple[Coverage, Coverage], change: Callable[[Coverage], dict[str, object]], words: str
) -> None:
    with pytest.raises(CoverageError, match=words):
        replace(pair[1], **change(pair[1]))  # type: ignore[arg-type]  # fields by name


def test_assumptions_are_whole_numbers_and_the_moment_is_the_laydowns(
    synthetic: ModuleType, pair: tuple[Coverage, Coverage]
) -> None:
    assert pair[0].assumed == Assumed(stale_after_min=1440, target_mm=1700, refraction_ppm=142_857)
    assert pair[0].at == synthetic.NOW


@pytest.mark.parametrize("hours", [1 / 7, 1e6, float("nan")])
def test_a_stale_limit_that_no_record_can_say_is_refused(synthetic: ModuleType, ground: Ground, hours: float) -> None:
    with pytest.raises(UsageError):
        coverage_of(ground, synthetic.make_laydown([]), "north", cell_m=1000, smallest_cell_m=1000, stale_after_h=hours)


def test_a_party_that_is_not_one_of_the_two_is_refused(synthetic: ModuleType, ground: Ground) -> None:
    with pytest.raises(UsageError, match="north, south"):
        coverage_of(ground, synthetic.make_laydown([]), "east", cell_m=1000, smallest_cell_m=1000)
