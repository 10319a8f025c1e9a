"""Courses of action side by side."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tansiq.centre.duty.views.asking import language_of_reader, place_of, reads
from tansiq.centre.planning import contents
from tansiq.centre.planning.bodies import EMPTY
from tansiq.centre.planning.models import PlannedCourse
from tansiq.centre.planning.reading import course_in, kept
from tansiq.centre.planning.strength import strength_of
from tansiq.centre.planning.views.before import engine_here, scene_of
from tansiq.centre.shell.refusals import refuse_page
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
        return refuse_page(request, error, 409)
    columns: list[dict[str, Any]] = [
        {"row": row, "key": contents.key_of(engine.key, row.body), "strength": strength_of(course_in(row), scene.laydown),
         "checkpoints": len(row.body["checkpoints"]), "areas": len(row.body["areas"])}
        for row in rows
    ]  # fmt: skip
    for column in columns:
        contents.keep(column["key"])
    context = {
        "columns": columns, "scene": engine.key, "standing_key": contents.key_of(engine.key, EMPTY),
        "states": [{"key": s.key, "name": STATE_NAMES[s]} for s in State], "language": language_of_reader(),
    }  # fmt: skip
    return render(request, "planning/compare.html", context)


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
