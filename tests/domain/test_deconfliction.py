"""A notice without relay to the last affected post counts for nothing (domain notes, 2 and 3.6)."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tansiq.domain.deconfliction import MovementNotice, Share, movements_deconflicted

START = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
POSTS = ("F001", "R001", "R002")
moments = st.integers(-600, 600).map(lambda minutes: START + timedelta(minutes=minutes))
notices = st.builds(
    MovementNotice,
    start_at=st.just(START),
    sent_at=st.none() | moments,
    acknowledged_at=st.none() | moments,
    affected_posts=st.none() | st.frozensets(st.sampled_from(POSTS)),
    relayed_at=st.dictionaries(st.sampled_from(POSTS), moments),
)


def told(minutes_before: int, *posts: str) -> dict[str, datetime]:
    return {post: START - timedelta(minutes=minutes_before) for post in posts}


def notice(affected: frozenset[str] | None, relayed: dict[str, datetime]) -> MovementNotice:
    early = START - timedelta(hours=2)
    return MovementNotice(START, early, early, affected, relayed)


def test_told_to_the_last_post_in_time_is_deconflicted() -> None:
    assert notice(frozenset({"R001", "R002"}), told(10, "R001", "R002")).deconflicted is True


def test_acknowledged_and_not_relayed_is_not() -> None:
    assert notice(frozenset({"R001"}), {}).deconflicted is False


def test_one_post_told_at_the_start_is_too_late_for_all() -> None:
    assert notice(frozenset({"R001", "R002"}), told(10, "R001") | told(0, "R002")).deconflicted is False


def test_posts_that_nobody_worked_out_leave_it_unknown() -> None:
    assert notice(None, told(10, "R001")).deconflicted is None


def test_a_movement_found_out_afterwards_is_counted_and_not_deconflicted() -> None:
    found = MovementNotice(START)
    assert movements_deconflicted([found, notice(frozenset(), {})]) == Share(1, 2, 0)


@given(notices)
def test_no_affected_post_may_be_left_out(each: MovementNotice) -> None:
    if each.deconflicted:
        assert each.affected_posts is not None
        assert all(each.relayed_at[post] < each.start_at for post in each.affected_posts)
        assert each.acknowledged_at is not None
        assert each.acknowledged_at < each.start_at


@given(st.lists(notices))
def test_unknown_is_in_the_denominator_only(known: list[MovementNotice]) -> None:
    share = movements_deconflicted(known)
    assert share.denominator == len(known)
    assert share.numerator + share.unknown <= share.denominator
