"""The log: what is open, oldest first, each with its clock; and the archive with its search."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from tansiq.centre.door.versions import Known
from tansiq.centre.duty.forms import SearchForm
from tansiq.centre.duty.models import Handover, HandoverSignature, LogItem
from tansiq.centre.duty.reading import all_items, found, item_of, open_items, standing_handover, waiting_handover
from tansiq.centre.duty.views.asking import PER_PAGE, language_of_reader, may_write, officer_of, place_of, reads
from tansiq.centre.shell.who import identity
from tansiq.domain.duty import ASSUMED_WATCHES, Clock, Item, Precedence, Urgency, Watch, clock_of
from tansiq.domain.time import LOCAL_ZONE

CLOSED_SHOWN = 10
OPEN_SHOWN = 60  # a page of hundreds of items helps nobody, and every entry renews it on every open screen
NEWEST_SHOWN = 10
URGENT = frozenset({Precedence.FLASH, Precedence.IMMEDIATE})


@dataclass(frozen=True, slots=True)
class Shown:
    """An item as the pages show it."""

    row: LogItem
    item: Item
    clock: Clock
    mine: bool

    @property
    def late(self) -> bool:
        """Whether telling has taken too long."""
        return self.clock.urgency is Urgency.LATE


def shown(rows: list[LogItem], request: HttpRequest) -> list[Shown]:
    """Return rows as the pages show them."""
    now = now_of(request)
    items = [(row, item_of(row)) for row in rows]
    return [Shown(row, item, clock_of(item, now), may_write(request, row.party)) for row, item in items]


def now_of(request: HttpRequest) -> datetime:
    """Return the moment looked at."""
    moment: datetime | None = request.as_of_moment  # type: ignore[attr-defined]  # set by the shell
    return moment or timezone.now()


@reads
def log(request: HttpRequest) -> HttpResponse:
    """Show what is open, and the last that was closed."""
    as_of = place_of(request)
    rows = open_items(as_of)
    closed = all_items(as_of).filter(state="closed").order_by("-since")[:CLOSED_SHOWN]
    context = {
        "items": shown(worth_showing(rows), request),
        "open_count": len(rows),
        "further": max(len(rows) - len(worth_showing(rows)), 0),
        "closed": shown(list(closed), request),
        "watch": ASSUMED_WATCHES.at(now_of(request)),
        "writing": may_write(request),
        **_handovers(request, as_of),
    }
    return render(request, "duty/log.html", context)


def worth_showing(rows: list[LogItem]) -> list[LogItem]:
    """Return all rows if few; else every urgent one, the newest, and of the rest the oldest, in their order."""
    if len(rows) <= OPEN_SHOWN:
        return rows
    kept = {row.key for row in rows if row.precedence in URGENT} | {row.key for row in rows[-NEWEST_SHOWN:]}
    oldest = [row.key for row in rows if row.key not in kept][: max(OPEN_SHOWN - len(kept), 0)]
    return [row for row in rows if row.key in kept.union(oldest)]


def _handovers(request: HttpRequest, as_of: int | None) -> dict[str, object]:
    """Return the handover this watch stands on, and the one that still lacks a signature."""
    standing, waiting = standing_handover(as_of), waiting_handover(as_of)
    watch = ASSUMED_WATCHES.at(now_of(request))
    return {
        "standing": standing if standing and _is_recent(standing, watch) else None,
        "waiting": waiting,
        "to_sign": waiting is not None and may_write(request) and not _has_signed(waiting, officer_of(request).party),
    }


def _is_recent(standing: Handover, watch: Watch) -> bool:
    return bool(standing.to_at >= watch.from_at - timedelta(hours=1))


def _has_signed(row: Handover, party: str) -> bool:
    return bool(HandoverSignature.objects.at(None).filter(record=row.digest, party=party).exists())


@reads
def archive(request: HttpRequest) -> HttpResponse:
    """Show all items, the newest first, or those that are searched for."""
    centre = identity()
    parties = [(each.id, each.names.best(language_of_reader())) for each in centre.parties] if centre else []
    form = SearchForm(request.GET if "q" in request.GET else None, parties=parties)
    query = ""
    rows = all_items(place_of(request))
    if form.is_bound and form.is_valid():
        query = form.cleaned_data["q"]
        rows = _chosen(rows, form)
    # The words are looked for once, for the count and the page alike.
    listed = list(rows.values_list("row", flat=True)) if query else None
    pages = Paginator(rows if listed is None else listed, PER_PAGE).get_page(request.GET.get("page"))
    items = list(pages.object_list if listed is None else rows.filter(row__in=list(pages.object_list)))
    context = {
        "search": form, "query": query, "pages": pages, "items": shown(items, request),
        "searching": form.is_bound, "title": _("Found") if form.is_bound else _("All items"),
    }  # fmt: skip
    return render(request, "duty/archive.html", context)


def _chosen(rows: Known, form: SearchForm) -> Known:
    values = form.cleaned_data
    rows = found(rows, values["q"])
    if values["from_at"]:
        rows = rows.filter(received_at__gte=datetime.combine(values["from_at"], time(), LOCAL_ZONE))
    if values["to_at"]:
        rows = rows.filter(received_at__lt=datetime.combine(values["to_at"], time(), LOCAL_ZONE) + timedelta(days=1))
    exact = {name: values[name] for name in ("precedence", "state", "party") if values[name]}
    return rows.filter(**exact)
