"""The latest events, held once for all streams."""

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import takewhile

from tansiq.centre.live.event import NOTHING_YET, Event


class Kept:
    """A bounded window on the end of the journal.

    Parameters
    ----------
    most
        How many events it holds.

    Attributes
    ----------
    place
        The last place it knows of.
    """

    def __init__(self, most: int) -> None:
        self.place = NOTHING_YET
        self._complete_after = NOTHING_YET
        self._events: deque[Event] = deque(maxlen=most)

    def start_at(self, place: int) -> None:
        """Begin after ``place``, knowing nothing of what came before."""
        self.place = self._complete_after = place

    def take(self, events: Sequence[Event]) -> None:
        """Take the next events, in order; those already known are left out."""
        for event in events:
            if event.place <= self.place:
                continue
            if len(self._events) == self._events.maxlen:
                self._complete_after = self._events[0].place
            self._events.append(event)
            self.place = event.place

    def pass_over(self, place: int) -> None:
        """Go on to ``place`` although nothing can be told of what lies before it."""
        self.place = max(self.place, place)

    def has_dropped(self, place: int) -> bool:
        """Tell whether some events after ``place`` are not held any more, or never were."""
        return place < self._complete_after

    def after(self, place: int) -> Iterator[Event]:
        """Return the events held that come after ``place``, in order."""
        newest_first = list(takewhile(lambda event: event.place > place, reversed(self._events)))
        return reversed(newest_first)
