"""How a step on a draft is answered: a script with the digest of what came of it, a form with the page."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from tansiq.centre.duty.views.asking import act
from tansiq.centre.planning import contents, drafts
from tansiq.centre.planning.forms import first_fault
from tansiq.centre.planning.models import PlannedCourse
from tansiq.centre.planning.rules import PlanningRefusal
from tansiq.centre.planning.views.before import engine_here, may_change
from tansiq.centre.shell.refusals import refuse
from tansiq.errors import TansiqError
from tansiq.language import N_

NOT_YOURS: Final = N_("This course of action is the other party's, or put aside. Copy it, and change the copy.")


def answer_step(request: HttpRequest, row: PlannedCourse, do: Callable[[PlannedCourse], drafts.Draft]) -> HttpResponse:
    """Do one step on a course, if the reader may change it."""

    def step() -> str:
        refuse_stranger(request, row)
        key = contents.key_of(engine_here().key, do(row).parts)
        contents.keep(key)
        return key

    return answer(request, step, reverse("planning-course", args=[row.number]))


def answer(request: HttpRequest, do: Callable[[], str], back: str) -> HttpResponse:
    """Do something after which the course's picture has the digest that ``do`` returns; ``back`` is its page."""
    if request.get_preferred_type(["text/html", "application/json"]) != "application/json":
        return act(request, lambda: _done(do(), back), back)
    try:
        return JsonResponse({"key": do()})
    except TansiqError as error:
        return refuse(error, HTTPStatus.CONFLICT)


def refuse_stranger(request: HttpRequest, row: PlannedCourse) -> None:
    """Refuse whoever may not change a course.

    Raises
    ------
    PlanningRefusal
        The reader.
    """
    if not may_change(request, row):
        raise PlanningRefusal(NOT_YOURS)


def values_of(form: forms.Form) -> Mapping[str, Any]:
    """Return what a form says.

    Raises
    ------
    PlanningRefusal
        With the first thing that is wrong with it.
    """
    if not form.is_valid():
        raise PlanningRefusal(N_("%(fault)s"), fault=first_fault(form))
    return form.cleaned_data


def _done(key: str, back: str) -> str:
    del key  # the page says it
    return back
