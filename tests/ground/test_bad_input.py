"""Every fault gets a sentence with the file and the remedy, an exit code by kind, and leaves nothing behind."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
from affine import Affine

from tansiq.errors import (
    BadGroundError,
    BadInputError,
    TansiqError,
    UnreadableInputError,
    UsageError,
)
from tansiq.ground.sources import VectorSource

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ground.conftest import Land

SEAM = shapely.LineString([(44.1, 35.1), (44.2, 35.12), (44.3, 35.2)])

HERE = Affine(0.005, 0, 44, 0, -0.005, 35.3)
LEVEL = np.full((60, 80), 400, np.int16)


def refused(land: "Land", kind: type[TansiqError], sentence: str, **given: Any) -> None:  # noqa: ANN401 - build's own
    with pytest.raises(kind, match=sentence):
        land.build(**given)
    assert land.left_over() == []


def file_with(land: "Land", name: str, content: bytes) -> Path:
    path = land.folder / name
    path.write_bytes(content)
    return path


# Elevation


def test_no_elevation_at_all(land: "Land") -> None:
    refused(land, UsageError, "Give one or more with --dem", dem=[])


def test_elevation_that_is_not_there(land: "Land") -> None:
    refused(land, UnreadableInputError, r"gone\.tif cannot be opened \(No such file", dem=[land.folder / "gone.tif"])


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"", r"x\.tif is empty"), (b"not a raster", r"x\.tif is not an elevation raster")]
)
def test_elevation_that_is_no_raster(land: "Land", content: bytes, sentence: str) -> None:
    refused(land, UnreadableInputError, sentence, dem=[file_with(land, "x.tif", content)])


def test_elevation_cut_short(land: "Land") -> None:
    rng = np.random.default_rng(1)
    path = land.raster("cut.tif", rng.integers(0, 500, (60, 80)).astype(np.int16), HERE, crs="EPSG:4326")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    refused(land, UnreadableInputError, r"cut\.tif is damaged or cut short|cut\.tif is not an elevation", dem=[path])


def test_elevation_without_a_reference_system(land: "Land") -> None:
    path = land.raster("bare.tif", LEVEL, HERE)
    refused(land, BadGroundError, r"bare\.tif does not say its coordinate reference system.*a_srs", dem=[path])


@pytest.mark.parametrize("unit", ["ft", "foot", "US survey foot"])
def test_elevation_in_feet(land: "Land", unit: str) -> None:
    path = land.raster("feet.tif", LEVEL, HERE, unit, crs="EPSG:4326")
    refused(land, BadGroundError, r"feet\.tif are in .*0\.3048", dem=[path])


def test_elevation_in_undeclared_feet_of_high_ground(land: "Land") -> None:
    path = land.raster("high.tif", LEVEL * 30, HERE, crs="EPSG:4326")
    refused(land, BadGroundError, r"high\.tif has heights from 12000 to 12000.*feet", dem=[path])


def test_elevation_with_an_undeclared_missing_value(land: "Land") -> None:
    array = LEVEL.copy()
    array[20:30, 30:50] = -32768
    path = land.raster("holes.tif", array, HERE, crs="EPSG:4326", nodata=None)
    refused(land, BadGroundError, r"from -32768 to 400.*a_nodata", dem=[path])


def test_a_picture_given_as_elevation(land: "Land") -> None:
    path = land.raster("photo.tif", np.zeros((3, 60, 80), np.uint8), HERE, crs="EPSG:4326", nodata=None)
    refused(land, BadGroundError, r"photo\.tif has 3 bands", dem=[path])


def test_elevation_of_somewhere_else(land: "Land") -> None:
    path = land.dem(bounds=(20.0, 10.0, 20.4, 10.3))
    refused(land, BadGroundError, r"dem\.tif reaches 20\.00\.\.20\.40 E.*seam\.gpkg.*nothing in common", dem=[path])


def test_elevation_that_reaches_the_margin_only(land: "Land") -> None:
    path = land.dem(bounds=(44.0, 35.0, 44.06, 35.3))
    refused(land, BadGroundError, r"dem\.tif cover nothing of the area", dem=[path])


def test_elevation_and_seam_with_exchanged_coordinates(land: "Land") -> None:
    turned = land.seam(shapely.transform(SEAM, lambda xy: xy[:, ::-1]))
    refused(land, BadInputError, r"seam\.gpkg is not on the elevation of dem\.tif.*longitude", seam=turned)


# Numbers


@pytest.mark.parametrize("cell_m", [0, -250, float("nan"), float("inf")])
def test_a_cell_that_has_no_size(land: "Land", cell_m: float) -> None:
    refused(land, UsageError, "are not possible. Give a size above 0", cell_m=cell_m)


def test_an_absurdly_small_cell_says_which_would_fit(land: "Land") -> None:
    with pytest.raises(UsageError, match="million cells; at most 200 million") as caught:
        land.build(cell_m=0.01)
    fits_m = float(str(caught.value.fields["fits_m"]))
    assert 1 <= fits_m < 10
    assert caught.value.exit_code == 2
    assert land.left_over() == []


@pytest.mark.parametrize("width_km", [0, -1, None, float("nan")])
def test_a_band_that_has_no_width(land: "Land", width_km: float | None) -> None:
    refused(land, UsageError, "--width-km", width_km=width_km)


def test_a_band_wider_than_any_grid_says_how_wide_it_may_be(land: "Land") -> None:
    refused(land, UsageError, r"band of 1e\+09 km is too wide.*at most \d+ km", width_km=1e9)


@pytest.mark.parametrize("margin_km", [-1, float("nan"), float("inf")])
def test_a_margin_that_cannot_be(land: "Land", margin_km: float) -> None:
    refused(land, UsageError, "margin", margin_km=margin_km)


def test_neither_or_both_of_area_and_seam(land: "Land") -> None:
    square = land.vectors("square.gpkg", [shapely.box(44.1, 35.1, 44.2, 35.2)])
    refused(land, UsageError, "either an area", area=None, seam=None)
    refused(land, UsageError, "either an area", area=square, seam=land.seam())
    refused(land, UsageError, "goes with a seam", area=square)


def test_an_area_smaller_than_a_cell(land: "Land") -> None:
    tiny = land.vectors("tiny.gpkg", [shapely.box(44.2001, 35.1201, 44.2002, 35.1202)])
    refused(land, BadInputError, "smaller than a cell", area=tiny, width_km=None)


# Vectors


def test_a_layer_that_is_not_there_lists_those_that_are(land: "Land") -> None:
    land.vectors("many.gpkg", [SEAM], layer="old")
    path = land.vectors("many.gpkg", [SEAM], layer="new")
    refused(land, UsageError, r"has no layer green\. Its layers: new, old|Its layers: old, new", seam=f"{path}:green")


def test_several_layers_and_none_named(land: "Land") -> None:
    land.vectors("many.gpkg", [SEAM], layer="old")
    path = land.vectors("many.gpkg", [SEAM], layer="new")
    refused(land, UsageError, "several layers. Name one", seam=path)
    assert land.build(seam=f"{path}:new").seam is not None


def test_every_layer_of_water_is_read(land: "Land") -> None:
    land.vectors("water.gpkg", [shapely.LineString([(44.1, 34), (44.1, 36)])], {"name": ["A"]}, layer="rivers")
    path = land.vectors("water.gpkg", [shapely.box(44.2, 35.1, 44.21, 35.11)], {"class": ["lake"]}, layer="lakes")
    assert {f.geometry.geom_type for f in land.build(water=path).features("water")} == {"LineString", "Polygon"}


@pytest.mark.parametrize("where", ["line_id=", "nothing='x'", "line_id='x' garbage"])
def test_a_where_clause_that_does_not_fit(land: "Land", where: str) -> None:
    path = land.vectors("seam.gpkg", [SEAM], {"line_id": ["a"]})
    refused(land, UsageError, "does not fit layer seam", seam=f"{path}?{where}")


def test_a_where_clause_that_matches_nothing(land: "Land") -> None:
    path = land.vectors("seam.gpkg", [SEAM], {"line_id": ["a"]})
    refused(land, UsageError, "No feature of layer seam of .* fits line_id='b'", seam=f"{path}?line_id='b'")


def test_a_where_clause_picks_one_of_several_lines(land: "Land") -> None:
    other = shapely.LineString([(44.1, 35.2), (44.2, 35.2)])
    path = land.vectors("seam.gpkg", [other, SEAM], {"line_id": ["a", "b:c?"]})
    ground = land.build(seam=f"{path}:seam?line_id='b:c?'")
    assert ground.seam is not None
    lon, lat = ground.grid.lonlat_from_xy(*ground.seam.end_xy_m[-1])
    assert (float(lon), float(lat)) == pytest.approx(SEAM.coords[-1])


@pytest.mark.parametrize(
    ("text", "layer", "where"),
    [
        ("a/b.gpkg", None, None),
        ("a/b.gpkg:roads", "roads", None),
        ("b.gpkg?x='1:2'", None, "x='1:2'"),
        ("b.gpkg:l?x=1 AND y='?'", "l", "x=1 AND y='?'"),
    ],
)
def test_sources_are_read_as_documented(text: str, layer: str | None, where: str | None) -> None:
    source = VectorSource.parse(text)
    assert (source.layer, source.where) == (layer, where)
    assert source.path == Path(text.partition("?")[0].removesuffix(":roads").removesuffix(":l"))


@pytest.mark.parametrize("shape", [shapely.Point(44.2, 35.1), shapely.box(44.1, 35.1, 44.2, 35.2)])
def test_a_seam_that_is_no_line(land: "Land", shape: shapely.Geometry) -> None:
    refused(land, BadInputError, r"seam in .*seam\.gpkg must be a line", seam=land.vectors("seam.gpkg", [shape]))


def test_a_seam_without_length(land: "Land") -> None:
    point = shapely.LineString([(44.2, 35.1), (44.2, 35.1)])
    refused(land, BadInputError, "has no length", seam=land.vectors("seam.gpkg", [point]))


@pytest.mark.parametrize("x", [float("nan"), float("inf")])
def test_positions_that_are_no_numbers(land: "Land", x: float) -> None:
    path = land.vectors("roads.gpkg", [shapely.LineString([(44.1, 35.1), (x, 35.1)])])
    with pytest.raises(TansiqError, match=r"roads\.gpkg"):
        land.build(roads=path)


def test_an_area_that_is_no_polygon(land: "Land") -> None:
    refused(land, BadInputError, "must be one or more polygons", area=land.seam(), width_km=None)


def test_vectors_without_a_reference_system(land: "Land") -> None:
    path = land.vectors("seam.shp", [SEAM], crs=None)
    refused(land, BadInputError, r"Layer seam of .*seam\.shp does not say its coordinate.*a_srs", seam=path)


def test_an_empty_layer(land: "Land") -> None:
    path = file_with(land, "places.geojson", json.dumps({"type": "FeatureCollection", "features": []}).encode())
    refused(land, BadInputError, r"places of .*places\.geojson is empty", places=path)


@pytest.mark.parametrize("content", [b"", b"nonsense", b"SQLite format 3\x00" + b"\x00" * 200, b'{"type": "Feat'])
def test_vectors_that_cannot_be_read(land: "Land", content: bytes) -> None:
    for name in ("x.gpkg", "x.geojson", "x.shp"):
        refused(
            land,
            UnreadableInputError,
            r"x\.\w+ is (empty|not a file of features)",
            seam=file_with(land, name, content),
        )


def test_projected_numbers_in_a_file_that_says_degrees(land: "Land") -> None:
    path = land.vectors("places.gpkg", [shapely.Point(444_000, 3_880_000)])
    refused(land, BadInputError, r"says it is in degrees but reaches from 444000\.0", places=path)


def test_exchanged_latitude_and_longitude_of_a_layer(land: "Land") -> None:
    path = land.vectors("places.gpkg", [shapely.Point(35.12, 44.2)])
    refused(land, BadInputError, r"places\.gpkg has nothing on this ground, but would if", places=path)


def test_a_seam_around_the_world(land: "Land") -> None:
    path = land.seam(shapely.LineString([(-170, 35), (170, 35)]))
    refused(land, BadInputError, "340 degrees across", seam=path)


@pytest.mark.parametrize("name", ["huge.geojson", "huge.gpkg", "huge.tif"])
def test_two_gigabytes_of_nothing_are_refused_without_reading_them(land: "Land", name: str) -> None:
    path = land.folder / name
    with path.open("wb") as file:
        file.truncate(2 << 30)
    given: dict[str, Any] = {"dem": [path]} if name.endswith(".tif") else {"places": path}
    refused(land, UnreadableInputError, name.replace(".", r"\."), **given)


def test_more_features_than_any_map_needs(land: "Land", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tansiq.ground.layers.MAX_FEATURES", 2)
    path = land.vectors("places.gpkg", [shapely.Point(44.2, 35.12)] * 3)
    refused(land, UnreadableInputError, "more than 2 features", places=path)


def test_every_sentence_ends_and_every_placeholder_is_filled(land: "Land") -> None:
    faults: list[Callable[[], object]] = [
        lambda: land.build(cell_m=0.01),
        lambda: land.build(dem=[land.folder / "no.tif"]),
        lambda: land.build(seam=f"{land.seam()}:no"),
    ]
    for fault in faults:
        with pytest.raises(TansiqError) as caught:
            fault()
        sentence = caught.value.message()
        assert "%(" not in sentence
        assert sentence.endswith(".")
