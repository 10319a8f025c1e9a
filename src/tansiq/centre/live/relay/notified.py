"""PostgreSQL's LISTEN and NOTIFY; a trigger on the journal's table tells (``migrations``).

The channel carries nothing but the place: a payload may have no more than 8,000 bytes, and every account of the
database may listen to any channel, so it is no place for what only some may know.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import connection

from tansiq.centre.live.relay.base import Relay

CHANNEL: Final = "tansiq_entered"
HEAR_S: Final = 1.0


class Notified(Relay):
    """Listens on one connection of its own."""

    @contextmanager
    def listening(self) -> Iterator[Callable[[], None]]:
        """Open the connection and give the function that hears."""
        own: Any = connection.copy()
        own.ensure_connection()
        try:
            with own.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
            yield lambda: self._hear(own)
        finally:
            own.close()

    def _hear(self, own: Any) -> None:  # noqa: ANN401 - the wrapper of a driver that need not be installed
        with own.wrap_database_errors:
            places = [int(notify.payload) for notify in own.connection.notifies(timeout=HEAR_S, stop_after=1)]
            if not places:  # a connection that died in silence shows here
                own.connection.execute("SELECT 1")
        if places:
            self.grown(max(places))
