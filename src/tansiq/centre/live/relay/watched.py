"""Looking at the journal's size: for databases that tell nobody."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from tansiq.centre.live.relay.base import Relay

EVERY_S: Final = 1.0


class Watched(Relay):
    """Asks for the journal's last place every second."""

    @contextmanager
    def listening(self) -> Iterator[Callable[[], None]]:
        """Give the function that looks."""

        def look() -> None:
            self.stopped.wait(EVERY_S)
            self.grown(self.latest())

        yield look
