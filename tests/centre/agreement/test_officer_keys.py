"""An officer's key: locked where it lies, opened by its passphrase alone, for who may use it."""

import stat
from datetime import timedelta

import pytest
from django.utils import timezone

from tansiq.centre.agreement import officer_keys, signing
from tansiq.centre.agreement.officer_keys import NoKeyError, find_key, has_key, key_path, make_key
from tansiq.centre.agreement.signing import PassphraseRefusedError, TooManyTriesError, unlock_for
from tansiq.centre.door.author import centre_author
from tansiq.centre.door.putting import admit
from tansiq.centre.door.refusals import NotAllowedError
from tansiq.journal.errors import WeakPassphraseError
from tansiq.journal.keys.request import parse_key_request
from tests.centre.agreement.two_parties import FEDERAL, FEDERAL_DUTY, PASSPHRASE, SomeOfficer, certificate_for, give_key
from tests.centre.founded import Founded

pytestmark = pytest.mark.usefixtures("anybody_may", "cheap_locks")


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What would be recorded of refusals; accounts are not there in these tests."""
    said: list[tuple[str, str]] = []
    monkeypatch.setattr(signing.recording, "denied", lambda account, page: said.append((account, page)))
    return said


def test_a_key_lies_locked_and_only_its_owner_s_process_reads_it(centre: Founded) -> None:
    request = make_key(FEDERAL, "signatory", PASSPHRASE)
    path = key_path(FEDERAL, "signatory")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path.read_bytes().startswith(b"tansiq-key/1\n")
    assert parse_key_request(bytes(request)).key == request.key
    assert path.is_relative_to(centre.identity.keys)


def test_a_key_opens_only_when_certified_and_by_its_own_passphrase(
    centre: Founded, quiet: list[tuple[str, str]]
) -> None:
    make_key(FEDERAL, "signatory", PASSPHRASE)
    assert not has_key(FEDERAL, "signatory")
    with pytest.raises(NoKeyError, match="not certified"):
        unlock_for(FEDERAL, PASSPHRASE, "signatory")
    admit(certificate_for(centre, FEDERAL, "signatory"), centre_author("federal"))
    assert has_key(FEDERAL, "signatory")
    found = find_key(FEDERAL, "signatory")
    assert found is not None
    assert unlock_for(FEDERAL, PASSPHRASE, "signatory").key == found.key
    with pytest.raises(PassphraseRefusedError):
        unlock_for(FEDERAL, PASSPHRASE + " ", "signatory")
    assert quiet == [("fed-signatory-1", "signature-signatory")]


def test_a_certificate_for_another_purpose_does_not_make_a_key_a_signatory_s(centre: Founded) -> None:
    both = SomeOfficer("fed-signatory-1", "federal", frozenset({"signatory", "duty_officer"}))
    make_key(both, "watch", PASSPHRASE)
    admit(certificate_for(centre, both, "watch"), centre_author("federal"))
    assert has_key(both, "watch")
    assert not has_key(both, "signatory")


@pytest.mark.usefixtures("quiet")
def test_after_five_wrong_passphrases_even_the_right_one_waits(
    centre: Founded, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_key(centre, FEDERAL)
    for _ in range(signing.TRIES):
        with pytest.raises(PassphraseRefusedError):
            unlock_for(FEDERAL, "entirely wrong words", "signatory")
    with pytest.raises(TooManyTriesError):
        unlock_for(FEDERAL, PASSPHRASE, "signatory")
    later = timezone.now() + signing.PAUSE + timedelta(seconds=1)
    monkeypatch.setattr(signing.timezone, "now", lambda: later)
    assert unlock_for(FEDERAL, PASSPHRASE, "signatory").name == "federal.local/fed-signatory-1"


@pytest.mark.usefixtures("quiet")
def test_the_right_passphrase_ends_the_count_and_others_keys_are_not_shut(centre: Founded) -> None:
    give_key(centre, FEDERAL)
    give_key(centre, FEDERAL_DUTY)
    for _ in range(2):
        for _ in range(signing.TRIES - 1):
            with pytest.raises(PassphraseRefusedError):
                unlock_for(FEDERAL, "entirely wrong words", "signatory")
        unlock_for(FEDERAL, PASSPHRASE, "signatory")
    assert unlock_for(FEDERAL_DUTY, PASSPHRASE, "watch").name == "federal.local/fed-duty-1"


@pytest.mark.usefixtures("centre")
def test_a_role_that_signs_nothing_gets_no_key_and_nobody_gets_a_second() -> None:
    with pytest.raises(NotAllowedError):
        make_key(FEDERAL_DUTY, "signatory", PASSPHRASE)
    with pytest.raises(WeakPassphraseError):
        make_key(FEDERAL, "signatory", "short")
    assert find_key(FEDERAL, "signatory") is None
    make_key(FEDERAL, "signatory", PASSPHRASE)
    with pytest.raises(NotAllowedError, match="already"):
        make_key(FEDERAL, "signatory", PASSPHRASE)


@pytest.mark.usefixtures("centre")
@pytest.mark.parametrize("account", ["../centre", "a/b", "", ".x", "A", "a" * 65])
def test_no_account_s_name_leads_out_of_the_folder(account: str) -> None:
    with pytest.raises(ValueError, match="no account"):
        officer_keys.key_path(SomeOfficer(account, "federal"), "signatory")
