"""That the tests which are said to run on PostgreSQL do."""

import pytest
from django.db import connection

from tansiq.centre.door.models import Entry
from tests.database.plugin import OPTION


@pytest.mark.django_db
def test_the_database_is_the_one_asked_for(request: pytest.FixtureRequest) -> None:
    assert connection.vendor == ("postgresql" if request.config.getoption(OPTION) else "sqlite")
    assert Entry.objects.count() == 0


@pytest.mark.django_db
def test_a_commit_is_on_the_disk_when_it_is_acknowledged() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone() == ("on",)
        else:
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone() == (2,)  # FULL


@pytest.mark.usefixtures("db")
def test_what_asks_the_database_is_marked(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("database") is not None


def test_what_does_not_is_not(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("database") is None
