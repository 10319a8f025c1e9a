"""The pages of the exchange, and the one where one enters the exercise: clean for axe, and whole on desk and phone."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
ACCOUNT = "fed-duty-1"
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
PAGES = (
    "/home/", "/partners/", "/partners/received/", "/partners/received/federal-hq/0/", "/partners/new/",
    "/partners/sent/", "/coverage/",
)  # fmt: skip


@pytest.fixture(params=[("en", "light", DESK), ("ar", "dark", DESK), ("ckb", "light", PHONE)], ids=["en", "ar", "ckb"])
def page(request: pytest.FixtureRequest, browser: Browser, sites: dict[str, str]) -> Iterator[Page]:
    """Where one enters the joint centre, in a language, by day or night, at a desk or on a phone."""
    language, scheme, viewport = request.param
    context = browser.new_context(
        viewport=viewport, color_scheme=scheme, has_touch=viewport is PHONE, reduced_motion="reduce",
        base_url=sites["bar"],
    )  # fmt: skip
    page = context.new_page()
    page.goto(f"/accounts/sign-in/?language={language}")
    expect(page.locator("html")).to_have_attribute("lang", language)
    yield page
    context.close()


def faults(page: Page) -> list[tuple[str, list[str]]]:
    """What axe calls serious, and how far the page must be scrolled sideways."""
    found = [
        (each["id"], [node["html"][:160] for node in each["nodes"]])
        for each in Axe().run(page).response["violations"]
        if each["impact"] in {"serious", "critical"}
    ]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*found, *([("too wide", [str(wide)])] if wide > 0 else [])]


def test_pages_of_the_exchange_are_clean_and_whole(page: Page) -> None:
    assert faults(page) == []
    with page.expect_navigation():
        page.locator(f"main button[value={ACCOUNT}]").click()
    for address in PAGES:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        assert faults(page) == [], address


def test_a_desks_bar_is_one_line_with_two_partners_also_in_alarm(page: Page) -> None:
    with page.expect_navigation():
        page.locator(f"main button[value={ACCOUNT}]").click()
    expect(page.locator(".partner-link")).to_have_count(2)
    if page.viewport_size != DESK:
        assert faults(page) == []
        return
    assert bar_height(page) == 48
    page.evaluate(
        """() => {
          const [one, other] = document.querySelectorAll('.partner-link');
          one.dataset.state = 'down';
          other.dataset.state = 'overdue';
          other.querySelector('.partner-state').textContent = 'silent too long';
        }"""
    )
    assert bar_height(page) == 48
    assert faults(page) == []


def bar_height(page: Page) -> float:
    return float(page.evaluate("document.querySelector('header.bar').getBoundingClientRect().height"))
