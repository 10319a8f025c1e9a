"""When the agreement has ended nothing travels, both ways, and whoever looks is told why."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tansiq.centre.door.author import centre_author
from tansiq.centre.door.keys import identity
from tansiq.centre.door.putting import put
from tansiq.centre.partners import sticks
from tansiq.centre.partners.alarms import raise_fault
from tansiq.centre.partners.inbox import TableInbox
from tansiq.centre.partners.link_state import Links
from tansiq.centre.partners.models import Alarm, Released
from tansiq.centre.partners.overview import as_json, partners
from tansiq.centre.partners.running.guard import Guard
from tansiq.centre.partners.running.publisher import ReleasePublisher
from tansiq.centre.partners.terms import adopted, last_in_force, terms_in_force
from tansiq.exchange.errors import ExpiredAgreementError, UnreadyError
from tansiq.exchange.naming import releases_folder
from tansiq.journal.times import write_time
from tests.centre.founded import Founded
from tests.centre.partners import linked
from tests.centre.partners.as_files import AsFiles, checked, one_round, written
from tests.centre.partners.linked import FEDERAL_HQ, REGIONAL_HQ, say


def end(after: timedelta, roots: str) -> datetime:
    """Adopt an amendment that ends some time from now; return when."""
    ends_at = timezone.now().replace(microsecond=0) + after
    body = linked.adopted(2, effective_at="2026-11-02T00:00:00+03:00", roots=roots)
    put("adopted_agreement/1", body | {"ends_at": write_time(ends_at)}, centre_author(identity().party_ids[0]),
        object="exchange-terms")  # fmt: skip
    return ends_at


def pass_to(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_nothing_is_released_signed_or_written_onto_a_stick_and_the_page_says_why(
    bar: Founded, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(bar.author())
    ends_at = end(timedelta(hours=1), f"federal {linked.ROOT}\n")
    guard = Guard(Links(bar.identity.folder))
    guard.heard(REGIONAL_HQ, b"")
    publisher = ReleasePublisher(guard)
    publisher.step()
    checkpoint = releases_folder(bar.identity.folder, "regional-hq") / "checkpoint"
    before, released = checkpoint.read_bytes(), Released.objects.at(None).count()
    assert not any(each.link.blocked for each in partners(timezone.now()))
    pass_to(monkeypatch, ends_at + timedelta(days=1))
    say(bar.author())
    ReleasePublisher(guard).step()
    assert checkpoint.read_bytes() == before
    assert Released.objects.at(None).count() == released
    with pytest.raises(UnreadyError, match="The agreement ended at"):
        sticks.export("regional-hq", bar.identity.folder / "stick", whole=False)
    for each in partners(timezone.now()):
        assert each.troubled
        assert "The agreement ended at" in str(as_json(each)["blocked"])


def test_a_head_signed_before_the_end_may_come_later_and_one_signed_after_is_shown_to_anybody(
    partner: AsFiles, centre: Founded, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends_at = end(timedelta(hours=1), str(adopted()[-1]["roots"]))
    written(partner, "a", "Six.")
    pass_to(monkeypatch, ends_at + timedelta(days=1))
    assert terms_in_force(timezone.now()) is None
    assert last_in_force(timezone.now()) is not None
    assert one_round(partner).end == 2
    written(partner, "b", "Seven.")
    with pytest.raises(ExpiredAgreementError) as caught:
        one_round(partner)
    raise_fault(FEDERAL_HQ, caught.value, [entry for _, entry in TableInbox(FEDERAL_HQ).about_keys()])
    found = checked(centre, Alarm.objects.at(None).get())
    assert (found.fault, found.proved) == ("expired_agreement", False)
    assert TableInbox(FEDERAL_HQ).kept().size == 2
