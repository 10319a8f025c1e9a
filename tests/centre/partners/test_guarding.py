"""A centre restored from an old copy appends nothing before each partner said what it holds."""

from pathlib import Path

import pytest
from django.utils import timezone

from tansiq.centre.partners import guarding
from tansiq.centre.partners.alarms import OWN_STALE
from tansiq.centre.partners.link_state import Links
from tansiq.centre.partners.models import Alarm
from tansiq.centre.partners.running.guard import Guard
from tansiq.centre.partners.running.place import Place, blinding_secret, read_place
from tansiq.centre.partners.running.publisher import publish_for
from tansiq.centre.partners.terms import latest_terms
from tansiq.domain.exchange_terms import ExchangeTerms
from tansiq.errors import BadInputError
from tansiq.exchange.errors import OwnStaleRestoreError, UnreadyError
from tansiq.exchange.naming import releases_folder
from tests.centre.founded import Founded
from tests.centre.partners import linked
from tests.centre.partners.linked import FEDERAL_HQ, REGIONAL_HQ, say


def terms() -> ExchangeTerms:
    found = latest_terms(timezone.now())
    assert found is not None
    return found


def checkpoint(bar: Founded, partner: str) -> bytes:
    return (releases_folder(bar.identity.folder, partner) / "checkpoint").read_bytes()


def test_after_a_restore_each_partner_must_be_heard_and_then_the_mark_goes(bar: Founded) -> None:
    marked = bar.identity.folder / guarding.RESTORED
    marked.touch()
    guard = Guard(Links(bar.identity.folder))
    with pytest.raises(UnreadyError, match="restored from a copy"):
        guarding.check_unheard(REGIONAL_HQ)
    guard.unreachable(REGIONAL_HQ)
    assert not guard.may_append(REGIONAL_HQ)
    guard.heard(REGIONAL_HQ, b"")
    assert guard.may_append(REGIONAL_HQ)
    assert marked.exists()
    guard.heard(FEDERAL_HQ, b"")
    assert not marked.exists()


def test_who_cannot_be_asked_is_no_hindrance_where_nothing_was_restored(bar: Founded) -> None:
    guard = Guard(Links(bar.identity.folder))
    assert not guard.may_append(REGIONAL_HQ)
    guard.unreachable(REGIONAL_HQ)
    assert guard.may_append(REGIONAL_HQ)


def test_a_partner_that_holds_more_than_this_centre_knows_closes_its_log_and_is_alarmed(
    bar: Founded, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(bar.author())
    assert publish_for(REGIONAL_HQ, terms()) is not None
    held = checkpoint(bar, "regional-hq")
    monkeypatch.setattr("tansiq.centre.partners.released_rows.released_count", lambda _name: 2)  # as an old copy knows
    guard = Guard(Links(bar.identity.folder))
    guard.heard(REGIONAL_HQ, held)
    assert not guard.may_append(REGIONAL_HQ)
    assert Alarm.objects.at(None).get().fault == OWN_STALE
    with pytest.raises(OwnStaleRestoreError):
        publish_for(REGIONAL_HQ, terms())


def test_files_follow_and_a_head_is_signed_only_when_due(bar: Founded) -> None:
    first = publish_for(REGIONAL_HQ, terms())
    assert first is not None
    assert publish_for(REGIONAL_HQ, terms()) is None
    say(bar.author())
    assert publish_for(REGIONAL_HQ, terms()) is not None
    guarding.hear(REGIONAL_HQ, checkpoint(bar, "regional-hq"))


def test_the_secret_is_made_once_and_refused_if_it_is_another_size(centre: Founded) -> None:
    secret = blinding_secret(centre.identity)
    assert len(secret) == 32
    assert blinding_secret(centre.identity) == secret
    path = centre.identity.keys / "blinding.secret"
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_bytes(b"short")
    with pytest.raises(BadInputError):
        blinding_secret(centre.identity)


@pytest.mark.parametrize(
    "text", ['listen = "8443"', 'listen = "h:x"', "port = 3", "addresses = 3", "[addresses]\na = 1"]
)
def test_a_place_that_says_nonsense_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "exchange.toml").write_text(text)
    with pytest.raises(BadInputError):
        read_place(tmp_path)


def test_a_place_says_where_to_listen_and_who_is_elsewhere(tmp_path: Path) -> None:
    assert read_place(tmp_path) == Place()
    (tmp_path / "exchange.toml").write_text('listen = "[::1]:8443"\n[addresses]\nregional-hq = "https://h:1"\n')
    place = read_place(tmp_path)
    assert place.listen == ("::1", 8443)
    assert place.address_of(REGIONAL_HQ) == "https://h:1"
    assert place.address_of(linked.FEDERAL_HQ) == ""
