"""The browser of the other tests that need one."""

from tests.browser.conftest import browser

__all__ = ["browser"]
