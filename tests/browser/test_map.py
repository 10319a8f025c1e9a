"""What a person meets: the map in three languages, gaps that explain themselves, sliders that recompute."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Request, expect

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("ckb", "rtl")])
def test_page_loads_in_each_language_without_leaving_its_origin(
    browser: Browser, address: str, language: str, direction: str
) -> None:
    context = browser.new_context(locale=language, viewport={"width": 1200, "height": 800})
    page = context.new_page()
    outside: list[str] = []
    faults: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((address, "blob:", "data:")):
            outside.append(request.url)

    context.on("request", note)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(address)
    expect(page.locator("body[data-ready]")).to_be_attached()
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("html")).to_have_attribute("dir", direction)
    expect(page.locator("#headline")).to_have_text(re.compile(r"\d+.+\d+"))
    assert outside == []
    assert faults == []
    context.close()


@pytest.fixture(scope="module")
def english(visit: Visit) -> Page:
    """One page for the tests that leave it as they found it."""
    return visit()


def test_gap_explains_itself_and_the_map_goes_there(english: Page) -> None:
    page = english
    gap = page.locator(".gap").first
    expect(gap.locator(".sentence")).to_be_hidden()
    gap.locator("button").click()
    expect(gap.locator(".sentence")).to_contain_text(re.compile(r"sees|Seen"))
    expect(gap.locator("button")).to_have_attribute("aria-expanded", "true")
    gap.locator("button").click()
    expect(gap.locator(".sentence")).to_be_hidden()


def test_gap_list_works_by_keyboard(english: Page) -> None:
    page = english
    page.locator(".gap button").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".gap").nth(1).locator(".sentence")).to_be_visible()


def test_sliders_recompute_and_say_so(english: Page) -> None:
    page = english
    expect(page.locator("#share-value")).to_have_text("60 min")
    before = page.locator("#headline").inner_text()
    page.locator("#share").focus()
    page.keyboard.press("Home")
    expect(page.locator("#share-value")).to_have_text("0 min")
    expect(page.locator("body")).to_have_attribute("data-key", "day-0-45")
    expect(page.locator("#headline")).not_to_have_text(before)
    expect(page.locator("#announced")).to_contain_text("km of the seam are held")
    page.locator("#agreed").click()
    expect(page.locator("body")).to_have_attribute("data-key", "day-60-45")
    expect(page.locator("#headline")).to_have_text(before)


def test_night_is_another_picture(english: Page) -> None:
    page = english
    day = page.locator(".states tr[data-state='open'] .km2").inner_text()
    page.get_by_role("radio", name="Night").check()
    expect(page.locator("body")).to_have_attribute("data-key", "night-60-45")
    expect(page.locator(".states tr[data-state='open'] .km2")).not_to_have_text(day)
    page.get_by_role("radio", name="Day").check()
    expect(page.locator(".states tr[data-state='open'] .km2")).to_have_text(day)


def test_cursor_tells_mgrs_degrees_and_state(english: Page) -> None:
    page = english
    box = page.locator("#map").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#cursor-mgrs")).to_have_text(re.compile(r"^3[78]S [A-Z]{2} \d{3} \d{3}$"))
    expect(page.locator("#cursor-degrees")).to_have_text(re.compile(r"^3\d\.\d{4}°N 4\d\.\d{4}°E$"))


def test_map_says_what_it_is(english: Page) -> None:
    page = english
    for words in ("Exercise, fictional forces", "Sketched ground", "Lines carry no legal meaning."):
        expect(page.locator(".map-side").get_by_text(words, exact=True)).to_be_visible()
    expect(page.locator(".maplibregl-ctrl-scale")).to_contain_text("km")


def test_layers_can_be_switched(english: Page) -> None:
    page = english
    page.locator("#layers summary").click()
    box = page.get_by_label("Posts and centres")
    expect(box).to_be_checked()
    box.uncheck()
    expect(box).not_to_be_checked()
    expect(page.locator("#legend-posts li")).to_have_count(6)
    box.check()
    page.locator("#layers summary").click()


@pytest.mark.parametrize("language", ["en", "ckb"])
def test_phone_shows_everything_without_scrolling_sideways(visit: Visit, language: str) -> None:
    page = visit(language, viewport={"width": 390, "height": 844}, has_touch=True)
    page.locator("#handle").click()
    expect(page.locator("#handle")).to_have_attribute("aria-expanded", "true")
    page.locator(".gap button").first.click()
    expect(page.locator(".gap .sentence").first).to_be_visible()
    for what in ("document.documentElement", "document.getElementById('panel')"):
        assert page.evaluate(f"{what}.scrollWidth - {what}.clientWidth") <= 0


def test_map_is_on_paper_too(english: Page) -> None:
    page = english
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF-")
    assert page.evaluate("document.getElementById('map-print').naturalWidth") > 300
