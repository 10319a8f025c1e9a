"""Each fault gets a sentence that names file, row, column and remedy, and the exit code of its kind."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tansiq.errors import BadInputError, TansiqError, UnreadableInputError
from tansiq.exchange import laydown_file
from tansiq.language import LANGUAGES

MakeRows = Callable[..., Path]


def refusal(path: Path) -> TansiqError:
    with pytest.raises(TansiqError) as caught:
        laydown_file.read(path)
    for language in LANGUAGES:
        assert caught.value.message(language), "every refusal must have words in every language"
    return caught.value


def test_the_undamaged_files_are_read(
    csv_file: MakeRows, geojson_file: Callable[..., Path], xlsx_file: Callable[..., Path]
) -> None:
    assert [post.id for post in laydown_file.read(csv_file()).posts] == ["a-1", "a-2", "b-1", "b-2"]
    assert [post.id for post in laydown_file.read(xlsx_file()).posts] == ["a-1", "a-2", "b-1", "b-2"]
    assert [post.id for post in laydown_file.read(geojson_file()).posts] == ["a-1", "a-2", "b-1"]


# One change to the first rows of posts.csv (row 1 holds the headings), and what must be said.
ROW_FAULTS: list[tuple[str, list[dict[str, object]], list[str]]] = [
    ("no id", [{"id": ""}], ["row 2, column id", "empty"]),
    ("double id", [{}, {"id": "a-1"}], ["row 3, column id", "a-1", "row 2"]),
    ("third party", [{"party": "third"}], ["column party", "3 parties", "exactly two"]),
    ("party with spaces", [{"party": "federal forces"}], ["row 2, column party", "small letters"]),
    ("no position", [{"lat": "", "lon": ""}], ["row 2", "no position"]),
    ("half a position", [{"lon": ""}], ["row 2, column lon", "lat is given and lon is not"]),
    ("not a number", [{"lat": "north"}], ["row 2, column lat", "“north”", "not a number"]),
    ("degrees and minutes", [{"lat": "36°20'N"}], ["row 2, column lat", "not a number"]),
    ("decimal comma", [{"lat": '"36,3"'}], ["row 2, column lat", "decimal comma", "point"]),
    ("nan", [{"lat": "nan"}], ["row 2, column lat", "not a number"]),
    ("infinity", [{"range_day_m": "inf"}], ["row 2, column range_day_m", "not a number"]),
    ("overflow", [{"range_day_m": "1e999"}], ["row 2, column range_day_m", "not between 0 and 50000"]),
    ("metres for degrees", [{"lat": "4023000", "lon": "332000"}], ["row 2, column lat", "EPSG:4326"]),
    ("latitude beyond the pole", [{"lat": "95.5", "lon": "120"}], ["row 2, column lat", "not between -90 and 90"]),
    ("latitude that must be a longitude", [{"lat": "143.1", "lon": "36.3"}], ["row 2, column lat", "look swapped"]),
    ("swapped", [{"lat": 43.1, "lon": 36.3}], ["row 2, column lat", "look swapped"]),
    ("negative range", [{"range_day_m": -1}], ["row 2, column range_day_m", "-1 is not between 0 and 50000"]),
    ("range too long", [{"range_day_m": 50001}], ["row 2, column range_day_m", "not between 0 and 50000"]),
    ("range with unit", [{"range_day_m": "4 km"}], ["row 2, column range_day_m", "without a unit"]),
    ("eye too high", [{"eye_m": 201}], ["row 2, column eye_m", "not between 0 and 200"]),
    ("no zone in mgrs", [{"lat": "", "lon": "", "mgrs": "LF32172328"}], ["row 2, column mgrs", "37S west of 42"]),
    ("odd mgrs", [{"lat": "", "lon": "", "mgrs": "38SLF321"}], ["row 2, column mgrs", "3 digits"]),
    (
        "wrong zone",
        [{"lat": "", "lon": "", "mgrs": "37SLF32172328"}],
        ["row 2, column mgrs", "zone of “37SLF32172328” looks wrong", "there is in zone 38"],
    ),
    ("position and mgrs differ", [{"mgrs": "38SLF40002000"}], ["row 2, column mgrs", "stand", "10 m"]),
    ("same place", [{}, {"lat": 36.30005, "lon": 43.1}], ["row 3", "within 10 m", "a-1", "row 2"]),
    ("hours", [{"manned": "all day"}], ["row 2, column manned", "06:00-18:00"]),
    ("no time zone", [{"confirmed_at": "2026-11-22T07:00"}], ["row 2, column confirmed_at", "07:00 where? Add +03:00"]),
    ("no time", [{"confirmed_at": "often"}], ["row 2, column confirmed_at", "not a time"]),
    ("mode", [{"reaction_mode": "boat", "reaction_ready_min": 5}], ["row 2, column reaction_mode", "foot, vehicle"]),
    ("mode alone", [{"reaction_mode": "foot"}], ["row 2, column reaction_ready_min", "no minutes"]),
    ("minutes alone", [{"reaction_ready_min": 5}], ["row 2, column reaction_mode", "no mode"]),
    (
        "ready after a day",
        [{"reaction_mode": "foot", "reaction_ready_min": 1441}],
        ["column reaction_ready_min", "1440"],
    ),
    ("control character", [{"name_en": "Hill\x07"}], ["row 2, column name_en", "U+0007"]),
    ("turned reading order", [{"name_en": "Hill \u202eneddih"}], ["row 2, column name_en", "U+202E", "by hand"]),
    ("formula", [{"name_en": "=1+1"}], ["row 2, column name_en", "formula"]),
    ("long name", [{"name_en": "x" * 201}], ["row 2, column name_en", "201 characters", "200"]),
    ("more cells than headings", [{"reaction_ready_min": ",5"}], ["row 2", "beyond the last heading"]),
]


@pytest.mark.parametrize(("changes", "says"), [case[1:] for case in ROW_FAULTS], ids=[case[0] for case in ROW_FAULTS])
def test_a_faulty_row_is_named(csv_file: MakeRows, changes: list[dict[str, object]], says: list[str]) -> None:
    error = refusal(csv_file(*changes))
    assert error.exit_code == BadInputError.exit_code
    for words in ["posts.csv", *says]:
        assert words in str(error)


def test_all_faults_are_told_in_one_go_in_the_files_order(csv_file: MakeRows) -> None:
    lines = str(refusal(csv_file({"eye_m": 999}, {"manned": "x"}, {"lat": "y"}))).splitlines()
    assert lines[0] == "posts.csv: 3 faults."
    assert [line.split(":")[0] for line in lines[1:]] == [
        "posts.csv, row 2, column eye_m",
        "posts.csv, row 3, column manned",
        "posts.csv, row 4, column lat",
    ]


def test_at_most_twenty_faults_are_told(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_text("id,party,lat,lon\n" + "".join(f"p{n},a,x,44\n" for n in range(500)), encoding="utf-8")
    error = refusal(path)
    assert isinstance(error, laydown_file.LaydownFaultsError)
    assert len(error.faults) == 20
    assert "there may be more" in str(error)


def test_one_party_alone_is_refused(csv_file: MakeRows) -> None:
    error = refusal(csv_file(*[{"party": "federal"}] * 4))
    assert "1 parties (federal)" in str(error)
    assert error.exit_code == 4


def test_a_post_of_a_third_party_is_named_where_two_stand_out(csv_file: MakeRows) -> None:
    path = csv_file()
    path.write_text(path.read_text() + "c-1,other,35.9,43.9\nc-2,Other!,35.8,43.8\n", encoding="utf-8")
    faults = str(refusal(path)).splitlines()
    assert "row 6, column party: “other” is not one of the two parties (federal, peshmerga)" in faults[2]
    assert "row 7, column party: “other!” cannot be a party's key" in faults[1]
    assert len(faults) == 3


def test_where_no_two_parties_stand_out_the_row_of_the_third_is_named(csv_file: MakeRows) -> None:
    error = refusal(csv_file({}, {"party": "other"}, {}, {"party": "fourth"}))
    assert "row 4, column party: there are 4 parties" in str(error)


def test_a_party_that_was_not_listed_is_refused(csv_file: MakeRows) -> None:
    error = refusal(csv_file({"party": "other"}, lines=("# party_1_id: federal", "# party_2_id: peshmerga")))
    assert "row 4, column party: “other” is not one of the two parties (federal, peshmerga)" in str(error)


def test_a_post_confirmed_after_the_laydowns_own_time_is_refused(csv_file: MakeRows) -> None:
    late = {"confirmed_at": "2026-11-22T15:00+03:00"}
    error = refusal(csv_file(late, lines=("# as_of: 22 1430C NOV 26",)))
    assert "row 3, column confirmed_at" in str(error)
    assert "nobody can have confirmed" in str(error)
    assert laydown_file.read(csv_file(late, lines=("# as_of: 22 1500C NOV 26",))).posts[0].confirmed_at is not None


def test_a_missing_column_is_named_with_those_that_are_there(csv_file: MakeRows) -> None:
    error = refusal(csv_file(header="id,lat,lon"))
    assert "no column party" in str(error)
    assert "There are id, lat, lon" in str(error)


@pytest.mark.parametrize(("column", "meant"), [("range_day", "range_day_m"), ("longitude", "lon"), ("Eye m", None)])
def test_an_unknown_column_is_refused_rather_than_silently_left_out(
    csv_file: MakeRows, column: str, meant: str | None
) -> None:
    path = csv_file(header=f"id,party,lat,lon,mgrs,{column}")
    if meant is None:
        assert len(laydown_file.read(path).posts) == 4, "a space for an underscore is the same heading"
        return
    assert f"column {column}" in str(refusal(path))


def test_every_post_of_a_clerk_who_always_writes_one_zone_is_found(tmp_path: Path) -> None:
    rows = ["id,party,mgrs"]
    rows += [f"e{n},a,38SMD {n}000 5000" for n in range(1, 9)]
    rows += [f"m{n},b,38SLF {n}000 5000" for n in range(1, 9)]
    rows += [f"w{n},b,38SGA 5{n}00 3000" for n in range(1, 4)]  # Sinjar lies in 37S
    path = tmp_path / "zones.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    error = refusal(path)
    assert isinstance(error, laydown_file.LaydownFaultsError)
    assert [fault.place.number for fault in error.faults] == [18, 19, 20]
    assert "no square GA in it, and there is in zone 37" in str(error)


_COLLECTION = b'{"type":"FeatureCollection","features":[]'
WHOLE_FILES: list[tuple[str, str, bytes, str]] = [
    ("empty", "a.csv", b"", "is empty"),
    ("only a byte order mark", "a.csv", b"\xef\xbb\xbf\n", "is empty"),
    ("unknown ending", "a.txt", b"id,party", "must end in .geojson, .json, .csv or .xlsx"),
    ("workbook called csv", "a.csv", b"PK\x03\x04rest", "looks like an Excel workbook"),
    ("csv called workbook", "a.xlsx", b"id,party,mgrs\n", "is not an Excel workbook"),
    ("old workbook", "a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel workbook (.xls) or has a password"),
    ("damaged workbook", "a.xlsx", b"PK\x03\x04" + b"\0" * 100, "damaged Excel workbook"),
    ("csv called geojson", "a.geojson", b"id,party\n", "does not begin with {"),
    ("broken json", "a.geojson", b'{\n"type": "FeatureCollection",\n"features": [,]}', "line 3"),
    ("json of something else", "a.json", b'{"type": "Topology"}', "FeatureCollection"),
    ("bad byte", "a.csv", b"id,party,mgrs\nx,y,z\nq,caf\xe9,z\n", "line 3: byte 0xE9"),
    ("bad byte after a mark", "a.csv", b"\xef\xbb\xbfid,party,mgrs\nx,\xe9,z\n", "line 2: byte 0xE9"),
    ("utf-16", "a.csv", "id,party".encode("utf-16"), "UTF-16"),
    ("quotation mark too many", "a.csv", b'id,party,mgrs\nx,"y,z\n', "quotation mark"),
    ("another grid", "a.geojson", _COLLECTION + b',"crs":{"properties":{"name":"EPSG:32638"}}}', "EPSG:4326"),
    ("another version", "a.geojson", _COLLECTION + b',"tansiq":{"format":"tansiq-laydown/9"}}', "tansiq-laydown/1"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "says"), [case[1:] for case in WHOLE_FILES], ids=[case[0] for case in WHOLE_FILES]
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    error = refusal(path)
    assert error.exit_code == UnreadableInputError.exit_code
    assert says in str(error)
    assert name in str(error)


@pytest.mark.parametrize("what", ["absent.csv", "folder.csv"])
def test_what_is_no_file_says_so(tmp_path: Path, what: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    error = refusal(tmp_path / what)
    assert error.exit_code == UnreadableInputError.exit_code
    assert what in str(error)


def test_a_file_without_posts_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,party,mgrs\n", encoding="utf-8")
    assert "there are no posts" in str(refusal(path))


FEATURE_FAULTS: list[tuple[str, Callable[[dict[str, Any]], object], str]] = [
    ("a line", lambda d: d["features"][1].update(geometry={"type": "LineString", "coordinates": []}), "feature 2"),
    ("no properties", lambda d: d["features"][0].update(properties=None), "feature 1"),
    ("not a feature", lambda d: d["features"].append(7), "feature 4"),
    ("kind", lambda d: d["features"][0]["properties"].update(kind="mine"), "feature 1, column kind"),
    ("kind as a list", lambda d: d["features"][0]["properties"].update(kind=["post"]), "feature 1, column kind"),
    ("two positions", lambda d: d["features"][0]["properties"].update(lat=36), "feature 1, column lat"),
    ("two ids", lambda d: d["features"][0].update(id="other"), "feature 1, column id"),
    ("nested value", lambda d: d["features"][0]["properties"].update(name_en={"en": "x"}), "feature 1, column name_en"),
    ("yes for a number", lambda d: d["features"][0]["properties"].update(eye_m=True), "feature 1, column eye_m"),
    ("text for degrees", lambda d: d["features"][0]["geometry"].update(coordinates=["x", 36]), "feature 1, column lon"),
    ("one coordinate", lambda d: d["features"][0]["geometry"].update(coordinates=[43.1]), "feature 1"),
    ("unknown member", lambda d: d["tansiq"].update(wanted=[]), "member tansiq.wanted"),
    ("parties as text", lambda d: d["tansiq"].update(parties="both"), "member tansiq.parties"),
    ("party as text", lambda d: d["tansiq"].update(parties=["a", "b"]), "member tansiq.parties, entry 1"),
    ("title as text", lambda d: d["tansiq"].update(title="x"), "member tansiq.title"),
    ("member as a list", lambda d: d.update(tansiq=[]), "member tansiq"),
    ("time", lambda d: d["tansiq"].update(as_of="2026-11-22"), "member tansiq, column as_of"),
    ("terms", lambda d: d["tansiq"].update(terms={"share_within_min": -5}), "column share_within_min"),
    ("backward sector", lambda d: d["tansiq"].update(terms={"sectors": [{"id": "1", "from_km": 9, "to_km": 8}]}),
     "member tansiq.terms.sectors, entry 1, column to_km"),
    ("overlapping sectors",
     lambda d: d["tansiq"].update(
         terms={"sectors": [{"id": "1", "from_km": 0, "to_km": 9}, {"id": "2", "from_km": 8, "to_km": 12}]}),
     "member tansiq.terms.sectors, entry 2, column from_km"),
    ("brigade state", lambda d: d["tansiq"].update(brigades=[{"id": "20", "state": "ready"}]), "formed, deployed"),
    ("brigade awaiting", lambda d: d["tansiq"].update(brigades=[{"id": "20", "state": "formed", "awaiting": ["tea"]}]),
     "column awaiting"),
    ("deployed and awaiting",
     lambda d: d["tansiq"].update(brigades=[{"id": "20", "state": "deployed", "awaiting": ["pay"]}]), "awaits nothing"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "says"), [case[1:] for case in FEATURE_FAULTS], ids=[case[0] for case in FEATURE_FAULTS]
)
def test_a_faulty_feature_or_member_is_named(
    geojson_file: Callable[..., Path], change: Callable[[dict[str, Any]], object], says: str
) -> None:
    error = refusal(geojson_file(change))
    assert error.exit_code == BadInputError.exit_code
    assert says in str(error)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_json_numbers_that_are_none_are_refused(geojson_file: Callable[..., Path], value: str) -> None:
    path = geojson_file()
    path.write_text(path.read_text(encoding="utf-8").replace("43.1,", f"{value},"), encoding="utf-8")
    error = refusal(path)
    assert error.exit_code == BadInputError.exit_code
    assert value in str(error)


def test_a_member_given_twice_is_refused(geojson_file: Callable[..., Path]) -> None:
    path = geojson_file()
    path.write_text(
        path.read_text(encoding="utf-8").replace('"id": "a-1"', '"id": "a-1", "id": "a-9"'), encoding="utf-8"
    )
    assert "“id” stands twice" in str(refusal(path))


def _headings_only(book: openpyxl.Workbook) -> None:
    book["posts"].delete_rows(2, 10)


SHEET_FAULTS: list[tuple[str, Callable[[openpyxl.Workbook], object], int, str]] = [
    ("no posts sheet", lambda b: setattr(b["posts"], "title", "Sheet1"), 3, "Its sheets are sheet1"),
    ("no rows", _headings_only, 4, "there are no posts"),
    ("a date without zone", lambda b: b["posts"].cell(3, 10, datetime(2026, 11, 22, 7)), 4,  # noqa: DTZ001
     "sheet posts, row 3, column confirmed_at"),
    ("double heading", lambda b: b["posts"].cell(1, 6, "id"), 4, "sheet posts, row 1, column id"),
    ("value without heading", lambda b: b["posts"].cell(2, 14, "x"), 4, "sheet posts, row 2"),
    ("unknown key", lambda b: b.create_sheet("terms").append(["respond", 45]), 4, "sheet terms, column respond"),
    ("bad figure", lambda b: b.create_sheet("terms").append(["share_within_min", "soon"]), 4,
     "sheet terms, row 1, column share_within_min"),
    ("key twice", lambda b: [b.create_sheet("laydown"), b["laydown"].append(["as_of", None]),
     b["laydown"].append(["as_of", None])], 4, "sheet laydown, row 2, column as_of"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code", "says"), [case[1:] for case in SHEET_FAULTS], ids=[case[0] for case in SHEET_FAULTS]
)
def test_a_faulty_sheet_is_named(
    xlsx_file: Callable[..., Path], change: Callable[[openpyxl.Workbook], object], code: int, says: str
) -> None:
    error = refusal(xlsx_file(change))
    assert error.exit_code == code
    assert says in str(error)


def test_numbers_and_empty_rows_of_a_spreadsheet_are_taken(xlsx_file: Callable[..., Path]) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["posts"].cell(2, 1, 17)
        book["posts"].insert_rows(3)
        book["posts"].cell(4, 7, "٨٠٠٠")

    read = laydown_file.read(xlsx_file(change))
    assert [post.id for post in read.posts] == ["17", "a-2", "b-1", "b-2"]
    assert read.posts[1].range_day_m == 8000.0


def test_what_excel_makes_of_a_csv_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "excel.csv"
    above = "# title_en: Exercise; first;;;\r\n## a remark;;;\r\n"
    text = above + "id;party;lat;lon\r\nA;one;36,1;43\r\n;;;\r\nB;two;36.2;43\r\n"
    path.write_text(text.replace("36,1", "36.1"), encoding="utf-8-sig")
    read = laydown_file.read(path)
    assert read.title.en == "Exercise; first"
    assert [(post.id, post.lat_deg) for post in read.posts] == [("A", 36.1), ("B", 36.2)]
    path.write_text(text, encoding="utf-8-sig")
    assert "row 4, column lat: “36,1” has a decimal comma" in str(refusal(path))


def test_parties_are_taken_from_the_column_whatever_the_order_of_rows(csv_file: MakeRows) -> None:
    parties = laydown_file.read(csv_file({"party": "Federal"}, {"party": "Federal"})).parties
    assert [(party.id, party.names.en) for party in parties] == [("federal", "Federal"), ("peshmerga", "peshmerga")]


def test_what_would_not_be_read_is_not_written(csv_file: MakeRows, tmp_path: Path) -> None:
    from dataclasses import replace  # noqa: PLC0415

    read = laydown_file.read(csv_file())
    twice = replace(read, posts=(*read.posts, read.posts[0]))
    out = tmp_path / "out.geojson"
    with pytest.raises(laydown_file.LaydownFaultsError, match="given already"):
        laydown_file.write(twice, out)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["posts.csv"]


@pytest.mark.parametrize(("name", "says"), [("out.txt", "must end in"), ("nowhere/out.csv", "cannot be written")])
def test_a_place_that_cannot_be_written_says_so(csv_file: MakeRows, tmp_path: Path, name: str, says: str) -> None:
    read = laydown_file.read(csv_file())
    with pytest.raises(TansiqError, match=says) as caught:
        laydown_file.write(read, tmp_path / name)
    assert caught.value.exit_code == 6


def test_coarse_positions_and_long_numbers_in_names_are_told_not_refused(csv_file: MakeRows) -> None:
    path = csv_file({"name_en": "Hill 0770 123 4567"}, {}, {}, {"mgrs": "38SME 27 39"})
    _, notices = laydown_file.read_with_notices(path)
    said = {notice.code: notice.template % notice.fields for notice in notices}
    assert set(said) == {"coarse-position", "number-in-name", "no-time"}
    assert "b-2" in said["coarse-position"]
    assert "a-1" in said["number-in-name"]
