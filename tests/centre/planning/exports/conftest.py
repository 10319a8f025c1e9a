"""A plan on the made-up ground that holds one of everything, and text that spreadsheets take for formulas."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tansiq.centre.planning.exports import Plan
from tansiq.domain.course import CompanyArea, Course, PlannedCheckpoint
from tansiq.domain.laydown import Laydown
from tansiq.domain.names import Names
from tansiq.gaps import picture, prepare
from tansiq.gaps.corridors import find_corridors
from tests.centre.conftest import MadeUpGround

MADE_AT = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
TITLE = Names("Close the west", "إغلاق الفجوة الغربية", "داخستنی کەلێنی ڕۆژئاوا، ڵێرەوە بۆ ژوورەوە")


def lonlat(ground: MadeUpGround, row: int, col: int) -> tuple[float, float]:
    lon, lat = ground.grid.lonlat_from_xy(*ground.grid.xy_from_cells(row, col))
    return float(lon), float(lat)


@pytest.fixture(scope="session")
def plan(ground: MadeUpGround, laydown: Laydown) -> Plan:
    posts = {post.id: post for post in laydown.posts}
    new, moved = lonlat(ground, 26, 18), lonlat(ground, 30, 34)
    put = {
        "X9": replace(posts["N001"], id="X9", names=Names("=1+1", "نقطة", "ێۆڵڕە"), lon_deg=new[0], lat_deg=new[1]),
        "S002": replace(posts["S002"], lon_deg=moved[0], lat_deg=moved[1]),
        "N004": replace(posts["N004"], range_day_m=6000.0),
    }
    ring = tuple(lonlat(ground, row, col) for row, col in ((10, 10), (10, 30), (25, 30), (25, 10)))
    sly = Names('=HYPERLINK("x","y")', "حاجز", "خاڵی پشکنین")
    course = Course(
        "12", TITLE, put=put, silenced=frozenset({"N002"}), withdrawn=frozenset({"S003"}),
        areas=(CompanyArea("A1", "20", "1", ring), CompanyArea("A2", "22", "3", ring[::-1])),
        checkpoints=(PlannedCheckpoint("CP1", sly, *lonlat(ground, 20, 40)),),
    )  # fmt: skip
    before, after = picture(ground, laydown), picture(ground, course.on(laydown))
    corridors = find_corridors(prepare(ground), after.layers, after.parameters, direction="both", k=2)
    robust = frozenset({after.gaps[0].id})
    return Plan(course, before, after, MADE_AT, "Joint centre", "@fed-plan-1", corridors, robust)
