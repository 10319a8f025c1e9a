"""Accounts are tried with a quick hash of passwords, but where the hash itself is what is tried."""

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def quick_hash(request: pytest.FixtureRequest, settings: Settings) -> None:
    if "real_hash" not in request.fixturenames:
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()  # allauth counts requests there


@pytest.fixture
def real_hash() -> None:
    """Hash passwords as a centre does."""
