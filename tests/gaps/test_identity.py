"""Names of gaps: unique, and stable as often as min-wise hashing says."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.gaps.identity import gap_id

STARTS = range(0, 6000, 3)


def kept(before: list[range], after: list[range]) -> float:
    same = [gap_id("1", a) == gap_id("1", b) for a, b in zip(before, after, strict=True)]
    return sum(same) / len(same)


@pytest.mark.parametrize(("length", "grown_by", "moved_by"), [(20, 5, 0), (20, 0, 5), (8, 8, 0), (30, -10, 0)])
def test_a_gap_keeps_its_name_with_the_chance_of_its_overlap(length: int, grown_by: int, moved_by: int) -> None:
    before = [range(s, s + length) for s in STARTS]
    after = [range(s + moved_by, s + moved_by + length + grown_by) for s in STARTS]
    overlap = len(set(before[0]) & set(after[0])) / len(set(before[0]) | set(after[0]))
    assert kept(before, after) == pytest.approx(overlap, abs=0.06)  # 2,000 starts, neighbours alike


@given(st.lists(st.integers(0, 2000), min_size=2, max_size=20, unique=True))
def test_gaps_of_one_picture_never_share_a_name(bounds: list[int]) -> None:
    ends = sorted(bounds)
    names = [gap_id("1", range(a, b)) for a, b in pairwise(ends)]
    assert len(set(names)) == len(names)


@given(st.integers(0, 900), st.integers(2, 60), st.data())
def test_of_the_parts_of_a_split_gap_exactly_one_keeps_the_name(start: int, length: int, data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, length - 1))
    whole = gap_id("3", range(start, start + length))
    parts = [gap_id("3", range(start, start + cut)), gap_id("3", range(start + cut, start + length))]
    assert parts.count(whole) == 1


def test_the_name_says_sector_and_kilometre() -> None:
    assert gap_id("2", [7.0]) == "S2-007"
    assert gap_id("-", [1007.0]) == "km-1007"
