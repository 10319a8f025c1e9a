import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tansiq.errors import BadInputError
from tansiq.ground.grid import Grid
from tansiq.ground.seam import cut_seam, length_lines, merge_seam
from tansiq.ground.strips import nearest_lengths

UTM38 = pyproj.CRS.from_epsg(32638).to_wkt()
STRAIGHT = shapely.LineString([(1000, 5000), (9500, 5000)])
BENT = shapely.LineString([(1000, 1000), (6000, 1500), (6200, 9000), (2000, 7000)])
coordinates = st.integers(0, 12_000)


def lines(*parts: list[tuple[float, float]]) -> NDArray[np.object_]:
    return np.array([shapely.LineString(part) for part in parts], object)


def grid_of(cell_m: float = 190.0, size: int = 63) -> Grid:
    return Grid(UTM38, 0.0, size * cell_m, cell_m, size, size)


def brute_force(grid: Grid, lengths: NDArray[np.object_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Distances by shapely from every cell to every length: least, and to each."""
    row, col = np.indices(grid.shape)
    points = shapely.points(*grid.xy_from_cells(row, col))
    each = np.stack([shapely.distance(points, line) for line in lengths])
    return each.min(axis=0), each


@pytest.mark.parametrize("line", [STRAIGHT, BENT], ids=["straight", "bent"])
@pytest.mark.parametrize("within_m", [700.0, 3000.0, 1e6])
def test_strips_are_the_nearest_length_by_brute_force(line: shapely.LineString, within_m: float) -> None:
    grid, seam = grid_of(), cut_seam(line)
    least, each = brute_force(grid, length_lines(seam))
    strip = nearest_lengths(grid, seam, within_m)
    inside = strip >= 0
    sure = np.abs(least - within_m) > 1e-6
    assert np.array_equal(inside[sure], (least <= within_m)[sure])
    chosen = np.take_along_axis(each, np.maximum(strip, 0)[None], 0)[0]
    np.testing.assert_allclose(chosen[inside], least[inside], atol=1e-6)


@settings(deadline=None)
@given(st.lists(st.tuples(coordinates, coordinates), min_size=2, max_size=7, unique=True))
def test_any_seam_gives_nearest_strips(points: list[tuple[int, int]]) -> None:
    grid, seam = grid_of(600.0, 20), cut_seam(shapely.LineString(points))
    least, each = brute_force(grid, length_lines(seam))
    strip = nearest_lengths(grid, seam, 1e7)
    chosen = np.take_along_axis(each, strip[None], 0)[0]
    np.testing.assert_allclose(chosen, least, atol=1e-6)


def test_on_a_straight_seam_strips_are_columns_of_a_kilometre() -> None:
    grid = Grid(UTM38, 1000.0, 10_000.0, 250.0, 40, 34)
    strip = nearest_lengths(grid, cut_seam(STRAIGHT), 4000.0)
    assert (strip[20] == np.arange(34) // 4).all()
    assert np.count_nonzero(strip[:, 10] >= 0) == 2 * 4000 / 250


@settings(deadline=None)
@given(st.lists(st.tuples(coordinates, coordinates), min_size=2, max_size=9, unique=True))
def test_lengths_are_a_kilometre_each_and_lie_end_to_end(points: list[tuple[int, int]]) -> None:
    line = shapely.LineString(points)
    seam = cut_seam(line)
    each = np.array([part.length for part in length_lines(seam)])
    np.testing.assert_allclose(each[:-1], 1000.0, atol=1e-6)
    assert each[-1] <= 1001.0
    assert each.sum() == pytest.approx(line.length)
    np.testing.assert_array_equal(seam.start_xy_m[1:], seam.end_xy_m[:-1])
    assert tuple(seam.start_xy_m[0]) == line.coords[0]
    assert tuple(seam.end_xy_m[-1]) == line.coords[-1]


def test_an_even_seam_has_no_sliver_at_its_end() -> None:
    assert len(cut_seam(shapely.LineString([(0, 0), (3000.0000001, 0)]))) == 3


def test_parts_are_joined_in_the_direction_they_are_drawn() -> None:
    merged = merge_seam(lines([(5, 0), (9, 1)], [(0, 0), (5, 0)]), file="seam")
    assert list(merged.coords) == [(0, 0), (5, 0), (9, 1)]


def test_of_parts_drawn_against_each_other_the_longest_leads() -> None:
    merged = merge_seam(lines([(9, 0), (4, 0)], [(0, 0), (4, 0)]), file="seam")
    assert list(merged.coords) == [(9, 0), (4, 0), (0, 0)]


def test_pieces_with_a_gap_between_them_are_refused_with_their_number() -> None:
    with pytest.raises(BadInputError, match=r"seam\.gpkg is 2 separate pieces"):
        merge_seam(lines([(0, 0), (1, 0)], [(2, 0), (3, 0)]), file="seam.gpkg")


def test_a_fork_is_refused() -> None:
    with pytest.raises(BadInputError, match="separate pieces"):
        merge_seam(lines([(0, 0), (1, 0)], [(1, 0), (2, 1)], [(1, 0), (2, -1)]), file="seam.gpkg")


@pytest.mark.parametrize("shape", [shapely.Point(0, 0), shapely.box(0, 0, 1, 1)])
def test_a_seam_that_is_no_line_is_refused(shape: shapely.Geometry) -> None:
    with pytest.raises(BadInputError, match=f"must be a line; it holds {shape.geom_type}"):
        merge_seam(np.array([shape], object), file="seam.gpkg")
