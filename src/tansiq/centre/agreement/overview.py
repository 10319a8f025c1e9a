"""What pages show of decisions: where each stands, in words, and what this officer can do about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation

from tansiq.centre.agreement.models import Deed as DeedRow
from tansiq.centre.agreement.models import Proposal as ProposalRow
from tansiq.centre.agreement.officer_keys import SomeOfficer
from tansiq.centre.agreement.reading import placed_decisions, placed_while_open, placed_with
from tansiq.centre.agreement.wording import DONE, MATTERS, STATES, next_step
from tansiq.centre.door.models import Entry
from tansiq.centre.shell.activities import Standing as CentreStanding
from tansiq.centre.shell.activities import Waiting
from tansiq.domain.decision import DecisionRefusedError, Deed, Effect, Placed, State, check_deed, log_clock
from tansiq.journal.record import read_record
from tansiq.language import Language, choose_language, translate

RECEIPTS: Final = frozenset({Deed.CONFIRM_RECEIPT})
SIGNATORY_DEEDS: Final = (Deed.SIGN, Deed.CONFIRM_RECEIPT, Deed.REFUSE, Deed.WITHDRAW, Deed.COUNTER)


@dataclass(frozen=True, slots=True)
class Shown:
    """A decision as a page shows it."""

    row: ProposalRow
    placed: Placed
    language: Language

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.placed.standing.state

    @property
    def label(self) -> str:
        """The same in words."""
        return translate(STATES[self.state], self.language)

    @property
    def matter(self) -> str:
        """What is decided, in words."""
        return translate(MATTERS[self.placed.decision.proposal.matter], self.language)

    @property
    def next_step(self) -> str:
        """What happens next and by when, in a sentence."""
        return next_step(self.placed, self.language)

    @property
    def is_restrictive(self) -> bool:
        """Whether it restricts."""
        return self.placed.decision.proposal.matter.effect is Effect.RESTRICTIVE

    @property
    def deadline(self) -> datetime | None:
        """When the time runs out for what is to be done next; None if nothing is."""
        proposal = self.placed.decision.proposal
        if self.state in {State.PROPOSED, State.SIGNED_BY_ONE}:
            return proposal.lapses_at
        return proposal.effective_at if self.state in {State.AWAITING_RECEIPT, State.AGREED} else None

    @property
    def address(self) -> str:
        """Its page."""
        return reverse("decision", args=[self.row.serial])


def reader_language() -> Language:
    """Return the language of the page."""
    return choose_language(translation.get_language())


def moment_of(request: HttpRequest) -> datetime:
    """Return the time the page speaks of: now, or the past moment looked back to."""
    moment: datetime | None = getattr(request, "as_of_moment", None)
    return moment or clock()


def clock() -> datetime:
    """Return now, but no earlier than the last record was here: a clock set back ends and begins nothing anew."""
    now, last = timezone.now(), Entry.objects.order_by("-place").values_list("kept_at", flat=True).first()
    return max(now, last) if last else now


def shown_decisions(as_of: int | None, now: datetime) -> list[Shown]:
    """Return every decision, oldest first."""
    rows = {row.key: row for row in ProposalRow.objects.at(as_of)}
    language = reader_language()
    return [Shown(rows[digest], each, language) for digest, each in placed_decisions(as_of, now).items()]


def shown_while_open(as_of: int | None, now: datetime) -> list[Shown]:
    """Return the decisions that somebody may still act on, oldest first; quicker than all of them."""
    placed = placed_while_open(as_of, now)
    rows = {row.key: row for row in ProposalRow.objects.at(as_of).filter(key__in=list(placed))}
    return [Shown(rows[digest], each, reader_language()) for digest, each in placed.items()]


def shown_decision(as_of: int | None, now: datetime, serial: str) -> Shown | None:
    """Return one decision; None if there is none of that number."""
    row = ProposalRow.objects.at(as_of).filter(serial=serial).first()
    return Shown(row, placed_with(as_of, now, row.key)[row.key], reader_language()) if row else None


def deeds_open_to(shown: Shown, officer: SomeOfficer, now: datetime) -> list[Deed]:
    """Return what ``officer`` may do about a decision now, the likeliest first."""
    deeds: Iterable[Deed] = SIGNATORY_DEEDS if "signatory" in officer.roles else ()
    if "duty_officer" in officer.roles and "signatory" not in officer.roles:
        deeds = RECEIPTS
    return [deed for deed in deeds if _allowed(shown, officer.party, deed, now)]


def _allowed(shown: Shown, party: str, deed: Deed, now: datetime) -> bool:
    try:
        check_deed(shown.placed.decision.proposal, shown.placed.standing, party, deed, now)
    except DecisionRefusedError:
        return False
    return True


def is_awaited(shown: Shown, officer: SomeOfficer, now: datetime) -> bool:
    """Tell whether a decision waits for the officer's party to sign or to confirm receipt."""
    standing, party = shown.placed.standing, officer.party
    signs = "signatory" in officer.roles and party not in standing.signed
    if standing.state in {State.PROPOSED, State.SIGNED_BY_ONE}:
        return signs and now < shown.placed.decision.proposal.lapses_at
    confirms = bool({"signatory", "duty_officer"} & officer.roles) and party not in standing.confirmed
    return standing.state is State.AWAITING_RECEIPT and confirms


def count_awaited(officer: SomeOfficer, as_of: int | None) -> int:
    """Return how many decisions wait for the officer."""
    now = clock()
    return sum(is_awaited(each, officer, now) for each in shown_while_open(as_of, now))


def awaited_items(officer: SomeOfficer, as_of: int | None) -> list[Waiting]:
    """Return the decisions that wait for the officer, for the first page."""
    now = clock()
    return [
        Waiting(each.row.entered_at, f"{each.matter}: {each.next_step}", each.address, party=each.row.party)
        for each in shown_while_open(as_of, now)
        if is_awaited(each, officer, now)
    ]


def centre_lines(_officer: SomeOfficer, as_of: int | None) -> list[CentreStanding]:
    """Return how many decisions are open and in effect, for the first page."""
    states = [each.state for each in shown_decisions(as_of, clock())]
    address = reverse("decisions")
    return [
        CentreStanding(translation.gettext("Decisions waiting for a party"),
                       str(sum(state.is_open for state in states)), address),
        CentreStanding(translation.gettext("Decisions in effect"), str(states.count(State.IN_EFFECT)), address),
    ]  # fmt: skip


def story(shown: Shown, as_of: int | None, counters: Sequence[ProposalRow]) -> list[dict[str, Any]]:
    """Return what happened to a decision, oldest first, as the timeline shows it."""
    row, language = shown.row, shown.language
    steps: list[dict[str, Any]] = [
        {"moment": row.entered_at, "title": translation.gettext("Proposed"), "party": row.party,
         "account": row.account, "role": row.role, "digest": row.key, "place": row.place}
    ]  # fmt: skip
    steps += [
        {"moment": deed.entered_at, "title": translate(DONE[Deed(deed.act)], language),
         "party": deed.party, "account": deed.account, "digest": deed.key, "place": deed.place,
         "text": deed.body.get("reason", "")}
        for deed in DeedRow.objects.at(as_of).filter(proposal=row.key).order_by("place")
    ]  # fmt: skip
    steps += [
        {"moment": counter.entered_at, "title": translate(DONE[Deed.COUNTER], language),
         "party": counter.party, "account": counter.account, "place": counter.place,
         "digest": counter.key, "address": reverse("decision", args=[counter.serial])}
        for counter in counters
    ]  # fmt: skip
    return sorted(steps, key=lambda step: step["place"])


def _received_at(placed: Placed, party: str) -> datetime | None:
    """Return when ``party`` is known to have received the other's signature: by signing after it, or confirming."""
    proposal, other = placed.decision.proposal, placed.standing.signed.get(placed.decision.proposal.other(party))
    if other is None or party not in placed.standing.confirmed:
        return None
    acts = (act for act, _ in log_clock(proposal, placed.decision.acts) if act.party == party)
    known = (act for act in acts if act.place > other.place and act.deed in {Deed.SIGN, Deed.CONFIRM_RECEIPT})
    return next((act.entered_at for act in known), None)


def _is_doubtful(label: str, place: int, as_of: int | None) -> bool:
    """Tell whether the key was reported lost since, from before its signature at ``place`` on."""
    found = Entry.objects.filter(kind="key_revocation/1", place__gt=place)
    for entry in (found if as_of is None else found.filter(place__lte=as_of)).values_list("entry", flat=True):
        body: Any = read_record(bytes(entry)).content.body
        if body["key"] == label and body["not_trusted_from"] <= place:
            return True
    return False


def party_rows(shown: Shown, as_of: int | None) -> Mapping[str, dict[str, Any]]:
    """Return for each party whether and when it signed and confirmed, with which key, and what it reserves."""
    standing = shown.placed.standing
    keys = {row.place: row for row in DeedRow.objects.at(as_of).filter(proposal=shown.row.key)}
    rows: dict[str, dict[str, Any]] = {}
    for party in shown.placed.decision.proposal.parties:
        act = standing.signed.get(party)
        deed = keys.get(act.place) if act else None
        rows[party] = {
            "signed_at": act.entered_at if act else None, "key": deed.signed_with if deed else "",
            "line": deed.body["signature"] if deed else "", "account": deed.account if deed else "",
            "reservation": deed.body.get("reservation") if deed else None,
            "confirmed": party in standing.confirmed,
            "doubtful": deed is not None and _is_doubtful(deed.signed_with, deed.place, as_of),
            "received_at": _received_at(shown.placed, party), "bound": party in standing.binds,
        }  # fmt: skip
    return rows
