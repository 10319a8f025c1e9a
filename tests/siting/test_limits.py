"""Limits as a file: read as written, refused in words."""

from pathlib import Path

import pytest

from tansiq.errors import BadInputError, UnreadableInputError
from tansiq.siting.limits import Company, Limits, People, Share, read_limits

FULL = """
support_min = 20
max_slope = 0.3
standoff_m = 800

[people]
post = 24

[[company]]
brigade = "20"
name = "1"
present = 90

[[share]]
sector = "2"
at_least = 0.1
at_most = 0.5
"""


def test_what_is_said_is_taken_and_the_rest_keeps_its_default(tmp_path: Path) -> None:
    path = tmp_path / "limits.toml"
    path.write_text(FULL, encoding="utf-8")
    assert read_limits(path) == Limits(
        support_min=20.0,
        max_slope=0.3,
        standoff_m=800.0,
        people=People(post=24),
        companies=(Company("20", "1", 90),),
        shares=(Share("2", 0.1, 0.5),),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("speed = 3", "speed"),
        ("support_min = -1", "support_min"),
        ("support_min = true", "support_min"),
        ("max_slope = inf", "max_slope"),
        ('[[company]]\nbrigade = "20"\npresent = 2.5', "whole number"),
        ('[[company]]\nbrigade = "20"', "present"),
        ('[[share]]\nsector = "1"\nat_least = 0.6\nat_most = 0.5', "share"),
        ("company = 3", "company"),
        ("[people]\ncooks = 3", "cooks"),
    ],
)
def test_what_cannot_be_is_refused_in_words(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "limits.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInputError) as refused:
        read_limits(path)
    assert said in str(refused.value)
    assert str(path) in str(refused.value)


@pytest.mark.parametrize("content", [b"a = = 1", b"\xff\xfe"])
def test_what_is_not_toml_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "limits.toml"
    path.write_bytes(content)
    with pytest.raises(UnreadableInputError):
        read_limits(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError):
        read_limits(tmp_path / "none.toml")
