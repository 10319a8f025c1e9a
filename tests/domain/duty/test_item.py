"""An item stays open until everybody who needs to know was told; its clock says how long that has taken."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.domain.duty import DutyError, Need, Precedence, State, Urgency, check_item, clock_of
from tests.domain.duty.made_up import AT, item, told

NEEDS = st.lists(
    st.builds(Need, st.sampled_from(["a", "b", "c", "d"]), st.none() | st.just(AT)),
    max_size=4,
    unique_by=lambda n: n.whom,
).map(tuple)


@given(NEEDS, st.booleans(), st.sampled_from(State))
def test_an_item_is_closed_only_if_the_third_question_has_an_answer(
    needs: tuple[Need, ...],
    nobody: bool,  # noqa: FBT001 - drawn
    state: State,
) -> None:
    told_all = bool(needs) and all(need.told_at for need in needs)
    allowed = not (nobody and needs) and (state is State.OPEN or told_all or (nobody and not needs))
    try:
        check_item(item(needs=needs, nobody_further=nobody, state=state), AT)
    except DutyError:
        assert not allowed
    else:
        assert allowed


def test_closing_names_who_was_not_told() -> None:
    with pytest.raises(DutyError, match=r"Not told yet: post 15, post 16\."):
        check_item(item(state=State.CLOSED, needs=(told(), Need("post 15"), Need("post 16"))), AT + timedelta(hours=1))


def test_an_empty_list_is_no_answer_and_nobody_further_is_one() -> None:
    with pytest.raises(DutyError, match="says who needs to know"):
        check_item(item(state=State.CLOSED, needs=()), AT)
    check_item(item(state=State.CLOSED, needs=(), nobody_further=True), AT)


def test_nobody_is_told_in_the_future_nor_named_twice() -> None:
    with pytest.raises(DutyError, match="not come yet"):
        check_item(item(needs=(told(after_min=10),)), AT + timedelta(minutes=9))
    with pytest.raises(DutyError, match="twice"):
        check_item(item(needs=(told(), Need("post 14"))), AT + timedelta(minutes=9))


@given(st.sampled_from(Precedence), st.integers(-60, 3000))
def test_the_clock_turns_late_when_the_span_is_over_and_never_before(precedence: Precedence, minutes: int) -> None:
    span = {"flash": 5, "immediate": 20, "priority": 60, "routine": 240}[precedence.value]
    clock = clock_of(item(precedence=precedence), AT + timedelta(minutes=minutes))
    late, soon = minutes >= span, minutes >= span / 2
    assert clock.urgency is (Urgency.LATE if late else Urgency.SOON if soon else Urgency.CALM)
    assert clock.due_at == AT + timedelta(minutes=span)
    assert clock.age == timedelta(minutes=max(minutes, 0))


def test_a_more_urgent_item_is_never_later_than_a_less_urgent_one() -> None:
    due = [clock_of(item(precedence=each), AT).due_at for each in Precedence]
    assert due == sorted(due)
    assert [each.rank for each in Precedence] == [0, 1, 2, 3]


def test_an_answered_or_closed_item_raises_no_alarm() -> None:
    later = AT + timedelta(days=2)
    assert clock_of(item(needs=(told(),)), later).urgency is Urgency.NONE
    assert clock_of(item(state=State.CLOSED, nobody_further=True, needs=()), later).urgency is Urgency.NONE
