"""Taking a course of action away as a file: asked for, confirmed by a second account, made as a job, and taken once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tansiq.centre.accounts.access import needs
from tansiq.centre.accounts.officer import Officer
from tansiq.centre.door.keys import identity
from tansiq.centre.duty.views.asking import language_of_reader, officer_of, place_of
from tansiq.centre.picture.engine import Engine
from tansiq.centre.picture.scene import Scene
from tansiq.centre.planning import asking_files, contents, jobs
from tansiq.centre.planning.export_rules import SECOND_KEYS
from tansiq.centre.planning.forms import WINDOWS, WindowForm
from tansiq.centre.planning.models import KEPT, PlannedExport
from tansiq.centre.planning.reading import course_in
from tansiq.centre.planning.rules import PLANNER, PlanningRefusal
from tansiq.centre.planning.views.answering import answer, values_of
from tansiq.centre.planning.views.before import Before, before, engine_here, plans
from tansiq.centre.shell.refusals import refuse
from tansiq.domain.time import Window
from tansiq.errors import TansiqError
from tansiq.language import N_, translate

confirms = needs(*SECOND_KEYS)
ANSWERS: Final[Mapping[str, str]] = {"confirm": "confirmed", "decline": "declined"}
UNKEPT: Final = N_("Keep your changes first, or forget them: only a course that is kept can be taken away.")
NOT_MADE: Final = N_("This file is not made yet. Make it, then take it.")
LOOK_AGAIN: Final = timedelta(seconds=1)
# As tansiq.centre.planning.exports offers them, which a test holds these against: loading it takes seconds.
FORMATS: Final[Mapping[str, str]] = {
    "pdf": N_("Annex to print and sign"),
    "xlsx": N_("Spreadsheet"),
    "geopackage": N_("GeoPackage, for a GIS"),
    "geojson": N_("GeoJSON, for the web and for scripts"),
    "kml": N_("KML, for a globe"),
}


class ExportForm(WindowForm):
    """Which file, for which part of the day."""

    format = forms.ChoiceField(label=gettext_lazy("File"))

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **options)
        self.fields["format"].choices = [(name, _(label)) for name, label in FORMATS.items()]  # type: ignore[attr-defined]  # a choice field


@plans
@require_POST
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for a file of a course as it is kept; a second account of the party is to confirm it."""

    def put_down() -> str:
        said, found = values_of(ExportForm(request.POST)), before(request, number)
        if found.draft is not None and found.draft.changed:
            raise PlanningRefusal(UNKEPT)
        asking_files.ask(
            found.row, officer_of(request), window=said["window"], format=said["format"],
            language=language_of_reader(),
        )  # fmt: skip
        return found.key

    return answer(request, put_down, _address(number))


@confirms
@require_POST
def second(request: HttpRequest, number: int, key: str, what: str) -> HttpResponse:
    """Confirm or decline a file that a colleague asked for."""
    if what not in ANSWERS:
        raise Http404

    def put_down() -> str:
        asking_files.move_on(_request(request, number, key), ANSWERS[what], officer_of(request))
        return key

    return answer(request, put_down, _address(number))


@plans
@require_POST
def begin(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """Begin to make a file that was confirmed, of the course in the version that was asked for."""

    def start() -> str:
        row, officer = _request(request, number, key), officer_of(request)
        asking_files.check_takeable(row, officer, timezone.now())
        engine, kept, window = engine_here(), asking_files.version_of(row), Window(row.window)
        if kept is None:
            raise Http404
        picture = contents.key_of(engine.key, kept.body)
        figures = {
            "format": row.format, "language": row.language, "made_at": timezone.now(), "centre": identity().name,
            "robust": _robust(engine, number, picture, window), "request": key,
        }  # fmt: skip
        asked = jobs.Asked(course_in(kept), picture, officer.account, window, figures)
        jobs.begin(engine, number, jobs.export_of(officer.account), asked, _make)
        return picture

    return answer(request, start, _address(number))


def _request(request: HttpRequest, number: int, key: str) -> PlannedExport:
    found = asking_files.own(key, officer_of(request).party)
    if found is None or found.course != number:
        raise Http404
    return found


def _robust(engine: Engine, number: int, key: str, window: Window) -> frozenset[str]:
    """Return the gaps that were found to be robust, if that was computed for the same course."""
    job = jobs.job_of(engine, number, "sure")
    fits = job is not None and job.asked.key == key and job.asked.window is window
    return frozenset(job.result["robust"]) if fits and job is not None and job.result else frozenset()


def _make(scene: Scene, asked: jobs.Asked, report: jobs.Report) -> Mapping[str, Any]:
    # Loads numba and writers of files: only the job's thread comes here.
    from tansiq.centre.planning.works import make_file  # noqa: PLC0415

    return make_file(scene, asked, report)


@plans
@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """Stop making a file."""

    def end() -> str:
        found = before(request, number)
        jobs.stop(found.engine, number, jobs.export_of(officer_of(request).account))
        return found.key

    return answer(request, end, _address(number))


@plans
@require_POST
def download(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """Give the file that was confirmed and made, and put down that it was taken: once for each confirmation."""
    row, officer = _request(request, number, key), officer_of(request)
    job = jobs.job_of(engine_here(), number, jobs.export_of(officer.account))
    made = job is not None and job.result is not None and job.asked.figures["request"] == key
    try:
        asking_files.check_takeable(row, officer, timezone.now())
        if not made:
            raise PlanningRefusal(NOT_MADE)
        asking_files.move_on(row, "taken", officer)
    except TansiqError as error:
        return refuse(error, HTTPStatus.CONFLICT)
    return _file(job, number)  # type: ignore[arg-type]  # it was made


def _file(job: jobs.Job, number: int) -> HttpResponse:
    made = job.result or {}
    name = f"{identity().name}-course-{number}-{job.asked.window}.{made['suffix']}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made["data"], content_type=made["media_type"], headers=headers)


@dataclass(frozen=True, slots=True)
class Shown:
    """A request for a file as the page shows it.

    Attributes
    ----------
    row
        The request.
    label, window
        Which file, for which part of the day, in the reader's language.
    lapsed
        Whether it, or its confirmation, is too old to go on with.
    answers
        Whether the reader may confirm or decline it.
    takes
        Whether the reader may make and take the file.
    kb
        How large the file is [kB]; 0 until it is made.
    """

    row: PlannedExport
    label: str
    window: str
    lapsed: bool
    answers: bool
    takes: bool
    kb: int


def shown(request: HttpRequest, found: Before) -> dict[str, Any]:
    """Return what the page shows of files."""
    officer, number = officer_of(request), found.row.number
    if place_of(request) is not None or not asking_files.second_key(officer):
        return {}
    job = jobs.job_of(found.engine, number, jobs.export_of(officer.account))
    # Asked before anything else is: a job that ends meanwhile is shown as running once more, and the page looks again.
    running = job is not None and job.running
    said: dict[str, Any] = {
        "files": True, "export": job, "export_running": running,
        "export_requests": [_shown(row, officer, job) for row in asking_files.requests_of(number, officer.party)],
    }  # fmt: skip
    if PLANNER in officer.roles and found.row.state == KEPT:
        said |= {"export_form": ExportForm(auto_id="export_%s")}
        said |= {"export_unkept": found.draft is not None and found.draft.changed}
    return said | (_going(job, running=running) if job else {})


def _shown(row: PlannedExport, officer: Officer, job: jobs.Job | None) -> Shown:
    now = timezone.now()
    lapsed, asker = asking_files.lapsed(row, now), row.asked_by == officer.account
    takes = asker and row.state == "confirmed" and not lapsed and PLANNER in officer.roles
    made = takes and job is not None and job.result and job.asked.figures["request"] == row.key
    return Shown(
        row, _(FORMATS[row.format]), str(dict(WINDOWS)[row.window]), lapsed,
        answers=row.state == "asked" and not lapsed and not asker, takes=takes,
        kb=len(job.result["data"]) // 1000 + 1 if made and job and job.result else 0,
    )  # fmt: skip


def _going(job: jobs.Job, *, running: bool) -> dict[str, Any]:
    language = language_of_reader()
    said: dict[str, Any] = {"export_fault": job.error.message(language) if job.error else ""}
    if running:
        said |= {
            "export_doing": translate(job.label, language), "export_hundredths": round(100 * job.done),
            "export_renew_at": timezone.now() + LOOK_AGAIN,
        }  # fmt: skip
    return said


def _address(number: int) -> str:
    return reverse("planning-course", args=[number]) + "#files"
