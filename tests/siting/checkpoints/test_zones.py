"""The search region against every point of a small box."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from tansiq.siting.checkpoints.zones import Corner, Zones

MOST = 4
POINT = st.tuples(*[st.integers(0, MOST)] * 3)


@given(st.lists(POINT, max_size=8))
def test_what_is_left_is_what_no_point_is_as_good_as(points: list[Corner]) -> None:
    zones = Zones((0, 0, 0), [(MOST + 1,) * 3])
    for point in points:
        zones.add(point)
    for spot in itertools.product(range(MOST + 1), repeat=3):
        matched = any(all(a <= b for a, b in zip(point, spot, strict=True)) for point in points)
        inside = any(all(a < b for a, b in zip(spot, corner, strict=True)) for corner in zones.corners)
        assert inside != matched


@given(st.lists(POINT, max_size=8))
def test_no_zone_lies_in_another(points: list[Corner]) -> None:
    zones = Zones((0, 0, 0), [(MOST + 1,) * 3])
    for point in points:
        zones.add(point)
    for one, other in itertools.permutations(zones.corners, 2):
        assert not all(a <= b for a, b in zip(one, other, strict=True))


def test_the_widest_zone_is_looked_at_first_and_a_dropped_one_never_again() -> None:
    zones = Zones((0, 0, 0), [(10, 10, 10)])
    zones.add((2, 5, 5))
    assert sorted(zones.corners) == [(2, 10, 10), (10, 5, 10), (10, 10, 5)]
    assert zones.widest() == (10, 5, 10)
    zones.drop((10, 5, 10))
    assert zones.widest() == (10, 10, 5)
