"""Where one decision stands by itself. The rules, and what is compared with what, are in the package's docstring."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from tansiq.domain.decision.terms import Act, Deed, Effect, Proposal, Standing, State

_CONCLUDES: Final = MappingProxyType(
    {Deed.REFUSE: State.REFUSED, Deed.WITHDRAW: State.WITHDRAWN, Deed.COUNTER: State.COUNTERED}
)


def stand(proposal: Proposal, acts: Sequence[Act], now: datetime) -> Standing:
    """Return where ``proposal`` stands.

    Parameters
    ----------
    proposal
        What is decided on.
    acts
        What was done about it, in any order. Acts of others, about other bytes, or at places before the proposal count
        for nothing.
    now
        The reader's time: pass no earlier one than the log's last.
    """
    if proposal.matter.effect is Effect.RESTRICTIVE:
        return _restrictive(proposal, acts, now)
    return _permissive(proposal, acts, now)


def log_clock(proposal: Proposal, acts: Sequence[Act]) -> Iterator[tuple[Act, datetime]]:
    """Yield the acts that count, by place, each with the log's clock there."""
    clock = proposal.entered_at
    for act in sorted(acts, key=lambda each: each.place):
        if act.place > proposal.place and act.party in proposal.parties and act.record == proposal.digest:
            clock = max(clock, act.entered_at)
            yield act, clock


def _permissive(proposal: Proposal, acts: Sequence[Act], now: datetime) -> Standing:
    so_far, clock = Standing(State.PROPOSED), proposal.entered_at
    for act, clock in log_clock(proposal, acts):
        if clock >= _deadline(proposal, so_far):
            break
        if act.deed in _CONCLUDES:
            if act.deed is Deed.WITHDRAW and act.party not in {proposal.proposer, *so_far.signed}:
                continue
            return replace(so_far, state=_CONCLUDES[act.deed], concluded=act)
        so_far = _agreeing(proposal, so_far, act)
    return _by_time(proposal, so_far, clock, now)


def _agreeing(proposal: Proposal, so_far: Standing, act: Act) -> Standing:
    """Take up a signature or a receipt. Later signatures of a party count as receipts, not as signatures."""
    signed, confirmed = dict(so_far.signed), so_far.confirmed
    if proposal.other(act.party) in signed:
        confirmed |= {act.party}
    if act.deed is Deed.SIGN:
        signed.setdefault(act.party, act)
    complete = so_far.complete or (act if len(confirmed) == len(proposal.parties) else None)
    state = (State.PROPOSED, State.SIGNED_BY_ONE, State.AWAITING_RECEIPT)[len(signed)]
    return Standing(State.AGREED if complete else state, signed, confirmed, complete=complete)


def _deadline(proposal: Proposal, so_far: Standing) -> datetime:
    both = len(so_far.signed) == len(proposal.parties)
    return proposal.effective_at if both else min(proposal.lapses_at, proposal.effective_at)


def _by_time(proposal: Proposal, so_far: Standing, clock: datetime, now: datetime) -> Standing:
    if so_far.complete is None:
        late = max(clock, now) >= _deadline(proposal, so_far)
        return replace(so_far, state=State.LAPSED) if late else so_far
    if now < proposal.effective_at:
        return so_far
    if _is_over(proposal, now):
        return replace(so_far, state=State.ENDED)
    return replace(so_far, state=State.IN_EFFECT, binds=frozenset(proposal.parties))


def _is_over(proposal: Proposal, now: datetime) -> bool:
    return proposal.ends_at is not None and now >= proposal.ends_at


def _restrictive(proposal: Proposal, acts: Sequence[Act], now: datetime) -> Standing:
    so_far, clock = Standing(State.PROPOSED), proposal.entered_at
    for act, clock in log_clock(proposal, acts):
        if act.deed in {Deed.SIGN, Deed.CONFIRM_RECEIPT}:
            so_far = replace(_agreeing(proposal, so_far, act), concluded=so_far.concluded)
        elif act.deed is not Deed.WITHDRAW or act.party == proposal.proposer:
            in_time = so_far.concluded is None and clock < proposal.lapses_at
            so_far = replace(so_far, concluded=act) if in_time else so_far
    if not so_far.signed:
        late = max(clock, now) >= proposal.lapses_at
        state = _CONCLUDES[so_far.concluded.deed] if so_far.concluded else State.LAPSED if late else State.PROPOSED
        return replace(so_far, state=state)
    complete = _last_of_both(proposal, so_far.signed)
    if _is_over(proposal, now):
        return replace(so_far, state=State.ENDED, complete=complete)
    state = State.IN_EFFECT if complete else State.SIGNED_BY_ONE
    return replace(so_far, state=state, complete=complete, binds=frozenset(so_far.signed))


def _last_of_both(proposal: Proposal, signed: Mapping[str, Act]) -> Act | None:
    return max(signed.values(), key=lambda act: act.place) if len(signed) == len(proposal.parties) else None
