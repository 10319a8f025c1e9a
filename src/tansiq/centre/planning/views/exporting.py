"""Taking a course of action away as a file: made as a job, each planner's own, and fetched when it is there."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tansiq.centre.door.keys import identity
from tansiq.centre.duty.views.asking import language_of_reader, officer_of, place_of
from tansiq.centre.picture.scene import Scene
from tansiq.centre.planning import jobs
from tansiq.centre.planning.forms import WindowForm
from tansiq.centre.planning.rules import PLANNER
from tansiq.centre.planning.views.answering import answer, values_of
from tansiq.centre.planning.views.before import Before, before, plans
from tansiq.domain.time import Window
from tansiq.language import N_, translate

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
def begin(request: HttpRequest, number: int) -> HttpResponse:
    """Begin to make a file of a course as the reader sees it."""

    def start() -> str:
        said, found, account = values_of(ExportForm(request.POST)), before(request, number), officer_of(request).account
        figures = {
            "format": said["format"], "language": language_of_reader(), "made_at": timezone.now(),
            "centre": identity().name, "robust": _robust(found, Window(said["window"])),
        }  # fmt: skip
        asked = jobs.Asked(found.course, found.key, account, Window(said["window"]), figures)
        jobs.begin(found.engine, number, jobs.export_of(account), asked, _make)
        return found.key

    return answer(request, start, _address(number))


def _robust(found: Before, window: Window) -> frozenset[str]:
    """Return the gaps that were found to be robust, if that was computed for the course as it stands."""
    job = jobs.job_of(found.engine, found.row.number, "sure")
    fits = job is not None and job.asked.key == found.key and job.asked.window is window
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
@require_safe
def download(request: HttpRequest, number: int, suffix: str) -> HttpResponse:
    """Give the file that the reader had made."""
    found = before(request, number)
    job = jobs.job_of(found.engine, number, jobs.export_of(officer_of(request).account))
    if job is None or job.result is None or job.result["suffix"] != suffix:
        raise Http404
    name = f"{identity().name}-course-{number}-{job.asked.window}.{suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(job.result["data"], content_type=job.result["media_type"], headers=headers)


def shown(request: HttpRequest, found: Before) -> dict[str, Any]:
    """Return what the page shows of files."""
    officer, number = officer_of(request), found.row.number
    if PLANNER not in officer.roles or place_of(request) is not None:
        return {}
    job, language = jobs.job_of(found.engine, number, jobs.export_of(officer.account)), language_of_reader()
    said: dict[str, Any] = {"export_form": ExportForm(auto_id="export_%s"), "export": job}
    if job is None:
        return said
    said |= {"export_fault": job.error.message(language) if job.error else ""}
    if job.running:
        said |= {
            "export_doing": translate(job.label, language), "export_hundredths": round(100 * job.done),
            "export_renew_at": timezone.now() + LOOK_AGAIN,
        }  # fmt: skip
    if job.result:
        said |= {
            "export_address": reverse("planning-export-file", args=[number, job.result["suffix"]]),
            "export_label": _(FORMATS[job.asked.figures["format"]]), "export_kb": len(job.result["data"]) // 1000 + 1,
            "export_old": job.asked.key != found.key,
        }  # fmt: skip
    return said


def _address(number: int) -> str:
    return reverse("planning-course", args=[number]) + "#files"
