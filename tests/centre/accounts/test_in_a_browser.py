"""Joining and signing in in a real Chromium, with its own authenticator for passkeys, in three languages."""

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tansiq.centre.accounts import invitations
from tansiq.centre.accounts.models import Access
from tests.centre.accounts.people import PASSWORD, app_code
from tests.centre.founded import Founded
from tests.centre.signed_in import open_account, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WAY_IN = "/accounts/sign-in/"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(locale="en-GB", timezone_id="Asia/Baghdad")
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page whose browser has an authenticator, as a phone has, that says yes at once."""
    opened = context.new_page()
    devtools = context.new_cdp_session(opened)
    devtools.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    return opened


@pytest.fixture
def site(centre: Founded, live_server: LiveServer) -> str:  # noqa: ARG001 - the centre is served
    return live_server.url.replace("127.0.0.1", "localhost")  # passkeys belong to names, not to addresses


def begin(page: Page, site: str, name: str) -> None:
    code = invitations.invite("federal", ["duty_officer"])
    page.goto(f"{site}/accounts/join/{code}/")
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    page.click("main button.main")
    page.wait_for_url("**/second/")


def leave(page: Page, site: str) -> None:
    page.goto(f"{site}/accounts/sign-out/")
    page.click("main button.main")
    page.wait_for_url("**/sign-in/**")


def test_passkey_joins_signs_in_alone_and_after_the_password(page: Page, site: str) -> None:
    begin(page, site, "fed-duty-1")
    page.click("a[href*=passkey]")
    page.click("[data-passkey-button]")
    page.wait_for_url("**/recovery-codes/")
    expect(page.locator(".codes li")).to_have_count(10)
    leave(page, site)
    page.click("[data-passkey-button]")
    page.wait_for_url("**/home/**")
    leave(page, site)
    page.fill("[name=login]", "fed-duty-1")
    page.fill("[name=password]", PASSWORD)
    page.click("main button.main")
    page.wait_for_url("**/second/")
    page.click("[data-passkey-button]")
    page.wait_for_url("**/home/**")
    shown = [row.by for row in Access.objects.at(None).filter(act="signed_in").order_by("since")]
    assert shown[0] == ["password", "passkey"]


def test_app_joins_and_a_passkey_is_added(page: Page, site: str) -> None:
    begin(page, site, "fed-duty-1")
    secret = page.locator(".secret").inner_text().replace(" ", "")
    page.fill("[name=code]", app_code(secret, page.evaluate("Date.now() / 1000")))
    page.click("main button.main")
    page.wait_for_url("**/recovery-codes/")
    page.goto(f"{site}/accounts/mine/passkeys/new/")
    page.fill("[name=name]", "Watch desk")
    page.click("[data-passkey-button]")
    page.wait_for_url("**/accounts/mine/")
    expect(page.locator("main")).to_contain_text("Watch desk")


def test_passkey_of_nobody_here_is_refused_in_words(page: Page, site: str) -> None:
    begin(page, site, "fed-duty-1")
    page.click("a[href*=passkey]")
    page.click("[data-passkey-button]")
    page.wait_for_url("**/recovery-codes/")
    leave(page, site)
    Authenticator.objects.all().delete()
    page.click("[data-passkey-button]")
    page.wait_for_url("**/sign-in/?passkey=wrong")
    expect(page.locator("main")).to_contain_text("This passkey opens no account here")


def test_nothing_is_loaded_from_elsewhere_and_nothing_breaks_the_policy(page: Page, site: str) -> None:
    asked: list[str] = []
    refused: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    page.goto(f"{site}{WAY_IN}")
    begin(page, site, "fed-duty-1")
    page.click("a[href*=passkey]")
    expect(page.locator("[data-passkey-button]")).to_be_visible()
    assert [url for url in asked if not url.startswith((site, "data:"))] == []
    assert refused == []


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_pages_can_be_used_by_everybody(page: Page, site: str, language: str) -> None:
    code = invitations.invite("federal", ["duty_officer"])
    for address in (WAY_IN, f"/accounts/join/{code}/", "/accounts/join/"):
        page.goto(f"{site}{address}?language={language}")
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
    begin(page, site, "fed-duty-1")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    page.click("a[href*=passkey]")
    page.click("[data-passkey-button]")
    page.wait_for_url("**/recovery-codes/")
    page.goto(f"{site}/accounts/mine/")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("language", ["en", "ckb"])
def test_administrators_pages_can_be_used_by_everybody(
    page: Page, context: BrowserContext, site: str, language: str
) -> None:
    admin = signed_in("fed-admin-1", "federal", ["administrator"])
    open_account("fed-duty-1", "federal", ["duty_officer"])
    admin.post("/accounts/invite/", {"roles": ["viewer"]})
    admin.get("/duty/")  # denied, which the page of accesses shows
    context.add_cookies([{"name": "sessionid", "value": admin.cookies["sessionid"].value, "url": site}])
    for address in ("", "invite/", "of/fed-duty-1/", "accesses/", "mine/password/", "../duty/"):
        page.goto(f"{site}/accounts/{address}?language={language}")
        results = Axe().run(page)
        assert results.violations_count == 0, (address, results.generate_report())


def test_client_without_scripts_is_told_what_to_use_instead(site: str) -> None:
    assert b"<noscript>" in Client(headers={"host": "127.0.0.1"}).get(WAY_IN).content
    assert site
