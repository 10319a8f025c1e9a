"""What of the watch stands on the rail, and what waits there for whom."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from tansiq.centre.duty.models import HandoverSignature, LogItem, Report
from tansiq.centre.duty.reading import best, item_of, open_items, waiting_handover
from tansiq.centre.shell.activities import Standing, Waiting, activity, standing, waiting_items
from tansiq.centre.shell.who import Officer
from tansiq.domain.duty import Urgency, clock_of
from tansiq.language import N_, choose_language

READERS = frozenset({"viewer", "duty_officer", "planner", "information_officer", "signatory"})
DUTY_OFFICER = "duty_officer"
SUMMARY_CHARS = 90


def register() -> None:
    """Put log, handover and report on the rail."""
    activity("duty-log", N_("Duty log"), "duty-log", "log", READERS, count_items, order=20)
    activity("handover", N_("Handover"), "duty-handovers", "handover", READERS, count_handovers, order=25)
    activity("situation-report", N_("Situation report"), "duty-reports", "report", READERS, count_reports, order=30)
    waiting_items("duty-log", items)
    waiting_items("handover", handovers)
    waiting_items("situation-report", reports)
    standing("duty-log", lines)


def count_items(officer: Officer, as_of: int | None) -> int:
    """Return how many items still wait for an answer."""
    return sum(1 for _each in items(officer, as_of))


def items(officer: Officer, as_of: int | None) -> Iterator[Waiting]:
    """Yield the items of the officer's party that somebody still has to be told of, or that can be closed."""
    if DUTY_OFFICER not in officer.roles:
        return
    now = timezone.now()
    for row in open_items(as_of):
        if row.party == officer.party:
            late = clock_of(item_of(row), now).urgency is Urgency.LATE
            address = reverse("duty-item", args=[row.number])
            yield Waiting(row.received_at, _what_waits(row), address, row.precedence, row.party, alarm=late)


def _what_waits(row: LogItem) -> str:
    """Return in a sentence what an item waits for, and how it begins; what people typed keeps its direction."""
    begun = " ".join(best(row.summary, choose_language(translation.get_language())).split())
    fields = {"number": row.number, "summary": f"\u2068{Truncator(begun).chars(SUMMARY_CHARS)}\u2069"}
    if row.answered:
        return _("Item %(number)s can be closed: %(summary)s") % fields
    untold = [need.whom for need in item_of(row).untold]
    if not untold:
        return _("Item %(number)s, who needs to know? %(summary)s") % fields
    return _("Item %(number)s, tell %(whom)s: %(summary)s") % {**fields, "whom": f"\u2068{', '.join(untold[:2])}\u2069"}


def count_handovers(officer: Officer, as_of: int | None) -> int:
    """Return whether a handover waits for the officer's party to sign."""
    return sum(1 for _each in handovers(officer, as_of))


def handovers(officer: Officer, as_of: int | None) -> Iterator[Waiting]:
    """Yield the handover that the officer's party has not signed."""
    row = waiting_handover(as_of)
    if row is None or DUTY_OFFICER not in officer.roles:
        return
    if not HandoverSignature.objects.at(as_of).filter(record=row.digest, party=officer.party).exists():
        address = reverse("duty-handover", args=[row.number])
        yield Waiting(row.entered_at, _("Sign the handover of the watch"), address)


def count_reports(officer: Officer, as_of: int | None) -> int:
    """Return how many reports wait for the officer's party to agree."""
    return sum(1 for _each in reports(officer, as_of))


def reports(officer: Officer, as_of: int | None) -> Iterator[Waiting]:
    """Yield the reports that the other party has agreed to, or written last, and the officer's has not."""
    if DUTY_OFFICER not in officer.roles:
        return
    for row in Report.objects.at(as_of).filter(agreed=False).order_by("entered_at"):
        if officer.party not in row.agreed_by:
            what = _("Situation report %(number)s: agree, edit, or attach a reservation") % {"number": row.number}
            yield Waiting(row.entered_at, what, reverse("duty-report", args=[row.number]))


def lines(officer: Officer, as_of: int | None) -> Iterator[Standing]:
    """Yield how many items are open, and how many of them are late."""
    del officer  # everybody who may open the log sees the same
    now, rows = timezone.now(), open_items(as_of)
    late = sum(1 for row in rows if clock_of(item_of(row), now).urgency is Urgency.LATE)
    yield Standing(_("Open items in the log"), str(len(rows)), reverse("duty-log"))
    yield Standing(_("Items told too late"), str(late), reverse("duty-log"), troubled=bool(late))
