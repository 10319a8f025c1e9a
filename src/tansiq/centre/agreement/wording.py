"""The words for matters, states and acts, and what happens next with a decision."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from tansiq.centre.shell.who import party_of
from tansiq.domain.decision import Act, Deed, Effect, Matter, Placed, State
from tansiq.domain.time import date_time_group
from tansiq.language import N_, Language, translate

MATTERS: Final[Mapping[Matter, str]] = {
    Matter.AGREEMENT: N_("Agreement"),
    Matter.ANNEX: N_("Annex"),
    Matter.GAP_CLOSED: N_("Gap closed"),
    Matter.GAP_REOPENED: N_("Gap reopened"),
    Matter.GATE_MET: N_("Obligation or gate met"),
    Matter.JOINT_CHECKPOINT_OPENED: N_("Joint checkpoint opened"),
    Matter.JOINT_CHECKPOINT_CLOSED: N_("Joint checkpoint closed"),
    Matter.SWEEP_ORDERED: N_("Sweep ordered"),
    Matter.MOVEMENT_STOPPED: N_("Movement stopped"),
    Matter.RELEASE_RECALLED: N_("Release recalled"),
}
STATES: Final[Mapping[State, str]] = {
    State.PROPOSED: N_("Proposed"),
    State.SIGNED_BY_ONE: N_("Signed by one party"),
    State.AWAITING_RECEIPT: N_("Receipt to be confirmed"),
    State.AGREED: N_("Agreed, not yet in effect"),
    State.IN_EFFECT: N_("In effect"),
    State.ENDED: N_("Ended"),
    State.SUPERSEDED: N_("Replaced by a later decision"),
    State.LAPSED: N_("Lapsed"),
    State.WITHDRAWN: N_("Withdrawn"),
    State.REFUSED: N_("Refused"),
    State.COUNTERED: N_("Answered by a counter-proposal"),
}
DONE: Final[Mapping[Deed, str]] = {
    Deed.SIGN: N_("Gave its signature"),
    Deed.CONFIRM_RECEIPT: N_("Confirmed receipt of the other party's signature"),
    Deed.REFUSE: N_("Refused"),
    Deed.WITHDRAW: N_("Withdrew"),
    Deed.COUNTER: N_("Made a counter-proposal"),
}
_PERMISSIVE: Final[Mapping[State, str]] = {
    State.PROPOSED: N_("Nobody has signed yet. Both parties must sign before %(lapses)s, else it lapses."),
    State.SIGNED_BY_ONE: N_("%(signers)s has signed. %(others)s must sign before %(lapses)s, else it lapses."),
    State.AWAITING_RECEIPT: N_(
        "Both have signed. %(unconfirmed)s must confirm receipt of the other's signature before %(effective)s, "
        "else it lapses."
    ),
    State.AGREED: N_("Both have signed and know it of each other. It takes effect at %(effective)s."),
    State.IN_EFFECT: N_("In effect since %(effective)s; it binds both parties."),
    State.LAPSED: N_("It lapsed: both must sign before %(lapses)s and confirm receipt before %(effective)s."),
}
_RESTRICTIVE: Final[Mapping[State, str]] = {
    State.PROPOSED: N_("Nobody has signed yet. Each party is bound as soon as it signs, before %(lapses)s."),
    State.SIGNED_BY_ONE: N_("%(signers)s is bound since it signed. %(others)s is bound as soon as it signs too."),
    State.IN_EFFECT: N_("Both have signed; both are bound."),
    State.LAPSED: N_("It lapsed: nobody signed before %(lapses)s."),
}
_EITHER: Final[Mapping[State, str]] = {
    State.ENDED: N_("It ended at %(ends)s."),
    State.SUPERSEDED: N_("A later decision about the same took its place."),
    State.WITHDRAWN: N_("%(by)s withdrew it before it took effect."),
    State.REFUSED: N_("%(by)s refused it."),
    State.COUNTERED: N_("%(by)s answered it with another proposal; act on that one."),
}


def next_step(placed: Placed, language: Language) -> str:
    """Return in a sentence what happens next with a decision, who must act, and by when."""
    standing, proposal = placed.standing, placed.decision.proposal
    words = _RESTRICTIVE if proposal.matter.effect is Effect.RESTRICTIVE else _PERMISSIVE
    template = words.get(standing.state) or _EITHER[standing.state]
    parties = sorted(proposal.parties)
    fields = {
        "lapses": _when(proposal.lapses_at), "effective": _when(proposal.effective_at), "ends": _when(proposal.ends_at),
        "signers": _named((each for each in parties if each in standing.signed), language),
        "others": _named((each for each in parties if each not in standing.signed), language),
        "unconfirmed": _named((each for each in parties if each not in standing.confirmed), language),
        "by": _by(standing.concluded, language),
    }  # fmt: skip
    return translate(template, language, fields)


def _by(act: Act | None, language: Language) -> str:
    return party_name(act.party, language) if act else ""


def _named(parties: Iterable[str], language: Language) -> str:
    return ", ".join(party_name(each, language) for each in parties)


def party_name(party: str, language: Language) -> str:
    """Return what a party is called."""
    found = party_of(party)
    return found.names.best(language) if found else party


def _when(moment: datetime | None) -> str:
    # Kept in one line: a date-time group that is broken is misread.
    return ltr(date_time_group(moment).replace(" ", "\N{NO-BREAK SPACE}")) if moment else ""


def ltr(text: str) -> str:
    """Return ``text`` isolated, to stand from left to right in a line of any direction."""
    return f"\u2066{text}\u2069"
