"""A later decision takes the place of an earlier one about the same; doubt never permits and never lifts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.domain.decision import Act, Decision, Deed, Matter, State, stand_together
from tests.domain.decision.histories import PARTIES, act, hours, proposal

CLOSED, REOPENED = "sha256:" + "c" * 64, "sha256:" + "d" * 64


def decision(digest: str, matter: Matter, place: int, done: Sequence[tuple[int, str, Deed]], **fields: Any) -> Decision:  # noqa: ANN401 - any field
    given: dict[str, Any] = {"about": frozenset({"gap-7"}), **fields}
    acts = tuple(act(at, party, deed, 1, digest) for at, party, deed in done)
    return Decision(proposal(matter, digest=digest, place=place, **given), acts)


def agreed(first: int) -> list[tuple[int, str, Deed]]:
    return [
        (first, "federal", Deed.SIGN),
        (first + 1, "regional", Deed.SIGN),
        (first + 2, "federal", Deed.CONFIRM_RECEIPT),
    ]


def closing(digest: str = CLOSED, place: int = 10, **fields: Any) -> Decision:  # noqa: ANN401 - any field
    return decision(digest, Matter.GAP_CLOSED, place, agreed(place + 1), **fields)


def reopening(place: int, *signers: str, digest: str = REOPENED, **fields: Any) -> Decision:  # noqa: ANN401 - any field
    done = [(place + 1 + n, party, Deed.SIGN) for n, party in enumerate(signers)]
    return decision(digest, Matter.GAP_REOPENED, place, done, **fields)


BEGUN = hours(21)


def states(decisions: Sequence[Decision], now: datetime = BEGUN) -> list[State]:
    placed = stand_together(decisions, now)
    return [placed[each.proposal.digest].standing.state for each in decisions]


@pytest.mark.parametrize("party", PARTIES)
def test_each_party_alone_reopens_a_gap_that_both_closed(party: str) -> None:
    decisions = [closing(), reopening(20, party)]
    assert states(decisions[:1]) == [State.IN_EFFECT]
    assert states(decisions) == [State.SUPERSEDED, State.SIGNED_BY_ONE]
    placed = stand_together(decisions, hours(21))
    assert placed[CLOSED].superseded_by == REOPENED
    assert placed[CLOSED].standing.binds == frozenset()


def test_a_proposal_to_reopen_that_nobody_signed_changes_nothing() -> None:
    assert states([closing(), reopening(20)], hours(9)) == [State.AGREED, State.PROPOSED]
    assert states([closing(), reopening(20)]) == [State.IN_EFFECT, State.LAPSED]


def test_a_gap_closes_again_only_by_both() -> None:
    again = "sha256:" + "e" * 64
    one = decision(again, Matter.GAP_CLOSED, 30, agreed(31)[:1])
    assert states([closing(), reopening(20, "regional"), one]) == [
        State.SUPERSEDED, State.SIGNED_BY_ONE, State.LAPSED,
    ]  # fmt: skip
    both = closing(again, 30)
    assert states([closing(), reopening(20, "regional"), both]) == [
        State.SUPERSEDED, State.SUPERSEDED, State.IN_EFFECT,
    ]  # fmt: skip


def test_a_closure_agreed_but_not_yet_in_effect_does_not_survive_a_reopening() -> None:
    decisions = [closing(), reopening(20, "federal")]
    assert states(decisions, hours(2)) == [State.SUPERSEDED, State.SIGNED_BY_ONE]
    assert states(decisions, hours(25)) == [State.SUPERSEDED, State.SIGNED_BY_ONE]


def test_a_closure_proposed_before_a_reopening_was_signed_does_not_lift_it() -> None:
    late = decision(CLOSED, Matter.GAP_CLOSED, 10, agreed(30))
    assert states([reopening(20, "federal"), late]) == [State.SIGNED_BY_ONE, State.SUPERSEDED]


def test_decisions_about_different_things_leave_each_other_alone() -> None:
    elsewhere = reopening(20, "federal", about=frozenset({"gap-8"}))
    assert states([closing(), elsewhere]) == [State.IN_EFFECT, State.SIGNED_BY_ONE]


def test_the_version_both_completed_later_takes_the_place_of_the_earlier() -> None:
    one = decision(CLOSED, Matter.AGREEMENT, 10, agreed(11), ends_at=None)
    two = decision(REOPENED, Matter.AGREEMENT, 20, agreed(21), ends_at=None, effective_at=hours(25))
    assert states([one, two]) == [State.IN_EFFECT, State.AGREED]
    assert states([one, two], hours(25)) == [State.SUPERSEDED, State.IN_EFFECT]


def test_a_newer_version_that_is_still_open_is_not_swept_away_by_an_older_one() -> None:
    one = decision(CLOSED, Matter.AGREEMENT, 10, agreed(30), ends_at=None, lapses_at=hours(5), effective_at=hours(5))
    two = decision(REOPENED, Matter.AGREEMENT, 20, [], ends_at=None)
    assert states([one, two], hours(6)) == [State.IN_EFFECT, State.PROPOSED]


def test_an_earlier_decision_does_not_come_back_when_its_successor_ends() -> None:
    first = decision(CLOSED, Matter.SWEEP_ORDERED, 10, agreed(11), ends_at=None)
    second = decision(REOPENED, Matter.SWEEP_ORDERED, 20, agreed(21), ends_at=hours(30))
    assert states([first, second], hours(31)) == [State.SUPERSEDED, State.ENDED]


def test_a_successor_stopped_before_its_time_took_nothing_s_place() -> None:
    first = closing(about=frozenset({"gap-7"}), effective_at=hours(10))
    second = closing("sha256:" + "e" * 64, 20, about=frozenset({"gap-7", "gap-8"}))
    stop = reopening(30, "federal", about=frozenset({"gap-8"}))
    assert states([first, second, stop]) == [State.IN_EFFECT, State.SUPERSEDED, State.SIGNED_BY_ONE]


def test_a_restriction_is_lifted_only_where_all_of_it_is() -> None:
    wide = reopening(10, "federal", about=frozenset({"gap-7", "gap-8"}))
    assert states([wide, closing(CLOSED, 20)]) == [State.SIGNED_BY_ONE, State.IN_EFFECT]
    assert states([wide, closing(CLOSED, 20, about=frozenset({"gap-7", "gap-8"}))]) == [
        State.SUPERSEDED, State.IN_EFFECT,
    ]  # fmt: skip


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["close", "reopen"]),
        st.lists(st.tuples(st.sampled_from(PARTIES), st.sampled_from([Deed.SIGN, Deed.CONFIRM_RECEIPT])), max_size=4),
    ),
    max_size=5,
)


@settings(max_examples=1000)
@given(MOVES, st.sampled_from([1, 15, 20, 30]))
def test_a_gap_is_closed_only_by_both_and_only_while_nobody_has_reopened_it_since(
    moves: list[tuple[str, list[tuple[str, Deed]]]], at_h: int
) -> None:
    decisions, acts = [], []
    for number, (move, done) in enumerate(moves):
        digest, place = f"sha256:{number:064x}", 100 * number
        matter = Matter.GAP_CLOSED if move == "close" else Matter.GAP_REOPENED
        decisions.append(decision(digest, matter, place, [(place + 1 + n, *each) for n, each in enumerate(done)]))
        acts += [(place + 1 + n, move, *each) for n, each in enumerate(done)]
    placed = stand_together(decisions, hours(at_h))
    closed = [each for each in placed.values() if each.decision.proposal.matter is Matter.GAP_CLOSED]
    closed = [each for each in closed if each.standing.state is State.IN_EFFECT]
    assert len(closed) <= 1
    for each in closed:
        since = each.decision.proposal.place
        assert {party for _, party in _signed(each.decision.acts)} == set(PARTIES)
        assert not any(move == "reopen" and deed is Deed.SIGN and at > since for at, move, _, deed in acts)
        assert not any(other.standing.binds for other in placed.values() if other is not each)


def _signed(acts: Sequence[Act]) -> list[tuple[int, str]]:
    return [(each.place, each.party) for each in acts if each.deed is Deed.SIGN]
