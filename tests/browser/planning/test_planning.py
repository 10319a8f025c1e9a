"""A planner's story: a post dragged by mouse and by keyboard, a joint post asked for, two courses side by side."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.planning.conftest import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATIENCE_MS = 400_000  # a busy machine compiles slowly
MOVED = re.compile(r"stands at \W*38S")


def begin(desk: Desk, title: str) -> Page:
    page = desk.open("/planning/new/?language=en")
    page.locator("[name=title_en]").fill(title)
    page.locator("main button.main").click()
    return drawn(page)


def drawn(page: Page) -> Page:
    expect(page.locator("body[data-ready]")).to_be_attached(timeout=PATIENCE_MS)
    return page


def serious(page: Page) -> list[tuple[str, list[str]]]:
    return [
        (found["id"], [node["html"][:160] for node in found["nodes"]])
        for found in Axe().run(page).response["violations"]
        if found["impact"] in {"serious", "critical"}
    ]


def take_up(page: Page, post: str) -> Locator:
    """Choose a post in the form and take it up; its handle on the map has the focus."""
    if page.locator("#tool-move[open]").count() == 0:
        page.locator("#tool-move summary").click()
    page.locator("#move_move-post").select_option(post)
    page.locator("[data-take-up]").click()
    expect(page.locator(".handle-post")).to_be_focused()
    return page.locator(".handle-post")


def kept(page: Page) -> None:
    page.locator("#draft button.main").click()
    expect(page.locator(".timeline")).to_contain_text("Changes kept", timeout=PATIENCE_MS)


def test_planners_story(desk: Desk) -> None:
    page = begin(desk, "Nearer to the seam")
    before = page.locator("body").get_attribute("data-key")
    # With the mouse: from where its handle shows the post to be, a finger's breadth towards the seam.
    box = take_up(page, "N002").bounding_box()
    assert box is not None
    page.keyboard.press("Escape")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 12, steps=4)
    expect(page.locator("body")).not_to_have_attribute("data-key", before or "", timeout=PATIENCE_MS)
    page.mouse.move(x, y + 40, steps=4)
    page.mouse.up()
    expect(page.locator("#changes")).to_contain_text(MOVED, timeout=PATIENCE_MS)
    # With the keyboard.
    take_up(page, "S003")
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("#changes li")).to_have_count(2, timeout=PATIENCE_MS)
    expect(page.locator("#headline-change")).to_contain_text("km² of ground held")
    expect(page.locator("#panel[aria-busy=true]")).to_have_count(0, timeout=PATIENCE_MS)  # then nothing is dimmed
    assert serious(page) == []
    kept(page)

    other = begin(desk, "One joint post")
    other.locator("#job-siting summary").click()
    other.locator("#job-siting button", has_text="Compute it").click()
    take = other.locator("#job-siting button", has_text="Take these places into the course")
    expect(take).to_be_visible(timeout=PATIENCE_MS)
    take.click()
    expect(other.locator("#changes")).to_contain_text("Joint places: 1", timeout=PATIENCE_MS)
    kept(other)

    together = desk.open("/planning/compare/?language=en")
    expect(together.locator("body[data-compared=day]")).to_be_attached(timeout=PATIENCE_MS)
    held = together.locator("tr[data-figure=held_km2] td").all_inner_texts()
    assert len(held) == 3
    assert float(held[2].replace(",", "")) > float(held[0].replace(",", ""))
    together.locator("#swipe-at").focus()
    together.keyboard.press("Home")
    expect(together.locator("#map-over")).to_have_css("clip-path", re.compile(r"inset\(0px( 0px)* 0%?\)|inset\(0px\)"))
    assert serious(together) == []
