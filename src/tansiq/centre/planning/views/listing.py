"""The list of courses of action: begun, copied, put aside, taken up again."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tansiq.centre.duty.views.asking import act, answer_form, officer_of, place_of, reads
from tansiq.centre.picture import service
from tansiq.centre.planning import drafts, writing
from tansiq.centre.planning.forms import NewCourseForm
from tansiq.centre.planning.models import PlannedCourse
from tansiq.centre.planning.reading import MOST_OF_A_PARTY, has_room, kept, put_aside
from tansiq.centre.planning.rules import PLANNER, PlanningRefusal
from tansiq.centre.planning.views.before import laydown_digest, plans, row_of
from tansiq.centre.shell.fields import Spoken
from tansiq.domain.course import MOST_SIDE_BY_SIDE
from tansiq.language import N_, choose_language

ACTS: Final = ("keep", "copy", "aside", "again")


@reads
@require_safe
def planning(request: HttpRequest) -> HttpResponse:
    """Show the courses of action that are kept, and those put aside."""
    as_of, officer = place_of(request), officer_of(request)
    writing_ = as_of is None and PLANNER in officer.roles
    context: dict[str, Any] = {
        "rows": kept(as_of), "aside": put_aside(as_of), "writing": writing_, "most": MOST_OF_A_PARTY,
        "side_by_side": MOST_SIDE_BY_SIDE, "room": writing_ and has_room(officer.party),
        "has_ground": service.current() is not None,
    }  # fmt: skip
    return render(request, "planning/list.html", context)


@plans
def new(request: HttpRequest) -> HttpResponse:
    """Begin a course of action."""
    form = NewCourseForm(request.POST or None)

    def save() -> str:
        entered = writing.begin(form.cleaned_data["title"], officer_of(request).author(PLANNER), laydown=_laydown())
        return _address(int(str(entered.content.body["course"])))

    return answer_form(request, form, "planning/new.html", {}, save)


def _laydown() -> str:
    engine = service.current()
    scene = engine.scene(0.0) if engine else None
    return laydown_digest(scene) if scene else ""


@plans
@require_POST
def act_on(request: HttpRequest, number: int, what: str) -> HttpResponse:
    """Keep a draft, copy a course as one's own, put it aside, take it up again."""
    if what not in ACTS:
        raise Http404
    row = row_of(request, number)
    return act(request, lambda: _address(_DO[what](request, row)), _address(number))


def _keep(request: HttpRequest, row: PlannedCourse) -> int:
    officer = officer_of(request)
    draft = drafts.draft_of(row, officer.account)
    if draft.overtaken:
        raise PlanningRefusal(
            N_("Another planner of your party has kept this course since you began. Forget your changes to see it.")
        )
    writing.keep(row, draft.parts, officer.author(PLANNER), laydown=_laydown())
    drafts.forget(row, officer.account)
    return row.number


def _copy(request: HttpRequest, row: PlannedCourse) -> int:
    title = Spoken(choose_language(row.original_language), dict(row.title))
    entered = writing.begin(title, officer_of(request).author(PLANNER), laydown=row.body.get("laydown", ""), copied=row)
    return int(str(entered.content.body["course"]))


def _aside(request: HttpRequest, row: PlannedCourse) -> int:
    officer = officer_of(request)
    writing.set_aside(row, officer.author(PLANNER))
    drafts.forget(row, officer.account)
    return row.number


def _again(request: HttpRequest, row: PlannedCourse) -> int:
    writing.take_up(row, officer_of(request).author(PLANNER))
    return row.number


_DO: Final = {"keep": _keep, "copy": _copy, "aside": _aside, "again": _again}


def _address(number: int) -> str:
    return reverse("planning-course", args=[number])
