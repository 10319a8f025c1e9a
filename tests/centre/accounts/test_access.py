"""Who may open which page: every address of the site, as an outsider and as each role of each party.

A new address fails here until somebody has written down who may open it.
"""

from collections.abc import Iterator

import pytest
from django.contrib.auth.hashers import make_password
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django.fixtures import Settings

from tansiq.centre.accounts.access import needs, refusal
from tansiq.centre.accounts.models import Credential
from tansiq.centre.accounts.roles import ROLES
from tests.centre.accounts.people import HOST, words
from tests.centre.signed_in import open_account, signed_in

ALL = frozenset(ROLES)
WORK = ALL - {"administrator"}
DUTY = frozenset({"duty_officer"})
PROPOSE = frozenset({"planner", "signatory"})
KEYS = frozenset({"duty_officer", "signatory"})
PLAN = frozenset({"planner"})
TO_RELEASE = frozenset({"duty_officer", "planner"})
TO_PARTNERS = frozenset({"duty_officer", "information_officer", "planner"})
ADMIN = frozenset({"administrator"})
SECOND_KEY = frozenset({"administrator", "signatory"})
PUBLIC = None  # the entrances, and what is the same for everybody
WHO_MAY = {
    # nothing about any centre
    "": PUBLIC, "service-worker": PUBLIC, "manifest": PUBLIC, "script-words": PUBLIC,
    # entrances
    "account_login": PUBLIC, "mfa_authenticate": PUBLIC, "mfa_login_webauthn": PUBLIC,
    "join-start": PUBLIC, "join": PUBLIC, "join-second": PUBLIC,
    # one's own account
    "sign-out": ALL, "my-account": ALL, "mfa_index": ALL, "mfa_list_webauthn": ALL, "new-app": ALL, "end-session": ALL,
    "mfa_add_webauthn": ALL, "remove-passkey": ALL, "mfa_view_recovery_codes": ALL, "mfa_generate_recovery_codes": ALL,
    "account_change_password": ALL, "mfa_reauthenticate": ALL, "account_reauthenticate": ALL,
    "mfa_reauthenticate_webauthn": ALL,
    # accounts of one's party
    "accounts": SECOND_KEY, "accesses": SECOND_KEY, "account": SECOND_KEY, "answer-account": SECOND_KEY,
    "invite": ADMIN, "withdraw-invitation": ADMIN, "act-on-account": ADMIN,
    # the centre's work
    "home": ALL, "live": ALL,
    "picture": WORK, "picture-document": WORK, "picture-states": WORK, "scene": WORK, "layer": WORK, "terrain": WORK,
    "agreement": WORK, "agreement-text": WORK, "agreement-changes": WORK, "agreement-file": WORK,
    "agreement-paper": WORK, "agreement-new": PROPOSE,
    "decisions": WORK, "decision": WORK, "decision-certificate": WORK, "decision-proof": WORK,
    "decision-choose": PROPOSE, "decision-propose": PROPOSE, "decision-act": KEYS,
    "officer-keys": KEYS, "officer-key-request": KEYS, "key-certificates": ADMIN,
    "duty-log": WORK, "duty-archive": WORK, "duty-item": WORK, "duty-proof": WORK, "duty-handovers": WORK,
    "duty-handover": WORK, "duty-handover-paper": WORK, "duty-reports": WORK, "duty-report": WORK,
    "duty-report-paper": WORK, "duty-new": DUTY, "duty-correct": DUTY, "duty-tell": DUTY, "duty-close": DUTY,
    "duty-reopen": DUTY, "duty-handover-new": DUTY, "duty-handover-sign": DUTY, "duty-report-new": DUTY,
    "duty-report-edit": DUTY, "duty-report-agree": DUTY, "duty-reserve": DUTY, "duty-withdraw": DUTY,
    "partners": WORK, "partners-links": WORK, "partners-received": WORK, "partners-received-one": WORK,
    "partners-sent": WORK, "partners-message": WORK, "partners-alarm": WORK, "partners-evidence": WORK,
    "partners-new": TO_PARTNERS, "partners-correct": TO_PARTNERS, "partners-recall": TO_PARTNERS,
    "partners-release": TO_PARTNERS, "partners-acknowledge": TO_PARTNERS, "partners-confirm": TO_PARTNERS,
    "coverage": WORK, "coverage-plane": WORK, "coverage-compute": TO_RELEASE, "coverage-stop": TO_RELEASE,
    "coverage-release": TO_RELEASE,
    "planning": WORK, "planning-compare": WORK, "planning-course": WORK, "planning-picture": WORK,
    "planning-states": WORK, "planning-new": PLAN, "planning-act": PLAN, "planning-change": PLAN,
    "planning-attempt": PLAN, "planning-job": PLAN, "planning-job-stop": PLAN, "planning-job-take": PLAN,
    "planning-export": PLAN, "planning-export-stop": PLAN, "planning-export-file": PLAN,
    "planning-export-make": PLAN, "planning-export-second": PLAN | KEYS,
}  # fmt: skip
# What stands in an address in place of what it is about; nothing of that name is there.
ANYTHING = {
    "slug": "none", "int": 1, "str": "none", "path": "none", "kind": "report", "number": 1, "language": "en",
}  # fmt: skip
HANDED_OUT = {"administrator": "admin", "duty_officer": "duty", "information_officer": "info"}


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each)
        else:
            yield each


def named() -> dict[str, URLPattern]:
    return {each.name or "": each for each in patterns(get_resolver())}


def address(name: str, pattern: URLPattern) -> str:
    found = pattern.pattern
    kinds = {
        key: type(converter).__name__.removesuffix("Converter").lower() for key, converter in found.converters.items()
    }
    keys = kinds or dict.fromkeys((getattr(found, "regex", None) and found.regex.groupindex) or {}, "str")
    values = {key: ANYTHING.get(key, ANYTHING.get(kind, "none")) for key, kind in keys.items()}
    return reverse(name, kwargs=values)


GUARDED = sorted(name for name, who in WHO_MAY.items() if who is not PUBLIC)


def test_every_address_of_the_site_has_somebody_who_may_open_it_written_down() -> None:
    assert set(named()) - set(WHO_MAY) == set(), "say in WHO_MAY who may open these"


@pytest.mark.usefixtures("centre")
def test_outsider_opens_nothing_but_the_entrances() -> None:
    opened = {}
    for name in GUARDED:
        if name in named():
            response = Client(headers=HOST).get(address(name, named()[name]))
            if not response.headers.get("Location", "").startswith("/accounts/sign-in/"):
                opened[name] = response.status_code
    assert opened == {}


@pytest.mark.usefixtures("centre")
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("party", ["federal", "regional"])
def test_role_opens_what_it_is_for_and_nothing_else(role: str, party: str) -> None:
    name = f"{party[:3]}-{HANDED_OUT.get(role, role)}-1"
    open_account(name, party, [role])
    Credential.objects.update(password=make_password("to be asked for again"))
    browser = signed_in(name, party, [role])
    browser.raise_request_exception = False
    wrong = {}
    for page in GUARDED:
        if page not in named() or page in ("sign-out", "live"):  # one ends the session, the other never ends
            continue
        if party == "regional" and role in WHO_MAY[page]:
            continue  # opened once, by the other party: rendering every page again takes long
        status = browser.get(address(page, named()[page])).status_code
        if (status == 403) == (role in WHO_MAY[page]) or status == 401:
            wrong[page] = status
    assert wrong == {}


@pytest.mark.usefixtures("centre")
def test_what_a_view_says_agrees_with_what_is_written_down() -> None:
    said = {name: getattr(each.callback, "needs", None) for name, each in named().items()}
    differing = {name: who for name, who in said.items() if who is not None and who != WHO_MAY[name]}
    assert differing == {}


@pytest.mark.usefixtures("centre")
def test_who_is_not_signed_in_is_sent_to_sign_in_and_on_from_there() -> None:
    response = Client(headers=HOST).get("/accounts/mine/?x=1")
    assert response.headers["Location"] == "/accounts/sign-in/?next=%2Faccounts%2Fmine%2F%3Fx%3D1"


@pytest.mark.usefixtures("centre")
def test_denial_says_which_roles_the_page_is_for() -> None:
    response = signed_in("fed-viewer-1", "federal", ["viewer"]).get("/accounts/")
    assert response.status_code == 403
    assert "This page is for: signatory, administrator." in words(response)


@pytest.mark.usefixtures("centre")
def test_password_is_not_asked_for_over_an_unencrypted_network(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["centre.example"]
    response = Client(headers={"host": "centre.example"}).get("/accounts/sign-in/")
    assert response.status_code == 403
    assert "not encrypted" in words(response)
    assert Client(headers={"host": "centre.example"}).get("/accounts/sign-in/", secure=True).status_code == 200


def test_demonstration_has_no_accounts_and_touches_no_database(rf: RequestFactory) -> None:
    with pytest.raises(Http404):
        refusal(rf.get("/accounts/mine/"), ALL)
    assert Client(headers=HOST).get("/accounts/mine/").status_code == 404


def test_role_that_does_not_exist_is_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="no such role"):
        needs("king")
