"""What all relays share: a thread that listens, and listens again after a break."""

import logging
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final

import django.db

SHORTEST_PAUSE_S: Final = 0.5
LONGEST_PAUSE_S: Final = 30.0
STOP_S: Final = 5.0
_LOG: Final = logging.getLogger(__name__)


class Relay(ABC):
    """A thread that tells the hub how far the journal reaches.

    Parameters
    ----------
    latest
        Returns the place of the journal's last entry, -1 if there is none.
    grown
        Told of places.
    """

    def __init__(self, latest: Callable[[], int], grown: Callable[[int], None]) -> None:
        self.latest = latest
        self.grown = grown
        self.stopped = threading.Event()
        # A daemon: a server that is told to stop does not wait for it.
        self._thread = threading.Thread(target=self._work, name="live-relay", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Listen no more."""
        self.stopped.set()
        self._thread.join(STOP_S)

    @abstractmethod
    def listening(self) -> AbstractContextManager[Callable[[], None]]:
        """Give, once listening, a function that hears for about a second and tells what it heard."""

    def _work(self) -> None:
        pause_s = SHORTEST_PAUSE_S
        while not self.stopped.is_set():
            try:
                with self.listening() as hear:
                    self.grown(self.latest())  # entered while nobody listened
                    django.db.connection.close()  # on a server every open connection is one less for others
                    pause_s = SHORTEST_PAUSE_S
                    while not self.stopped.is_set():
                        hear()
            except (django.db.InterfaceError, django.db.OperationalError):
                _LOG.warning("no word from other processes; trying again in %s s", pause_s, exc_info=True)
                django.db.connection.close()
                self.stopped.wait(pause_s)
                pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
        django.db.connection.close()
