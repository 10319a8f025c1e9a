"""A joint centre with duty officers of both parties, a viewer, an administrator, and browsers for them."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.centre.founded import Founded
from tests.centre.signed_in import signed_in

SignIn = Callable[..., Client]
ACCOUNTS = {
    "federal": ("fed-duty-1", "federal", ["duty_officer"]),
    "regional": ("reg-duty-1", "regional", ["duty_officer"]),
    "viewer": ("reg-view-1", "regional", ["viewer"]),
    "planner": ("fed-plan-1", "federal", ["planner"]),
    "administrator": ("fed-admin-1", "federal", ["administrator"]),
}


@pytest.fixture
def browsers(centre: Founded) -> dict[str, Client]:  # noqa: ARG001 - the centre must stand
    """A signed-in browser for each account, and one that nobody signed in."""
    return {name: signed_in(*account) for name, account in ACCOUNTS.items()} | {
        "outsider": Client(headers={"host": "127.0.0.1"})
    }


@pytest.fixture
def federal(browsers: dict[str, Client]) -> Client:
    return browsers["federal"]


@pytest.fixture
def regional(browsers: dict[str, Client]) -> Client:
    return browsers["regional"]
