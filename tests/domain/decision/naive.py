"""The rule of joint decisions said a second time, as plainly as it can be and without any state: the oracle."""

from collections.abc import Sequence
from datetime import datetime
from itertools import permutations

from tansiq.domain.decision import Act, Deed, Proposal

RECEIPTS = {Deed.SIGN, Deed.CONFIRM_RECEIPT}


def clock_at(proposal: Proposal, acts: Sequence[Act], act: Act) -> datetime:
    return max([proposal.entered_at, *(each.entered_at for each in acts if each.place <= act.place)])


def counting(proposal: Proposal, acts: Sequence[Act]) -> list[Act]:
    return [
        act
        for act in acts
        if act.party in proposal.parties and act.record == proposal.digest and act.place > proposal.place
    ]


def permissive_in_effect(proposal: Proposal, acts: Sequence[Act], now: datetime) -> bool:
    """In effect: the time has come and not gone, some three acts agree and confirm in time, and nothing undoes it."""
    if now < proposal.effective_at or (proposal.ends_at is not None and now >= proposal.ends_at):
        return False
    mine = counting(proposal, acts)
    return any(
        agree(proposal, mine, first, second, third) and not any(undoes(proposal, mine, act) for act in mine)
        for first, second, third in permutations(mine, 3)
    )


def agree(proposal: Proposal, acts: Sequence[Act], first: Act, second: Act, third: Act) -> bool:
    """One signs, the other signs later and in time, and the one does something later still and in time.

    The other's signature came after the one's, so it confirms by signing; or it confirmed already.
    """
    return (
        first.place < second.place < third.place
        and first.party == third.party != second.party
        and first.deed is Deed.SIGN
        and second.deed is Deed.SIGN
        and third.deed in RECEIPTS
        and clock_at(proposal, acts, second) < min(proposal.lapses_at, proposal.effective_at)
        and clock_at(proposal, acts, third) < proposal.effective_at
    )


def undoes(proposal: Proposal, acts: Sequence[Act], act: Act) -> bool:
    """Refused, countered, or withdrawn by who may, before it took effect."""
    if clock_at(proposal, acts, act) >= proposal.effective_at or act.deed in RECEIPTS:
        return False
    if act.deed is not Deed.WITHDRAW or act.party == proposal.proposer:
        return True
    return any(each.party == act.party and each.deed is Deed.SIGN and each.place < act.place for each in acts)


def restrictive_binds(proposal: Proposal, acts: Sequence[Act], now: datetime) -> set[str]:
    """Bound is who signed, until the end."""
    if proposal.ends_at is not None and now >= proposal.ends_at:
        return set()
    return {act.party for act in counting(proposal, acts) if act.deed is Deed.SIGN}
