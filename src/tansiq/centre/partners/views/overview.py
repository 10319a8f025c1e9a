"""How things stand with each partner, and the part of the top bar that says so."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tansiq.centre.duty.views.asking import officer_of, place_of, reads
from tansiq.centre.partners.latency import ORDER, PERIOD, Figures, set_apart
from tansiq.centre.partners.measured import measured_share
from tansiq.centre.partners.models import Alarm
from tansiq.centre.partners.overview import Partner, partners
from tansiq.centre.partners.terms import adopted
from tansiq.centre.partners.views.asking import moment_of, writes_here
from tansiq.centre.partners.views.reading import logged, note_read, with_text
from tansiq.centre.partners.waiting import bar, open_to
from tansiq.centre.shell.context import FRAGMENT_HEADER

HANDLED_SHOWN = 10
OPEN_SHOWN = 30


@reads
@require_safe
@logged
def overview(request: HttpRequest) -> HttpResponse:
    """Show what needs action, then each partner, then alarms that were dealt with."""
    as_of, now = place_of(request), moment_of(request)
    every, waiting = partners(now, as_of), open_to(officer_of(request), as_of)[:OPEN_SHOWN]
    note_read(request, with_text(waiting))
    due = [each.due_at for partner in every for each in partner.urgent_unconfirmed if not each.overdue]
    due += [each.overdue_at for each in every if each.overdue_at and each.overdue_at > now]
    handled = Alarm.objects.at(as_of).filter(state="handled").order_by("-handled_at")[:HANDLED_SHOWN]
    context = {
        "partners": [(each, _timed(each), set_apart(each.name, now, as_of)) for each in every],
        "open": waiting,
        "handled": list(handled),
        "adopted": adopted(as_of)[-1:],
        "measured": measured_share(now) if as_of is None else None,
        "days": PERIOD.days,
        "renew_at": min(due, default=None),
        "writing": writes_here(request),
    }
    return render(request, "partners/overview.html", context)


def _timed(partner: Partner) -> list[dict[str, Any]]:
    """Return the rows of the table of times: each precedence there is, both ways."""
    theirs, ours = partner.theirs_timed, partner.ours_timed
    return [
        {"precedence": key, "theirs": _shown(theirs.get(key)), "ours": _shown(ours.get(key))}
        for key in ORDER
        if key in theirs or key in ours
    ]


def _shown(figures: Figures | None) -> dict[str, Any] | None:
    if figures is None:
        return None
    return {"count": figures.count, "median": _seconds(figures.median_s), "p90": _seconds(figures.p90_s)}


def _seconds(value: float) -> str:
    return f"{value:.1f}" if value < 100 else f"{value:.0f}"  # noqa: PLR2004 - no false exactness


@reads
@require_safe
def links(request: HttpRequest) -> HttpResponse:
    """Show the part of the top bar alone, to pages that renew it: it is asked for often."""
    if FRAGMENT_HEADER not in request.headers:
        return redirect("partners")
    return render(request, "partners/links.html", {"part": bar(officer_of(request))})
