"""GeoPackage, GeoJSON and KML as GDAL reads them: the same features in the same places in all three."""

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import pyproj
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from tansiq.centre.planning.exports import FORMATS, MARKING, Plan, TooLargeToExportError, layers
from tansiq.domain.state import State

DEGREES = 1.01e-7
LAYERS = ("posts", "changes", "gaps", "pockets", "lengths", "corridors", "checkpoints", "areas")


@pytest.fixture(scope="session")
def files(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    folder = tmp_path_factory.mktemp("exports")
    made = {name: folder / f"plan.{FORMATS[name].suffix}" for name in ("geopackage", "geojson", "kml")}
    for name, path in made.items():
        path.write_bytes(FORMATS[name].make(plan, "en"))
    return made


def in_degrees(plan: Plan, geometry: BaseGeometry) -> BaseGeometry:
    """Project by pyproj itself, unrounded."""
    transform = pyproj.Transformer.from_crs(plan.after.ground.grid.crs_wkt, 4326, always_xy=True).transform
    turned: BaseGeometry = shapely.transform(geometry, lambda xy: np.column_stack(transform(xy[:, 0], xy[:, 1])))
    return turned


def expected(plan: Plan) -> dict[str, list[Any]]:
    """What each layer must hold, from the plan's own values."""
    seam = plan.after.ground.seam
    assert seam is not None
    assert plan.corridors is not None
    changed = [plan.course.put["N004"], plan.course.put["S002"], plan.course.put["X9"]]
    before = {post.id: post for post in plan.before.laydown.posts}
    ends = zip(seam.start_xy_m, seam.end_xy_m, strict=True)
    points = [before["N002"], before["S003"], *changed]
    return {
        "posts": [shapely.Point(post.lon_deg, post.lat_deg) for post in plan.after.laydown.posts],
        "changes": [shapely.Point(p.lon_deg, p.lat_deg) for p in sorted(points, key=lambda p: p.id)],
        "gaps": [in_degrees(plan, gap.geometry) for gap in plan.after.gaps],
        "pockets": [in_degrees(plan, pocket.geometry) for pocket in plan.after.pockets],
        "lengths": [in_degrees(plan, shapely.LineString(pair)) for pair in ends],
        "corridors": [in_degrees(plan, shapely.LineString(path.xy_m)) for path in plan.corridors.paths],
        "checkpoints": [shapely.Point(one.lon_deg, one.lat_deg) for one in plan.course.checkpoints],
        "areas": [shapely.Polygon(area.ring_lonlat) for area in plan.course.areas],
    }


def read(path: Path, layer: str | None = None, where: str | None = None) -> tuple[list[Any], dict[str, Any]]:
    meta, _, wkb, columns = pyogrio.raw.read(path, layer=layer, where=where)
    shapes = [] if wkb is None else list(shapely.from_wkb(wkb))
    return shapes, dict(zip(meta["fields"], columns, strict=True))


def as_many(shape: BaseGeometry, kind: str) -> BaseGeometry:
    """Return a polygon as GDAL reads it from KML as the multipolygon of one that was written."""
    return shapely.MultiPolygon([shape]) if kind == "MultiPolygon" and shape.geom_type == "Polygon" else shape


def same(found: list[Any], wanted: list[Any]) -> None:
    assert len(found) == len(wanted)
    for one, two in zip(found, wanted, strict=True):
        assert one.geom_type == two.geom_type
        ours, theirs = shapely.normalize(one), shapely.normalize(two)
        assert shapely.equals_exact(ours, theirs, DEGREES) or shapely.hausdorff_distance(ours, theirs) < DEGREES


def test_the_plan_has_something_in_every_layer_but_perhaps_pockets(plan: Plan) -> None:
    assert all(wanted for name, wanted in expected(plan).items() if name != "pockets")


def test_geopackage_holds_every_feature_in_its_place(plan: Plan, files: Mapping[str, Path]) -> None:
    for name, wanted in expected(plan).items():
        same(read(files["geopackage"], name)[0], wanted)
        assert pyogrio.read_info(files["geopackage"], layer=name)["crs"] == "EPSG:4326"


def test_geojson_holds_every_feature_in_its_place(plan: Plan, files: Mapping[str, Path]) -> None:
    features = json.loads(files["geojson"].read_bytes())["features"]
    for name, wanted in expected(plan).items():
        found = [shapely.geometry.shape(one["geometry"]) for one in features if one["properties"]["layer"] == name]
        same(found, wanted)
    shapes, columns = read(files["geojson"])
    assert len(shapes) == len(features) == sum(map(len, expected(plan).values()))
    assert set(columns["layer"]) <= set(LAYERS)


def test_kml_holds_every_feature_in_its_place(plan: Plan, files: Mapping[str, Path]) -> None:
    found = [str(name) for name, _ in pyogrio.list_layers(files["kml"])]
    wanted = list(expected(plan).values())
    shapes = [read(files["kml"], name)[0] for name in found]
    filled = [each for each in wanted if each]
    assert [len(each) for each in shapes if each] == [len(each) for each in filled]
    for one, two in zip((each for each in shapes if each), filled, strict=True):
        same([as_many(shapely.force_2d(shape), two[0].geom_type) for shape in one], two)


def test_counts_by_sql_are_the_plans(plan: Plan, files: Mapping[str, Path]) -> None:
    def count(sql: str) -> int:
        _, _, _, columns = pyogrio.raw.read(files["geopackage"], sql=sql, sql_dialect="SQLITE")
        return int(columns[0][0])

    assert count("SELECT count(*) FROM gaps WHERE robust") == 1
    assert count("SELECT count(*) FROM changes WHERE change = 'moved'") == 1
    held = sum(one.state in {State.HELD, State.TOGETHER} for one in plan.after.lengths)
    assert count("SELECT count(*) FROM lengths WHERE state IN ('held', 'held_together')") == held
    assert count("SELECT count(*) FROM posts WHERE NOT fictional") == 0


def test_outer_rings_run_counter_clockwise_and_holes_clockwise(files: Mapping[str, Path]) -> None:
    features = json.loads(files["geojson"].read_bytes())["features"]
    shapes = [shapely.geometry.shape(one["geometry"]) for one in features]
    polygons = [part for shape in shapes for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    assert polygons
    assert all(polygon.exterior.is_ccw for polygon in polygons)
    assert not any(ring.is_ccw for polygon in polygons for ring in polygon.interiors)


def test_every_file_says_who_may_read_it_and_that_it_is_an_exercise(files: Mapping[str, Path]) -> None:
    with sqlite3.connect(files["geopackage"]) as database:
        said = dict(database.execute("SELECT key, value FROM about"))
    about = json.loads(files["geojson"].read_bytes())["about"]
    assert said["marking"] == about["marking"] == MARKING
    assert said["fictional"] == "True"
    assert about["fictional"] is True
    assert said["by"] == about["by"] == "@fed-plan-1"
    assert MARKING in files["kml"].read_text(encoding="utf-8")


def test_changes_say_what_became_of_each_post(files: Mapping[str, Path]) -> None:
    _, columns = read(files["geopackage"], "changes")
    kinds = dict(zip(columns["id"], columns["change"], strict=True))
    assert kinds == {"N002": "silenced", "N004": "altered", "S002": "moved", "S003": "withdrawn", "X9": "added"}
    moved = dict(zip(columns["id"], columns["moved_m"], strict=True))
    # Seven rows of 500 m and two columns; the grid's scale is within 0.1 % of true.
    assert moved["S002"] == pytest.approx(500.0 * np.hypot(7, 2), rel=2e-3)
    assert np.isnan(moved["X9"])


def test_the_same_plan_gives_the_same_bytes(plan: Plan, files: Mapping[str, Path]) -> None:
    for name, path in files.items():
        assert FORMATS[name].make(plan, "en") == path.read_bytes()


def test_a_plan_too_large_is_refused_in_words(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers, "MOST_POINTS", 10)
    for name in ("geopackage", "geojson", "kml"):
        with pytest.raises(TooLargeToExportError, match="a file may hold 100000 and 10"):
            FORMATS[name].make(plan, "en")
