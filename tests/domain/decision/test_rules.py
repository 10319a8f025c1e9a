"""What may be proposed and done is refused in words exactly where it would count for nothing."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.domain.decision import (
    Act,
    DecisionRefusedError,
    Deed,
    Effect,
    Holder,
    Matter,
    State,
    check_deed,
    check_proposal,
    stand,
)  # fmt: skip
from tests.domain.decision.histories import (
    DIGEST,
    HISTORIES,
    PARTIES,
    PROPOSERS,
    START,
    act,
    confirms,
    hours,
    proposal,
    signs,
)  # fmt: skip

GOOD = {matter: proposal(matter) for matter in Matter}


@pytest.mark.parametrize("matter", list(Matter))
def test_a_proposal_that_means_what_it_says_may_be_entered(matter: Matter) -> None:
    check_proposal(GOOD[matter], matter.effect)
    assert matter.effect in Effect


@pytest.mark.parametrize("matter", list(Matter))
def test_nobody_chooses_whether_a_decision_permits_or_restricts(matter: Matter) -> None:
    other = Effect.PERMISSIVE if matter.effect is Effect.RESTRICTIVE else Effect.RESTRICTIVE
    with pytest.raises(DecisionRefusedError, match="follows from what it decides"):
        check_proposal(GOOD[matter], other)


def test_what_restricts_is_what_the_design_lists() -> None:
    assert {matter.value for matter in Matter if matter.effect is Effect.RESTRICTIVE} == {
        "gap_reopened", "joint_checkpoint_closed", "movement_stopped", "release_recalled",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("matter", "fields", "words"),
    [
        (Matter.GAP_CLOSED, {"holder": None}, "a party and a unit that hold it"),
        (Matter.GAP_CLOSED, {"holder": Holder("outsider", "x")}, "one of the two parties"),
        (Matter.GAP_CLOSED, {"about": frozenset({"a", "b"})}, "one at a time|one annex at a time"),
        (Matter.GAP_CLOSED, {"ends_at": hours(40)}, "leave out the end"),
        (Matter.SWEEP_ORDERED, {"holder": Holder("federal", "x")}, "nothing else takes a holder"),
        (Matter.SWEEP_ORDERED, {"lapses_at": START}, "past already"),
        (Matter.SWEEP_ORDERED, {"effective_at": hours(9)}, "before the time to sign has run out"),
        (Matter.SWEEP_ORDERED, {"ends_at": hours(20)}, "end before it can have begun"),
        (Matter.SWEEP_ORDERED, {"parties": ("federal", "federal")}, "two different parties"),
        (Matter.SWEEP_ORDERED, {"proposer": "outsider"}, "two different parties"),
        (Matter.MOVEMENT_STOPPED, {"effective_at": hours(1)}, "cannot be put off"),
    ],
)
def test_a_proposal_that_could_not_mean_what_it_says_is_refused_with_the_reason(
    matter: Matter, fields: dict[str, Any], words: str
) -> None:
    with pytest.raises(DecisionRefusedError, match=words):
        check_proposal(proposal(matter, **fields), matter.effect)


@settings(max_examples=1000)
@given(st.sampled_from(list(Matter)), PROPOSERS, HISTORIES, st.sampled_from([*PARTIES, "outsider"]),
       st.sampled_from(list(Deed)), st.sampled_from([0, 5, 10, 15, 20, 25, 30]))  # fmt: skip
def test_a_deed_is_allowed_exactly_when_it_would_count(
    matter: Matter, proposer: str, history: list[Act], party: str, deed: Deed, at_h: float
) -> None:
    """Entered at the log's clock after all that is there: the allowed changes something, the refused nothing."""
    decided = proposal(matter, proposer=proposer)
    now = max([hours(at_h), *(each.entered_at for each in history)])
    before = stand(decided, history, now)
    added = Act(40, party, deed, DIGEST, now)
    try:
        check_deed(decided, before, party, deed, now)
    except DecisionRefusedError:
        after = stand(decided, [*history, added], now + timedelta(seconds=1))
        if matter.effect is Effect.PERMISSIVE:
            assert after.state is before.state or not (after.state.is_open or after.state is State.IN_EFFECT)
        elif deed is not Deed.SIGN:
            assert after.binds == before.binds
    else:
        assert stand(decided, [*history, added], now) != before


@pytest.mark.parametrize(
    ("acts", "party", "deed", "at_h", "words"),
    [
        ([signs(11, "federal")], "federal", Deed.SIGN, 1, "signed this already"),
        ([], "federal", Deed.SIGN, 10, "ran out"),
        ([], "outsider", Deed.SIGN, 1, "not a party"),
        ([], "regional", Deed.WITHDRAW, 1, "Refuse it instead"),
        ([signs(11, "federal")], "federal", Deed.REFUSE, 1, "Withdraw it instead"),
        ([signs(11, "federal")], "federal", Deed.CONFIRM_RECEIPT, 1, "nothing to confirm"),
        ([act(11, "regional", Deed.REFUSE)], "federal", Deed.SIGN, 1, "was refused"),
        ([act(11, "regional", Deed.COUNTER)], "federal", Deed.SIGN, 1, "answered by another"),
        ([act(11, "federal", Deed.WITHDRAW)], "regional", Deed.SIGN, 1, "was withdrawn"),
        ([signs(11, "federal"), signs(12, "regional"), confirms(13, "federal")], "federal", Deed.WITHDRAW, 20,
         "is in effect"),
        ([signs(11, "federal"), signs(12, "regional"), confirms(13, "federal")], "federal", Deed.REFUSE, 30, "ended"),
        ([signs(11, "federal"), confirms(12, "regional")], "regional", Deed.CONFIRM_RECEIPT, 1, "confirmed receipt"),
    ],
)  # fmt: skip
def test_a_deed_that_would_count_for_nothing_is_refused_with_the_reason(
    acts: list[Act], party: str, deed: Deed, at_h: float, words: str
) -> None:
    decided = proposal()
    with pytest.raises(DecisionRefusedError, match=words):
        check_deed(decided, stand(decided, acts, hours(at_h)), party, deed, hours(at_h))


@pytest.mark.parametrize("deed", [Deed.WITHDRAW, Deed.REFUSE, Deed.COUNTER])
def test_a_restriction_that_somebody_signed_is_lifted_by_nobody_alone(deed: Deed) -> None:
    decided = proposal(Matter.GAP_REOPENED)
    standing = stand(decided, [signs(11, "federal")], hours(1))
    for party in PARTIES:
        with pytest.raises(DecisionRefusedError):
            check_deed(decided, standing, party, deed, hours(1))
