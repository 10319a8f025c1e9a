"""Moments and ages in words, and the parts that show them; the page's script says the same as the server."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tansiq.centre.shell.marks import PRECEDENCES, digest_groups, shape_of
from tansiq.centre.shell.moments import age_words, marked, moment_mark, plain_local
from tests.centre.shell.gallery import DIGEST


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=-40), "0 min"),
        (timedelta(seconds=59), "0 min"),
        (timedelta(minutes=12, seconds=59), "12 min"),
        (timedelta(minutes=60), "1 h 0 min"),
        (timedelta(hours=47, minutes=59), "47 h 59 min"),
        (timedelta(hours=48), "2 days"),
        (timedelta(days=30, hours=23), "30 days"),
    ],
)
def test_ages_are_rounded_down(age: timedelta, words: str) -> None:
    assert age_words(age) == words


@given(st.datetimes(datetime(2015, 1, 1), datetime(2049, 1, 1)))  # noqa: DTZ001 - hypothesis wants naive bounds
def test_plain_time_is_that_of_baghdad(naive: datetime) -> None:
    moment = naive.replace(tzinfo=UTC)
    local = moment.astimezone(ZoneInfo("Asia/Baghdad"))
    assert plain_local(moment) == f"{local.day} {local:%B} {local.year}, {local:%H:%M} (UTC+3)"


def test_a_moment_that_is_not_known_is_called_unknown() -> None:
    assert "unknown" in moment_mark(None)


def test_a_group_keeps_its_direction_and_carries_the_plain_form() -> None:
    mark = moment_mark(datetime(2026, 11, 22, 11, 30, tzinfo=UTC))
    assert '<bdi dir="ltr">22 1430C NOV 26</bdi>' in mark
    assert 'title="22 November 2026, 14:30 (UTC+3)"' in mark


def test_months_are_translated_as_dates_are_read_in_iraq() -> None:
    with translation.override("ckb"):
        assert plain_local(datetime(2026, 11, 22, 11, 30, tzinfo=UTC)).count("2026") == 1


def test_what_is_put_into_a_sentence_is_escaped_once() -> None:
    assert marked("%(a)s & b", a="<x>") == "&lt;x&gt; &amp; b"
    assert '<bdi dir="ltr">' in marked("%(when)s", when=moment_mark(datetime(2026, 1, 1, tzinfo=UTC)))


def test_a_digest_in_groups_loses_nothing() -> None:
    groups = list(digest_groups(DIGEST))
    assert "".join(groups) == DIGEST
    assert {len(group) for group in groups[1:]} == {8}


def test_each_precedence_has_a_shape_of_its_own() -> None:
    assert len({shape for _, shape in PRECEDENCES.values()}) == len(PRECEDENCES)
    assert shape_of("in_effect") == "check"
    assert shape_of("half") == "half"
    assert shape_of("<script>") == "ring"
