"""The shell in a real browser: clean for axe, whole on a phone, kind to a keyboard, careful with what was typed."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.fixtures import Settings

from tests.centre.shell.gallery import configuration

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Open]:
    contexts: list[BrowserContext] = []

    def opened(path: str, language: str = "en", **options: Any) -> Page:  # noqa: ANN401 - Playwright's own
        context = browser.new_context(locale=language, **({"reduced_motion": "reduce"} | options))
        contexts.append(context)
        # The gallery has no event stream; without an answer the page says that it is not live, once.
        context.route("**/live/**", lambda route: route.abort())
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("dialog", lambda dialog: dialog.accept())  # leaves what was typed
        page.goto(address + path)
        return page

    yield opened
    for context in contexts:
        context.close()


def serious(page: Page) -> list[tuple[str, list[str]]]:
    violations = Axe().run(page).response["violations"]
    return [
        (found["id"], [node["html"][:160] for node in found["nodes"]])
        for found in violations
        if found["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(open_page: Open, language: str, theme: str) -> None:
    page = open_page("/gallery/parts", language, color_scheme=theme)
    page.locator(".who > summary").click()
    assert serious(page) == []
    page.goto(page.url.replace("parts", "form"))
    page.locator(".page button.main").click()
    page.locator(".tongues summary").click()
    assert serious(page) == []
    page.goto(page.url.replace("form", "confirm"))
    assert serious(page) == []


def test_axe_finds_nothing_serious_in_the_past_or_on_a_phone(open_page: Open) -> None:
    page = open_page("/gallery/parts?as_of=2026-11-25T03:00%2B03:00", "ckb", **PHONE)
    page.locator(".more > details > summary").click()
    assert serious(page) == []


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_a_phone_shows_every_page_without_scrolling_sideways(open_page: Open, language: str) -> None:
    for path in ("parts", "form", "confirm"):
        page = open_page(f"/gallery/{path}", language, **PHONE)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        small = [
            box for box in (each.bounding_box() for each in page.locator(".rail a:visible, .page button").all())
            if box and box["height"] < 44
        ]  # fmt: skip
        assert small == []


def test_after_an_error_the_focus_is_on_the_summary_and_its_links_lead_to_the_fields(open_page: Open) -> None:
    page = open_page("/gallery/form")
    page.locator(".page button.main").click()
    expect(page.locator(".faults")).to_be_focused()
    assert page.title().startswith("To be mended: ")
    page.locator(".faults a").first.click()
    expect(page.locator("#id_summary_en")).to_be_focused()


def test_changing_the_language_asks_before_it_loses_what_was_typed(open_page: Open) -> None:
    page = open_page("/gallery/form")
    page.locator("#id_summary_en").fill("Lights on the ridge")
    page.locator(".languages a[lang=ar]").click()
    page.get_by_role("button", name="Stay and send it first").click()
    expect(page.locator("#id_summary_en")).to_have_value("Lights on the ridge")
    expect(page.locator(".languages a[lang=ar]")).to_be_focused()
    page.locator(".languages a[lang=ar]").click()
    page.get_by_role("button", name="Change the language and lose it").click()
    expect(page.locator("html")).to_have_attribute("lang", "ar")


def test_what_came_back_to_be_mended_counts_as_not_sent(open_page: Open) -> None:
    page = open_page("/gallery/form")
    page.locator(".page button.main").click()
    expect(page.locator(".faults")).to_be_focused()
    page.locator(".languages a[lang=ar]").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_changing_the_language_asks_nothing_where_nothing_was_typed(open_page: Open) -> None:
    page = open_page("/gallery/form")
    page.locator(".languages a[lang=ckb]").click()
    expect(page.locator("html")).to_have_attribute("lang", "ckb")


def test_clocks_go_on_by_the_servers_time_whatever_this_machine_thinks(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="en")
    page = context.new_page()
    page.clock.install(time=timezone.now() - timedelta(days=400))
    page.goto(address + "/gallery/parts")
    age = page.locator(".items .age").first
    expect(age).to_have_text("2 min")
    expect(page.locator("#clock")).to_have_text(re.compile(f"{timezone.now():%y}$"))
    page.clock.fast_forward("10:00")
    expect(age).to_have_text("12 min")
    context.close()


def test_clocks_stand_still_in_the_past(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="en")
    page = context.new_page()
    page.clock.install(time=timezone.now())
    page.goto(address + "/gallery/parts?as_of=2026-11-25T03:00%2B03:00")
    before = page.locator(".items .age").all_inner_texts()
    page.clock.fast_forward("01:30:00")
    assert page.locator(".items .age").all_inner_texts() == before
    context.close()


def test_an_entered_time_is_echoed_as_a_group(open_page: Open) -> None:
    page = open_page("/gallery/form")
    page.locator("#id_event_at_0").fill("2026-11-22")
    page.locator("#id_event_at_1").fill("٠٢٣٠")
    expect(page.locator(".echo")).to_contain_text("22 0230C NOV 26")
    page.locator("#id_event_at_1").fill("2560")
    expect(page.locator(".echo")).to_be_empty()


def test_menus_work_by_keyboard_and_close_by_escape(open_page: Open) -> None:
    page = open_page("/gallery/parts")
    summary = page.locator(".when > summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#as-of-date")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#as-of-date")).to_be_hidden()
    expect(summary).to_be_focused()


def test_the_past_is_reached_and_left_by_the_bar(open_page: Open) -> None:
    page = open_page("/gallery/parts?page=2")
    page.locator(".when > summary").click()
    page.locator("#as-of-date").fill("2026-11-22")
    page.locator("#as-of-time").fill("0300")
    page.get_by_role("button", name="Show that time").click()
    expect(page.locator(".past")).to_contain_text("22 0300C NOV 26")
    page.locator(".rail a").nth(1).click()
    expect(page.locator(".past")).to_contain_text("22 0300C NOV 26")
    page.locator(".past a").click()
    expect(page.locator(".past")).to_have_count(0)


def test_a_whole_page_works_without_scripts(open_page: Open) -> None:
    page = open_page("/gallery/form", java_script_enabled=False)
    page.locator("#id_summary_en").fill("Lights")
    page.get_by_text("Routine").click()
    page.locator(".page button.main").click()
    expect(page.locator("#said")).to_contain_text("en")


def test_paper_carries_plain_times_and_no_frame(open_page: Open) -> None:
    page = open_page("/gallery/parts")
    page.emulate_media(media="print")
    expect(page.locator(".rail")).to_be_hidden()
    expect(page.locator(".languages")).to_be_hidden()
    said = page.locator(".facts .dtg").first.evaluate("element => getComputedStyle(element, '::after').content")
    assert "UTC+3" in said


def test_a_demonstrations_copies_are_dropped_once_a_centre_runs_at_its_address(
    browser: Browser, address: str, settings: Settings
) -> None:
    settings.CENTRE = configuration(alone=True)
    context = browser.new_context()  # without routes, which keep a service worker from starting
    page = context.new_page()
    page.goto(f"{address}/")
    page.evaluate(
        "navigator.serviceWorker.register('/service-worker.js').then(() => navigator.serviceWorker.ready)"
        ".then(() => true)"
    )
    assert page.evaluate("caches.keys().then((names) => names.length)") == 1
    settings.CENTRE = configuration()
    page.goto(f"{address}/?stranger=1")
    page.goto(f"{address}/gallery/parts")
    expect(page.locator(".brand")).to_contain_text("kirkuk")
    for _ in range(2):  # the first visit takes the worker away, the second is without it
        page.reload()
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    context.close()
