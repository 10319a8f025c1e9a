"""Two keys turn every lock: nobody alone makes, widens or renews an account, and no party touches the other's."""

from collections.abc import Callable

import pytest

from tansiq.centre.accounts import administering, invitations, officer
from tansiq.centre.accounts.models import Account, Invitation
from tansiq.centre.accounts.names import NameRefusedError
from tansiq.centre.accounts.officer import Officer
from tansiq.centre.accounts.roles import RolesRefusedError
from tansiq.centre.door import rebuilding
from tansiq.centre.door.author import Author, centre_author
from tansiq.centre.door.putting import put
from tansiq.centre.door.refusals import NotAllowedError, Refusal
from tansiq.errors import TansiqError
from tests.centre.signed_in import open_account

pytestmark = pytest.mark.usefixtures("centre")


@pytest.fixture
def staff() -> Callable[[str], Officer]:
    for party in ("federal", "regional"):
        open_account(f"{party[:3]}-admin-1", party, ["administrator"])
        open_account(f"{party[:3]}-admin-2", party, ["administrator"])
        open_account(f"{party[:3]}-sign-1", party, ["signatory"])
        open_account(f"{party[:3]}-duty-1", party, ["duty_officer"])

    def find(name: str) -> Officer:
        found = officer.of(name)
        assert found is not None
        return found

    return find


def nothing_shown(_share: float, _words: str) -> None:
    """Show no progress."""


Staff = Callable[[str], Officer]


def roles(name: str) -> list[str]:
    return list(Account.objects.at(None).get(key=name).roles)


def test_administrators_invitation_opens_nothing_before_a_second_account_confirmed(staff: Staff) -> None:
    code = invitations.invite("federal", ["signatory"], staff("fed-admin-1").author("administrator"))
    assert invitations.usable(code) is None
    administering.answer(staff("fed-sign-1"), invitations.key_of(code), yes=True)
    assert invitations.usable(code) is not None


@pytest.mark.parametrize("who", ["fed-admin-1", "reg-admin-1", "reg-sign-1"])
def test_neither_who_asked_nor_the_other_party_confirms(staff: Staff, who: str) -> None:
    code = invitations.invite("federal", ["signatory"], staff("fed-admin-1").author("administrator"))
    with pytest.raises(NotAllowedError):
        administering.answer(staff(who), invitations.key_of(code), yes=True)
    assert Invitation.objects.at(None).get(key=invitations.key_of(code)).state == "waiting"


def test_refused_invitation_stays_useless(staff: Staff) -> None:
    code = invitations.invite("federal", ["viewer"], staff("fed-admin-1").author("administrator"))
    administering.answer(staff("fed-admin-2"), invitations.key_of(code), yes=False)
    assert invitations.usable(code) is None
    with pytest.raises(NotAllowedError):
        administering.answer(staff("fed-sign-1"), invitations.key_of(code), yes=True)


def test_withdrawn_invitation_is_useless(staff: Staff) -> None:
    code = invitations.invite("federal", ["viewer"])
    administering.withdraw(staff("fed-admin-1"), invitations.key_of(code))
    assert invitations.usable(code) is None


def test_further_roles_take_effect_when_a_second_account_confirms(staff: Staff) -> None:
    administering.ask_roles(staff("fed-admin-1"), "fed-duty-1", ["planner"])
    assert roles("fed-duty-1") == ["duty_officer"]
    administering.answer(staff("fed-sign-1"), "account-fed-duty-1", yes=True)
    assert roles("fed-duty-1") == ["duty_officer", "planner"]


def test_nobody_confirms_roles_for_themselves(staff: Staff) -> None:
    administering.ask_roles(staff("fed-admin-1"), "fed-sign-1", ["planner"])
    with pytest.raises(NotAllowedError):
        administering.answer(staff("fed-sign-1"), "account-fed-sign-1", yes=True)
    administering.answer(staff("fed-admin-2"), "account-fed-sign-1", yes=False)
    assert roles("fed-sign-1") == ["signatory"]


def test_duty_officer_confirms_nothing(staff: Staff) -> None:
    administering.ask_roles(staff("fed-admin-1"), "fed-sign-1", ["planner"])
    with pytest.raises(NotAllowedError):
        administering.answer(staff("fed-duty-1"), "account-fed-sign-1", yes=True)


def test_administrator_holds_no_other_role(staff: Staff) -> None:
    with pytest.raises(RolesRefusedError):
        administering.ask_roles(staff("fed-admin-1"), "fed-admin-2", ["signatory"])
    with pytest.raises(RolesRefusedError):
        administering.ask_roles(staff("fed-admin-1"), "fed-sign-1", ["administrator"])
    with pytest.raises(RolesRefusedError):
        invitations.invite("federal", ["administrator", "viewer"])


@pytest.mark.parametrize(
    "act",
    [
        lambda who: administering.close(who, "fed-duty-1"),
        lambda who: administering.end_roles(who, "fed-duty-1", ["duty_officer"]),
        lambda who: administering.ask_roles(who, "fed-duty-1", ["planner"]),
        lambda who: invitations.invite("federal", ["viewer"], who.author("administrator")),
        lambda who: invitations.invite("regional", (), who.author("administrator"), account="fed-duty-1"),
        lambda who: invitations.invite("federal", ["viewer"], Author(who.account, "federal", "administrator")),
    ],
    ids=["close", "end roles", "ask roles", "invite", "renew", "invite in its name"],
)
def test_administrator_of_one_party_touches_nothing_of_the_other(
    staff: Staff, act: Callable[[Officer], object]
) -> None:
    before = rebuilding.digests()
    with pytest.raises(TansiqError):
        act(staff("reg-admin-1"))
    assert rebuilding.digests() == before


def test_roles_end_at_once(staff: Staff) -> None:
    administering.end_roles(staff("fed-admin-1"), "fed-duty-1", ["duty_officer"])
    assert roles("fed-duty-1") == []
    with pytest.raises(NotAllowedError):
        staff("fed-duty-1").author("duty_officer")
    with pytest.raises(NotAllowedError):
        officer.authorise(Author("fed-duty-1", "federal", "duty_officer"))


def test_party_keeps_an_administrator(staff: Staff) -> None:
    administering.close(staff("fed-admin-1"), "fed-admin-2")
    with pytest.raises(NotAllowedError, match="at least one administrator"):
        administering.end_roles(staff("fed-admin-1"), "fed-admin-1", ["administrator"])
    with pytest.raises(NotAllowedError):
        administering.close(staff("fed-admin-1"), "fed-admin-1")


def test_closed_account_is_nobody_and_its_name_is_not_given_again(staff: Staff) -> None:
    administering.close(staff("fed-admin-1"), "fed-duty-1")
    assert officer.of("fed-duty-1") is None
    with pytest.raises(NotAllowedError, match="exists already, or did"):
        open_account("fed-duty-1", "federal", ["duty_officer"])


def test_centre_itself_neither_confirms_nor_closes(staff: Staff) -> None:
    code = invitations.invite("federal", ["signatory"], staff("fed-admin-1").author("administrator"))
    for act, about in (("confirmed", invitations.key_of(code)), ("closed", "account-fed-duty-1")):
        with pytest.raises(Refusal):
            put("account/1", {"act": act}, centre_author("federal"), object=about)


def test_account_gets_the_roles_of_its_invitation_and_no_others() -> None:
    code = invitations.invite("federal", ["viewer"])
    body = {"act": "opened", "roles": ["signatory"], "invitation": invitations.key_of(code)}
    with pytest.raises(NotAllowedError):
        put("account/1", body, centre_author("federal"), object="account-fed-viewer-1")
    with pytest.raises(NotAllowedError):
        put("account/1", body, centre_author("regional"), object="account-reg-viewer-1")


def test_persons_name_becomes_no_account() -> None:
    code = invitations.invite("federal", ["viewer"])
    body = {"act": "opened", "roles": ["viewer"], "invitation": invitations.key_of(code)}
    with pytest.raises(NameRefusedError):
        put("account/1", body, centre_author("federal"), object="account-ahmed")


def test_tables_come_out_the_same_when_made_again(staff: Staff) -> None:
    administering.ask_roles(staff("fed-admin-1"), "fed-duty-1", ["planner"])
    administering.answer(staff("fed-sign-1"), "account-fed-duty-1", yes=True)
    administering.close(staff("reg-admin-1"), "reg-duty-1")
    before = rebuilding.digests()
    rebuilding.rebuild(nothing_shown)
    assert rebuilding.digests() == before
    assert "planner" in roles("fed-duty-1")


def test_what_was_known_earlier_can_be_seen(staff: Staff) -> None:
    place = Account.objects.at(None).get(key="fed-duty-1").since
    administering.close(staff("fed-admin-1"), "fed-duty-1")
    assert Account.objects.at(place).get(key="fed-duty-1").state == "open"
    assert Account.objects.at(None).get(key="fed-duty-1").state == "closed"
