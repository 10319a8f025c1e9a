"""Handing over the watch: prepared from the records, signed by every party."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from tansiq.centre.agreement.officer_keys import has_key
from tansiq.centre.agreement.signing import put_signature, unlock_for
from tansiq.centre.door.history import find
from tansiq.centre.duty import writing
from tansiq.centre.duty.handover_form import HandoverForm, SignForm, initial_for
from tansiq.centre.duty.models import Handover, HandoverSignature, LogItem
from tansiq.centre.duty.reading import item_of, open_items, standing_handover, waiting_handover
from tansiq.centre.duty.sheets import handover_pdf
from tansiq.centre.duty.views.asking import (
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
from tansiq.centre.duty.views.log import now_of, shown
from tansiq.centre.duty.views.reservations import reservations_about
from tansiq.centre.shell.who import identity, in_turn
from tansiq.domain.duty import ASSUMED_WATCHES, orphans, problems
from tansiq.errors import TansiqError
from tansiq.journal.times import read_time

SHOWN = 30


@reads
def handovers(request: HttpRequest) -> HttpResponse:
    """Show the handover that waits, the one this watch stands on, and earlier ones."""
    as_of = place_of(request)
    context = {
        "waiting": waiting_handover(as_of),
        "standing": standing_handover(as_of),
        "earlier": Handover.objects.at(as_of).order_by("-number")[:SHOWN],
        "watch": ASSUMED_WATCHES.ending_near(now_of(request)),
        "writing": may_write(request),
    }
    return render(request, "duty/handovers.html", context)


@writes
def new(request: HttpRequest) -> HttpResponse:
    """Prepare a handover: everything that is open goes with it."""
    rows = open_items(None)
    form = HandoverForm(request.POST or None, parties=_parties(rows), initial=initial_for(_watch()))

    def save() -> str:
        entered = writing.new_handover(form.body([row.key for row in open_items(None)]), author_of(request))
        return reverse("duty-handover", args=[int(entered.content.object.rpartition("-")[2])])

    blocking = problems([item_of(row) for row in rows])
    context = {"items": shown(rows, request), "blocking": [row for row in rows if row.key in blocking]}
    return answer_form(request, form, "duty/handover_new.html", context, save)


def _watch() -> Any:  # noqa: ANN401 - a watch
    return ASSUMED_WATCHES.ending_near(timezone.now())


def _parties(rows: list[LogItem]) -> list[tuple[str, str]]:
    """Return the parties and their names, another one first each time."""
    centre = identity()
    parties = in_turn(centre.parties, len(rows)) if centre else ()
    return [(each.id, each.names.best(language_of_reader())) for each in parties]


@reads
def handover(request: HttpRequest, number: int) -> HttpResponse:
    """Show a handover."""
    row: Handover = one(Handover, f"handover-{number}", place_of(request))
    return render(request, "duty/handover.html", _context(request, row, SignForm()))


@writes
@require_POST
def sign(request: HttpRequest, number: int) -> HttpResponse:
    """Take a signature under a handover; the officer's key is opened for it and forgotten."""
    row: Handover = one(Handover, f"handover-{number}", None)
    form = SignForm(request.POST)
    if form.is_valid():
        try:
            return _sign(request, row, form.cleaned_data["passphrase"])
        except TansiqError as error:
            form.add_error("passphrase", error.message(language_of_reader()))
    return render(request, "duty/handover.html", _context(request, row, form), status=400)


def _sign(request: HttpRequest, row: Handover, passphrase: str) -> HttpResponse:
    author = author_of(request)
    signer = unlock_for(officer_of(request), passphrase, "watch")
    put_signature(find(row.digest), "sign", author, signer)
    return HttpResponseRedirect(reverse("duty-handover", args=[row.number]))


def _context(request: HttpRequest, row: Handover, form: SignForm) -> dict[str, Any]:
    as_of, officer = place_of(request), officer_of(request)
    signed = signatures(row, as_of)
    now_open = open_items(as_of)
    late = orphans([item_of(each) for each in now_open], row.body["open_items"]) if not row.complete else ()
    may_sign = may_write(request) and officer.party not in signed and not row.complete
    return {
        "row": row, "form": form, "items": shown(carried(row), request), "late": late,
        "hazards": _items_of(row.body["hazards"], row.since),
        "notices": _items_of(row.body["unacknowledged_notices"], row.since),
        "units": [{**unit, "at": read_time(unit["due_back_at"]) if "due_back_at" in unit else None}
                  for unit in row.body["units_out"]],
        "sides": [(party, signed.get(party)) for party in in_turn(row.body["parties"], row.number)],
        "digest": row.digest, "may_sign": may_sign, "key": may_sign and has_key(officer, "watch"),
        "reservations": reservations_about(row.key, as_of), "writing": may_write(request),
    }  # fmt: skip


def signatures(row: Handover, as_of: int | None) -> dict[str, HandoverSignature]:
    """Return the signatures under a handover, by party."""
    return {each.party: each for each in HandoverSignature.objects.at(as_of).filter(record=row.digest)}


def carried(row: Handover) -> list[LogItem]:
    """Return the items a handover hands on, as they stood when it was prepared."""
    return _items_of(row.body["open_items"], first_place(row))


def spoken_of(row: Handover) -> list[LogItem]:
    """Return every item a handover names, as it stood when it was prepared."""
    named = [*row.body["open_items"], *row.body["hazards"], *row.body["unacknowledged_notices"]]
    return _items_of(named, first_place(row))


def first_place(row: Handover) -> int:
    """Return the place of the record itself; later rows only count its signatures."""
    version = Handover.objects.history(row.key).filter(digest=row.digest).order_by("since").first()
    return int(version.since if version else row.since)


def _items_of(items: list[str], place: int) -> list[LogItem]:
    rows = LogItem.objects.at(place).filter(key__in=items)
    return list(rows.order_by("received_at", "number"))


@reads
def pdf(request: HttpRequest, number: int) -> HttpResponse:
    """Print a handover."""
    row: Handover = one(Handover, f"handover-{number}", place_of(request))
    as_of = place_of(request)
    data = handover_pdf(
        row, {each.key: each for each in spoken_of(row)}, signatures(row, as_of),
        reservations_about(row.key, as_of), language_of_reader(),
        request.build_absolute_uri(reverse("duty-handover", args=[number])),
    )  # fmt: skip
    name = f'inline; filename="{row.key}.pdf"'
    return HttpResponse(data, content_type="application/pdf", headers={"Content-Disposition": name})
