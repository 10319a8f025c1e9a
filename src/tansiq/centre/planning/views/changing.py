"""Changing a draft, one step at a time: by a form, or by the map, which fills the same forms in."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from tansiq.centre.duty.views.asking import language_of_reader, officer_of
from tansiq.centre.picture.scene import Scene
from tansiq.centre.planning import changes, contents, drafts, words
from tansiq.centre.planning.bodies import parts_of
from tansiq.centre.planning.forms import AddForm, AreaForm, CheckpointForm, MoveForm, StatusForm
from tansiq.centre.planning.models import PlannedCourse
from tansiq.centre.planning.on_ground import check_place
from tansiq.centre.planning.views.answering import answer_step, refuse_stranger, values_of
from tansiq.centre.planning.views.before import engine_here, plans, row_of, scene_of
from tansiq.centre.shell.refusals import refuse
from tansiq.domain.course import Course
from tansiq.errors import TansiqError

Step = Callable[[Course], Course]


@plans
@require_POST
def change(request: HttpRequest, number: int, what: str) -> HttpResponse:
    """Change the draft by one step."""
    if what not in STEPS:
        raise Http404
    return answer_step(request, row_of(request, number), lambda row: STEPS[what](request, row))


@plans
@require_POST
def attempt(request: HttpRequest, number: int) -> HttpResponse:
    """Answer with the digest of the draft with one post elsewhere, which changes nothing: a post is being dragged."""
    row = row_of(request, number)
    try:
        refuse_stranger(request, row)
        draft = drafts.draft_of(row, officer_of(request).account)
        tried = _move(request, row)(draft.course)
        return JsonResponse({"key": contents.key_of(engine_here().key, parts_of(tried))})
    except TansiqError as error:
        return refuse(error, HTTPStatus.CONFLICT)


def _stepping(
    make: Callable[[HttpRequest, PlannedCourse], Step],
) -> Callable[[HttpRequest, PlannedCourse], drafts.Draft]:
    def step(request: HttpRequest, row: PlannedCourse) -> drafts.Draft:
        return drafts.change(row, officer_of(request).account, make(request, row))

    return step


def _laid(request: HttpRequest, row: PlannedCourse) -> tuple[Course, Scene]:
    return drafts.draft_of(row, officer_of(request).account).course, scene_of(engine_here())


def _move(request: HttpRequest, row: PlannedCourse) -> Step:
    course, scene = _laid(request, row)
    posts = _posts(course, scene)
    said = values_of(MoveForm(request.POST, posts=posts, prefix="move"))
    post = changes.standing_post(course, scene.laydown, said["post"])
    check_place(scene, post, *said["position"])
    return lambda before: changes.moved(before, scene.laydown, said["post"], *said["position"])


def _posts(course: Course, scene: Scene) -> list[tuple[str, str]]:
    """Return every post as a choice: a script may name either half of a joint one."""
    ids = {**{post.id: "" for post in scene.laydown.posts}, **dict.fromkeys(course.put, "")}
    return list(ids.items())


def _status(request: HttpRequest, row: PlannedCourse) -> Step:
    course, scene = _laid(request, row)
    said = values_of(StatusForm(request.POST, posts=_posts(course, scene)))
    do = {"silenced": changes.silenced, "withdrawn": changes.withdrawn, "restored": changes.restored}[said["status"]]
    return lambda before: do(before, scene.laydown, said["post"])


def _add(request: HttpRequest, row: PlannedCourse) -> Step:
    _course, scene = _laid(request, row)
    said = values_of(AddForm(request.POST, parties=words.party_choices(scene.laydown, language_of_reader())))

    def add(before: Course) -> Course:
        after = changes.added(before, scene.laydown, said["party"], said["element"], *said["position"])
        new = next(post for id_, post in after.put.items() if id_ not in before.put)
        check_place(scene, new, *said["position"])
        return after

    return add


def _area(request: HttpRequest, row: PlannedCourse) -> Step:
    _course, scene = _laid(request, row)
    said = values_of(AreaForm(request.POST, brigades=words.brigade_choices(scene.laydown, language_of_reader())))
    return lambda before: changes.with_area(before, said["brigade"], str(said["company"]), said["corners"])


def _checkpoint(request: HttpRequest, row: PlannedCourse) -> Step:
    del row
    said = values_of(CheckpointForm(request.POST))
    return lambda before: changes.with_checkpoint(before, *said["position"])


def _without_area(request: HttpRequest, row: PlannedCourse) -> Step:
    del row
    return lambda before: changes.without_area(before, request.POST.get("id", ""))


def _without_checkpoint(request: HttpRequest, row: PlannedCourse) -> Step:
    del row
    return lambda before: changes.without_checkpoint(before, request.POST.get("id", ""))


def _step_back(request: HttpRequest, row: PlannedCourse) -> drafts.Draft:
    return drafts.step_back(row, officer_of(request).account)


def _forget(request: HttpRequest, row: PlannedCourse) -> drafts.Draft:
    drafts.forget(row, officer_of(request).account)
    return drafts.draft_of(row, officer_of(request).account)


STEPS: Final[Mapping[str, Callable[[HttpRequest, PlannedCourse], drafts.Draft]]] = {
    "move": _stepping(_move),
    "status": _stepping(_status),
    "add": _stepping(_add),
    "area": _stepping(_area),
    "checkpoint": _stepping(_checkpoint),
    "without-area": _stepping(_without_area),
    "without-checkpoint": _stepping(_without_checkpoint),
    "back": _step_back,
    "forget": _forget,
}
