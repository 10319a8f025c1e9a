"""Two coverages of the real band, coarse."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import tansiq.exercise
import tansiq.ground
from tansiq.domain.state import State
from tansiq.gaps import party_layers, picture_from_layers, settle
from tansiq.gaps.coverage import coverage_of, picture_of_coverages
from tests.gaps.coverage.by_hand import coarse

pytestmark = pytest.mark.shared
HELD = (State.HELD, State.TOGETHER)


def test_the_band_from_coverages_is_the_band_from_posts_at_that_cell_size(shared: Path, tmp_path: Path) -> None:
    data = shared / "data"
    ground = tansiq.ground.build(
        tmp_path / "g", dem=[data / "dem_30s_dted0.tif"], cell_m=1000, width_km=60,
        seam=f"{data}/boundaries.gpkg:internal_lines_derived?line_id='districts_1991_approx'",
        water=f"{data}/water.gpkg",
    )  # fmt: skip
    laydown = tansiq.exercise.laydown(ground)
    parameters, _ = settle(ground, laydown)
    layers = party_layers(ground, laydown, parameters)
    north, south = (
        coverage_of(
            ground, replace(laydown, posts=tuple(post for post in laydown.posts if post.party == party.id)), party.id,
            cell_m=2000, smallest_cell_m=2000,
        )
        for party in laydown.parties
    )  # fmt: skip
    joint = picture_of_coverages(ground, (north, south), agreed=laydown, ledger=False)
    first, second = (coarse(ground, each, 2000) for each in layers)
    expected = picture_from_layers(ground, laydown, (first, second), parameters, ledger=False)
    fine = picture_from_layers(ground, laydown, layers, parameters, ledger=False)
    assert joint.state.tobytes() == expected.state.tobytes()
    assert joint.lengths == expected.lengths
    assert np.isin(joint.state, HELD).any()
    assert not (np.isin(joint.state, HELD) & ~np.isin(fine.state, HELD)).any()
