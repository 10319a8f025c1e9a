"""Long computations on a course of action: begun, stopped, shown, and what comes of them taken into the draft."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from tansiq.centre.duty.views.asking import language_of_reader, officer_of
from tansiq.centre.picture.engine import Engine
from tansiq.centre.picture.scene import Scene
from tansiq.centre.planning import changes, contents, drafts, jobs
from tansiq.centre.planning.bodies import EMPTY, course_of
from tansiq.centre.planning.forms import CheckpointsForm, SitingForm, WindowForm
from tansiq.centre.planning.models import PlannedCourse
from tansiq.centre.planning.places import DECIMALS
from tansiq.centre.planning.rules import PlanningRefusal
from tansiq.centre.planning.views.answering import answer_step, values_of
from tansiq.centre.planning.views.before import Before, engine_here, plans, row_of
from tansiq.domain.course import Course
from tansiq.domain.time import Window
from tansiq.language import N_, translate

LOOK_AGAIN: Final = timedelta(seconds=1)
LABELS: Final = {
    "siting": _("Where joint posts, reaction elements and watches hold most"),
    "checkpoints": _("Where joint checkpoints meet most movement"),
    "corridors": _("Where somebody who knows the posts would cross"),
    "ledger": _("What would close the gaps, before and after"),
    "sure": _("Which gaps stay gaps whatever is assumed"),
}
FORMS: Final[Mapping[str, type[forms.Form]]] = {
    "siting": SitingForm, "checkpoints": CheckpointsForm, "corridors": WindowForm, "ledger": WindowForm,
    "sure": WindowForm,
}  # fmt: skip


def _work(kind: str) -> jobs.Work:
    def work(scene: Scene, asked: jobs.Asked, report: jobs.Report) -> Mapping[str, Any]:
        # Loads numba and the solver, which takes longer than a page may take to answer: only job threads come here.
        from tansiq.centre.planning import works  # noqa: PLC0415

        done: Mapping[str, jobs.Work] = {
            "siting": works.site_places, "checkpoints": works.choose, "corridors": works.find_ways,
            "ledger": works.weigh_measures, "sure": works.try_assumptions,
        }  # fmt: skip
        return done[kind](scene, asked, report)

    return work


@plans
@require_POST
def begin(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Begin a job on the draft as it stands."""
    if kind not in FORMS:
        raise Http404

    def start(row: PlannedCourse) -> drafts.Draft:
        figures = dict(values_of(FORMS[kind](request.POST)))
        engine, draft = engine_here(), drafts.draft_of(row, officer_of(request).account)
        window = Window(figures.pop("window", Window.DAY))
        key = contents.key_of(engine.key, draft.parts)
        asked = jobs.Asked(draft.course, key, officer_of(request).account, window, figures)
        jobs.begin(engine, number, kind, asked, _work(kind))
        return draft

    return answer_step(request, row_of(request, number), start)


@plans
@require_POST
def stop(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Stop a job."""
    if kind not in FORMS:
        raise Http404

    def end(row: PlannedCourse) -> drafts.Draft:
        jobs.stop(engine_here(), number, kind)
        return drafts.draft_of(row, officer_of(request).account)

    return answer_step(request, row_of(request, number), end)


@plans
@require_POST
def take(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Take what a job found into the draft: the places of siting, or one choice of checkpoints."""
    if kind not in _TAKING:
        raise Http404

    def into(row: PlannedCourse) -> drafts.Draft:
        job = jobs.job_of(engine_here(), number, kind)
        if job is None or job.result is None:
            raise PlanningRefusal(
                N_("There is nothing to take: the computation is not there any more. Begin it again.")
            )
        step = _TAKING[kind](job.result, request)
        return drafts.change(row, officer_of(request).account, step)

    return answer_step(request, row_of(request, number), into)


def _take_places(result: Mapping[str, Any], request: HttpRequest) -> Callable[[Course], Course]:
    del request
    found = course_of({**EMPTY, "put": result["put"]}, key="", title={})
    return lambda course: changes.with_posts(course, list(found.put.values()))


def _take_choice(result: Mapping[str, Any], request: HttpRequest) -> Callable[[Course], Course]:
    asked = request.POST.get("choice", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 6 and int(asked) < len(result["choices"])):  # noqa: PLR2004 - as many as a front has
        raise PlanningRefusal(N_("There is no such choice of checkpoints."))

    def put(course: Course) -> Course:
        there = {(one.lon_deg, one.lat_deg) for one in course.checkpoints}
        for _id, lon_deg, lat_deg in result["choices"][int(asked)]["places"]:
            place = round(lon_deg, DECIMALS), round(lat_deg, DECIMALS)
            if place not in there:  # taken before
                course = changes.with_checkpoint(course, *place)
        return course

    return put


_TAKING: Final[Mapping[str, Callable[[Mapping[str, Any], HttpRequest], Callable[[Course], Course]]]] = {
    "siting": _take_places,
    "checkpoints": _take_choice,
}


def shown(found: Before) -> dict[str, Any]:
    """Return what the page shows of a course's jobs."""
    rows = [_row(found.engine, found, kind) for kind in jobs.KINDS]
    running = any(row["running"] for row in rows)
    shapes = {
        row["kind"]: row["result"]["shapes"] for row in rows if row["result"] and "shapes" in row["result"]
    }  # fmt: skip
    return {"jobs": rows, "jobs_renew_at": timezone.now() + LOOK_AGAIN if running else None, "job_shapes": shapes}


def _row(engine: Engine, found: Before, kind: str) -> dict[str, Any]:
    job, language = jobs.job_of(engine, found.row.number, kind), language_of_reader()
    said: dict[str, Any] = {
        "kind": kind, "label": LABELS[kind], "form": FORMS[kind](auto_id=f"{kind}_%s"), "job": job,
        "running": job is not None and job.running, "result": job.result if job else None,
        "takes": kind in _TAKING, "template": f"planning/parts/job_{kind}.html",
    }  # fmt: skip
    if job is None:
        return said
    return said | {
        "doing": translate(job.label, language), "hundredths": round(100 * job.done),
        "fault": job.error.message(language) if job.error else "", "cancelled": job.cancelled,
        "changed_since": job.asked.key != found.key, "window": job.asked.window,
        "says": [each[language] for each in job.result.get("says", ())] if job.result else [],
    }  # fmt: skip
