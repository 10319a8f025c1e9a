"""Coverage as bytes: one spelling, bounded, and everything else refused in words."""

import hashlib
import json
import struct
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.domain.time import Window
from tansiq.errors import BadInputError
from tansiq.exchange.coverage_file import (
    MAGIC,
    MEDIA_TYPE,
    MOST_BYTES,
    CoverageRecordError,
    MalformedCoverageError,
    body_of,
    decode,
    encode,
    read_coverage,
)
from tansiq.exchange.coverage_file.runs import read_runs, write_runs
from tansiq.gaps.coverage import NOT_SAID, Assumed, Coverage, Lattice, Steps
from tansiq.journal.errors import BodyError
from tansiq.journal.json_strict import Json
from tansiq.journal.record import KINDS

AT = datetime(2026, 11, 22, 11, 30, tzinfo=timezone(timedelta(hours=3)))
STEPS = Steps((10, 40), (10, 20, 45))


def drawn_codes(seed: int, rows: int, cols: int) -> np.ndarray:
    generator = np.random.default_rng(seed)
    rate, longest = generator.integers(0, 3, (rows, cols)), generator.integers(1, 5, (rows, cols))
    more, sooner = np.maximum(rate, generator.integers(0, 3, (rows, cols))), generator.integers(1, longest + 1)
    codes = np.stack([rate, more, longest % 4, sooner % 4]).astype(np.uint8)
    codes[:, generator.random((rows, cols)) < 0.3] = NOT_SAID
    return codes


@st.composite
def coverages(draw: st.DrawFn) -> Coverage:
    rows, cols = draw(st.integers(1, 12)), draw(st.integers(1, 12))
    at = AT + timedelta(milliseconds=draw(st.integers(0, 10**9)))
    return Coverage(
        party=draw(st.sampled_from(["federal", "regional", "a-1"])),
        window=draw(st.sampled_from(list(Window))),
        at=draw(st.sampled_from([at, at.astimezone(UTC)])),
        valid_until=at + timedelta(minutes=draw(st.integers(0, 1440))),
        fictional=draw(st.booleans()),
        ground=hashlib.sha256(draw(st.binary(max_size=2))).hexdigest(),
        assumed=Assumed(1440, 1700, 142_857),
        lattice=Lattice(
            draw(st.integers(100, 100_000)), draw(st.integers(-999, 999)), draw(st.integers(-999, 999)), rows, cols
        ),
        steps=STEPS,
        draws=draw(st.integers(0, 16)),
        codes=drawn_codes(draw(st.integers(0, 10_000)), rows, cols),
    )


def said(coverage: Coverage) -> dict[str, object]:
    return {name: value for name, value in vars(coverage).items() if name != "codes"}


USUAL = Coverage(
    "federal", Window.DAY, AT, AT + timedelta(days=1), True, "ab" * 32, Assumed(1440, 1700, 142_857),  # noqa: FBT003 - in order
    Lattice(2000, -3, 7, 5, 4), STEPS, 1, drawn_codes(1, 5, 4),
)  # fmt: skip


@given(coverages())
def test_what_is_written_is_read_again(coverage: Coverage) -> None:
    data = encode(coverage)
    again = decode(data)
    assert said(again) == said(coverage)
    assert again.codes.tobytes() == coverage.codes.tobytes()
    assert encode(again) == data
    assert said(read_coverage(body_of(coverage, data), data, party=coverage.party)) == said(coverage)


def test_the_bytes_are_those_the_documentation_gives() -> None:
    """Read by hand: magic, a line of JSON, then runs of three bytes."""
    magic, header, *rest = encode(USUAL).split(b"\n", 2)
    assert magic == b"tansiq-coverage/1"
    told = json.loads(header)
    assert list(told) == sorted(told)
    assert told["lattice"] == {"cols": 4, "east": -3, "north": 7, "rows": 5}
    assert told["valid_until"] == "2026-11-23T11:30:00+03:00"
    runs = list(struct.iter_unpack(">HB", rest[0]))
    values = [value for length, value in runs for _ in range(length)]
    assert values == USUAL.codes.ravel().tolist()
    assert [value for _, value in runs] == [value for value, _ in groupby(values)]


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from([1, 2, 65_534, 65_535, 65_536, 200_000])), min_size=1))
def test_long_runs_are_cut_and_joined_again(parts: list[tuple[int, int]]) -> None:
    values = np.repeat(*np.array(parts, np.int64).T).astype(np.uint8)
    data = write_runs(values)
    assert np.array_equal(read_runs(data, len(values)), values)
    lengths = [len(list(group)) for _, group in groupby(values.tolist())]
    assert len(data) == 3 * sum(-(-length // 65_535) for length in lengths)


def refused(data: bytes) -> str:
    with pytest.raises(BadInputError) as caught:
        decode(data)
    assert "\n" not in caught.value.message("en")
    return caught.value.message("en")


@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda end: MAGIC + end))
def test_anything_else_is_refused_in_words(data: bytes) -> None:
    assert refused(data)


@given(st.data())
def test_a_changed_coverage_is_refused_or_is_another_ones_only_spelling(data: st.DataObject) -> None:
    whole = bytearray(encode(USUAL))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(whole) - 1))
        change = data.draw(st.sampled_from(["set", "cut", "add"]))
        byte = data.draw(st.integers(0, 255))
        whole[at : at + (change != "add")] = b"" if change == "cut" else bytes([byte])
    try:
        read = decode(bytes(whole))
    except BadInputError:
        return
    assert encode(read) == bytes(whole)


HEADER_END = encode(USUAL).index(b"\n", len(MAGIC))


def with_header(change: Callable[[dict[str, object]], object]) -> bytes:
    header = json.loads(encode(USUAL)[len(MAGIC) : HEADER_END])
    change(header)
    line = json.dumps(header, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return MAGIC + line + encode(USUAL)[HEADER_END:]


def test_the_header_can_be_made_again_by_hand() -> None:
    assert with_header(lambda _: None) == encode(USUAL)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"party": None}, "party"), ({"party": "Federal"}, "party"), ({"party": "a\n"}, "party"),
        ({"window": "noon"}, "window"), ({"ground": "sha256:zz"}, "ground"), ({"ground": 7}, "ground"),
        ({"fictional": 1}, "fictional"), ({"draws": True}, "draws"), ({"draws": 17}, "16 times"),
        ({"cell_m": "2000"}, "cell_m"), ({"cell_m": 99}, "100 to 100000 m"), ({"cell_m": 2000.5}, "may not stand"),
        ({"at": "yesterday"}, "not a time"), ({"at": "2026-11-22T11:30:00"}, "no zone"),
        ({"at": "2026-11-22T08:30:00Z"}, "one spelling"), ({"at": "2026-11-22T11:30:00.000+03:00"}, "one spelling"),
        ({"valid_until": "2036-11-22T11:30:00+03:00"}, "1440 minutes only"),
        ({"lattice": []}, "lattice"), ({"lattice": {}}, "lattice"),
        ({"lattice": {"cols": 4, "east": -3, "north": 7, "rows": 5, "up": 1}}, "lattice"),
        ({"lattice": {"cols": 4, "east": -3, "north": 7, "rows": 6}}, "80 values; its header asks for 96"),
        ({"lattice": {"cols": 2**50, "east": 0, "north": 7, "rows": 2**50}}, "too large"),
        ({"lattice": {"cols": 4, "east": True, "north": 7, "rows": 5}}, "lattice"),
        ({"lattice": {"cols": -4, "east": 0, "north": 7, "rows": -5}}, "too large"),
        ({"steps": {"minutes": [10], "rates_per_1000_min": [10], "more": []}}, "steps"),
        ({"steps": {"minutes": [10], "rates_per_1000_min": 10}}, "steps"),
        ({"steps": {"minutes": [10], "rates_per_1000_min": [10]}}, "beyond its own steps"),
        ({"steps": {"minutes": [20, 10], "rates_per_1000_min": [10]}}, "ascending"),
        ({"steps": {"minutes": list(range(1, 200)), "rates_per_1000_min": [10]}}, "ascending"),
        ({"assumed": {"refraction_ppm": 1, "stale_after_min": "x", "target_mm": 1}}, "assumed"),
        ({"assumed": {"refraction_ppm": 1, "stale_after_min": 10**15, "target_mm": 1}}, "out of all bounds"),
        ({"more": 1}, "header"),
    ],
)  # fmt: skip
def test_a_header_of_another_form_is_refused(change: dict[str, object], words: str) -> None:
    assert words in refused(with_header(lambda header: header.update(change)))


def test_a_header_that_lacks_something_or_is_no_object_is_refused() -> None:
    assert "header" in refused(with_header(lambda header: header.pop("draws")))
    assert "header" in refused(MAGIC + b"[]\n")
    assert "not a coverage file" in refused(MAGIC + b"[" * 5000 + b"\n")
    assert "canonical" in refused(MAGIC + b' {"a":1}\n')
    assert "twice" in refused(MAGIC + b'{"a":1,"a":1}\n')


@pytest.mark.parametrize(
    ("runs", "words"),
    [
        ([(79, 0)], "79 values"), ([(80, 0), (1, 0)], "81 values"), ([(65_535, 0)] * 9, "589815 values"),
        ([(40, 0), (40, 0)], "one spelling"), ([(0, 1), (80, 0)], "one spelling"), ([], "0 values"),
    ],
)  # fmt: skip
def test_planes_of_another_form_are_refused(runs: list[tuple[int, int]], words: str) -> None:
    data = encode(USUAL)[: HEADER_END + 1] + b"".join(struct.pack(">HB", *run) for run in runs)
    assert words in refused(data)
    assert "middle of a run" in refused(encode(USUAL)[:-1])


def test_what_is_too_long_is_refused_before_it_is_read() -> None:
    assert "may have" in refused(encode(USUAL) + b"\0" * MOST_BYTES)
    assert "not a coverage file" in refused(encode(USUAL).replace(b"coverage/1", b"coverage/2"))


def test_the_largest_coverage_has_room() -> None:
    """No two neighbours alike, on the most cells: the longest attachment there can be."""
    codes = np.zeros((4, 2**10, 2**10), np.uint8)
    codes.reshape(4, -1)[:, ::2] = 1
    large = replace(USUAL, lattice=Lattice(2000, 0, 0, 2**10, 2**10), codes=codes)
    data = encode(large)
    assert len(data) <= MOST_BYTES
    assert decode(data).codes.tobytes() == codes.tobytes()


def test_a_body_is_of_its_kind_and_names_its_attachment() -> None:
    data = encode(USUAL)
    body = body_of(USUAL, data)
    KINDS["coverage/1"].check(body)
    assert body["attachments"] == [
        {"digest": "sha256:" + hashlib.sha256(data).hexdigest(), "bytes": len(data), "media_type": MEDIA_TYPE}
    ]
    assert "party" not in body
    assert "federal" not in json.dumps(body)


def test_an_attachment_that_is_another_is_refused() -> None:
    data = encode(USUAL)
    body = body_of(USUAL, data)
    other = encode(replace(USUAL, draws=2))
    with pytest.raises(CoverageRecordError, match="not the one"):
        read_coverage(body, other)
    with pytest.raises(CoverageRecordError, match="different things: draws"):
        read_coverage(body_of(USUAL, other), other)
    with pytest.raises(CoverageRecordError, match="written by regional"):
        read_coverage(body, data, party="regional")
    with pytest.raises(MalformedCoverageError):
        read_coverage(body_of(USUAL, data[:-1]), data[:-1])
    assert said(read_coverage(body, data, party="federal")) == said(USUAL)


@pytest.mark.parametrize(
    "change",
    [
        {"attachments": []}, {"attachments": None}, {"more": 1}, {"cell_m": 50}, {"at": "2026-11-22T11:30:00"},
        {"attachments": [{"digest": "sha256:00", "bytes": 1, "media_type": MEDIA_TYPE}]}, {"steps": {}},
        {"attachments": [{"digest": "sha256:" + "0" * 64, "bytes": 1, "media_type": "image/tiff"}]},
    ],
)  # fmt: skip
def test_a_body_of_another_form_is_refused(change: dict[str, Json]) -> None:
    data = encode(USUAL)
    with pytest.raises(BodyError):
        read_coverage(body_of(USUAL, data) | change, data)
