"""The ledger's measures in samples: as stated they are the ledger's own; in a sample, a picture made with them."""

from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from tansiq.domain.agreement import Sector, Terms
from tansiq.domain.laydown import Laydown
from tansiq.domain.names import Names
from tansiq.domain.post import ReactionElement
from tansiq.domain.time import MannedHours
from tansiq.gaps import Measure, Parameters, Picture, party_layers, picture, picture_from_layers, place_posts
from tansiq.gaps.spread import NOTHING_VARIES, Figures, Spreads, as_stated, measures_in_samples
from tansiq.gaps.spread.design import draw
from tansiq.ground.model import Ground

Scene = tuple[Ground, Laydown, Parameters]
TERMS = Terms(
    respond_within_min=30, share_within_min=12, sectors=(Sector("W", Names(), 0, 6, partner_may_respond=False),)
)


@pytest.fixture(scope="module")
def scene(synthetic: ModuleType) -> Scene:
    """12 km of hills where every kind of measure has something to do."""
    ground: Ground = synthetic.make_ground([(0, 4000), (12_000, 4000)], width_m=12_000, height_m=8_000, cell_m=250)
    row, col = np.indices(ground.grid.shape)
    ground = replace(ground, elevation_m=(40 * np.sin(row / 3.1) * np.cos(col / 4.3)).astype(np.float32))
    foot = ReactionElement("foot", 6.0)
    posts = [
        synthetic.make_post(ground, "A", "north", (1200, 5000), reaction=foot, range_m=1500),
        synthetic.make_post(ground, "B", "north", (4200, 4400), range_m=1500, detect_per_min=0.6),
        synthetic.make_post(ground, "C", "south", (6500, 3500), reaction=ReactionElement("vehicle", 9.0), range_m=900),
        synthetic.make_post(ground, "D", "north", (11_400, 4600), range_m=1500, detect_per_min=0.6),
        synthetic.make_post(
            ground, "S", "north", (8800, 4500), reaction=foot, range_m=1500, confirmed_at=synthetic.LONG_AGO
        ),
        synthetic.make_post(
            ground, "N", "south", (9800, 2500), reaction=foot, range_m=1500, manned=MannedHours(1080, 1800)
        ),
    ]
    laydown: Laydown = synthetic.make_laydown(posts, TERMS)
    return ground, laydown, synthetic.settled(ground, laydown)


@pytest.fixture(scope="module")
def ledger(scene: Scene) -> tuple[Measure, ...]:
    return picture(*scene[:2]).ledger


def drawn(scene: Scene, spreads: Spreads, samples: int) -> tuple[Figures, ...]:
    ground, laydown, parameters = scene
    return draw(place_posts(ground, laydown)[0], parameters, spreads, samples, 4).samples()


def test_as_stated_each_measure_turns_what_the_ledger_says(scene: Scene, ledger: tuple[Measure, ...]) -> None:
    assert {measure.kind for measure in ledger} == {"word", "partner", "confirm", "watch", "reaction", "joint_post"}
    (figures,) = set(drawn(scene, NOTHING_VARIES, 2))
    # Confirming is known to hold something only where the post is there.
    there = replace(figures, present=tuple(sorted({*figures.present, 4})))
    others = [measure for measure in ledger if measure.kind != "confirm"]
    confirm = [measure for measure in ledger if measure.kind == "confirm"]
    told = [*measures_in_samples(*scene, [figures], others), *measures_in_samples(*scene, [there], confirm)]
    for measure, sure in zip([*others, *confirm], told, strict=True):
        assert sure.id == measure.id
        assert sure.km2.tolist() == pytest.approx([measure.km2])
        assert sure.seam_km.tolist() == pytest.approx([measure.seam_km])
        assert sure.turns.count == 1


def held(made: Picture) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    return np.isin(made.state, (1, 2)), np.array([length.state.is_held for length in made.lengths])


def from_scratch(ground: Ground, laydown: Laydown, parameters: Parameters) -> Picture:
    layers = party_layers(ground, laydown, parameters)
    return picture_from_layers(ground, laydown, layers, parameters, ledger=False)


def test_in_a_sample_a_measure_turns_what_a_picture_made_with_it_holds_more(
    scene: Scene, ledger: tuple[Measure, ...]
) -> None:
    ground, laydown, parameters = scene
    measures = {measure.id: measure for measure in ledger}
    samples = drawn(scene, Spreads(), 4)
    asked = [measures["watch-N"], measures["word-10"], measures["partner-W"]]
    told = measures_in_samples(*scene, samples, asked)
    for n, figures in enumerate(samples):
        land, forces, stated = as_stated(ground, laydown, parameters, figures)
        cells, lengths = held(from_scratch(land, forces, stated))
        manned = replace(laydown, posts=(*laydown.posts[:5], replace(laydown.posts[5], manned=MannedHours())))
        with_post = as_stated(ground, manned, parameters, replace(figures, present=(*figures.present, 5)))
        faster = replace(stated, terms=replace(stated.terms, share_within_min=10 * figures.share_times))
        sectors = tuple(replace(sector, partner_may_respond=True) for sector in stated.terms.sectors)
        allowed = replace(stated, terms=replace(stated.terms, sectors=sectors))
        for sure, inputs in zip(told, (with_post, (land, forces, faster), (land, forces, allowed)), strict=True):
            more_cells, more_lengths = held(from_scratch(*inputs))
            assert sure.km2[n] == pytest.approx((more_cells & ~cells).sum() * ground.grid.cell_km2)
            assert sure.seam_km[n] == pytest.approx((more_lengths & ~lengths).sum())


def test_what_is_away_gains_nothing(scene: Scene, ledger: tuple[Measure, ...]) -> None:
    (figures,) = set(drawn(scene, NOTHING_VARIES, 2))
    at_posts = [measure for measure in ledger if measure.kind in {"reaction", "confirm"}]
    told = measures_in_samples(*scene, [replace(figures, present=())], at_posts)
    assert [sure.turns.count for sure in told] == [0] * len(at_posts)
