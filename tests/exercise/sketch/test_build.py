"""The sketch as a ground package."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from tansiq.exercise import sketch
from tansiq.exercise.sketch import facts
from tansiq.ground.model import Ground


def test_building_twice_gives_the_same_package(sketched: Ground, tmp_path: Path) -> None:
    again = sketch.build(tmp_path / "again", cell_m=1000.0)
    assert again.sha256 == sketched.sha256


def test_the_band_reaches_30_km_to_either_side_of_the_seam(sketched: Ground) -> None:
    assert sketched.seam is not None
    rows, cols = np.nonzero(sketched.area)
    x_m, y_m = sketched.grid.xy_from_cells(rows, cols)
    off_m = shapely.distance(sketched.seam.line, shapely.points(x_m, y_m))
    assert off_m.max() <= 30_000.0 + sketched.grid.cell_m
    assert len(rows) * sketched.grid.cell_m**2 == pytest.approx(sketched.seam.line.buffer(30_000.0).area, rel=0.01)


def test_no_height_is_missing_where_posts_can_look(sketched: Ground) -> None:
    assert np.isfinite(sketched.elevation_m[sketched.area]).all()


def test_every_town_of_the_band_is_in_the_package_with_what_is_known_of_it(sketched: Ground) -> None:
    told = {feature.properties["name_en"]: feature.properties for feature in sketched.features("places")}
    for town in facts.towns():
        if town.names.en in told:
            said = told[town.names.en]
            assert (said["name_ar"], said["name_ckb"]) == (town.names.ar, town.names.ckb)
            assert said["residents"] == town.residents
            assert said["rank"] == town.rank
    assert {"Mosul", "Kirkuk", "Tuz Khurmatu", "Khanaqin", "Makhmour", "Zummar"} <= set(told)


def test_perennial_rivers_stop_people_and_roads_cross_them(sketched: Ground) -> None:
    """On the Tigris between Mosul and Qayyarah most cells are closed to a vehicle; the bridge at Mosul is open."""
    tigris = next(f.geometry for f in sketched.features("water") if f.properties["name_en"] == "Tigris")
    points = shapely.get_coordinates(shapely.segmentize(tigris, 500.0))
    row, col = sketched.grid.cells_from_xy(*points.T)
    inside = (row >= 0) & (row < sketched.grid.rows) & (col >= 0) & (col < sketched.grid.cols)
    row, col = row[inside], col[inside]
    on_area = sketched.area[row, col]
    pace = sketched.vehicle_s_per_m[row, col][on_area]
    assert np.isinf(pace).mean() > 0.5
    assert np.isfinite(pace).any()


def test_it_is_labelled_a_sketch_with_its_licence(sketched: Ground) -> None:
    assert sketched.sketch
    assert {source["licence"] for source in sketched.manifest["inputs"]} == {sketch.LICENCE}
