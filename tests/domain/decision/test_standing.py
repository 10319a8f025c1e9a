"""Whatever the sequence of acts: held against the rule said a second time, and walked through state by state."""

from datetime import datetime, timedelta
from itertools import permutations, product
from random import Random

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from tansiq.domain.decision import Act, Deed, Matter, Proposal, State, stand
from tansiq.domain.names import Names
from tests.domain.decision.histories import (
    ACTS,
    HISTORIES,
    NOWS,
    OTHER_BYTES,
    PARTIES,
    PERMISSIVE,
    PROPOSERS,
    RESTRICTIVE,
    START,
    act,
    confirms,
    hours,
    proposal,
    signs,
)  # fmt: skip
from tests.domain.decision.naive import permissive_in_effect, restrictive_binds

MANY = settings(max_examples=1000)
SOME = settings(max_examples=300)
LATER = timedelta(hours=1)


@MANY
@given(st.sampled_from(PERMISSIVE), PROPOSERS, HISTORIES, NOWS)
def test_a_permissive_decision_is_in_effect_exactly_when_the_plain_rule_says_so(
    matter: Matter, proposer: str, acts: list[Act], now: datetime
) -> None:
    decided = proposal(matter, proposer=proposer)
    standing = stand(decided, acts, now)
    event(f"in effect: {standing.state is State.IN_EFFECT}")
    assert (standing.state is State.IN_EFFECT) == permissive_in_effect(decided, acts, now)
    assert standing.binds == (frozenset(PARTIES) if standing.state is State.IN_EFFECT else frozenset())


@MANY
@given(st.sampled_from(PERMISSIVE), PROPOSERS, HISTORIES, NOWS, st.sampled_from(PARTIES))
def test_neither_party_alone_brings_a_permissive_decision_into_effect(
    matter: Matter, proposer: str, acts: list[Act], now: datetime, alone: str
) -> None:
    decided = proposal(matter, proposer=proposer)
    alone_did = [each for each in acts if each.party != decided.other(alone)]
    standing = stand(decided, alone_did, now)
    assert standing.state not in {State.AWAITING_RECEIPT, State.AGREED, State.IN_EFFECT, State.ENDED}
    assert standing.binds == frozenset()


@MANY
@given(st.sampled_from(PERMISSIVE), HISTORIES, NOWS)
def test_in_effect_both_have_signed_these_bytes_in_time_and_know_it_of_each_other(
    matter: Matter, acts: list[Act], now: datetime
) -> None:
    decided = proposal(matter)
    standing = stand(decided, acts, now)
    if standing.state is not State.IN_EFFECT:
        assert standing.binds == frozenset()
        return
    assert set(standing.signed) == standing.confirmed == set(PARTIES)
    for party, signature in standing.signed.items():
        assert signature in acts
        assert (signature.party, signature.deed, signature.record) == (party, Deed.SIGN, decided.digest)
        assert signature.entered_at < decided.lapses_at
        others = standing.signed[decided.other(party)]
        assert any(each.party == party and each.place > others.place for each in acts)


@MANY
@given(st.sampled_from(RESTRICTIVE), PROPOSERS, HISTORIES, NOWS)
def test_a_restrictive_decision_binds_exactly_who_signed_it_until_it_ends(
    matter: Matter, proposer: str, acts: list[Act], now: datetime
) -> None:
    decided = proposal(matter, proposer=proposer)
    assert stand(decided, acts, now).binds == restrictive_binds(decided, acts, now)


@SOME
@given(st.sampled_from(RESTRICTIVE), HISTORIES, ACTS, NOWS)
def test_nothing_done_later_lifts_a_restriction_from_who_signed_it(
    matter: Matter, acts: list[Act], added: Act, now: datetime
) -> None:
    decided = proposal(matter)
    assume(added.place not in {each.place for each in acts})
    assert stand(decided, acts, now).binds <= stand(decided, [*acts, added], now).binds


@SOME
@given(st.sampled_from(list(Matter)), HISTORIES, NOWS, st.randoms(use_true_random=False))
def test_the_order_in_which_acts_are_handed_in_means_nothing(
    matter: Matter, acts: list[Act], now: datetime, lot: Random
) -> None:
    shuffled = list(acts)
    lot.shuffle(shuffled)
    assert stand(proposal(matter), acts, now) == stand(proposal(matter), shuffled, now)


@SOME
@given(st.sampled_from(list(Matter)), HISTORIES, NOWS)
def test_acts_of_others_about_other_bytes_or_earlier_than_the_proposal_count_for_nothing(
    matter: Matter, acts: list[Act], now: datetime
) -> None:
    decided = proposal(matter)
    of_it = [
        each for each in acts if each.party in PARTIES and each.record == decided.digest and each.place > decided.place
    ]
    assert stand(decided, acts, now) == stand(decided, of_it, now)


@SOME
@given(st.sampled_from(PERMISSIVE), HISTORIES, NOWS, st.data())
def test_setting_a_clock_back_behind_the_log_changes_nothing(
    matter: Matter, acts: list[Act], now: datetime, data: st.DataObject
) -> None:
    """An act that claims an earlier time than the log's clock before it counts as made at that clock."""
    decided = proposal(matter)
    mine = sorted((each for each in acts if each.record == decided.digest and each.place > 10), key=lambda a: a.place)
    mine = [each for each in mine if each.party in PARTIES]
    assume(len(mine) > 1)
    at = data.draw(st.integers(1, len(mine) - 1))
    clock = max(decided.entered_at, *(each.entered_at for each in mine[:at]))
    honest, back = (
        [*mine[:at], _at(mine[at], moment), *mine[at + 1 :]] for moment in (clock, clock - timedelta(days=3))
    )
    assert stand(decided, honest, now).state is stand(decided, back, now).state


def _at(of: Act, moment: datetime) -> Act:
    return Act(of.place, of.party, of.deed, of.record, moment)


@SOME
@given(st.sampled_from(PERMISSIVE), HISTORIES, NOWS, st.integers(0, 7))
def test_a_clock_set_ahead_gains_its_owner_nothing_that_was_not_there(
    matter: Matter, acts: list[Act], now: datetime, which: int
) -> None:
    decided = proposal(matter)
    assume(which < len(acts))
    ahead = [_at(each, each.entered_at + timedelta(days=9)) if n == which else each for n, each in enumerate(acts)]
    if stand(decided, ahead, now).state is State.IN_EFFECT:
        # The one thing it can gain: what would have concluded the proposal, at that place or after it, comes too late.
        honest = stand(decided, acts, now)
        overtaken = honest.concluded is not None and honest.concluded.place >= acts[which].place
        assert honest.state is State.IN_EFFECT or (overtaken and honest.complete is not None)


def _walks(decided: Proposal, length: int, times_h: tuple[float, ...]) -> list[list[Act]]:
    """Every history of so many acts by the two parties at these times."""
    choices = list(product(PARTIES, Deed, times_h))
    return [
        [act(decided.place + 1 + n, party, deed, at_h) for n, (party, deed, at_h) in enumerate(chosen)]
        for chosen in product(choices, repeat=length)
    ]


@pytest.mark.parametrize(
    ("length", "times_h"),
    [(0, (1,)), (1, (1, 10, 20)), (2, (-1, 1, 10, 15, 20)), (3, (1, 10, 20)), (4, (1,))],
    ids=["none", "one", "two", "three", "four"],
)
def test_every_short_history_is_judged_as_the_plain_rule_judges_it(length: int, times_h: tuple[float, ...]) -> None:
    in_effect = 0
    permissive, restrictive = proposal(Matter.GAP_CLOSED, ends_at=None), proposal(Matter.GAP_REOPENED)
    for acts in _walks(permissive, length, times_h):
        standing = stand(permissive, acts, hours(20))
        assert (standing.state is State.IN_EFFECT) == permissive_in_effect(permissive, acts, hours(20)), acts
        if standing.state is State.IN_EFFECT:
            in_effect += 1
            assert {each.party for each in acts if each.deed is Deed.SIGN} == set(PARTIES)
        assert stand(restrictive, acts, hours(20)).binds == restrictive_binds(restrictive, acts, hours(20))
    # One signs, the other signs, the first signs again or confirms: the least that does it.
    assert bool(in_effect) == (length >= 3)
    if length == 3:
        assert in_effect == 2 * 2 * 2  # who first, how confirmed, confirmed at 1 h or at 10 h


BOTH = [signs(11, "federal"), signs(12, "regional")]
AGREED = [*BOTH, confirms(13, "federal")]


@pytest.mark.parametrize(
    ("acts", "at_h", "state"),
    [
        ([], 1, State.PROPOSED),
        ([], 10, State.LAPSED),
        (BOTH[:1], 9, State.SIGNED_BY_ONE),
        (BOTH[:1], 10, State.LAPSED),
        (BOTH, 19, State.AWAITING_RECEIPT),
        (BOTH, 20, State.LAPSED),
        ([*BOTH, confirms(13, "regional")], 19, State.AWAITING_RECEIPT),
        (AGREED, 19, State.AGREED),
        (AGREED, 20, State.IN_EFFECT),
        (AGREED, 30, State.ENDED),
        ([signs(11, "federal"), confirms(12, "regional"), signs(13, "regional"), confirms(14, "federal")], 20,
         State.IN_EFFECT),
        ([*AGREED, act(14, "regional", Deed.WITHDRAW, 19)], 20, State.WITHDRAWN),
        ([*AGREED, act(14, "regional", Deed.WITHDRAW, 20)], 20, State.IN_EFFECT),
        ([act(11, "regional", Deed.WITHDRAW)], 1, State.PROPOSED),
        ([act(11, "federal", Deed.WITHDRAW)], 1, State.WITHDRAWN),
        ([signs(11, "federal"), act(12, "regional", Deed.REFUSE)], 1, State.REFUSED),
        ([signs(11, "federal"), act(12, "regional", Deed.COUNTER)], 1, State.COUNTERED),
        ([act(11, "regional", Deed.REFUSE), *[signs(12, "federal"), signs(13, "regional")]], 20, State.REFUSED),
        ([signs(11, "federal"), signs(12, "regional", 10), confirms(13, "federal", 11)], 20, State.LAPSED),
        ([signs(11, "federal", 12), signs(12, "regional", 1), confirms(13, "federal")], 20, State.LAPSED),
    ],
)  # fmt: skip
def test_a_permissive_decision_goes_through_its_states(acts: list[Act], at_h: float, state: State) -> None:
    assert stand(proposal(), acts, hours(at_h)).state is state


@pytest.mark.parametrize(
    ("acts", "at_h", "state", "binds"),
    [
        ([], 1, State.PROPOSED, set()),
        ([], 10, State.LAPSED, set()),
        (BOTH[:1], 1, State.SIGNED_BY_ONE, {"federal"}),
        (BOTH[:1], 25, State.SIGNED_BY_ONE, {"federal"}),
        ([signs(11, "regional"), act(12, "federal", Deed.REFUSE)], 25, State.SIGNED_BY_ONE, {"regional"}),
        ([signs(11, "federal"), act(12, "federal", Deed.WITHDRAW)], 25, State.SIGNED_BY_ONE, {"federal"}),
        ([act(11, "regional", Deed.REFUSE)], 25, State.REFUSED, set()),
        ([act(11, "regional", Deed.REFUSE, 10)], 25, State.LAPSED, set()),
        (BOTH, 1, State.IN_EFFECT, {"federal", "regional"}),
        (BOTH, 30, State.ENDED, set()),
    ],
)
def test_a_restrictive_decision_goes_through_its_states(
    acts: list[Act], at_h: float, state: State, binds: set[str]
) -> None:
    standing = stand(proposal(Matter.MOVEMENT_STOPPED), acts, hours(at_h))
    assert (standing.state, standing.binds) == (state, binds)


def test_signatures_over_other_bytes_are_no_signatures() -> None:
    acts = [act(n, party, Deed.SIGN, record=OTHER_BYTES) for n, party in ((11, "federal"), (12, "regional"))]
    assert stand(proposal(), [*acts, confirms(13, "federal")], hours(20)).state is State.LAPSED


def test_a_reservation_stands_with_the_signature_it_came_with_and_cannot_be_slipped_in_afterwards() -> None:
    said, slipped = Names(en="Not by night."), Names(en="Not at all.")
    first = act(12, "regional", Deed.SIGN, reservation=said)
    again = act(14, "regional", Deed.SIGN, reservation=slipped)
    standing = stand(proposal(), [signs(11, "federal"), first, confirms(13, "federal"), again], hours(20))
    assert standing.reservations == {"regional": said}


def test_who_signs_with_a_reservation_last_is_only_bound_once_the_other_has_seen_it() -> None:
    reserved = act(12, "regional", Deed.SIGN, reservation=Names(en="Not by night."))
    before = stand(proposal(), [signs(11, "federal"), reserved], hours(2))
    assert before.state is State.AWAITING_RECEIPT
    assert before.confirmed == {"regional"}


def test_every_order_of_two_signatures_and_a_receipt_that_confirms_the_later_one_agrees() -> None:
    for one, two in permutations(PARTIES):
        acts = [signs(11, one), signs(12, two), confirms(13, one)]
        assert stand(proposal(), acts, START + LATER).state is State.AGREED
