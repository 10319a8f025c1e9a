"""The band of northern Iraq from real data, on coarse cells."""

from pathlib import Path

import numpy as np
import pyogrio.raw
import pyproj
import pytest
import rasterio
import shapely

import tansiq.ground
from tansiq.ground.model import Ground

pytestmark = pytest.mark.shared
WHERE = "line_id='districts_1991_approx'"
LAYER = "internal_lines_derived"


@pytest.fixture(scope="module")
def band(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    data = shared / "data"
    return tansiq.ground.build(
        tmp_path_factory.mktemp("band") / "g", dem=[data / "dem_30s_dted0.tif"], cell_m=1000, width_km=60,
        seam=f"{data}/boundaries.gpkg:{LAYER}?{WHERE}", places=f"{data}/places.gpkg:osm_places",
        boundaries=f"{data}/boundaries.gpkg:adm1", water=f"{data}/water.gpkg", incidents=data / "incidents.csv",
    )  # fmt: skip


@pytest.fixture(scope="module")
def line(shared: Path) -> shapely.Geometry:
    _, _, wkb, _ = pyogrio.raw.read(shared / "data" / "boundaries.gpkg", layer=LAYER, where=WHERE)
    return shapely.from_wkb(wkb)[0]


def test_the_seam_is_as_long_on_the_grid_as_on_the_ellipsoid(band: Ground, line: shapely.Geometry) -> None:
    geodesic_m = pyproj.Geod(ellps="WGS84").geometry_length(line)
    assert band.seam is not None
    assert band.seam.line.length == pytest.approx(geodesic_m, rel=band.manifest["crs"]["scale_error"])
    assert len(band.seam) == 840


def test_the_band_has_the_area_that_an_equal_area_map_gives(band: Ground, line: shapely.Geometry) -> None:
    to_lonlat = pyproj.Transformer.from_crs(band.grid.crs, 4326, always_xy=True)
    assert band.seam is not None
    area = band.seam.line.buffer(30_000, quad_segs=64)
    geodesic_m2, _ = pyproj.Geod(ellps="WGS84").geometry_area_perimeter(
        shapely.transform(area, lambda xy: np.column_stack(to_lonlat.transform(xy[:, 0], xy[:, 1])))
    )
    assert band.area.sum() * band.grid.cell_km2 == pytest.approx(abs(geodesic_m2) / 1e6, rel=2e-3)
    assert line.length > 0


def test_heights_at_the_measured_posts_are_kept_within_the_smoothing_of_cells(band: Ground, shared: Path) -> None:
    with rasterio.open(shared / "data" / "dem_30s_dted0.tif") as dem:
        row, col = (np.argwhere(band.area)[::97]).T
        lon, lat = band.grid.lonlat_from_xy(*band.grid.xy_from_cells(row, col))
        measured = np.array([value[0] for value in dem.sample(np.column_stack([lon, lat]))])
    error = band.elevation_m[row, col] - measured
    assert np.median(np.abs(error)) < 10
    assert abs(np.mean(error)) < 2


def test_the_whole_band_and_its_margin_have_heights(band: Ground) -> None:
    assert not np.isnan(band.elevation_m[band.area]).any()
    assert "elevation-missing" not in {notice.code for notice in band.notices}


def test_it_says_what_it_does_not_know(band: Ground) -> None:
    assert {"no-roads", "no-crossings", "no-residents", "incidents-period"} <= {n.code for n in band.notices}


def test_erbil_stands_where_it_does_with_its_names(shared: Path, tmp_path: Path) -> None:
    data = shared / "data"
    ground = tansiq.ground.build(
        tmp_path / "g", dem=[data / "dem_30s_dted0.tif"], cell_m=2000, width_km=60,
        seam=f"{data}/boundaries.gpkg:{LAYER}?{WHERE}", places=f"{data}/places.gpkg:ne_populated_places",
    )  # fmt: skip
    places = {p.properties["name_en"]: p for p in ground.features("places")}
    assert places["Kirkuk"].properties["residents"] > 100_000
    assert places["Kirkuk"].properties["rank"] == 1
    lon, lat = ground.grid.lonlat_from_xy(places["Kirkuk"].geometry.x, places["Kirkuk"].geometry.y)
    assert (float(lon), float(lat)) == pytest.approx((44.39, 35.47), abs=0.02)
