"""What decisions do to each other: a later one takes the place of an earlier one about the same thing.

Two rules, by the same maxim that doubt never permits and never lifts what restricts:

- What **permits** loses its place as soon as anything newer about *any* of its objects stands against it: another
  decision of the same matter that both completed later, from when that takes effect; or its opposite that *one*
  party has signed at a later place than the proposal, from that signature on. So each party can reopen a gap alone.
- What **restricts** loses its place only to a permissive opposite that covers *all* its objects, was proposed after
  its last signature, and has taken effect. So a gap closes again only by both.

A decision that lost its place does not get it back when its successor ends.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from tansiq.domain.decision.standing import log_clock, stand
from tansiq.domain.decision.terms import Act, Effect, Matter, Proposal, Standing, State

OPPOSITES: Final[Mapping[Matter, Matter]] = MappingProxyType(
    {
        Matter.GAP_CLOSED: Matter.GAP_REOPENED,
        Matter.GAP_REOPENED: Matter.GAP_CLOSED,
        Matter.JOINT_CHECKPOINT_OPENED: Matter.JOINT_CHECKPOINT_CLOSED,
        Matter.JOINT_CHECKPOINT_CLOSED: Matter.JOINT_CHECKPOINT_OPENED,
    }
)
_LOSES: Final = frozenset({State.AGREED, State.IN_EFFECT, State.PROPOSED, State.SIGNED_BY_ONE, State.AWAITING_RECEIPT})
_BEGAN: Final = frozenset({State.IN_EFFECT, State.ENDED})


@dataclass(frozen=True, slots=True)
class Decision:
    """A proposal and everything done about it."""

    proposal: Proposal
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A decision, where it stands among the others, and the digest of what took its place (None if nothing did)."""

    decision: Decision
    standing: Standing
    superseded_by: str | None = None


def stand_together(decisions: Sequence[Decision], now: datetime) -> Mapping[str, Placed]:
    """Return where each of ``decisions`` stands now that the others are there, by the proposal's digest."""
    own = {each.proposal.digest: Placed(each, stand(each.proposal, each.acts, now)) for each in decisions}
    sharing = _sharing(own)
    began = {digest for digest, each in own.items() if _took_effect(each, sharing[digest])}
    return {digest: _placed(each, sharing[digest], began) for digest, each in own.items()}


def _sharing(own: Mapping[str, Placed]) -> Mapping[str, Mapping[str, Placed]]:
    """Return for each decision those that are about some of the same: only they can take each other's place."""
    by_object: dict[str, dict[str, Placed]] = {}
    for digest, each in own.items():
        for what in each.decision.proposal.about:
            by_object.setdefault(what, {})[digest] = each
    return {
        digest: {name: other for what in each.decision.proposal.about for name, other in by_object[what].items()}
        for digest, each in own.items()
    }


def _placed(each: Placed, own: Mapping[str, Placed], begun: AbstractSet[str]) -> Placed:
    if each.standing.state not in _LOSES:
        return each
    began = {digest: other for digest, other in own.items() if digest in begun}
    if each.decision.proposal.matter.effect is Effect.RESTRICTIVE:
        successors = [digest for digest, other in began.items() if _lifts(other, each)]
    else:
        successors = [digest for digest, other in own.items() if _stops(other, each)]
        successors += [digest for digest, other in began.items() if _renews(other, each)]
    if not successors:
        return each
    standing = replace(each.standing, state=State.SUPERSEDED, binds=frozenset())
    return Placed(each.decision, standing, min(successors, key=lambda digest: own[digest].decision.proposal.place))


def _took_effect(each: Placed, own: Mapping[str, Placed]) -> bool:
    """Tell whether a permissive decision ever took effect: nothing stopped it before its time."""
    proposal = each.decision.proposal
    if proposal.matter.effect is Effect.RESTRICTIVE or each.standing.state not in _BEGAN:
        return False
    return not any(_stops(other, each, before=proposal.effective_at) for other in own.values())


def _stops(other: Placed, permissive: Placed, before: datetime | None = None) -> bool:
    """Tell whether somebody signed the opposite of ``permissive`` after it was proposed (before a time)."""
    mine, its = permissive.decision.proposal, other.decision.proposal
    if OPPOSITES.get(mine.matter) != its.matter or not mine.about & its.about:
        return False
    signatures = {act.place for act in other.standing.signed.values()}
    return any(
        act.place in signatures and act.place > mine.place and (before is None or clock < before)
        for act, clock in log_clock(its, other.decision.acts)
    )


def _renews(other: Placed, each: Placed) -> bool:
    """Tell whether ``other``, which took effect, is newer than ``each`` and about some of the same.

    Of two completed ones the later completed is newer; one still open is older if it was proposed earlier.
    """
    mine, its = each.decision.proposal, other.decision.proposal
    if mine.digest == its.digest or mine.matter != its.matter or not mine.about & its.about:
        return False
    completed, completed_other = each.standing.complete, other.standing.complete
    if completed and completed_other:
        return completed.place < completed_other.place
    return mine.place < its.place


def _lifts(other: Placed, restrictive: Placed) -> bool:
    """Tell whether ``other``, which took effect, was decided by both to lift all of ``restrictive``."""
    mine, its = restrictive.decision.proposal, other.decision.proposal
    last = max((act.place for act in restrictive.standing.signed.values()), default=mine.place)
    return OPPOSITES.get(mine.matter) == its.matter and mine.about <= its.about and last < its.place
