"""Posts held against a ground package: beside the grid, on missing elevation, outside the area."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyproj
import pytest

from tansiq.domain.laydown import Laydown
from tansiq.domain.names import Names
from tansiq.domain.party import Party
from tansiq.domain.post import Post
from tansiq.errors import BadInputError
from tansiq.exchange import laydown_file
from tansiq.ground.grid import Grid
from tansiq.ground.model import Ground

UTM = pyproj.CRS.from_epsg(32638)
CELL_M, SIDE = 1000.0, 40
WEST_M, NORTH_M = 400_000.0, 4_000_000.0


def ground() -> Ground:
    """Return 40 km of flat ground; its outer 5 km are outside the area, and one cell has no elevation."""
    grid = Grid(UTM.to_wkt(), WEST_M, NORTH_M, CELL_M, SIDE, SIDE)
    elevation = np.full(grid.shape, 300, np.float32)
    elevation[20, 20] = np.nan
    strip = np.full(grid.shape, -1, np.int32)
    strip[5:-5, 5:-5] = 0
    pace = np.ones(grid.shape, np.float32)
    return Ground(
        Path("trial"), "trial", grid, elevation, strip, pace, pace, pace, None, sketch=True, manifest={},
        notices=(), sha256="",
    )  # fmt: skip


def laydown(*east_north_km: tuple[float, float]) -> Laydown:
    """Return posts so many kilometres east and south of the grid's corner, by PROJ rather than by the grid."""
    back = pyproj.Transformer.from_crs(UTM, 4326, always_xy=True)
    places = [back.transform(WEST_M + e * 1000, NORTH_M - s * 1000) for e, s in east_north_km]
    posts = tuple(Post(f"p{n}", "a", Names(), lon, lat) for n, (lon, lat) in enumerate(places))
    return Laydown(Names(), (Party("a", Names()), Party("b", Names())), posts)


def refused(given: Laydown) -> str:
    with pytest.raises(BadInputError) as caught:
        laydown_file.check_on(given, ground(), Path("somewhere/posts.csv"))
    assert caught.value.exit_code == 4
    return str(caught.value)


def test_posts_in_the_area_pass_without_a_word() -> None:
    assert laydown_file.check_on(laydown((10.5, 10.5), (34.5, 5.5)), ground(), "posts.csv") == ()


def test_posts_on_the_margin_are_told_by_name() -> None:
    (notice,) = laydown_file.check_on(laydown((10.5, 10.5), (4.9, 10.5), (35.1, 10.5)), ground(), "posts.csv")
    assert notice.code == "outside-area"
    assert "posts.csv: 2 posts" in notice.template % notice.fields
    assert "p1, p2" in notice.template % notice.fields


@pytest.mark.parametrize("place", [(-0.1, 10), (40.1, 10), (10, -0.1), (10, 40.1), (5000, 10)])
def test_posts_beside_the_grid_are_refused_by_name(place: tuple[float, float]) -> None:
    said = refused(laydown((10.5, 10.5), place))
    assert "posts.csv, post p1" in said
    assert "outside the ground “trial”" in said
    assert "p0" not in said


def test_a_post_on_missing_elevation_is_refused_by_name() -> None:
    assert "posts.csv, post p0: it stands at" in (said := refused(laydown((20.5, 20.5))))
    assert "no elevation" in said


def test_swapped_degrees_of_a_whole_file_are_recognised() -> None:
    right = laydown((10.5, 10.5), (12.5, 12.5))
    swapped = tuple(replace(post, lon_deg=post.lat_deg, lat_deg=post.lon_deg) for post in right.posts)
    said = refused(replace(right, posts=swapped))
    assert said.count("look swapped") == 2


@pytest.mark.parametrize(("shift_deg", "towards"), [(6, "west"), (-6, "east")])
def test_a_post_six_degrees_away_is_recognised_as_a_wrong_zone(shift_deg: float, towards: str) -> None:
    right = laydown((10.5, 10.5))
    shifted = tuple(replace(post, lon_deg=post.lon_deg + shift_deg) for post in right.posts)
    assert f"six degrees to the {towards} it is inside" in refused(replace(right, posts=shifted))


def test_positions_far_outside_the_projection_end_in_words() -> None:
    right = laydown((10.5, 10.5))
    for lon, lat in ((-135.0, 0.0), (180.0, 90.0), (-180.0, -90.0), (45.0, -90.0)):
        posts = (replace(right.posts[0], lon_deg=lon, lat_deg=lat),)
        assert "outside the ground" in refused(replace(right, posts=posts))
