"""What a joint decision is made of: its proposal, the acts about it, and the words for where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from tansiq.domain.names import Names

NOTHING: Final = Names()


class Effect(StrEnum):
    """Whether a decision lets something happen or keeps it from happening."""

    PERMISSIVE = "permissive"
    RESTRICTIVE = "restrictive"


class Matter(StrEnum):
    """What is decided. The effect follows from it and is nobody's choice."""

    AGREEMENT = "agreement"
    ANNEX = "annex"
    GAP_CLOSED = "gap_closed"
    GAP_REOPENED = "gap_reopened"
    GATE_MET = "gate_met"
    JOINT_CHECKPOINT_OPENED = "joint_checkpoint_opened"
    JOINT_CHECKPOINT_CLOSED = "joint_checkpoint_closed"
    SWEEP_ORDERED = "sweep_ordered"
    MOVEMENT_STOPPED = "movement_stopped"
    RELEASE_RECALLED = "release_recalled"

    @property
    def effect(self) -> Effect:
        """Its effect."""
        return Effect.RESTRICTIVE if self in _RESTRICTIVE else Effect.PERMISSIVE


_RESTRICTIVE: Final = frozenset(
    {Matter.GAP_REOPENED, Matter.JOINT_CHECKPOINT_CLOSED, Matter.MOVEMENT_STOPPED, Matter.RELEASE_RECALLED}
)


class Deed(StrEnum):
    """What a party can do about a proposal. A counter-proposal is a record of its own that names the proposal."""

    SIGN = "sign"
    CONFIRM_RECEIPT = "confirm_receipt"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    COUNTER = "counter"


class State(StrEnum):
    """Where a decision stands."""

    PROPOSED = "proposed"
    SIGNED_BY_ONE = "signed_by_one"
    AWAITING_RECEIPT = "awaiting_receipt"
    AGREED = "agreed"
    IN_EFFECT = "in_effect"
    ENDED = "ended"
    SUPERSEDED = "superseded"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    COUNTERED = "countered"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody to act before it can take effect."""
        return self in {State.PROPOSED, State.SIGNED_BY_ONE, State.AWAITING_RECEIPT}


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the ground from now on: a party and its unit."""

    party: str
    unit: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What both parties are asked to sign.

    Attributes
    ----------
    digest
        Names its bytes.
    matter
        What is decided.
    parties
        The two whose signatures it needs; the order means nothing.
    proposer
        The party that put it forward; it has signed nothing by that.
    about
        The objects it decides on.
    place
        Its place in the log.
    entered_at
        What the clock said there; aware, like every time here.
    effective_at
        From when a permissive one takes effect; receipt must be confirmed before.
    lapses_at
        Both must have signed before.
    ends_at
        When it ends by itself; None if it does not.
    holder
        Who holds a closed gap.
    counter_to
        Digest of the proposal that this one answers.
    """

    digest: str
    matter: Matter
    parties: tuple[str, str]
    proposer: str
    about: frozenset[str]
    place: int
    entered_at: datetime
    effective_at: datetime
    lapses_at: datetime
    ends_at: datetime | None = None
    holder: Holder | None = None
    counter_to: str | None = None

    def other(self, party: str) -> str:
        """Return the party that is not ``party``."""
        one, two = self.parties
        return two if party == one else one


@dataclass(frozen=True, slots=True)
class Act:
    """Something a party did about a proposal; that its signature is genuine was checked before it got here.

    Attributes
    ----------
    place
        Its place in the log.
    party, deed
        Who did what.
    record
        Digest of the bytes it is about.
    entered_at
        What the clock said there.
    reservation
        What the party holds against the decision though it signs; empty if nothing.
    reason
        Why it refused or withdrew.
    """

    place: int
    party: str
    deed: Deed
    record: str
    entered_at: datetime
    reservation: Names = NOTHING
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a decision stands.

    Attributes
    ----------
    state
        In one word.
    signed
        Each party's first signature that counts.
    confirmed
        The parties that are known to have received the other's signature.
    binds
        The parties it binds now.
    complete
        The act with which nothing more was wanting; None before.
    concluded
        The act that refused, withdrew or countered it; for a restrictive one the first that tried to. None if none.
    """

    state: State
    signed: Mapping[str, Act] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()
    binds: frozenset[str] = frozenset()
    complete: Act | None = None
    concluded: Act | None = None

    @property
    def reservations(self) -> Mapping[str, Names]:
        """What parties hold against it, by party: as said with the signature that counts."""
        return {party: act.reservation for party, act in self.signed.items() if act.reservation != NOTHING}
