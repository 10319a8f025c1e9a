"""Rows and bodies of records as the domain's own terms."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from tansiq.centre.agreement.models import Deed as DeedRow
from tansiq.centre.agreement.models import Proposal as ProposalRow
from tansiq.centre.agreement.models import Text
from tansiq.domain.decision import Act, Decision, Deed, Placed, Proposal, stand_together
from tansiq.domain.register import AgreementText, Clause, Obligation, Reservation, obligation_object
from tansiq.journal.record.proposal import read_act, read_names, read_proposal
from tansiq.journal.times import read_time

if TYPE_CHECKING:
    from tansiq.language import Language

Body = Mapping[str, Any]


def read_deed(row: DeedRow) -> Act:
    """Return what a party did."""
    return read_act(row.body, party=row.party, place=row.place, entered_at=row.entered_at)


def counter_act(row: ProposalRow) -> Act:
    """Return the act that a counter-proposal is about the proposal it answers."""
    return Act(row.place, row.party, Deed.COUNTER, row.body["counter_to"], row.entered_at)


def read_decisions(as_of: int | None) -> tuple[Decision, ...]:
    """Return every decision known at a place (None: now), oldest first, with all that was done about it."""
    if as_of is not None:
        return _read_decisions(as_of)
    last = (ProposalRow.objects.at(None).order_by("-place"), DeedRow.objects.at(None).order_by("-place"))
    return _known_now(*(rows.values_list("key", flat=True).first() or "" for rows in last))


@lru_cache(maxsize=4)
def _known_now(_last_proposal: str, _last_deed: str) -> tuple[Decision, ...]:
    """Read all decisions once for as long as nothing is added: every page shows how many wait."""
    return _read_decisions(None)


def _read_decisions(as_of: int | None) -> tuple[Decision, ...]:
    rows = list(ProposalRow.objects.at(as_of).order_by("place"))
    acts: dict[str, list[Act]] = {}
    for deed in DeedRow.objects.at(as_of).order_by("place"):
        acts.setdefault(deed.proposal, []).append(read_deed(deed))
    for row in rows:
        if "counter_to" in row.body:
            acts.setdefault(row.body["counter_to"], []).append(counter_act(row))
    return tuple(Decision(_proposal(row), tuple(acts.get(row.key, ()))) for row in rows)


def _proposal(row: ProposalRow) -> Proposal:
    return read_proposal(row.body, digest=row.key, party=row.party, place=row.place, entered_at=row.entered_at)


def placed_decisions(as_of: int | None, now: datetime) -> Mapping[str, Placed]:
    """Return where every decision stands, by digest, oldest first."""
    return stand_together(read_decisions(as_of), now)


def placed_while_open(as_of: int | None, now: datetime) -> Mapping[str, Placed]:
    """Return where those decisions stand that somebody may still sign or confirm, and what is about the same."""
    every = read_decisions(as_of)
    still = [each for each in every if max(each.proposal.lapses_at, each.proposal.effective_at) > now]
    return stand_together(_connected(every, still), now)


def placed_with(as_of: int | None, now: datetime, digest: str) -> Mapping[str, Placed]:
    """Return where one decision stands, and those that can bear on it."""
    every = read_decisions(as_of)
    return stand_together(_connected(every, [each for each in every if each.proposal.digest == digest]), now)


def _connected(every: Sequence[Decision], some: Sequence[Decision]) -> list[Decision]:
    """Return ``some`` and what is about the same, and what is about the same as that: all that can bear on it."""
    objects, before = {what for each in some for what in each.proposal.about}, -1
    while len(objects) != before:
        before = len(objects)
        objects |= {what for each in every if each.proposal.about & objects for what in each.proposal.about}
    return [each for each in every if each.proposal.about & objects]


def read_texts(as_of: int | None) -> tuple[AgreementText, ...]:
    """Return every version of every text known at a place, by agreement and version."""
    rows = Text.objects.at(as_of).order_by("agreement", "version", "place")
    return tuple(read_text(row.body, digest=row.key, place=row.place) for row in rows)


def read_text(body: Body, *, digest: str, place: int) -> AgreementText:
    """Return the text a record's body makes."""
    agreement, version = body["agreement"], body["version"]
    obligations = (
        Obligation(
            obligation_object(agreement, version, number), each["clause"], tuple(each["owners"]),
            read_names(each["text"]), read_time(each["due_at"]) if "due_at" in each else None,
            each.get("evidence", ""),
        )
        for number, each in enumerate(body.get("obligations", ()), 1)
    )  # fmt: skip
    return AgreementText(
        agreement=agreement, version=version, digest=digest, place=place, title=read_names(body["title"]),
        parties=tuple(body["parties"]), authentic_languages=cast("tuple[Language, ...]",
                                                                 tuple(body["authentic_languages"])),
        clauses=tuple(_clause(each) for each in body["clauses"]), obligations=tuple(obligations),
        reservations=tuple(_reservation(each) for each in body.get("reservations", ())),
        dispute_steps=tuple(read_names(each) for each in body.get("dispute_steps", ())),
    )  # fmt: skip


def _clause(each: Body) -> Clause:
    return Clause(each["number"], each["level"], read_names(each["text"]), bool(each.get("unwritten_practice", False)))


def _reservation(each: Body) -> Reservation:
    return Reservation(each["party"], read_names(each["text"]), each.get("clause", ""))


def about_each_text(placed: Iterable[Placed], bodies: Mapping[str, Body]) -> Mapping[str, list[Placed]]:
    """Return for each text's digest the decisions about it; ``bodies`` are the proposals' by digest."""
    found: dict[str, list[Placed]] = {}
    for each in placed:
        for digest in bodies[each.decision.proposal.digest].get("texts_decided", ()):
            found.setdefault(digest, []).append(each)
    return found
