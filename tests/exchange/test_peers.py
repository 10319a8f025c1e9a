"""Other programs read what we write: GDAL/OGR, the standard library's csv, openpyxl's full reader."""

import csv
import io
import json
from pathlib import Path

import numpy as np
import openpyxl
import pyogrio
import pytest
import shapely

from tansiq.exchange import laydown_file
from tansiq.exchange.laydown_file.template import EXAMPLE, template_bytes


@pytest.mark.peers
def test_ogr_reads_the_same_points_and_properties(tmp_path: Path) -> None:
    path = tmp_path / "laydown.geojson"
    laydown_file.write(EXAMPLE, path)
    meta, _, geometry, columns = pyogrio.raw.read(path)
    assert meta["crs"] == "EPSG:4326"
    values = dict(zip(meta["fields"], columns, strict=True))
    expected = [(post.lon_deg, post.lat_deg) for post in EXAMPLE.posts]
    expected += [(centre.lon_deg, centre.lat_deg) for centre in EXAMPLE.centres]
    np.testing.assert_array_equal(shapely.get_coordinates(shapely.from_wkb(geometry)), expected)
    assert list(values["id"]) == ["A-1", "B-1", "JCC-1"]
    assert list(values["name_ckb"])[:2] == [post.names.ckb for post in EXAMPLE.posts]
    assert list(values["range_day_m"])[:2] == [4000, 8000]


@pytest.mark.peers
def test_what_ogr_writes_is_read(tmp_path: Path) -> None:
    path = tmp_path / "exported.geojson"
    points = shapely.to_wkb(shapely.points([(43.1, 36.3), (44.2, 35.4)]))
    fields = {"id": ["x", "y"], "party": ["one", "two"], "eye_m": [3.5, np.nan]}
    pyogrio.raw.write(
        path, points, [np.array(v, dtype=object if isinstance(v[0], str) else float) for v in fields.values()],
        list(fields), geometry_type="Point", crs="EPSG:4326", driver="GeoJSON",
    )  # fmt: skip
    read = laydown_file.read(path)
    assert [(post.lon_deg, post.lat_deg, post.eye_m) for post in read.posts] == [(43.1, 36.3, 3.5), (44.2, 35.4, 5.0)]


def test_geojson_is_json_with_longitude_first(tmp_path: Path) -> None:
    path = tmp_path / "laydown.geojson"
    laydown_file.write(EXAMPLE, path)
    document = json.loads(path.read_bytes())
    assert document["features"][0]["geometry"] == {"type": "Point", "coordinates": [44.1, 35.5]}
    assert document["tansiq"]["fictional"] is True


def test_the_standard_librarys_csv_reads_the_same_cells() -> None:
    text = template_bytes("csv").decode("utf-8-sig")
    lines = [line for line in text.splitlines(keepends=True) if not line.lstrip('"').startswith("#")]
    rows = list(csv.DictReader(io.StringIO("".join(lines), newline="")))
    assert [row["id"] for row in rows] == ["A-1", "B-1"]
    assert [float(row["lat"]) for row in rows] == [35.5, 35.6]
    assert [row["name_ar"] for row in rows] == [post.names.ar for post in EXAMPLE.posts]
    assert {None} & set(rows[0]) == set(), "no row has more cells than headings"


def test_openpyxls_full_reader_finds_the_same_cells_and_no_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_bytes("xlsx")))
    header, *rows = book["posts"].iter_rows(values_only=True)
    assert [dict(zip(header, row, strict=True))["lon"] for row in rows] == [44.1, 44.2]
    kinds = {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n"}
