"""Whatever a file holds, reading it ends in a laydown or in words, never in a fault of the program."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tansiq.domain.laydown import Laydown
from tansiq.errors import TansiqError
from tansiq.exchange import laydown_file
from tansiq.exchange.laydown_file.template import template_bytes
from tansiq.language import LANGUAGES

ENDINGS = ("csv", "geojson", "xlsx")
_FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


def outcome(path: Path, content: bytes) -> Laydown | str:
    path.write_bytes(content)
    try:
        return laydown_file.read(path)
    except TansiqError as error:
        return "".join(error.message(language) for language in LANGUAGES)


@_FUZZ
@given(content=st.binary(max_size=400), ending=st.sampled_from(ENDINGS))
@example(content=b"PK\x03\x04", ending="xlsx")
@example(content=b"{" * 4000, ending="geojson")
@example(content=b'"', ending="csv")
def test_random_bytes(folder: Path, content: bytes, ending: str) -> None:
    assert outcome(folder / f"random.{ending}", content)


@cache
def whole(ending: laydown_file.Kind) -> bytes:
    return template_bytes(ending)


@st.composite
def mutations(draw: st.DrawFn, ending: laydown_file.Kind) -> bytes:
    """Return the template with a few stretches of it overwritten, cut out, doubled or exchanged."""
    content = bytearray(whole(ending))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 40)))
        put_in = draw(
            st.one_of(st.binary(max_size=12), st.just(bytes(content[start:end] * 2)), st.sampled_from(_AWKWARD))
        )
        content[start:end] = put_in
    return bytes(content)


_WORDS = (
    '"', ",", ";", "\n", "#", "# party_1_id: ", "[", "{", "null", "1e999", "NaN", "-0", "٣", "\u202e", "''", "\0",
    "38SLF", "22 1430C NOV 26", "24:00-24:00", "<", "</row>", "&#0;", "&amp;", 't="s"', 'r="A9999999"',
)  # fmt: skip
_AWKWARD = tuple(word.encode() for word in _WORDS)


@_FUZZ
@given(data=st.data())
@pytest.mark.parametrize("ending", ["csv", "geojson"])
def test_damaged_text(folder: Path, ending: laydown_file.Kind, data: st.DataObject) -> None:
    assert outcome(folder / f"damaged.{ending}", data.draw(mutations(ending)))


@settings(_FUZZ, max_examples=60)
@given(data=st.data())
def test_damaged_workbooks(folder: Path, data: st.DataObject) -> None:
    assert outcome(folder / "damaged.xlsx", data.draw(mutations("xlsx")))


@settings(_FUZZ, max_examples=60)
@given(data=st.data())
def test_workbooks_whose_parts_are_damaged(folder: Path, data: st.DataObject) -> None:
    """The archive is whole, and the XML in it is not, so that damage gets past its checksums."""
    import io  # noqa: PLC0415
    import zipfile  # noqa: PLC0415

    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole("xlsx"))) as source, zipfile.ZipFile(made, "w") as target:
        names = source.namelist()
        damaged = data.draw(st.sampled_from(names))
        for name in names:
            content = bytearray(source.read(name))
            if name == damaged:
                start = data.draw(st.integers(0, len(content)))
                length = data.draw(st.integers(0, 40))
                content[start : start + length] = data.draw(st.binary(max_size=12) | st.sampled_from(_AWKWARD))
            target.writestr(name, bytes(content))
    assert outcome(folder / "parts.xlsx", made.getvalue())


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@_FUZZ
@given(data=st.data(), value=json_values)
def test_geojson_with_any_value_in_any_place(folder: Path, data: st.DataObject, value: Any) -> None:  # noqa: ANN401 - JSON
    document = json.loads(whole("geojson"))
    target: Any = document
    while True:
        keys = list(target) if isinstance(target, dict) else list(range(len(target)))
        key = data.draw(st.sampled_from(keys))
        if isinstance(target[key], dict | list) and target[key] and data.draw(st.integers(0, 3)):
            target = target[key]
            continue
        target[key] = value
        break
    assert outcome(folder / "any.geojson", json.dumps(document).encode())


@_FUZZ
@given(column=st.integers(0, 16), value=st.text(max_size=30))
def test_csv_with_any_text_in_any_cell(folder: Path, column: int, value: str) -> None:
    import csv  # noqa: PLC0415
    import io  # noqa: PLC0415

    rows = list(csv.reader(io.StringIO(whole("csv").decode("utf-8-sig"), newline="")))
    rows[-1][column] = value
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    assert outcome(folder / "any.csv", text.getvalue().encode("utf-8", "surrogatepass"))
