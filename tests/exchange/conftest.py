"""Small laydowns to be damaged one fault at a time."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

HEADER = "id,party,lat,lon,mgrs,name_en,range_day_m,eye_m,manned,confirmed_at,reaction_mode,reaction_ready_min"
Rows = list[dict[str, object]]
MakeRows = Callable[..., Path]


def posts() -> Rows:
    """Return four posts of two parties along the real band, all of them right."""
    places = [("a-1", "federal", 36.3, 43.1), ("a-2", "federal", 35.4, 44.3), ("b-1", "peshmerga", 36.4, 43.2)]
    rows: Rows = [{"id": i, "party": p, "lat": lat, "lon": lon} for i, p, lat, lon in places]
    return [*rows, {"id": "b-2", "party": "peshmerga", "mgrs": "38SME 2753 3987"}]


@pytest.fixture
def csv_file(tmp_path: Path) -> MakeRows:
    def make(*changes: dict[str, object], lines: tuple[str, ...] = (), header: str = HEADER) -> Path:
        rows = posts()
        for row, change in zip(rows, changes, strict=False):
            row.update(change)
        columns = header.split(",")
        body = [",".join(str(row.get(column, "")) for column in columns) for row in rows]
        path = tmp_path / "posts.csv"
        path.write_text("\n".join([*lines, header, *body]) + "\n", encoding="utf-8")
        return path

    return make


@pytest.fixture
def geojson_file(tmp_path: Path) -> Callable[..., Path]:
    def make(change: Callable[[dict[str, Any]], object] = lambda _: None) -> Path:
        features = []
        for row in posts()[:3]:
            point = {"type": "Point", "coordinates": [row.pop("lon"), row.pop("lat")]}
            features.append({"type": "Feature", "geometry": point, "properties": row})
        document = {"type": "FeatureCollection", "tansiq": {}, "features": features}
        change(document)
        path = tmp_path / "posts.geojson"
        path.write_text(json.dumps(document), encoding="utf-8")
        return path

    return make


@pytest.fixture
def xlsx_file(tmp_path: Path) -> Callable[..., Path]:
    def make(change: Callable[[openpyxl.Workbook], object] = lambda _: None) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "posts"
        columns = HEADER.split(",")
        sheet.append(columns)
        for row in posts():
            sheet.append([row.get(column) for column in columns])
        change(book)
        path = tmp_path / "posts.xlsx"
        book.save(path)
        return path

    return make
