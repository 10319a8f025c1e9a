"""Reservations: a party's disagreement, put beside a report or a handover and never into it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from tansiq.centre.duty import writing
from tansiq.centre.duty.handover_form import ReservationForm
from tansiq.centre.duty.models import Handover, Report, Reservation
from tansiq.centre.duty.views.asking import act, answer_form, author_of, officer_of, one, writes


def reservations_about(key: str, as_of: int | None) -> list[Reservation]:
    """Return the reservations about a report or a handover that stand."""
    return list(Reservation.objects.at(as_of).filter(about=key, standing=True).order_by("number"))


@writes
def reserve(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Attach a reservation to the newest version of a report or a handover."""
    row = one(Report if kind == "report" else Handover, f"{kind}-{number}", None)
    form = ReservationForm(request.POST or None)
    back = reverse(f"duty-{kind}", args=[number])

    def save() -> str:
        writing.reserve(row.digest, form.cleaned_data["text"], author_of(request))
        return back

    return answer_form(request, form, "duty/reserve.html", {"kind": kind, "row": row, "back": back}, save)


@writes
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take one's own party's reservation back."""
    row: Reservation = one(Reservation, f"reservation-{number}", None)
    kind, _dash, of = row.about.partition("-")
    back = reverse(f"duty-{kind}", args=[int(of)])
    if row.party != officer_of(request).party:
        return redirect(back)

    def save() -> str:
        writing.withdraw(row, author_of(request))
        return back

    return act(request, save, back)
