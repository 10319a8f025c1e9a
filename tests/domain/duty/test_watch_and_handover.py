"""The watch, and what stands against handing it over."""

from datetime import UTC, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.domain.duty import (
    ASSUMED_WATCHES,
    DutyError,
    Handover,
    Item,
    Precedence,
    State,
    Watches,
    check_handover,
    orphans,
    problems,
)
from tests.domain.duty.made_up import AT, item, told

ZONES = st.sampled_from([UTC, timezone(timedelta(hours=3))])
MOMENTS = st.builds(lambda days, zone: (AT + timedelta(days=days)).astimezone(zone), st.floats(-3000, 5000), ZONES)
ITEMS = st.lists(
    st.builds(
        lambda number, precedence, state, answered: item(
            number, precedence=precedence, state=state, needs=(told(),) if answered else item().needs
        ),
        st.integers(1, 30), st.sampled_from(Precedence), st.sampled_from(State), st.booleans(),
    ),
    unique_by=lambda each: each.key,
)  # fmt: skip


def handover(items: list[Item], **fields: object) -> Handover:
    given: dict[str, object] = {
        "from_at": AT, "to_at": AT + timedelta(hours=12),
        "open_items": tuple(each.key for each in items if each.is_open),
    }  # fmt: skip
    return Handover(**(given | fields))  # type: ignore[arg-type]  # passed through by name


@given(MOMENTS)
def test_every_moment_lies_in_one_watch_of_twelve_hours_that_follows_another(moment: datetime) -> None:
    watch = ASSUMED_WATCHES.at(moment)
    assert watch.covers(moment)
    assert watch.to_at - watch.from_at == timedelta(hours=12)
    assert ASSUMED_WATCHES.before(watch).to_at == watch.from_at
    assert ASSUMED_WATCHES.at(watch.to_at).from_at == watch.to_at


def test_watches_change_at_half_past_six_local_time() -> None:
    watch = ASSUMED_WATCHES.at(datetime(2026, 11, 22, 3, 29, tzinfo=UTC))  # 06:29 local
    assert (watch.from_at.astimezone(UTC), watch.to_at.astimezone(UTC)) == (
        datetime(2026, 11, 21, 15, 30, tzinfo=UTC),
        datetime(2026, 11, 22, 3, 30, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("local", "ends"), [("06:10", "06:30"), ("06:50", "06:30"), ("18:00", "18:30"), ("19:00", "18:30")]
)
def test_the_watch_handed_over_is_the_one_that_ends_nearest(local: str, ends: str) -> None:
    moment = datetime.fromisoformat(f"2026-11-22T{local}:00+03:00")
    assert ASSUMED_WATCHES.ending_near(moment).to_at == datetime.fromisoformat(f"2026-11-22T{ends}:00+03:00")


def test_other_watches_can_be_agreed() -> None:
    thrice = Watches((time(0, 0), time(8, 0), time(16, 0)))
    assert thrice.at(datetime(2026, 11, 22, 4, 0, tzinfo=UTC)).to_at == datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


@given(ITEMS)
def test_a_handover_that_carries_all_that_is_open_leaves_no_orphan_and_one_that_lacks_any_is_refused(
    items: list[Item],
) -> None:
    whole = handover(items, override_reason="The radio is out.")
    assert orphans(items, whole.open_items) == ()
    check_handover(whole, items)
    for key in whole.open_items:
        rest = tuple(each for each in whole.open_items if each != key)
        with pytest.raises(DutyError, match="left to nobody"):
            check_handover(handover(items, open_items=rest, override_reason="x"), items)


@given(ITEMS)
def test_an_unanswered_flash_or_immediate_item_stands_against_it_until_a_reason_is_given(items: list[Item]) -> None:
    blocking = {
        each.key for each in items
        if each.state is State.OPEN and each.precedence in {"flash", "immediate"} and each.untold
    }  # fmt: skip
    assert set(problems(items)) == blocking
    for reason in ("", "  "):
        if blocking:
            with pytest.raises(DutyError, match="flash or immediate"):
                check_handover(handover(items, override_reason=reason), items)
        else:
            check_handover(handover(items, override_reason=reason), items)


def test_a_handover_carries_nothing_that_was_closed_meanwhile() -> None:
    closed = item(7, state=State.CLOSED, needs=(told(),))
    with pytest.raises(DutyError, match="item-7"):
        check_handover(handover([closed], open_items=("item-7",)), [closed])


@pytest.mark.parametrize("hours", [0, -1, 37])
def test_a_watch_ends_after_it_begins_and_lasts_no_longer_than_a_day_and_a_half(hours: int) -> None:
    with pytest.raises(DutyError, match="36 hours"):
        check_handover(handover([], to_at=AT + timedelta(hours=hours)), [])
