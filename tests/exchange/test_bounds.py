"""What comes from outside is measured before it is parsed."""

import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tansiq.errors import TansiqError, UnreadableInputError
from tansiq.exchange import laydown_file
from tansiq.exchange.laydown_file import LIMITS


def refusal(path: Path) -> TansiqError:
    with pytest.raises(TansiqError) as caught:
        laydown_file.read(path)
    return caught.value


@pytest.mark.parametrize("ending", ["csv", "geojson", "xlsx"])
def test_two_gigabytes_are_refused_by_their_size_without_being_opened(
    tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"large.{ending}"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 2_000_000_000)  # sparse: takes no room

    def opened(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(Path, "open", opened)
    error = refusal(path)
    assert error.exit_code == UnreadableInputError.exit_code
    assert f"2000 MB; a laydown file has at most {LIMITS.file_bytes // 1_000_000} MB" in str(error)


def test_a_device_is_no_file(tmp_path: Path) -> None:
    link = tmp_path / "zero.csv"
    link.symlink_to("/dev/zero")
    assert "is not a file" in str(refusal(link))


@pytest.mark.parametrize("text", ['{"a":' * 5000 + "1" + "}" * 5000, '{"a":' + "[" * 100_000, '{"a":{"b":' * 9])
def test_deep_json_is_refused_before_it_is_parsed(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "deep.json"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(json, "loads", None)
    assert "nests deeper" in str(refusal(path))


def test_brackets_within_strings_are_no_depth(geojson_file: Callable[..., Path]) -> None:
    path = geojson_file(lambda d: d["features"][0]["properties"].update(name_en='[[[[[[{{{{{{\\"[[[[['))
    assert laydown_file.read(path).posts[0].names.en == '[[[[[[{{{{{{\\"[[[[['


def test_json_of_very_many_parts_is_refused_before_it_is_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "many.json"
    path.write_text('{"features": [' + "[]," * LIMITS.json_containers + "[]]}", encoding="utf-8")
    monkeypatch.setattr(json, "loads", None)
    assert f"more than {LIMITS.json_containers} objects" in str(refusal(path))


def test_numbers_of_thousands_of_digits_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "digits.json"
    path.write_text('{"type": ' + "9" * 5000 + "}", encoding="utf-8")
    assert "thousands of digits" in str(refusal(path))


def archive(tmp_path: Path, parts: dict[str, bytes]) -> Path:
    path = tmp_path / "made.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return path


def test_a_zip_bomb_is_refused_by_what_it_says_it_unpacks_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = archive(tmp_path, {f"part{n}": b"\0" * 30_000_000 for n in range(4)})
    assert path.stat().st_size < 1_000_000

    def unpacked(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(zipfile.ZipFile, "open", unpacked)
    error = refusal(path)
    assert "would unpack to 120 MB" in str(error)
    assert error.exit_code == UnreadableInputError.exit_code


def test_an_archive_of_very_many_parts_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path, {f"part{n}": b"" for n in range(LIMITS.zip_entries + 1)})
    assert "201 parts" in str(refusal(path))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_before_any_xml_is_parsed(
    xlsx_file: Callable[..., Path], tmp_path: Path, encoding: str
) -> None:
    laughs = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    with zipfile.ZipFile(xlsx_file()) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts["xl/workbook.xml"] = laughs.encode(encoding)
    assert "XML entities" in str(refusal(archive(tmp_path, parts)))


def test_a_sheet_that_lies_about_its_size_is_read_in_full(xlsx_file: Callable[..., Path], tmp_path: Path) -> None:
    with zipfile.ZipFile(xlsx_file()) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert b'<dimension ref="A1:L5"' in sheet
    for said in (b"A1:B2", b"A1:XFD1048576"):
        parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"A1:L5", said)
        assert len(laydown_file.read(archive(tmp_path, parts)).posts) == 4


def test_something_far_below_in_a_sheet_is_told(xlsx_file: Callable[..., Path]) -> None:
    path = xlsx_file(lambda book: book["posts"].cell(500_000, 1, "far"))
    assert "something stands below row" in str(refusal(path))


def test_something_far_beside_in_a_sheet_is_told(xlsx_file: Callable[..., Path]) -> None:
    path = xlsx_file(lambda book: book["posts"].cell(2, LIMITS.columns + 1, "far"))
    assert f"more than {LIMITS.columns} columns" in str(refusal(path))


def test_more_rows_than_the_limit_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("id,party,mgrs\n" + "x,y,z\n" * (LIMITS.rows + 1), encoding="utf-8")
    assert f"more than {LIMITS.rows} rows" in str(refusal(path))
    path = tmp_path / "rows.geojson"
    features = ",".join(["1"] * (LIMITS.rows + 1))
    path.write_text(f'{{"type":"FeatureCollection","features":[{features}]}}', encoding="utf-8")
    assert f"more than {LIMITS.rows} entries" in str(refusal(path))


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "line.csv"
    path.write_text("id,party,mgrs\n" + "," * 1_000_000, encoding="utf-8")
    assert "line 2 has more than" in str(refusal(path))


def test_nothing_half_written_is_left_when_the_disk_is_full(
    geojson_file: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = laydown_file.read(geojson_file())
    out = tmp_path / "out" / "kept.geojson"
    out.parent.mkdir()
    out.write_text("as it was", encoding="utf-8")

    class Full(io.BytesIO):
        def write(self, _: object) -> int:  # type: ignore[override]  # any content fails alike
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdopen", lambda handle, _mode: os.close(handle) or Full())
    with pytest.raises(TansiqError, match="No space left") as caught:
        laydown_file.write(read, out)
    assert caught.value.exit_code == 6
    assert [path.name for path in out.parent.iterdir()] == ["kept.geojson"]
    assert out.read_text(encoding="utf-8") == "as it was"
