"""A joint centre with a small made-up ground, served to real browsers."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from tests.centre.conftest import centre, ground, laydown, made_centre  # noqa: F401 - fixtures
from tests.centre.founded import Founded
from tests.centre.planning.conftest import bar, forces, planned_on  # noqa: F401 - fixtures
from tests.centre.signed_in import signed_in


class Desk:
    """A planner at a browser."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context, self.address = context, address

    def open(self, path: str) -> Page:
        """A new page of the centre."""
        page = self.context.new_page()
        # Tests' server holds one thread for each stream: a page without one says that it is not live.
        self.context.route(re.compile(r"/live/(\?|$)"), lambda route: route.abort())
        page.goto(self.address + path)
        return page


@pytest.fixture
def desk(bar: Founded, live_server: LiveServer, browser: Browser) -> Iterator[Desk]:  # noqa: F811 - the fixture
    del bar
    client = signed_in("fed-plan-1", "federal", ["planner"])
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    yield Desk(context, live_server.url)
    context.close()
