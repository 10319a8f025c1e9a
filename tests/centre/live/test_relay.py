"""How one process hears of what another entered."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from tansiq.centre.door.models import Entry
from tansiq.centre.live.journal import Journal
from tansiq.centre.live.relay import Notified, Relay, Watched

PATIENCE_S = 30.0


class Heard:
    """The places a relay told of."""

    def __init__(self) -> None:
        self.places: list[int] = []
        self._more = threading.Condition()

    def grown(self, place: int) -> None:
        with self._more:
            self.places.append(place)
            self._more.notify_all()

    def wait_for(self, place: int) -> None:
        with self._more:
            assert self._more.wait_for(lambda: place in self.places, PATIENCE_S), self.places


@contextmanager
def started(relay: Relay) -> Iterator[None]:
    relay.start()
    try:
        yield
    finally:
        relay.stop()


def enter(place: int) -> None:
    """Put a row into the journal's table as another process would; what it says does not matter here."""
    now = timezone.now()
    Entry(
        place=place, entry=b"", leaf=bytes(32), digest=f"sha256:{place:064x}", kind="duty_log_entry/1",
        object="item-1", party="federal", author="fed-duty-1", author_role="duty_officer", event_at=now,
        received_at=now, entered_at=now, kept_at=now,
    ).save(force_insert=True)  # fmt: skip


@pytest.fixture
def on_postgresql(transactional_db: None) -> None:  # noqa: ARG001 - opens the database
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL tells others by itself; run with --postgresql")


@pytest.mark.usefixtures("on_postgresql")
def test_postgresql_tells_of_an_entry_when_it_is_committed_and_not_before() -> None:
    heard = Heard()
    with started(Notified(Journal().latest, heard.grown)):
        heard.wait_for(-1)  # it listens
        with transaction.atomic():
            enter(0)
            assert heard.places == [-1]
        heard.wait_for(0)


@pytest.mark.usefixtures("on_postgresql")
def test_an_entry_that_was_taken_back_is_not_told_of() -> None:
    heard = Heard()
    with started(Notified(Journal().latest, heard.grown)):
        heard.wait_for(-1)
        with transaction.atomic():
            enter(0)
            transaction.set_rollback(True)
        enter(1)
        heard.wait_for(1)
        assert 0 not in heard.places


@pytest.mark.usefixtures("on_postgresql")
def test_a_broken_connection_is_made_again_and_what_was_missed_is_caught_up_with() -> None:
    heard = Heard()
    with started(Notified(Journal().latest, heard.grown)):
        heard.wait_for(-1)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        enter(0)
        heard.wait_for(0)
        enter(1)
        heard.wait_for(1)


def test_where_nobody_tells_the_journal_is_looked_at() -> None:
    heard, sizes = Heard(), iter([3, 3, 4])
    last = 4
    with started(Watched(lambda: next(sizes, last), heard.grown)):
        heard.wait_for(4)
    assert heard.places[:3] == [3, 3, 4]


def test_a_relay_goes_on_after_the_database_was_out_of_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tansiq.centre.live.relay.base.SHORTEST_PAUSE_S", 0.01)
    heard, answers = Heard(), iter([None, None, 7])

    def latest() -> int:
        place = next(answers, 7)
        if place is None:
            raise OperationalError
        return place

    with started(Watched(latest, heard.grown)):
        heard.wait_for(7)
    assert set(heard.places) == {7}
