"""Courses of action side by side."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tansiq.centre.duty.views.asking import language_of_reader, place_of, reads
from tansiq.centre.picture.engine import Engine
from tansiq.centre.picture.scene import Scene
from tansiq.centre.planning import contents
from tansiq.centre.planning.bodies import EMPTY
from tansiq.centre.planning.models import PlannedCourse
from tansiq.centre.planning.overlay import overlay_of
from tansiq.centre.planning.reading import course_in, kept
from tansiq.centre.planning.strength import PEOPLE_POST, PEOPLE_REACTION, PEOPLE_WATCH, strength_of
from tansiq.centre.planning.views.before import engine_here, scene_of, wait_page
from tansiq.domain.course import MOST_SIDE_BY_SIDE
from tansiq.domain.state import STATE_NAMES, State
from tansiq.errors import TansiqError

LONGEST_NUMBER: Final = 7


@reads
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Show up to four courses side by side, and the laydown as it stands."""
    rows = _chosen(request)
    try:
        engine = engine_here()
        scene = scene_of(engine)
    except TansiqError as error:
        return wait_page(request, error)
    columns = [_column(row, engine, scene, place) for place, row in enumerate(rows, start=1)]
    context = {
        "columns": columns, "scene": engine.key, "standing_key": contents.key_of(engine.key, EMPTY),
        "states": [{"key": s.key, "name": STATE_NAMES[s]} for s in State],
        "post": PEOPLE_POST, "reaction": PEOPLE_REACTION, "watch": PEOPLE_WATCH,
    }  # fmt: skip
    return render(request, "planning/compare.html", context)


def _column(row: PlannedCourse, engine: Engine, scene: Scene, place: int) -> dict[str, Any]:
    course, key = course_in(row), contents.key_of(engine.key, row.body)
    contents.keep(key)
    return {
        "row": row, "key": key, "place": str(place), "strength": strength_of(course, scene.laydown),
        "checkpoints": len(course.checkpoints), "areas": len(course.areas),
        "overlay": overlay_of(course, scene.laydown, language_of_reader()),
    }  # fmt: skip


def _chosen(request: HttpRequest) -> list[PlannedCourse]:
    """Return the courses the address names, the first kept ones if it names none."""
    rows = {row.number: row for row in kept(place_of(request))}
    asked = [
        int(text)
        for text in request.GET.getlist("course")
        if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    ]
    chosen = [rows[number] for number in dict.fromkeys(asked) if number in rows] or list(rows.values())
    return chosen[:MOST_SIDE_BY_SIDE]
