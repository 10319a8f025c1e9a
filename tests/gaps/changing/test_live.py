"""A live picture after any changes is, byte for byte, the picture computed from nothing."""

from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tansiq.exercise
from tansiq.domain.agreement import Sector, Terms
from tansiq.domain.laydown import Laydown
from tansiq.domain.names import Names
from tansiq.domain.post import Post, ReactionElement
from tansiq.domain.time import MannedHours
from tansiq.errors import BadInputError, UsageError
from tansiq.exercise import sketch
from tansiq.gaps import Picture, picture, settle
from tansiq.gaps.changing import LivePicture
from tansiq.gaps.workings import Band, prepare
from tansiq.ground.model import Ground

few = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TERMS = Terms(
    45, 20, sectors=(Sector("1", Names(), 0, 9), Sector("2", Names(), 9, 14, 20.0, partner_may_respond=False))
)

POST = st.fixed_dictionaries(
    {
        "party": st.sampled_from(["north", "south"]),
        "xy_m": st.tuples(st.integers(0, 39), st.integers(0, 23)).map(lambda at: (at[0] * 500 + 10, at[1] * 500 + 10)),
        "mode": st.sampled_from([None, "foot", "vehicle", "vehicle"]),
        "ready_min": st.sampled_from([0.0, 5.1, 20.0, 60.0]),
        "stale": st.booleans(),
        "rate": st.sampled_from([0.05, 0.2, 9.0]),
        "range_m": st.sampled_from([0.0, 900.0, 4000.0, 7000.0]),
        "manned": st.sampled_from([MannedHours(), MannedHours(), MannedHours(360, 1080), MannedHours(1080, 1800)]),
    }
)


def rough_ground(synthetic: ModuleType, cell_m: float = 125.0, seed: int = 4) -> Ground:
    """Hills with missing cells on the grid's edge and inside, slow ground, a river without a bridge."""
    layers = {
        "places": (synthetic.place(1500, 9000, "Large", 900), synthetic.place(14_000, 2000, "Small", None)),
        "incidents": (synthetic.incident(1500, 9000, "2026-10-01"), synthetic.incident(9500, 6100, "2026-10-01")),
    }
    flat: Ground = synthetic.make_ground(
        [(0, 6000), (8000, 7000), (20_000, 5000)], width_m=20_000, height_m=12_000, cell_m=cell_m, layers=layers
    )
    rng = np.random.default_rng(seed)
    rows, cols = np.indices(flat.grid.shape) * cell_m / 1000
    height = 60 * np.sin(rows * 2.1) * np.cos(cols * 1.3) + rng.normal(0, 4, flat.grid.shape)
    hole = rng.random(flat.grid.shape) < 0.003
    hole[:3, :5] = True
    pace = flat.foot_s_per_m * rng.choice(np.array([1, 1, 2], np.float32), flat.grid.shape)
    pace[40:, 90:92] = np.inf
    return replace(
        flat,
        elevation_m=np.where(hole, np.nan, height).astype(np.float32),
        strip=np.where(rows < 0.8, -1, flat.strip).astype(np.int32),
        walk_s_per_m=np.where(hole, np.nan, pace).astype(np.float32),
        foot_s_per_m=pace,
        vehicle_s_per_m=(pace / np.float32(6)).astype(np.float32),
    )


@pytest.fixture(scope="module")
def ground(synthetic: ModuleType) -> Ground:
    return rough_ground(synthetic)


@pytest.fixture(scope="module")
def band(ground: Ground) -> Band:
    return prepare(ground)


def post(synthetic: ModuleType, ground: Ground, name: str, drawn: dict[str, Any]) -> Post:
    made: Post = synthetic.make_post(
        ground,
        name,
        drawn["party"],
        drawn["xy_m"],
        reaction=None if drawn["mode"] is None else ReactionElement(drawn["mode"], drawn["ready_min"]),
        confirmed_at=synthetic.LONG_AGO if drawn["stale"] else synthetic.EARLIER,
        range_m=drawn["range_m"],
        detect_per_min=drawn["rate"],
        manned=drawn["manned"],
    )
    return made


def on_ground(ground: Ground, posts: Sequence[Post]) -> list[Post]:
    """Leave out posts on missing elevation, which a picture refuses."""
    kept = []
    for one in posts:
        row, col = ground.grid.cells_from_xy(*ground.grid.xy_from_lonlat(one.lon_deg, one.lat_deg))
        if np.isfinite(ground.elevation_m[row, col]):
            kept.append(one)
    return kept


def alike(one: object, other: object) -> bool:
    """Tell whether two values are the same to the byte, arrays and outlines too."""
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    if isinstance(one, shapely.Geometry) and isinstance(other, shapely.Geometry):
        return bool(one.wkb == other.wkb)
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        return all(alike(a, b) for a, b in zip(one, other, strict=True))
    if hasattr(one, "__dataclass_fields__") and type(one) is type(other):
        return all(alike(getattr(one, f.name), getattr(other, f.name)) for f in fields(one))  # type: ignore[arg-type]
    return one == other


def assert_same(live: Picture, computed: Picture) -> None:
    for f in fields(Picture):
        if f.name != "ground":
            assert alike(getattr(live, f.name), getattr(computed, f.name)), f.name


def live_of(ground: Ground, laydown: Laydown, band: Band) -> LivePicture:
    parameters, notices = settle(ground, laydown)
    return LivePicture(ground, laydown, parameters, band=band, notices=notices)


@few
@given(
    drawn=st.lists(POST, max_size=7),
    changes=st.lists(
        st.tuples(
            st.sampled_from(["add", "first", "move", "remove", "swap", "clear", "nothing"]), st.integers(0, 99), POST
        ),
        min_size=1,
        max_size=6,
    ),
)
def test_after_any_changes_it_is_the_picture_computed_from_nothing(
    synthetic: ModuleType, ground: Ground, band: Band, drawn: list[dict[str, Any]], changes: list[Any]
) -> None:
    posts = [post(synthetic, ground, f"P{number}", one) for number, one in enumerate(drawn)]
    posts = on_ground(ground, posts)
    live = live_of(ground, synthetic.make_laydown(posts, TERMS), band)
    for number, (what, at, new) in enumerate(changes):
        another = on_ground(ground, [post(synthetic, ground, f"C{number}", new)])
        place = at % len(posts) if posts else 0
        if what == "add":
            posts = [*posts, *another]
        elif what == "first":
            posts = [*another, *posts]
        elif what == "move":
            posts = [*posts[:place], *another, *posts[place + 1 :]]
        elif what == "remove":
            posts = [*posts[:place], *posts[place + 1 :]]
        elif what == "swap":
            posts = posts[::-1]
        elif what == "clear":
            posts = []
        laydown = synthetic.make_laydown(posts, TERMS)
        live.change(laydown)
        assert_same(live.picture, picture(ground, laydown, ledger=False))


def some_posts(synthetic: ModuleType, ground: Ground) -> list[Post]:
    return [
        synthetic.make_post(ground, "N1", "north", (6010, 8010), reaction=ReactionElement("vehicle", 10)),
        synthetic.make_post(ground, "N2", "north", (18_010, 9010), reaction=ReactionElement("foot", 2)),
        synthetic.make_post(ground, "S1", "south", (13_010, 4010)),
        synthetic.make_post(ground, "S2", "south", (17_010, 5010), confirmed_at=synthetic.LONG_AGO),
    ]


def test_with_its_ledger_it_is_the_whole_picture(synthetic: ModuleType, ground: Ground, band: Band) -> None:
    posts = some_posts(synthetic, ground)
    live = live_of(ground, synthetic.make_laydown(posts), band)
    moved = synthetic.make_laydown([replace(posts[0], lon_deg=posts[0].lon_deg + 0.02), *posts[1:]])
    live.change(moved)
    told: list[float] = []
    full = live.full(lambda done, _doing: told.append(done))
    assert len(full.ledger) > 0
    assert told[-1] == 1.0
    assert_same(full, picture(ground, moved))


def test_pictures_taken_earlier_stay_as_they_were(synthetic: ModuleType, ground: Ground, band: Band) -> None:
    posts = some_posts(synthetic, ground)
    laydown = synthetic.make_laydown(posts)
    live = live_of(ground, laydown, band)
    before = live.picture
    live.change(synthetic.make_laydown(posts[1:]))
    assert_same(before, picture(ground, laydown, ledger=False))


def test_a_grid_whose_cells_are_no_whole_metres_gives_the_same_outlines(synthetic: ModuleType) -> None:
    ground = rough_ground(synthetic, cell_m=20_000 / 159)
    posts = some_posts(synthetic, ground)
    live = live_of(ground, synthetic.make_laydown(posts), prepare(ground))
    for laydown in (synthetic.make_laydown(posts[:2]), synthetic.make_laydown(posts[1:])):
        live.change(laydown)
        assert_same(live.picture, picture(ground, laydown, ledger=False))


def test_without_a_seam_only_ground_follows(synthetic: ModuleType) -> None:
    ground = synthetic.make_ground(None, width_m=9000, height_m=6000)
    posts = [synthetic.make_post(ground, "N1", "north", (2000, 3000), reaction=ReactionElement("foot", 1))]
    live = live_of(ground, synthetic.make_laydown(posts), prepare(ground))
    moved = synthetic.make_laydown([synthetic.make_post(ground, "N1", "north", (7000, 3000))])
    live.change(moved)
    assert_same(live.picture, picture(ground, moved, ledger=False))


def test_a_post_that_cannot_stand_leaves_the_picture_as_it_was(
    synthetic: ModuleType, ground: Ground, band: Band
) -> None:
    posts = some_posts(synthetic, ground)
    laydown = synthetic.make_laydown(posts)
    live = live_of(ground, laydown, band)
    for wrong in (replace(posts[0], lon_deg=0.0), replace(posts[0], eye_m=-3.0)):
        with pytest.raises(BadInputError):
            live.change(synthetic.make_laydown([*posts, wrong]))
        assert live.picture.laydown is laydown
        live.change(laydown)
        assert_same(live.picture, picture(ground, laydown, ledger=False))


def test_other_terms_or_another_moment_need_a_new_picture(synthetic: ModuleType, ground: Ground, band: Band) -> None:
    laydown = synthetic.make_laydown(some_posts(synthetic, ground))
    live = live_of(ground, laydown, band)
    for other in (replace(laydown, terms=Terms(30)), replace(laydown, as_of=None)):
        with pytest.raises(UsageError, match="Make a new picture"):
            live.change(other)


def test_on_the_sketched_ground_it_follows_moves_and_elements(tmp_path: Path) -> None:
    ground = sketch.build(tmp_path / "ground", cell_m=2000.0)
    laydown = tansiq.exercise.laydown(ground)
    live = live_of(ground, laydown, prepare(ground))
    posts = list(laydown.posts)
    moved = replace(posts[7], lon_deg=posts[9].lon_deg, lat_deg=posts[9].lat_deg)
    changes = [
        [*posts[:7], moved, *posts[8:]],
        [replace(posts[0], confirmed_at=None), *posts[2:]],
        [*posts[:3], replace(posts[3], reaction=ReactionElement("foot", 8.0)), *posts[4:]],
    ]
    for changed in changes:
        another = replace(laydown, posts=tuple(changed))
        live.change(another)
        assert_same(live.picture, picture(ground, another, ledger=False))
