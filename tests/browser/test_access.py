"""Nothing that axe calls serious: three languages, both themes, desk and phone."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_axe_finds_nothing_serious_by_day_or_night(visit: Callable[..., Page], language: str) -> None:
    page = visit(language, color_scheme="light")
    page.locator(".gap button").first.click()
    page.locator("#layers summary").click()
    for details in page.locator("details.behind > summary").all():
        details.click()
    _assert_clean(page)
    page.locator("#theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    _assert_clean(page)


def test_axe_finds_nothing_serious_on_a_phone(visit: Callable[..., Page]) -> None:
    _assert_clean(visit("ar", viewport={"width": 390, "height": 844}, has_touch=True))


def _assert_clean(page: Page) -> None:
    violations = Axe().run(page).response["violations"]
    serious = [
        (found["id"], [node["html"][:160] for node in found["nodes"]])
        for found in violations
        if found["impact"] in {"serious", "critical"}
    ]
    assert serious == []
