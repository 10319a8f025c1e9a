"""Situation reports: drafted from the records, edited by either party, agreed by both, reserved against by each."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tansiq.centre.duty import writing
from tansiq.centre.duty.drafting import drafted, next_period
from tansiq.centre.duty.models import Report
from tansiq.centre.duty.report_form import PeriodForm, ReportForm, facts_of, pack, unpack
from tansiq.centre.duty.sheets import report_pdf
from tansiq.centre.duty.views.asking import (
    act,
    answer_form,
    author_of,
    language_of_reader,
    may_write,
    officer_of,
    one,
    place_of,
    reads,
    writes,
)
from tansiq.centre.duty.views.reservations import reservations_about
from tansiq.centre.duty.writing import as_typed
from tansiq.centre.shell.who import in_turn

SHOWN = 30
PERIOD_NAMES = ("from_at_date", "from_at_time", "to_at_date", "to_at_time")


@reads
def reports(request: HttpRequest) -> HttpResponse:
    """Show the reports, those not yet agreed first."""
    rows = Report.objects.at(place_of(request)).order_by("agreed", "-number")[:SHOWN]
    return render(request, "duty/reports.html", {"reports": rows, "writing": may_write(request)})


@writes
def new(request: HttpRequest) -> HttpResponse:
    """Choose a period, look at the draft, edit it, and put it down as the first version."""
    from_at, to_at = next_period()
    given = request.POST if request.method == "POST" else request.GET if "from_at_date" in request.GET else None
    period = PeriodForm(given, initial={"from_at": from_at, "to_at": to_at})
    if given is None or not period.is_valid():
        return render(request, "duty/report_period.html", {"form": period}, status=200 if given is None else 400)
    from_at, to_at = period.cleaned_data["from_at"], period.cleaned_data["to_at"]
    facts = unpack(request.POST.get("drafted", "")) or facts_of(drafted(from_at, to_at))
    form = ReportForm(request.POST or None, facts=facts, language=language_of_reader())

    def save() -> str:
        entered = writing.new_report(form.body(from_at, to_at), author_of(request))
        return reverse("duty-report", args=[int(entered.content.object.rpartition("-")[2])])

    kept = [(name, period.data.get(name, "")) for name in PERIOD_NAMES]
    context = {"period": kept, "from_at": from_at, "to_at": to_at, "packed": pack(facts)}
    return answer_form(request, form, "duty/report_edit.html", context, save)


@writes
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Write the next version of a report; either party may."""
    row: Report = one(Report, f"report-{number}", None)
    facts = unpack(request.POST.get("drafted", "")) or row.body["facts"]
    body = row.body
    initial = {"assessment": as_typed(body["assessment"], body["original_language"])} if "assessment" in body else {}
    form = ReportForm(request.POST or None, facts=facts, language=language_of_reader(), initial=initial)
    on, version = request.POST.get("on", row.digest), int(request.POST.get("version", row.number_of_version))

    def save() -> str:
        writing.next_report(on, number, version + 1, form.body(row.from_at, row.to_at), author_of(request))
        return reverse("duty-report", args=[number])

    context = {
        "row": row, "from_at": row.from_at, "to_at": row.to_at, "packed": pack(facts), "on": on, "version": version,
    }  # fmt: skip
    return answer_form(request, form, "duty/report_edit.html", context, save)


@reads
def report(request: HttpRequest, number: int) -> HttpResponse:
    """Show a report: facts, assessment, who has agreed, reservations, its versions."""
    as_of = place_of(request)
    row: Report = one(Report, f"report-{number}", as_of)
    mine = officer_of(request).party in row.agreed_by
    context = {
        "row": row,
        "sides": [(party, party in row.agreed_by) for party in in_turn(row.body["parties"], row.number)],
        "reservations": reservations_about(row.key, as_of),
        "steps": list(_story(row, as_of)),
        "writing": may_write(request),
        "may_agree": may_write(request) and not mine and not row.agreed,
        "may_take_back": may_write(request) and mine and not row.agreed,
    }
    return render(request, "duty/report.html", context)


def _story(row: Report, as_of: int | None) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for each in Report.objects.history(row.key, as_of):
        if each.digest not in seen:
            seen.add(each.digest)
            yield {
                "moment": each.entered_at, "party": each.party, "account": each.account, "role": "duty_officer",
                "title": _("Version %(number)s") % {"number": each.number_of_version}, "place": each.since,
                "digest": each.digest, "current": each.digest == row.digest,
            }  # fmt: skip


@writes
@require_POST
def agree(request: HttpRequest, number: int) -> HttpResponse:
    """Agree to the version that was read, or take that back while the other party has not agreed."""
    row: Report = one(Report, f"report-{number}", None)
    read = request.POST.get("read", "")
    deed = "withdraw" if request.POST.get("act") == "withdraw" else "agree"
    if read != row.digest:
        row = Report.objects.history(row.key).filter(digest=read).first() or row

    def save() -> str:
        writing.agree(row, deed, author_of(request))
        return reverse("duty-report", args=[number])

    return act(request, save, reverse("duty-report", args=[number]))


@reads
def pdf(request: HttpRequest, number: int) -> HttpResponse:
    """Print a report."""
    as_of = place_of(request)
    row: Report = one(Report, f"report-{number}", as_of)
    address = request.build_absolute_uri(reverse("duty-report", args=[number]))
    data = report_pdf(row, reservations_about(row.key, as_of), language_of_reader(), address)
    name = f'inline; filename="{row.key}.pdf"'
    return HttpResponse(data, content_type="application/pdf", headers={"Content-Disposition": name})
