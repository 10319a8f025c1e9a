"""What may be proposed, and what a party may do about a proposal as it stands. Refusals are sentences."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import ClassVar, Final

from tansiq.domain.decision.terms import Deed, Effect, Matter, Proposal, Standing, State
from tansiq.errors import TansiqError
from tansiq.language import N_

ONE_OBJECT: Final = frozenset({Matter.GAP_CLOSED, Matter.GAP_REOPENED, Matter.AGREEMENT, Matter.ANNEX})


class DecisionRefusedError(TansiqError):
    """A joint decision cannot be proposed so, or this cannot be done about it now."""

    exit_code: ClassVar[int] = 4


def check_proposal(proposal: Proposal, effect: str) -> None:
    """Refuse a proposal that could never mean what it says.

    Parameters
    ----------
    proposal
        As it would be entered.
    effect
        The effect it names, which must be the matter's.

    Raises
    ------
    DecisionRefusedError
        Another effect, times out of order, a gap without a holder, or several objects where one is meant.
    """
    for broken, template in _PROPOSAL_RULES:
        if broken(proposal, effect):
            raise DecisionRefusedError(template)


_PROPOSAL_RULES: Final[tuple[tuple[Callable[[Proposal, str], bool], str], ...]] = (
    (
        lambda p, effect: effect != p.matter.effect,
        N_("Whether a decision permits or restricts follows from what it decides; this proposal names the other."),
    ),
    (
        lambda p, _: p.proposer not in p.parties or len(set(p.parties)) != len(p.parties),
        N_("A joint decision is between two different parties, and one of them proposes it."),
    ),
    (
        lambda p, _: p.lapses_at <= p.entered_at,
        N_("The time until which it may be signed is past already. Give a later one."),
    ),
    (
        lambda p, _: p.matter.effect is Effect.PERMISSIVE and p.effective_at < p.lapses_at,
        N_("It would take effect before the time to sign has run out. Let it take effect then or later."),
    ),
    (
        lambda p, _: p.matter.effect is Effect.RESTRICTIVE and p.effective_at > p.entered_at,
        N_("A restriction binds whoever signs it at once; it cannot be put off to a later time."),
    ),
    (
        lambda p, _: p.ends_at is not None and p.ends_at <= max(p.effective_at, p.lapses_at),
        N_("It would end before it can have begun. Give a later end, or none."),
    ),
    (
        lambda p, _: (p.holder is not None) != (p.matter is Matter.GAP_CLOSED),
        N_("A gap closes only with a party and a unit that hold it from then on; nothing else takes a holder."),
    ),
    (
        lambda p, _: p.holder is not None and p.holder.party not in p.parties,
        N_("The holder of a gap is one of the two parties."),
    ),
    (
        lambda p, _: p.matter in {Matter.GAP_CLOSED, Matter.GAP_REOPENED} and p.ends_at is not None,
        N_("A gap is closed or open until somebody decides otherwise: leave out the end."),
    ),
    (
        lambda p, _: p.matter in ONE_OBJECT and len(p.about) != 1,
        N_("Decide on one gap, one agreement or one annex at a time."),
    ),
)


def check_deed(proposal: Proposal, standing: Standing, party: str, deed: Deed, now: datetime) -> None:
    """Refuse what would count for nothing, so that nobody believes to have done something.

    Parameters
    ----------
    proposal, standing
        The proposal and where it stands among the others at ``now``.
    party, deed
        Who wants to do what.
    now
        The log's clock as the act would be entered.

    Raises
    ------
    DecisionRefusedError
        With the reason.
    """
    if party not in proposal.parties:
        raise DecisionRefusedError(N_("%(party)s is not a party to this decision."), party=party)
    if standing.state in _OVER:
        raise DecisionRefusedError(_OVER[standing.state])
    _CHECKS[deed](proposal, standing, party, now)


_OVER: Final[Mapping[State, str]] = MappingProxyType(
    {
        State.ENDED: N_("This decision has ended. Propose a new one."),
        State.SUPERSEDED: N_("A later decision took the place of this one. Act on that one, or propose a new one."),
        State.LAPSED: N_("The time for this decision ran out before both had signed and confirmed. Propose it anew."),
        State.WITHDRAWN: N_("This decision was withdrawn before it took effect. Propose a new one."),
        State.REFUSED: N_("This decision was refused. Propose another, or make a counter-proposal to a new one."),
        State.COUNTERED: N_("This proposal was answered by another one. Act on that one."),
    }
)


def _check_sign(proposal: Proposal, standing: Standing, party: str, now: datetime) -> None:
    if party in standing.signed:
        raise DecisionRefusedError(N_("%(party)s has signed this already. One signature of a party is enough."),
                                   party=party)  # fmt: skip
    if proposal.matter.effect is Effect.PERMISSIVE and now >= proposal.lapses_at:
        raise DecisionRefusedError(_OVER[State.LAPSED])


def _check_confirm(proposal: Proposal, standing: Standing, party: str, _now: datetime) -> None:
    if proposal.other(party) not in standing.signed:
        raise DecisionRefusedError(N_("The other party has not signed yet, so there is nothing to confirm."))
    if party in standing.confirmed:
        raise DecisionRefusedError(N_("%(party)s has confirmed receipt already."), party=party)


def _check_refuse(proposal: Proposal, standing: Standing, party: str, _now: datetime) -> None:
    _check_not_begun(proposal, standing)
    if party in standing.signed:
        raise DecisionRefusedError(N_("%(party)s has signed this. Withdraw it instead of refusing it."), party=party)


def _check_withdraw(proposal: Proposal, standing: Standing, party: str, _now: datetime) -> None:
    _check_not_begun(proposal, standing)
    if party not in {proposal.proposer, *standing.signed}:
        raise DecisionRefusedError(N_("Only who proposed or signed a decision can withdraw it. Refuse it instead."))


def _check_counter(proposal: Proposal, standing: Standing, _party: str, _now: datetime) -> None:
    _check_not_begun(proposal, standing)


def _check_not_begun(proposal: Proposal, standing: Standing) -> None:
    if standing.state is State.IN_EFFECT:
        raise DecisionRefusedError(N_("This decision is in effect; that can be changed only by another decision."))
    if proposal.matter.effect is Effect.RESTRICTIVE and standing.signed:
        raise DecisionRefusedError(
            N_("This restriction binds whoever signed it, so it can be lifted only by a decision of both.")
        )


_CHECKS: Final[Mapping[Deed, Callable[[Proposal, Standing, str, datetime], None]]] = MappingProxyType(
    {
        Deed.SIGN: _check_sign,
        Deed.CONFIRM_RECEIPT: _check_confirm,
        Deed.REFUSE: _check_refuse,
        Deed.WITHDRAW: _check_withdraw,
        Deed.COUNTER: _check_counter,
    }
)
