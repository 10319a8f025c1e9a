"""What coverage a party's own centre releases: no finer than agreed, moved, in time; its file before its record."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tansiq.centre.coverage.releasing import given, release_coverage
from tansiq.centre.coverage.terms import KIND, agreed, moving_secret
from tansiq.centre.door.models import Entry
from tansiq.centre.door.putting import put
from tansiq.centre.door.refusals import NotAllowedError
from tansiq.centre.partners.models import Released
from tansiq.centre.partners.rules import ExchangeRefusal
from tansiq.centre.partners.running.publisher import publish_for
from tansiq.centre.partners.terms import latest_terms
from tansiq.domain.laydown import Laydown
from tansiq.errors import TansiqError
from tansiq.exchange.errors import AlteredEntryError
from tests.centre.conftest import MadeUpGround
from tests.centre.coverage.coverages import Made, digest_of, made
from tests.centre.founded import Founded
from tests.centre.partners import linked
from tests.centre.partners.linked import BAR


def test_released_coverage_goes_to_the_partner_with_its_file(own: Founded, federal: Made, folder: Path) -> None:
    entered = release_coverage(federal.body, federal.data, ["regional"], own.author(role="planner"))
    rows = Released.objects.at(None).filter(digest=entered.record.digest)
    assert [(row.recipient, row.clause, row.kind) for row in rows.order_by("recipient")] == [
        ("bar", "A5.8", "coverage/1"), ("regional-hq", "A5.8", "coverage/1"),
    ]  # fmt: skip
    terms = latest_terms(timezone.now())
    assert terms is not None
    publish_for(BAR, terms)
    assert (folder / "attachments" / digest_of(federal)).read_bytes() == federal.data
    assert (folder / "releases" / "bar" / "attachment" / digest_of(federal)).read_bytes() == federal.data
    [one] = given(None)
    assert [(way.name, way.received_at) for way in one.ways] == [("bar", None), ("regional-hq", None)]
    assert one.digest == entered.record.digest


def test_cells_finer_than_agreed_are_refused_at_the_door(own: Founded, ground: MadeUpGround, forces: Laydown) -> None:
    assert agreed(timezone.now()).cell_m == 2000  # type: ignore[union-attr]  # in force
    finer = made(ground, forces, "federal", cell_m=1000)
    with pytest.raises(ExchangeRefusal, match="Cells of 1000 m are finer than the 2000 m agreed"):
        release_coverage(finer.body, finer.data, ["regional"], own.author())
    assert not Entry.objects.filter(kind=KIND).exists()


def test_unmoved_posts_are_refused(own: Founded, ground: MadeUpGround, forces: Laydown) -> None:
    unmoved = made(ground, forces, "federal", secret=None)
    with pytest.raises(ExchangeRefusal, match="where they stand could be read off"):
        release_coverage(unmoved.body, unmoved.data, ["regional"], own.author())


def test_one_that_has_run_out_or_is_not_true_yet_is_refused(own: Founded, federal: Made) -> None:
    old = replace(federal.coverage, at=federal.coverage.at - timedelta(days=2),
                  valid_until=federal.coverage.valid_until - timedelta(days=2))  # fmt: skip
    coming = replace(federal.coverage, at=federal.coverage.at + timedelta(hours=2))
    for coverage, words in ((old, "ran out"), (coming, "has not come yet")):
        one = Made.of(coverage)
        with pytest.raises(ExchangeRefusal, match=words):
            release_coverage(one.body, one.data, ["regional"], own.author())


def test_what_nobody_would_be_given_is_refused(own: Founded, federal: Made) -> None:
    for to in (["federal"], []):
        with pytest.raises(ExchangeRefusal, match="nobody would be given"):
            release_coverage(federal.body, federal.data, to, own.author())


def test_a_file_that_says_something_else_is_refused(
    own: Founded, federal: Made, ground: MadeUpGround, forces: Laydown
) -> None:
    night = made(ground, forces, "federal", window="night")
    with pytest.raises(AlteredEntryError):
        release_coverage(federal.body, night.data, ["regional"], own.author())
    lying = federal.body | {"attachments": night.body["attachments"]}
    with pytest.raises(TansiqError, match="say different things: window"):
        release_coverage(lying, night.data, ["regional"], own.author())


def test_the_other_partys_coverage_is_refused(own: Founded, regional: Made) -> None:
    with pytest.raises(TansiqError, match="is the coverage of regional"):
        release_coverage(regional.body, regional.data, ["regional"], own.author())


def test_a_name_that_counts_and_a_missing_file_are_refused(own: Founded, federal: Made) -> None:
    marking = {"releasable_to": ["regional"]}
    with pytest.raises(ExchangeRefusal, match="drawn by lot"):
        put(KIND, federal.body, own.author(), object="coverage-7", marking=marking)
    with pytest.raises(TansiqError):
        put(KIND, federal.body, own.author(), object="coverage-" + "a" * 16, marking=marking)


def test_a_viewer_releases_nothing(own: Founded, federal: Made) -> None:
    with pytest.raises(NotAllowedError):
        release_coverage(federal.body, federal.data, ["regional"], own.author(role="viewer"))


def test_a_joint_centre_has_no_coverage_of_its_own(bar: Founded, federal: Made) -> None:
    with pytest.raises(NotAllowedError, match="joint centre"):
        release_coverage(federal.body, federal.data, ["regional"], bar.author())


def test_the_secret_is_made_once_and_is_the_centres_alone(own: Founded) -> None:
    first = moving_secret(own.identity)
    assert (len(first), moving_secret(own.identity)) == (32, first)
    assert (own.identity.keys / "coverage.secret").stat().st_mode & 0o777 == 0o600


def test_terms_without_such_a_clause_release_nothing(own: Founded, federal: Made) -> None:
    linked.adopt(version=2, effective_at="2026-11-02T00:00:00+03:00")
    with pytest.raises(ExchangeRefusal, match="nobody would be given"):
        release_coverage(federal.body, federal.data, ["regional"], own.author())
