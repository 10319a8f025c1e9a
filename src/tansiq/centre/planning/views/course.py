"""The page of one course of action: map, figures, what is changed, and the forms that change it."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tansiq.centre.duty.views.asking import language_of_reader, officer_of, place_of, reads
from tansiq.centre.picture.scene import Scene
from tansiq.centre.planning import contents, words
from tansiq.centre.planning.bodies import EMPTY
from tansiq.centre.planning.forms import AddForm, AreaForm, CheckpointForm, MoveForm, StatusForm
from tansiq.centre.planning.models import PlannedCourse
from tansiq.centre.planning.overlay import overlay_of
from tansiq.centre.planning.rules import PLANNER
from tansiq.centre.planning.strength import strength_of
from tansiq.centre.planning.views import exporting, working
from tansiq.centre.planning.views.before import Before, before, laydown_digest, row_of, scene_of, wait_page
from tansiq.domain.course import Course
from tansiq.domain.state import STATE_NAMES, State
from tansiq.errors import TansiqError


@reads
@require_safe
def course(request: HttpRequest, number: int) -> HttpResponse:
    """Show a course of action."""
    row = row_of(request, number)
    context: dict[str, Any] = {"row": row, "steps": list(story(row, place_of(request)))}
    try:
        found = before(request, number)
        scene = scene_of(found.engine)
    except TansiqError as error:
        return wait_page(request, error, context)
    return render(request, "planning/course.html", context | shown(request, found, scene))


def shown(request: HttpRequest, found: Before, scene: Scene) -> dict[str, Any]:
    """Return what the page shows of a course on its scene."""
    course_, officer, digest = found.course, officer_of(request), laydown_digest(scene)
    contents.keep(found.key)
    made_on = found.row.body.get("laydown", "")
    return {
        "scene": found.engine.key, "key": found.key, "standing_key": contents.key_of(found.engine.key, EMPTY),
        "draft": found.draft, "editing": found.draft is not None,
        "may_copy": PLANNER in officer.roles and place_of(request) is None,
        "own": officer.party == found.row.party,
        "states": [{"key": s.key, "name": STATE_NAMES[s]} for s in State],
        "changes": words.changes(course_, scene.laydown, language_of_reader()),
        "areas": words.areas(course_, scene.laydown, language_of_reader()),
        "checkpoints": words.checkpoints(course_, language_of_reader()),
        "overlay": overlay_of(course_, scene.laydown, language_of_reader()),
        "strength": strength_of(course_, scene.laydown),
        "other_laydown": bool(made_on and digest and made_on != digest),
        "fictional": scene.laydown.fictional, **working.shown(found), **exporting.shown(request, found),
    } | (forms(course_, scene) if found.draft is not None else {})  # fmt: skip


def forms(course_: Course, scene: Scene) -> dict[str, Any]:
    """Return the forms that change a course."""
    language = language_of_reader()
    posts = words.post_choices(course_, scene.laydown, language)
    return {
        "move_form": MoveForm(posts=posts, prefix="move", auto_id="move_%s"),
        "status_form": StatusForm(posts=posts, auto_id="status_%s"),
        "add_form": AddForm(parties=words.party_choices(scene.laydown, language), auto_id="add_%s"),
        "area_form": AreaForm(brigades=words.brigade_choices(scene.laydown, language), auto_id="area_%s"),
        "checkpoint_form": CheckpointForm(auto_id="checkpoint_%s"),
    }


def story(row: PlannedCourse, as_of: int | None) -> Iterator[dict[str, Any]]:
    """Yield the steps of a course's story, the newest first, as the timeline shows them."""
    versions = list(PlannedCourse.objects.history(row.key, as_of))
    befores = [None, *versions[:-1]]
    for earlier, after in reversed(list(zip(befores, versions, strict=True))):
        yield {
            "moment": after.entered_at, "title": _what_changed(earlier, after), "party": after.party,
            "account": after.account, "role": PLANNER, "place": after.since, "digest": after.digest,
            "current": after.since == row.since,
        }  # fmt: skip


def _what_changed(earlier: PlannedCourse | None, after: PlannedCourse) -> str:
    if earlier is None:
        return _("Begun as a copy") if after.copied_from else _("Begun")
    if earlier.state != after.state:
        return _("Put aside") if after.state == "put_aside" else _("Taken up again")
    return _("Changes kept")
