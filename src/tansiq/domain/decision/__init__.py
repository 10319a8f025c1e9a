"""Where a joint decision stands: a pure function of its proposal, of what was done about it, and of now.

Two orders are kept apart. **Places** in the log say what came before what: every question of *before* or *after*
between two acts compares places, never times. **Times** are claims of clocks that may be wrong. An act's own time is
never compared with anything; compared is the *log's clock* at its place: the latest time that any act up to that
place claims. Setting a clock back therefore gains nothing; setting one ahead makes that act, and all after it, late. It
gains its owner no more than refusing would, but for one thing that no rule over claimed times can mend without letting
clocks be set back: once both have signed and confirmed, it can make a refusal that follows count as too late. Both
parties' acts in a centre are stamped by the centre's one clock, which both can read in the bar; watch it.

==========================================  =====================================================
is this act before that one?                their places
was it signed, refused ... in time?         the log's clock at its place < ``lapses_at``, ``effective_at``
has the time to sign or confirm run out?    the later of log's clock and now >= the same
has it begun, has it ended?                 now >= ``effective_at``, ``ends_at``; now is the reader's
==========================================  =====================================================

A **permissive** decision lets something happen that neither party may bring about alone. It takes effect at
``effective_at`` if before ``lapses_at`` both parties signed its bytes, and before ``effective_at`` each has done
something (signed or confirmed) at a place after the other's signature, so that each is known to have read that the
other agreed. One that is withdrawn, refused or answered by another proposal before then never takes effect.

A **restrictive** decision keeps something from happening. A signature under it binds its signer from its place on,
whenever that was, and nothing that anybody does about it later takes that back: it ends at ``ends_at``, or by a
decision of both (:mod:`tansiq.domain.decision.succession`).

So doubt never permits, and never lifts what restricts.
"""

from tansiq.domain.decision.rules import DecisionRefusedError, check_deed, check_proposal
from tansiq.domain.decision.standing import log_clock, stand
from tansiq.domain.decision.succession import OPPOSITES, Decision, Placed, stand_together
from tansiq.domain.decision.terms import Act, Deed, Effect, Holder, Matter, Proposal, Standing, State

__all__ = [
    "OPPOSITES",
    "Act",
    "Decision",
    "DecisionRefusedError",
    "Deed",
    "Effect",
    "Holder",
    "Matter",
    "Placed",
    "Proposal",
    "Standing",
    "State",
    "check_deed",
    "check_proposal",
    "log_clock",
    "stand",
    "stand_together",
]
