"""Heights on the grid against the formulas the models were made from."""

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from affine import Affine
from numpy.typing import NDArray

from tansiq.errors import BadGroundError
from tansiq.ground.model import Ground

if TYPE_CHECKING:
    from tests.ground.conftest import Land

AZIMUTHAL = "+proj=ortho +lat_0=-35 +lon_0=-136 +datum=WGS84"
Degrees = NDArray[np.float64]


def positions(ground: Ground) -> tuple[Degrees, Degrees]:
    row, col = np.indices(ground.grid.shape)
    return ground.grid.lonlat_from_xy(*ground.grid.xy_from_cells(row, col))


def waves(lon: Degrees, lat: Degrees) -> Degrees:
    return 500 + 100 * np.sin((lon - 44) * 57) + 100 * np.cos((lat - 35) * 50)


def test_heights_follow_the_surface_they_were_measured_from(land: "Land") -> None:
    ground = land.build(dem=[land.dem(heights=waves)], cell_m=250)
    kept = ~np.isnan(ground.elevation_m)
    error = np.abs(ground.elevation_m - waves(*positions(ground)))[kept]
    # Keys' cubic convolution is third order: with h = 0.005 deg and w = 57/deg, (w h)^3 times the amplitude bounds it.
    assert kept[ground.area].all()
    assert error.max() < 100 * (57 * 0.005) ** 3


def test_a_plane_on_the_map_is_kept_to_the_centimetre(land: "Land") -> None:
    ground = land.build(dem=[land.dem(heights=lambda lon, lat: 1000 * (lon - 44) + 500 * (lat - 35))], cell_m=250)
    lon, lat = positions(ground)
    kept = ~np.isnan(ground.elevation_m)
    np.testing.assert_allclose(ground.elevation_m[kept], (1000 * (lon - 44) + 500 * (lat - 35))[kept], atol=0.01)


def test_nothing_is_kept_beyond_the_margin(land: "Land") -> None:
    ground = land.build(margin_km=2)
    assert ground.seam is not None
    row, col = np.indices(ground.grid.shape)
    away = shapely.distance(shapely.points(*ground.grid.xy_from_cells(row, col)), ground.seam.line)
    assert np.isnan(ground.elevation_m[away > 5010]).all()
    assert not np.isnan(ground.elevation_m[away < 4990]).any()


def test_where_models_overlap_the_finest_wins_whatever_the_order(land: "Land") -> None:
    coarse = land.dem("coarse.tif", lambda lon, _: np.full_like(lon, 100.0), step_deg=0.01)
    fine = land.dem("fine.tif", lambda lon, _: np.full_like(lon, 200.0), bounds=(44.2, 35.0, 44.4, 35.3))
    for i, order in enumerate(([coarse, fine], [fine, coarse])):
        ground = land.build(f"package{i}", dem=order)
        lon, _ = positions(ground)
        known = ~np.isnan(ground.elevation_m)
        assert set(ground.elevation_m[known & (lon < 44.19)]) == {np.float32(100)}
        assert set(ground.elevation_m[known & (lon > 44.21)]) == {np.float32(200)}


def test_tiles_of_one_product_join_without_a_step(land: "Land") -> None:
    whole = land.build("whole", dem=[land.dem(heights=waves)], cell_m=250)
    west = land.dem("west.tif", waves, bounds=(44.0, 35.0, 44.2, 35.3))
    east = land.dem("east.tif", waves, bounds=(44.2, 35.0, 44.4, 35.3))
    tiled = land.build("tiled", dem=[west, east], cell_m=250)
    np.testing.assert_allclose(tiled.elevation_m, whole.elevation_m, atol=1e-3)


def test_a_projected_model_serves_as_well(land: "Land") -> None:
    array = np.full((700, 800), 321.0, np.float32)
    dem = land.raster("utm.tif", array, Affine(60, 0, 405_000, 0, -60, 3_912_000), crs="EPSG:32638")
    ground = land.build(dem=[dem])
    assert set(ground.elevation_m[ground.area]) == {np.float32(321)}


def test_a_model_of_the_other_side_of_the_earth_does_no_harm(land: "Land") -> None:
    array = np.full((50, 50), 9.0, np.float32)
    there = land.raster("there.tif", array, Affine(10_000, 0, -250_000, 0, -10_000, 250_000), crs=AZIMUTHAL)
    ground = land.build(dem=[land.dem(), there])
    assert not (ground.elevation_m == 9).any()
    assert [model["area_share"] for model in ground.manifest["elevation"]["models"]] == [0.0, 1.0]


def with_hole(lon: Degrees, lat: Degrees) -> Degrees:
    return np.where(np.hypot(lon - 44.2, lat - 35.12) < 0.012, -32767.0, 400.0)


def test_a_void_stays_void_and_is_told(land: "Land") -> None:
    ground = land.build(dem=[land.dem(heights=with_hole)], cell_m=250)
    lon, lat = positions(ground)
    away_deg = np.hypot(lon - 44.2, lat - 35.12)
    assert np.isnan(ground.elevation_m[away_deg < 0.008]).all()
    assert not np.isnan(ground.elevation_m[ground.area & (away_deg > 0.02)]).any()
    assert set(ground.elevation_m[~np.isnan(ground.elevation_m)]) == {np.float32(400)}
    share = np.isnan(ground.elevation_m[ground.area]).mean()
    notice = next(n for n in ground.notices if n.code == "elevation-voids")
    assert notice.fields["area_percent"] == f"{share:.1%}"[:-1]
    assert np.isinf(ground.foot_s_per_m[away_deg < 0.008]).all()


def test_a_void_is_taken_from_a_coarser_model_that_knows(land: "Land") -> None:
    holed = land.dem("holed.tif", with_hole)
    behind = land.dem("behind.tif", lambda lon, _: np.full_like(lon, 390.0), step_deg=0.01)
    ground = land.build(dem=[holed, behind])
    assert not np.isnan(ground.elevation_m[ground.area]).any()
    assert "elevation-voids" not in {n.code for n in ground.notices}


def test_an_area_mostly_void_is_refused(land: "Land") -> None:
    dem = land.dem(heights=lambda lon, lat: np.where(lon + 0 * lat < 44.2, -32767.0, 400.0))
    with pytest.raises(BadGroundError, match=r"% of the area is void in dem\.tif"):
        land.build(dem=[dem])
    assert land.left_over() == []


def test_missing_cover_is_told_with_its_share(land: "Land") -> None:
    ground = land.build(dem=[land.dem(bounds=(44.0, 35.0, 44.28, 35.3))])
    notice = next(n for n in ground.notices if n.code == "elevation-missing")
    share = np.isnan(ground.elevation_m[ground.area]).mean()
    assert float(str(notice.fields["area_percent"])) == pytest.approx(100 * share, abs=1.0)


def test_an_area_mostly_without_cover_is_refused(land: "Land") -> None:
    with pytest.raises(BadGroundError, match=r"% of the area is not covered by dem\.tif.*--dem"):
        land.build(dem=[land.dem(bounds=(44.0, 35.0, 44.2, 35.3))])
    assert land.left_over() == []


def test_voids_filled_with_zeros_are_told(land: "Land") -> None:
    dem = land.dem(heights=lambda lon, lat: np.where((lon > 44.2) & (lon < 44.25) & (lat > 0), 0.0, 400.0))
    filled, whole = land.build("filled", dem=[dem]), land.build("whole")
    notice = next(n for n in filled.notices if n.code == "elevation-zero")
    share = (filled.elevation_m[filled.area] == 0).mean()
    assert share > 0.1
    assert float(str(notice.fields["area_percent"])) == pytest.approx(100 * share, abs=0.1)
    assert "elevation-zero" not in {n.code for n in whole.notices}


def test_a_fine_model_read_in_small_blocks_gives_the_same_heights(
    land: "Land", monkeypatch: pytest.MonkeyPatch
) -> None:
    dem = land.dem(step_deg=0.001)
    whole = land.build("whole", dem=[dem], cell_m=250)
    monkeypatch.setattr("tansiq.ground.elevation._MODEL_SIDE", 150)
    parts = land.build("parts", dem=[dem], cell_m=250)
    # Positions are interpolated along each block's own rows: some centimetres on 100 m waves.
    np.testing.assert_allclose(parts.elevation_m, whole.elevation_m, atol=0.1)


def test_a_grid_finer_than_the_measurement_says_so(land: "Land") -> None:
    # 0.005 degrees of latitude are about 555 m.
    fine, coarse = land.build("fine", cell_m=250), land.build("coarse", cell_m=600)
    notice = next(n for n in fine.notices if n.code == "coarse-elevation")
    assert notice.fields["dem_m"] == pytest.approx(555, rel=0.02)
    assert "coarse-elevation" not in {n.code for n in coarse.notices}


def test_a_grid_coarser_than_the_measurement_averages_it(land: "Land") -> None:
    # Alternating rows of 400 and 600 m, a tenth of a cell wide: picking single rows would give one or the other.
    dem = land.dem(heights=lambda lon, lat: 500 + 100.0 * (-1) ** np.floor(lat * 2000 + 0 * lon), step_deg=0.0005)
    ground = land.build(dem=[dem], cell_m=500)
    assert np.abs(ground.elevation_m[ground.area] - 500).max() < 30
