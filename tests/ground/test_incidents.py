import json
from pathlib import Path
from typing import TYPE_CHECKING

import pyogrio
import pytest
import shapely

from tansiq.errors import BadInputError, TansiqError, UnreadableInputError

if TYPE_CHECKING:
    from tests.ground.conftest import Land

HEADER = "id,side_a,where_prec,latitude,longitude,date_start,best"
INSIDE = ["1,Some group,1,35.11,44.15,2015-03-02,7", "2,Some group,2,35.15,44.25,2016-01-01 00:00:00.000,3"]


def table(land: "Land", *rows: str, header: str = HEADER) -> Path:
    path = land.folder / "incidents.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_only_place_and_date_of_exact_enough_incidents_are_kept(land: "Land") -> None:
    ground = land.build(incidents=table(land, *INSIDE, "3,x,3,35.11,44.15,2015-05-05,1", "4,x,1,10,10,2015-05-05,1"))
    found = ground.features("incidents")
    assert [dict(f.properties) for f in found] == [{"date": "2015-03-02"}, {"date": "2016-01-01"}]
    lon, lat = ground.grid.lonlat_from_xy(found[0].geometry.x, found[0].geometry.y)
    assert (float(lon), float(lat)) == pytest.approx((44.15, 35.11))
    assert list(pyogrio.read_info(ground.path / "ground.gpkg", layer="incidents")["fields"]) == ["date"]


def test_who_was_involved_never_enters_the_package(land: "Land") -> None:
    ground = land.build(incidents=table(land, *INSIDE))
    assert all(b"Some group" not in path.read_bytes() for path in ground.path.iterdir())


def test_the_days_the_incidents_are_from_are_told(land: "Land") -> None:
    ground = land.build(incidents=table(land, *INSIDE))
    notice = next(n for n in ground.notices if n.code == "incidents-period")
    assert dict(notice.fields) == {"count": 2, "first": "2015-03-02", "last": "2016-01-01"}


def test_a_file_of_points_serves_as_well(land: "Land") -> None:
    points = land.vectors("points.gpkg", [shapely.Point(44.2, 35.12)], {"event_date": ["2017-02-03"]})
    assert dict(land.build(incidents=points).features("incidents")[0].properties) == {"date": "2017-02-03"}


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("1,x,1,north,44.1,2015-01-01,1", r"incidents\.csv, line 2, column latitude: 'north' is no number of degrees"),
        ("1,x,1,,44.1,2015-01-01,1", r"line 2, column latitude: '' is no number"),
        ("1,x,1,nan,44.1,2015-01-01,1", r"line 2: nan is beyond 90 degrees"),
        ("1,x,1,144.1,35.1,2015-01-01,1", r"line 2: 144\.1 is beyond 90 degrees\. Are latitude and longitude"),
        ("1,x,1,35.1,44.1,02.03.2015,1", r"line 2: '02\.03\.2015' is not a date"),
        ("1,x,1,35.1,44.1,,1", "line 2: '' is not a date"),
        ("1,x,near,35.1,44.1,2015-01-01,1", "line 2: where_prec is 'near'"),
        ("1,x,1", "line 2, column longitude: '' is no number of degrees"),
    ],
)
def test_a_row_that_cannot_be_right_is_named(land: "Land", row: str, sentence: str) -> None:
    with pytest.raises(BadInputError, match=sentence):
        land.build(incidents=table(land, row))
    assert land.left_over() == []


def test_exchanged_columns_that_stay_in_range_are_noticed(land: "Land") -> None:
    with pytest.raises(BadInputError, match="if its coordinates were exchanged"):
        land.build(incidents=table(land, "1,x,1,44.15,35.11,2015-03-02,7"))


def test_missing_columns_are_named(land: "Land") -> None:
    with pytest.raises(BadInputError, match="It has: when, where"):
        land.build(incidents=table(land, "a,b", header="when,where"))


@pytest.mark.parametrize(("content", "sentence"), [(b"\xff\xfelat", "not a UTF-8 table"), (b"", "is empty")])
def test_a_file_that_is_no_table_is_refused(land: "Land", content: bytes, sentence: str) -> None:
    path = land.folder / "incidents.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableInputError, match=sentence):
        land.build(incidents=path)


def test_a_huge_table_is_refused_without_reading_it(land: "Land") -> None:
    path = land.folder / "incidents.csv"
    with path.open("wb") as file:
        file.truncate(2 << 30)
    with pytest.raises(UnreadableInputError, match="has 2048 MB"):
        land.build(incidents=path)


def test_a_field_without_end_is_refused(land: "Land") -> None:
    path = table(land, '1,"' + "x" * (2 << 20))
    with pytest.raises(TansiqError, match=r"incidents\.csv"):
        land.build(incidents=path)


def test_geojson_serves_as_well(land: "Land") -> None:
    point = {"type": "Point", "coordinates": [44.2, 35.12]}
    feature = {"type": "Feature", "properties": {"date": "2017-02-03", "where_prec": 5}, "geometry": point}
    path = land.folder / "points.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert land.build(incidents=path).features("incidents") == ()


def test_semicolons_serve_as_well(land: "Land") -> None:
    comma, semicolon = land.folder / "comma.csv", land.folder / "semicolon.csv"
    comma.write_text("latitude,longitude,date\n35.12,44.2,2017-02-03\n")
    semicolon.write_text(comma.read_text().replace(",", ";"))
    read = [land.build(path.stem, incidents=path).features("incidents") for path in (comma, semicolon)]
    assert len(read[0]) == 1
    assert read[0] == read[1]


def test_column_names_without_rows_are_refused(land: "Land") -> None:
    path = land.folder / "incidents.csv"
    path.write_text("latitude,longitude,date\n")
    with pytest.raises(BadInputError, match=r"incidents\.csv has column names and no rows"):
        land.build(incidents=path)


def test_a_row_cut_short_names_the_column_that_is_missing(land: "Land") -> None:
    path = land.folder / "incidents.csv"
    path.write_text("latitude,longitude,date\n35.12\n")
    with pytest.raises(BadInputError, match=r"line 2, column longitude: '' is no number of degrees"):
        land.build(incidents=path)
