"""A proposal's and a signature's bodies as the domain's terms, so that the rules of joint decisions can judge them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias

from tansiq.domain.decision import Act, Deed, Holder, Matter, Proposal
from tansiq.domain.names import Names
from tansiq.journal.times import read_time

Body: TypeAlias = Mapping[str, Any]


def read_names(texts: Mapping[str, str] | None) -> Names:
    """Return a record's texts by language as names."""
    return Names(**texts) if texts else Names()


def read_proposal(body: Body, *, digest: str, party: str, place: int, entered_at: datetime) -> Proposal:
    """Return the proposal that a body of kind decision_proposal makes; it is of its kind's form."""
    holder = body.get("holder")
    one, two = body["parties"]
    return Proposal(
        digest=digest, matter=Matter(body["decision"]), parties=(one, two), proposer=party,
        about=frozenset(body["about"]), place=place, entered_at=entered_at,
        effective_at=read_time(body["effective_at"]), lapses_at=read_time(body["lapses_at"]),
        ends_at=read_time(body["ends_at"]) if "ends_at" in body else None,
        holder=Holder(holder["party"], holder["unit"]) if holder else None, counter_to=body.get("counter_to"),
    )  # fmt: skip


def read_act(body: Body, *, party: str, place: int, entered_at: datetime) -> Act:
    """Return what a body of kind decision_signature says that ``party`` did."""
    reservation, reason = read_names(body.get("reservation")), body.get("reason", "")
    return Act(place, party, Deed(body["act"]), body["record"], entered_at, reservation, reason)
