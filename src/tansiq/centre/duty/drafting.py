"""A situation report's draft, from this centre's records of the period."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.db.models import Q
from django.utils import timezone

from tansiq.centre.agreement.models import Proposal
from tansiq.centre.agreement.reading import placed_decisions
from tansiq.centre.duty.models import Handover, LogItem, Report
from tansiq.centre.duty.reading import item_of, standing_handover
from tansiq.domain.decision import Effect, Matter, Placed
from tansiq.domain.decision import State as DecisionState
from tansiq.domain.duty import ASSUMED_WATCHES, Section, draft
from tansiq.domain.duty.report import Remark
from tansiq.domain.time import date_time_group
from tansiq.journal.times import read_time
from tansiq.language import N_

_LINK: Final = {
    "good": N_("%(means)s: good at the last handover."),
    "weak": N_("%(means)s: weak at the last handover."),
    "out": N_("%(means)s: not working at the last handover."),
}
_MEANS: Final = {"radio": N_("radio"), "phone": N_("phone"), "system": N_("computer system"), "runner": N_("runner")}
_DECISION: Final = N_("Decision %(serial)s, in effect since %(since)s: %(text)s")
_SECTION_OF: Final = {
    Matter.GAP_CLOSED.value: "posts",
    Matter.GAP_REOPENED.value: "posts",
    Matter.JOINT_CHECKPOINT_OPENED.value: "checkpoints",
    Matter.JOINT_CHECKPOINT_CLOSED.value: "checkpoints",
    Matter.SWEEP_ORDERED.value: "sweeps",
    Matter.MOVEMENT_STOPPED.value: "movements",
}
_UNIT: Final = N_("Out at the last handover: %(unit)s.")
_UNIT_DUE: Final = N_("Out at the last handover: %(unit)s, due back %(due)s.")


def drafted(from_at: datetime, to_at: datetime) -> tuple[Section, ...]:
    """Return the facts of a period."""
    rows = LogItem.objects.at(None).filter(Q(received_at__gte=from_at, received_at__lt=to_at) | Q(state="open"))
    items = [item_of(row) for row in rows.order_by("received_at", "number")]
    handover = standing_handover(None)
    remarks = [*_decided(from_at, to_at), *(_remarks(handover) if handover else ())]
    return draft(items, remarks, from_at, to_at)


def _decided(from_at: datetime, to_at: datetime) -> Iterator[Remark]:
    """Yield the decisions on ground and tasks that took effect in the period, and still are in effect."""
    rows = {row.key: row for row in Proposal.objects.at(None).filter(matter__in=_SECTION_OF)}
    for digest, placed in placed_decisions(None, timezone.now()).items():
        row, since = rows.get(digest), _since(placed)
        if row and since and from_at <= since < to_at:
            fields = {"serial": row.serial, "since": f"\u2066{date_time_group(since)}\u2069"}
            yield Remark(_SECTION_OF[row.matter], _DECISION, fields, row.serial, texts=row.body["text"])


def _since(placed: Placed) -> datetime | None:
    """Return since when a decision binds both parties; None if it does not."""
    if placed.standing.state is not DecisionState.IN_EFFECT or placed.standing.complete is None:
        return None
    proposal = placed.decision.proposal
    return proposal.effective_at if proposal.matter.effect is Effect.PERMISSIVE else placed.standing.complete.entered_at


def _remarks(handover: Handover) -> Iterator[Remark]:
    body: dict[str, Any] = handover.body
    for link in body["communications"]:
        if link["state"] in _LINK:
            words = {"means": _MEANS.get(link["means"], link["means"])}
            yield Remark("communications", _LINK[link["state"]], {}, handover.key, words)
    for unit in body["units_out"]:
        fields = {"unit": f"\u2068{unit['unit']}\u2069"}
        if "due_back_at" in unit:
            fields["due"] = f"\u2066{date_time_group(read_time(unit['due_back_at']))}\u2069"
        yield Remark("movements", _UNIT_DUE if "due" in fields else _UNIT, fields, handover.key)


def next_period() -> tuple[datetime, datetime]:
    """Return the period a new report starts with: since the last one ended, else the watch so far."""
    now = timezone.now().replace(second=0, microsecond=0)
    last = Report.objects.at(None).filter(agreed=True).order_by("-to_at").first()
    start = last.to_at if last and last.to_at < now else ASSUMED_WATCHES.at(now).from_at
    return start, max(now, start)
