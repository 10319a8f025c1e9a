"""Every access is recorded, and nobody can fill the journal with them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tansiq.centre.accounts import recording
from tansiq.centre.accounts.models import Access, Unrecorded
from tansiq.centre.door.models import Entry
from tansiq.centre.door.moments import size
from tests.centre.accounts.people import Person
from tests.centre.signed_in import open_account, signed_in

pytestmark = pytest.mark.usefixtures("centre")


def minute_passes() -> None:
    Unrecorded.objects.update(since=timezone.now() - recording.ONE_RECORD_EVERY - timedelta(seconds=1))


def counts() -> list[tuple[str, int]]:
    return [(row.act, row.count) for row in Access.objects.at(None).order_by("since")]


def test_what_repeats_within_a_minute_is_counted_into_one_record() -> None:
    for _each in range(40):
        recording.failed(None)
    assert counts() == [("sign_in_failed", 1)]
    minute_passes()
    recording.flush()
    assert counts() == [("sign_in_failed", 1), ("sign_in_failed", 39)]
    minute_passes()
    recording.flush()
    assert sum(count for _act, count in counts()) == 40


def test_count_is_told_by_whatever_is_recorded_next() -> None:
    open_account("fed-duty-1", "federal", ["duty_officer"])
    for _each in range(3):
        recording.failed("fed-duty-1")
    minute_passes()
    recording.signed_in("fed-duty-1", ["password"])
    assert counts() == [("sign_in_failed", 1), ("sign_in_failed", 2), ("signed_in", 1)]


def test_accounts_are_counted_apart() -> None:
    for name in ("fed-duty-1", "fed-duty-2"):
        open_account(name, "federal", ["duty_officer"])
        recording.failed(name)
    assert {(row.account, row.count) for row in Access.objects.at(None)} == {("fed-duty-1", 1), ("fed-duty-2", 1)}


def test_stranger_who_tries_a_thousand_names_makes_one_record_a_minute() -> None:
    before = size()
    for number in range(12):
        Person(f"fed-duty-{number + 1}").give_password("guess")
    assert size() == before + 1


def test_denial_is_recorded_with_the_page() -> None:
    signed_in("fed-viewer-1", "federal", ["viewer"]).get("/accounts/accesses/")
    row = Access.objects.at(None).get(act="denied")
    assert (row.account, row.page, row.party) == ("fed-viewer-1", "accesses", "federal")


def test_record_names_no_address_and_no_browser() -> None:
    person = Person("fed-duty-1", address="10.77.88.99")
    person.join("federal", "duty_officer")
    entries = b"".join(bytes(entry) for entry in Entry.objects.values_list("entry", flat=True))
    assert b"10.77.88.99" not in entries
    assert b"signed_in" in entries
