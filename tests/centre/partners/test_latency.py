"""How long word takes: both directions, by precedence, and what the gap picture takes of it."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tansiq.centre.door.putting import put
from tansiq.centre.door.rebuilding import digests, rebuild
from tansiq.centre.partners import latency
from tansiq.centre.partners.alarms import author_about
from tansiq.centre.partners.inbox import TableInbox
from tansiq.centre.partners.latency import Figures, Timed
from tansiq.centre.partners.measured import measured_share, measured_share_within_min
from tansiq.centre.partners.models import Received
from tansiq.centre.picture.measured import Measured, measured
from tests.centre.founded import Founded
from tests.centre.partners import linked
from tests.centre.partners.linked import FEDERAL_HQ, REGIONAL_HQ, PartnerLog, say


def came(*ages_s: float, precedence: str = "flash") -> datetime:
    """Messages of the federal headquarters that were so old when they came, each newer than the one before."""
    now, log = timezone.now(), PartnerLog()
    for number, age_s in enumerate(sorted(ages_s, reverse=True)):
        log.add("message/1", linked.message(precedence=precedence), object="msg-" + chr(97 + number) * 16,
                at=now.replace(microsecond=0) - timedelta(seconds=age_s))  # fmt: skip
    TableInbox(FEDERAL_HQ).keep(0, log.verified(), log.head())
    return timezone.now()


def test_figures_are_the_nearest_rank_and_nothing_gives_none() -> None:
    figures = Figures.of(Timed("flash", float(seconds)) for seconds in range(1, 11))
    assert figures == Figures(10, 5.0, 9.0)
    assert Figures.of([]) is None


@pytest.mark.usefixtures("bar")
def test_what_came_is_timed_from_its_entry_there() -> None:
    now = came(60, 120, 180)
    found = latency.by_precedence(latency.incoming("federal-hq", now))
    assert found.keys() == {"flash"}
    assert (found["flash"].count, round(found["flash"].median_s, -1)) == (3, 120)


@pytest.mark.usefixtures("bar")
def test_a_clock_that_is_known_to_run_ahead_does_not_make_word_look_faster() -> None:
    now = came(1, 2, 3)
    [plain], [ahead] = (
        latency.by_precedence(latency.incoming("federal-hq", now, behind_s=behind_s)).values()
        for behind_s in (None, -30.0)
    )
    assert round(ahead.median_s - plain.median_s, 3) == 30


def test_what_went_out_is_timed_until_its_receipt(bar: Founded) -> None:
    say(bar.author(), precedence="flash")
    assert list(latency.outgoing("regional-hq", timezone.now())) == []
    body = {"log": "local/bar/to/regional-hq", "size": 3, "head": "as it came\n"}
    put("receipt/1", body, author_about(REGIONAL_HQ), object="receipt-regional-hq")
    [timed] = latency.outgoing("regional-hq", timezone.now())
    assert timed.precedence == "flash"
    assert timed.seconds >= 0


def held(age_s: float, quiet_head_age_s: float | None) -> datetime:
    """One message that was so old when it came, the first; before it perhaps a head of the log while still empty."""
    now, log = timezone.now().replace(microsecond=0), PartnerLog()
    inbox = TableInbox(FEDERAL_HQ)
    if quiet_head_age_s is not None:
        inbox.keep_head(log.head(now - timedelta(seconds=quiet_head_age_s)))
    log.add("message/1", linked.message(precedence="flash"), object="msg-" + "a" * 16,
            at=now - timedelta(seconds=age_s))  # fmt: skip
    inbox.keep(0, log.verified(), log.head(now))
    return timezone.now()


@pytest.mark.usefixtures("bar")
def test_what_was_held_and_released_before_anything_newer_is_left_out_and_counted_apart() -> None:
    now = held(3600, quiet_head_age_s=60)
    assert list(latency.incoming("federal-hq", now)) == []
    assert latency.set_apart("federal-hq", now) == 1


@pytest.mark.usefixtures("bar")
@pytest.mark.parametrize("quiet_head_age_s", [None, 3600, 59.5])
def test_what_no_head_before_should_have_held_is_timed_however_slow_the_link(quiet_head_age_s: float | None) -> None:
    now = held(60, quiet_head_age_s)
    [timed] = latency.incoming("federal-hq", now)
    assert round(timed.seconds, -1) == 60
    assert latency.set_apart("federal-hq", now) == 0


@pytest.mark.usefixtures("bar")
def test_what_was_left_out_is_so_again_when_tables_are_rebuilt() -> None:
    held(3600, quiet_head_age_s=60)
    shown = digests()
    rebuild(lambda _done, _what: None)
    assert digests() == shown
    assert Received.objects.at(None).get().late


@pytest.mark.usefixtures("bar")
def test_what_serves_the_exchange_itself_is_never_counted() -> None:
    now, log = timezone.now().replace(microsecond=0), PartnerLog()
    TableInbox(FEDERAL_HQ).keep_head(log.head(now))
    recall = {"record": "sha256:" + "0" * 64, "reason": {"en": "No."}, "original_language": "en"}
    log.add("recall/1", recall, object="recall-" + "b" * 16, at=now - timedelta(hours=1))
    TableInbox(FEDERAL_HQ).keep(0, log.verified(), log.head(now))
    assert Received.objects.at(None).get().late
    assert latency.set_apart("federal-hq", timezone.now()) == 0


@pytest.mark.usefixtures("bar")
def test_the_picture_takes_what_was_measured_of_at_least_five_urgent_ones_first() -> None:
    came(90, 95, 100, 110)
    assert measured_share_within_min() is None
    assert measured() is None


@pytest.mark.usefixtures("bar")
def test_the_picture_takes_nine_in_ten_of_the_urgent_ones() -> None:
    came(90, 95, 100, 110, 130)
    found = measured_share()
    assert found is not None
    assert (found.records, found.urgent, found.whole_min) == (5, True, 3)
    assert measured() is not None


def test_less_than_a_minute_counts_as_one() -> None:
    assert Measured(0.02, 5).whole_min == 1
    assert Measured(2.0, 5).whole_min == 2
