"""Sides of the seam against the function its line is the graph of, and edges against the shape of the band."""

from dataclasses import replace
from itertools import pairwise
from types import ModuleType

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tansiq.errors import BadGroundError
from tansiq.gaps.corridors.frame import END, LEFT, RIGHT, START, Frame, frame_ground
from tansiq.gaps.corridors.kernels.sides import NOWHERE
from tansiq.ground.model import Ground
from tansiq.ground.seam import cut_seam
from tansiq.ground.strips import nearest_lengths

few = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def as_built(ground: Ground, within_m: float = 1e9) -> Ground:
    """The same ground with lengths and strips as packages have them; the synthetic ones go by chords."""
    assert ground.seam is not None
    seam = cut_seam(ground.seam.line)
    return replace(ground, seam=seam, strip=nearest_lengths(ground.grid, seam, within_m))


def on_grid(frame: Frame) -> np.ndarray:
    return frame.side[2:-2, 2:-2]


@few
@given(heights=st.lists(st.floats(3_000, 9_000), min_size=2, max_size=7), direction=st.sampled_from(["east", "west"]))
def test_left_is_above_a_line_that_runs_east(synthetic: ModuleType, heights: list[float], direction: str) -> None:
    backwards = direction == "west"
    x_m = np.linspace(3_000, 17_000, len(heights))
    line = list(zip(x_m.tolist(), heights, strict=True))
    ground = synthetic.make_ground(line[::-1] if backwards else line, width_m=20_000, height_m=12_000, cell_m=400)
    frame = frame_ground(as_built(ground))
    x, y = ground.grid.xy_from_cells(*np.indices(ground.grid.shape))
    x, y = x - synthetic.X0_M, y - synthetic.Y0_M
    up_m = y - np.interp(x, x_m, heights)
    above = up_m > 0
    sure = (np.abs(up_m) > 1e-3) & (x > 3_000) & (x < 17_000) & np.isin(on_grid(frame), [LEFT, RIGHT])
    assert sure.any()
    assert (on_grid(frame)[sure & above] == (RIGHT if backwards else LEFT)).all()
    assert (on_grid(frame)[sure & ~above] == (LEFT if backwards else RIGHT)).all()
    # Past an end: the end is nearest, and the point lies beyond it as the seam runs there.
    first, last = (END, START) if backwards else (START, END)
    for end, (a, b) in ((first, (line[0], line[1])), (last, (line[-1], line[-2]))):
        beyond_m = ((x - a[0]) * (a[0] - b[0]) + (y - a[1]) * (a[1] - b[1])) / np.hypot(a[0] - b[0], a[1] - b[1])
        nearest = np.min([segment_distance(x, y, p, q) for p, q in pairwise(line)], axis=0)
        expected = (beyond_m > 0) & (np.hypot(x - a[0], y - a[1]) <= nearest + 1e-6)
        decided = np.abs(beyond_m) > 1e-3
        assert np.array_equal((on_grid(frame) == end)[decided], expected[decided])


def segment_distance(x: np.ndarray, y: np.ndarray, p: tuple[float, float], q: tuple[float, float]) -> np.ndarray:
    dx, dy = q[0] - p[0], q[1] - p[1]
    along = np.clip(((x - p[0]) * dx + (y - p[1]) * dy) / (dx * dx + dy * dy), 0, 1)
    return np.hypot(x - p[0] - along * dx, y - p[1] - along * dy)


def test_where_the_band_is_cut_off_square_its_ends_are_no_edges(synthetic: ModuleType) -> None:
    frame = frame_ground(synthetic.straight_ground(cell_m=500))
    rows, cols = frame.strip.shape
    top, bottom = (np.divmod(edge, cols) for edge in frame.edges)
    assert (top[0] == 2).all()
    assert (bottom[0] == rows - 3).all()
    assert len(top[0]) == len(bottom[0]) == cols - 4


@pytest.mark.parametrize("seam", [[(6000, 9000), (16_000, 9000)], [(6000, 6000), (11_000, 12_000), (16_000, 6000)]])
def test_a_rounded_band_ends_on_each_side_at_its_width(synthetic: ModuleType, seam: list[tuple[float, float]]) -> None:
    ground = synthetic.make_ground(seam, width_m=22_000, height_m=18_000, cell_m=250)
    frame = frame_ground(as_built(ground, 4000))
    x, y = (frame.xy_m(np.arange(frame.strip.size)) - [synthetic.X0_M, synthetic.Y0_M]).T
    distance = np.min([segment_distance(x, y, p, q) for p, q in pairwise(seam)], axis=0)
    for side, edge in zip((LEFT, RIGHT), frame.edges, strict=True):
        assert (frame.side.ravel()[edge] == side).all()
        assert (distance[edge] > 4000 - 250 * 2**0.5).all()
        assert len(edge) >= 2 * 4000 / 250
    beyond = np.concatenate([frame.past(START), frame.past(END)])
    assert len(beyond) > 3.14 * 15 * 15
    assert not np.isin(beyond, np.concatenate(frame.edges)).any()


def test_inside_a_right_angle_the_side_is_that_of_the_corner(synthetic: ModuleType) -> None:
    ground = synthetic.make_ground(
        [(0, 8000), (8000, 8000), (8000, 16_000)], width_m=16_000, height_m=16_000, half_width_m=4000
    )
    side = on_grid(frame_ground(ground))
    x, y = ground.grid.xy_from_cells(*np.indices(ground.grid.shape))
    inner = (x < synthetic.X0_M + 8000) & (y > synthetic.Y0_M + 8000)
    assert np.array_equal(side == LEFT, inner & (side != NOWHERE))
    assert np.array_equal(side == RIGHT, ~inner & (side != NOWHERE))


def test_ground_without_a_seam_or_on_one_side_of_it_is_refused(synthetic: ModuleType) -> None:
    with pytest.raises(BadGroundError, match="no seam"):
        frame_ground(synthetic.make_ground(None, width_m=4000, height_m=4000))
    ground = synthetic.make_ground([(0, 0), (8000, 0)], width_m=8000, height_m=4000)
    with pytest.raises(BadGroundError, match="both sides"):
        frame_ground(ground)
