"""The page goes on when the server is gone: shown again, recomputed from what was kept, honest about the rest."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import running_demo

pytestmark = pytest.mark.browser


def test_page_works_after_the_server_stopped(visit: Callable[..., Page], data: Path, address: str) -> None:
    del address  # built the ground that this server finds
    with running_demo(data) as (own, stop):
        page = visit("ckb", at=own, service_workers="allow")
        expect(page.locator("body")).to_have_attribute("data-kept", "pictures", timeout=120_000)
        stop()
        page.reload()
        expect(page.locator("body[data-ready]")).to_be_attached()
        expect(page.locator("html")).to_have_attribute("lang", "ckb")
        page.locator("#share").focus()
        page.keyboard.press("Home")
        expect(page.locator("body")).to_have_attribute("data-key", "day-0-45")
        expect(page.locator("#status")).to_be_empty()
        page.locator("#respond").focus()
        page.keyboard.press("End")
        expect(page.locator("#link")).to_have_attribute("data-state", "off")
        expect(page.locator("#status")).not_to_be_empty()
        page.locator(".languages a[lang=en]").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.locator("body[data-ready]")).to_be_attached()
