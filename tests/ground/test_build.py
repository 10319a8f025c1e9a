"""Whole packages: what goes in comes out, twice the same, and never half."""

import hashlib
import re
import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import rasterio
import shapely

import tansiq.ground
from tansiq.errors import BadGroundError, CancelledError, UnreadableInputError, UnwritableOutputError
from tansiq.ground.model import Ground

if TYPE_CHECKING:
    from tests.ground.conftest import Land

PLACES = {
    "name": ["Tell A", "تل", None],
    "name_ckb": [None, None, "گرد"],
    "population": [1200, None, None],
    "place": ["town", None, "village"],
}
POINTS = [shapely.Point(44.15, 35.11), shapely.Point(44.25, 35.15), shapely.Point(44.2, 35.13)]


def inputs(land: "Land") -> dict[str, Any]:
    return {
        "dem": [land.dem()],
        "seam": land.seam(),
        "places": land.vectors("places.gpkg", POINTS, PLACES, layer="osm"),
        "boundaries": land.vectors("units.geojson", [shapely.box(43, 34, 44.2, 36)], {"adm1_en": ["West"]}),
        "roads": land.vectors(
            "roads.shp", [shapely.LineString([(44.1, 35.1), (44.3, 35.2)])], {"highway": ["primary"], "bridge": ["yes"]}
        ),
        "water": land.vectors("water.gpkg", [shapely.LineString([(44.2, 34), (44.2, 36)])], {"waterway": ["river"]}),
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """A package of every kind of input, built once for the tests that only look at it; its inputs lie beside it."""
    from tests.ground.conftest import Land  # noqa: PLC0415 - a conftest is loaded by pytest first

    land = Land(tmp_path_factory.mktemp("whole"))
    return land.build(name="Trial", licences={"places": "ODbL 1.0"}, **inputs(land))


@pytest.fixture
def damageable(built: Ground, tmp_path: Path) -> Path:
    """A copy of that package."""
    return Path(shutil.copytree(built.path, tmp_path / "copy"))


def test_opening_gives_what_building_gave(built: Ground) -> None:
    opened = tansiq.ground.open(built.path, verify=True)
    for name in ("elevation_m", "strip", "walk_s_per_m", "foot_s_per_m", "vehicle_s_per_m"):
        np.testing.assert_array_equal(getattr(opened, name), getattr(built, name))
    assert opened.grid == built.grid
    assert opened.seam is not None
    assert built.seam is not None
    assert opened.seam.line == built.seam.line
    assert opened.sha256 == hashlib.sha256((built.path / "ground.toml").read_bytes()).hexdigest()
    assert opened.name == "Trial"


def test_the_rasters_are_cloud_optimised_and_lie_where_the_grid_says(built: Ground) -> None:
    for name, dtype in (("elevation", "float32"), ("strip", "int32"), ("vehicle", "float32")):
        with rasterio.open(built.path / f"{name}.tif") as file:
            assert file.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
            assert file.dtypes == (dtype,)
            assert file.transform == built.grid.transform
            assert file.crs == rasterio.crs.CRS.from_wkt(built.grid.crs_wkt)


def test_every_cell_of_the_band_belongs_to_a_length_and_no_other_does(built: Ground) -> None:
    assert built.seam is not None
    row, col = np.indices(built.grid.shape)
    away_m = shapely.distance(shapely.points(*built.grid.xy_from_cells(row, col)), built.seam.line)
    np.testing.assert_array_equal(built.area, away_m <= 3000)
    assert set(np.unique(built.strip)) <= set(range(-1, len(built.seam)))


def test_the_corner_of_the_grid_lies_on_multiples_of_the_cell(land: "Land") -> None:
    grid = land.build(cell_m=350).grid
    assert (grid.x_min_m / 350).is_integer()
    assert (grid.y_max_m / 350).is_integer()


def test_places_keep_their_positions_names_and_residents(built: Ground) -> None:
    places = built.features("places")
    assert [dict(p.properties) for p in places] == [
        {"name_en": "Tell A", "name_ar": "", "name_ckb": "", "residents": 1200, "rank": 2},
        {"name_en": "", "name_ar": "تل", "name_ckb": "", "residents": None, "rank": 5},
        {"name_en": "", "name_ar": "", "name_ckb": "گرد", "residents": None, "rank": 3},
    ]
    lon, lat = built.grid.lonlat_from_xy([p.geometry.x for p in places], [p.geometry.y for p in places])
    np.testing.assert_allclose(np.column_stack([lon, lat]), shapely.get_coordinates(POINTS), atol=1e-9)


def test_other_layers_are_cut_to_the_grid_and_keep_their_words(built: Ground) -> None:
    [unit], [road] = built.features("boundaries"), built.features("roads")
    assert unit.properties["name_en"] == "West"
    left, _, right, top = unit.geometry.bounds
    assert left >= built.grid.x_min_m
    assert top <= built.grid.y_max_m + 1e-6
    assert right < built.grid.x_min_m + built.grid.cols * built.grid.cell_m
    assert road.properties["class"] == "primary"
    assert road.properties["bridge"] is True
    assert built.features("incidents") == ()
    assert built.features("protected") == ()


def test_two_builds_in_different_folders_are_the_same_bytes(land: "Land", tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    given = inputs(land)
    first, second = (land.build(f"{folder}/package", **given) for folder in ("one", "two"))
    names = sorted(path.name for path in first.path.iterdir())
    assert names == sorted(path.name for path in second.path.iterdir())
    for name in names:
        assert (first.path / name).read_bytes() == (second.path / name).read_bytes(), name


def test_no_file_of_a_package_says_where_or_when_it_was_made(built: Ground) -> None:
    for path in built.path.iterdir():
        content = path.read_bytes()
        assert str(built.path.parent).encode() not in content, path.name
        if path.suffix != ".tif":
            assert not re.search(rb"20[2-9]\d-\d\d-\d\dT\d\d:\d\d", content), path.name


def test_the_manifest_names_every_input_by_digest(built: Ground) -> None:
    manifest = tomllib.loads((built.path / "ground.toml").read_text(encoding="utf-8"))
    read = {(entry["role"], entry["name"]): entry for entry in manifest["inputs"]}
    for (_, name), entry in read.items():
        assert entry["sha256"] == hashlib.sha256((built.path.parent / name).read_bytes()).hexdigest()
    assert read["places", "places.gpkg"]["licence"] == "ODbL 1.0"
    assert {("roads", "roads.dbf"), ("roads", "roads.shp"), ("dem", "dem.tif"), ("seam", "seam.gpkg")} <= set(read)
    assert manifest["grid"]["cell_m"] == 500
    assert manifest["crs"]["scale_error"] < 1e-5


def test_an_area_without_a_seam_is_one_strip(land: "Land") -> None:
    polygon = shapely.Polygon([(44.1, 35.1), (44.25, 35.1), (44.2, 35.2)])
    ground = land.build(area=land.vectors("area.gpkg", [polygon]), width_km=None)
    assert ground.seam is None
    assert set(np.unique(ground.strip)) == {-1, 0}
    row, col = np.indices(ground.grid.shape)
    lon, lat = ground.grid.lonlat_from_xy(*ground.grid.xy_from_cells(row, col))
    np.testing.assert_array_equal(ground.area, shapely.contains_xy(polygon, lon, lat))


def test_a_sketch_says_so(land: "Land") -> None:
    ground = land.build(sketch=True)
    assert ground.sketch
    assert ground.notices[0].code == "sketch"


def test_unknown_residents_and_layers_with_nothing_here_are_told(land: "Land", built: Ground) -> None:
    far = land.vectors("far.gpkg", [shapely.Point(20, 10)], {"name": ["Far"]})
    told = {notice.code for notice in land.build(places=far).notices}
    assert {"no-residents", "nothing-inside-places"} <= told
    assert "no-residents" not in {notice.code for notice in built.notices}


def test_something_else_in_the_place_is_left_alone(land: "Land") -> None:
    kept = land.folder / "package" / "thesis.txt"
    kept.parent.mkdir()
    kept.write_text("years of work")
    with pytest.raises(UnwritableOutputError, match="is not a ground package"):
        land.build(force=True)
    assert kept.read_text() == "years of work"


def test_a_package_is_replaced_only_when_asked(land: "Land") -> None:
    land.build(cell_m=500)
    with pytest.raises(UnwritableOutputError, match="--force"):
        land.build(cell_m=700)
    assert tansiq.ground.open(land.folder / "package").grid.cell_m == 500
    assert land.build(cell_m=700, force=True).grid.cell_m == 700
    assert land.left_over() == ["package"]


def test_a_place_that_cannot_be_written_is_refused_before_any_work(land: "Land") -> None:
    with pytest.raises(UnwritableOutputError, match="the folder above it is missing"):
        land.build("nowhere/package")


@pytest.mark.parametrize("at", [0.0, 0.3, 0.6, 0.96])
def test_stopping_leaves_nothing(land: "Land", at: float) -> None:
    def stop(done: float, _label: str) -> None:
        if done >= at:
            raise KeyboardInterrupt

    with pytest.raises(CancelledError):
        land.build(progress=stop)
    assert land.left_over() == []


def test_stopping_a_replacement_keeps_the_old_one(land: "Land") -> None:
    before = land.build(cell_m=500).sha256

    def stop(done: float, _label: str) -> None:
        if done > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(CancelledError):
        land.build(cell_m=700, force=True, progress=stop)
    assert tansiq.ground.open(land.folder / "package", verify=True).sha256 == before


def test_progress_runs_from_nothing_to_everything(land: "Land") -> None:
    told: list[float] = []
    land.build(progress=lambda done, _label: told.append(done))
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)


def test_a_folder_that_is_no_package_cannot_be_opened(land: "Land") -> None:
    with pytest.raises(UnreadableInputError, match=r"it has no ground\.toml"):
        tansiq.ground.open(land.folder)


@pytest.mark.parametrize("name", ["elevation.tif", "strip.tif", "ground.gpkg"])
def test_a_file_cut_short_or_missing_is_named(damageable: Path, name: str) -> None:
    path = damageable / name
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(BadGroundError, match=name):
        tansiq.ground.open(path.parent)
    path.unlink()
    with pytest.raises(BadGroundError, match=name):
        tansiq.ground.open(path.parent)


def test_a_changed_byte_is_found_when_asked_to_verify(damageable: Path) -> None:
    path = damageable / "ground.gpkg"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(BadGroundError, match=r"ground\.gpkg was changed"):
        tansiq.ground.open(path.parent, verify=True)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda text: text.replace("tansiq-ground/1", "tansiq-ground/9"), "has the format tansiq-ground/9"),
        (lambda text: text.replace("[grid]", "[gird]"), "missing or damaged"),
        (lambda text: text + "\n[[", "missing or damaged"),
        (lambda text: text.replace("rows = ", "rows = 1"), "does not fit the grid"),
    ],
)
def test_a_manifest_that_cannot_be_right_is_refused(damageable: Path, change: "object", sentence: str) -> None:
    path = damageable / "ground.toml"
    assert callable(change)
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(BadGroundError, match=sentence):
        tansiq.ground.open(path.parent)
