"""Files of spreads: read back as written, and refused with a sentence where they cannot be right."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.errors import BadInputError, UnreadableInputError
from tansiq.gaps.spread import ASSUMPTIONS, DEFAULTS, Spread, Spreads, read_spreads, spreads_toml
from tansiq.gaps.spread.agreed import MAX_BYTES


def written(folder: Path, text: str) -> Path:
    path = folder / "spreads.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_defaults_are_read_back_as_they_are(tmp_path: Path) -> None:
    read = read_spreads(written(tmp_path, spreads_toml(Spreads())))
    assert dict(read.given) == dict(DEFAULTS)


@given(reason=st.text(max_size=60), low=st.floats(0.1, 1), high=st.floats(1, 9))
def test_any_reason_and_figures_are_read_back(
    tmp_path_factory: pytest.TempPathFactory, reason: str, low: float, high: float
) -> None:
    spread = Spread("triangular", low, 1.0, high, reason=reason)
    path = written(tmp_path_factory.mktemp("agreed"), spreads_toml(Spreads({"range_day": spread})))
    assert read_spreads(path)["range_day"] == spread


def test_what_a_file_does_not_say_keeps_its_default(tmp_path: Path) -> None:
    read = read_spreads(written(tmp_path, '[share]\nshape = "fixed"\n'))
    assert not read["share"].varies
    assert [read[one.name] for one in ASSUMPTIONS if one.name != "share"] == [
        DEFAULTS[one.name] for one in ASSUMPTIONS if one.name != "share"
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[wind]\nshape = 'fixed'", "wind, which is not known"),
        ("share = 3", "share as a table"),
        ("[share]\nlow = 1", "the shape of share is None"),
        ("[share]\nshape = 'chance'\nchance = 0.5", "the shape of share is chance"),
        ("[share]\nshape = 'uniform'\nlow = 1", "takes shape, low, high"),
        ("[share]\nshape = 'uniform'\nlow = 1\nhigh = 2\nmode = 1", "nothing else"),
        ("[share]\nshape = 'uniform'\nlow = 2\nhigh = 1", "must rise"),
        ("[share]\nshape = 'uniform'\nlow = 1\nhigh = 1000", "must rise"),
        ("[share]\nshape = 'triangular'\nlow = 1\nmode = 3\nhigh = 2", "must rise"),
        ("[share]\nshape = 'lognormal'\nlow = 1\nmedian = 1\nhigh = 2\nsigma = 0", "sigma"),
        ("[share]\nshape = 'uniform'\nlow = nan\nhigh = 1", "give a number"),
        ("[share]\nshape = 'uniform'\nlow = true\nhigh = 1", "give a number"),
        ("[ford_foot]\nshape = 'chance'\nchance = 1.5", "must rise"),
        ("[share]\nshape = 'fixed'\nreason = 3", "as text"),
    ],
)
def test_what_cannot_be_is_refused_by_name(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadInputError, match=says):
        read_spreads(written(tmp_path, text))


@pytest.mark.parametrize("text", ["[share", "\x00", "#" * (MAX_BYTES + 1)], ids=["not toml", "control", "too large"])
def test_what_is_no_file_of_spreads_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableInputError):
        read_spreads(written(tmp_path, text))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError, match="cannot be read"):
        read_spreads(tmp_path / "none.toml")
