"""Accounts are tried with a quick hash of passwords, but where the hash itself is what is tried."""

import os

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings

from tests.browser.conftest import browser

__all__ = ["browser"]

# Playwright keeps an event loop in the tests' thread for as long as its browser lives; Django would take every query
# after that for one from asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(autouse=True)
def quick_hash(request: pytest.FixtureRequest, settings: Settings) -> None:
    if "real_hash" not in request.fixturenames:
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()  # allauth counts requests there


@pytest.fixture
def real_hash() -> None:
    """Hash passwords as a centre does."""
