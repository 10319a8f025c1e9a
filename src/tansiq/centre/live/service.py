"""The hub of this process: made when the first page asks for a stream, told of every record that is entered."""

import threading
from typing import Final

from django.db import connection, transaction

from tansiq.centre.door.registry import Entered
from tansiq.centre.live.hub import Hub
from tansiq.centre.live.journal import Journal, standing
from tansiq.centre.live.reading import event_of, may_know
from tansiq.centre.live.relay import Notified, Relay, Watched

_making: Final = threading.Lock()
_running: Final[list[tuple[Hub, Relay]]] = []


def current() -> Hub:
    """Return the hub."""
    with _making:
        if not _running:
            hub, journal = Hub(Journal(), may_know, standing), Journal()
            kind = Notified if connection.vendor == "postgresql" else Watched
            relay = kind(journal.latest, hub.grown)
            relay.start()
            _running.append((hub, relay))
        return _running[0][0]


def close() -> None:
    """End all streams: the server is shutting down."""
    with _making:
        for hub, relay in _running:
            hub.close()
            relay.stopped.set()


def on_entered(entered: Entered) -> None:
    """Tell the streams of a record; called by the door when it is durable."""
    content = entered.content
    for hub, _relay in _running:
        hub.announce(event_of(entered.place, content.kind, content.object, content.party))


def on_signed_out(**_signal: object) -> None:
    """Look at once whose sign-in has ended, when it is sure that it has."""
    for hub, _relay in _running:
        transaction.on_commit(hub.review)
