"""Where what was just entered reaches every open page of this process.

Threads that write say so with :meth:`Hub.announce` after they committed; a relay tells with :meth:`Hub.grown` what
other processes entered. Places in the journal follow each other without gaps, so the hub sees when it was not told of
one, and reads it from the journal: a word that is lost or comes out of order costs a query, never an event.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Collection, Coroutine, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol

from tansiq.centre.live.errors import ClosingError, TooManyStreamsError
from tansiq.centre.live.event import NOTHING_YET, Event
from tansiq.centre.live.kept import Kept
from tansiq.centre.live.limits import LIMITS, Limits
from tansiq.centre.live.reader import Reader
from tansiq.centre.live.stream import Listener, Stream
from tansiq.language import N_

if TYPE_CHECKING:
    from tansiq.centre.accounts.officer import Officer

TICK_S: Final = 1.0
_LOG: Final = logging.getLogger(__name__)

Visible = Callable[["Officer", Event], bool]
Standing = Callable[[Collection[Listener]], Collection[Listener]]


class Source(Protocol):
    """The journal, as the hub reads it, in a thread of the hub's own."""

    def latest(self) -> int:
        """Return the place of the last entry, -1 if there is none."""

    def since(self, place: int, limit: int) -> Sequence[Event]:
        """Return the next entries after ``place``, at most ``limit``, in order."""


class Hub:
    """Tells every stream of this process what was entered.

    Parameters
    ----------
    source
        The journal.
    visible
        Whether an officer may know of an event. Called on the loop for every event and stream: it must not wait.
    standing
        Which of these listeners' sign-ins still stand. May ask the database.
    limits
        Bounds.
    clock
        Seconds that never go back.
    """

    def __init__(
        self,
        source: Source,
        visible: Visible,
        standing: Standing,
        *,
        limits: Limits = LIMITS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.visible, self.limits, self.clock = visible, limits, clock
        self._source, self._standing = source, standing
        self._reader = Reader()
        self._kept = Kept(limits.kept)
        self._wanted = NOTHING_YET
        self._streams: set[Stream] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._opened: asyncio.Task[None] | None = None
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._reviewed_s = clock()
        self._closed = False

    def __len__(self) -> int:
        """Return the number of open streams."""
        return len(self._streams)

    # From any thread

    def announce(self, event: Event) -> None:
        """Tell that ``event`` was entered and committed."""
        self._on_loop(lambda: self._arrived(event))

    def grown(self, place: int) -> None:
        """Tell that the journal reaches at least ``place``."""
        self._on_loop(lambda: self._grown(place))

    def review(self) -> None:
        """Let it be asked at once which sign-ins still stand."""
        self._on_loop(self._start_review)

    def close(self) -> None:
        """End all streams with their last words and take no more: the server is shutting down."""
        self._closed = True
        self._on_loop(self._close)

    # On the loop

    @property
    def place(self) -> int:
        """The last place all streams may be told of."""
        return self._kept.place

    async def attach(self, listener: Listener, after: int | None) -> Stream:
        """Return a stream for ``listener``; whoever called must :meth:`detach` it.

        Raises
        ------
        TooManyStreamsError
            The account, or the process, has as many as it may.
        ClosingError
            The server is shutting down.
        """
        await self._open()
        self._admit(listener)
        stream = Stream(self, listener, after)
        self._streams.add(stream)
        return stream

    def detach(self, stream: Stream) -> None:
        """Forget a stream."""
        self._streams.discard(stream)

    def has_dropped(self, place: int) -> bool:
        """Tell whether some events after ``place`` are not held in memory."""
        return self._kept.has_dropped(place)

    def kept_after(self, place: int) -> Iterator[Event]:
        """Return the events held that come after ``place``, in order."""
        return self._kept.after(place)

    async def read(self, place: int) -> Sequence[Event]:
        """Return one page of the journal after ``place``."""
        return await self._reader.ask(self._source.since, place, self.limits.page)

    def tick(self, now_s: float) -> None:
        """Give signs of life, cut off who takes nothing, let sign-ins be reviewed; called every second."""
        for stream in tuple(self._streams):
            if stream.is_stuck(now_s):
                _LOG.warning("cut off a stream of %s, which took nothing", stream.listener.account)
                stream.cut()
            elif stream.is_silent(now_s):
                stream.wake(beat=True)
        if now_s - self._reviewed_s >= self.limits.review_s:
            self._start_review()

    def _admit(self, listener: Listener) -> None:
        if self._closed:
            raise ClosingError
        if len(self._streams) >= self.limits.streams:
            raise TooManyStreamsError(
                N_("The centre already feeds %(count)s pages, as many as it can. This page tries again by itself."),
                count=self.limits.streams,
            )
        own = Counter(stream.listener.account for stream in self._streams)[listener.account]
        if own >= self.limits.streams_per_account:
            raise TooManyStreamsError(
                N_("%(account)s already has %(count)s live pages open, as many as one account may. Close some."),
                account=listener.account,
                count=own,
            )

    async def _open(self) -> None:
        """Learn, once, how far the journal reaches; what is announced meanwhile is caught up with."""
        if self._opened is None or (self._opened.done() and self._opened.exception()):
            self._loop = asyncio.get_running_loop()
            self._opened = self._loop.create_task(self._learn_place())
        await asyncio.shield(self._opened)

    async def _learn_place(self) -> None:
        self._kept.start_at(await self._reader.ask(self._source.latest))
        self._in_background("tick", self._tick_for_ever)

    def _arrived(self, event: Event) -> None:
        if event.place == self.place + 1 and self._is_open():
            self._take([event])
        else:
            self._grown(event.place)

    def _grown(self, place: int) -> None:
        self._wanted = max(self._wanted, place)
        if self._wanted > self.place and self._is_open():
            self._in_background("catch up", self._catch_up)

    def _is_open(self) -> bool:
        return self._opened is not None and self._opened.done()

    async def _catch_up(self) -> None:
        while (wanted := self._wanted) > self.place:
            events = await self.read(self.place)
            self._take(events)
            if not events:
                self._kept.pass_over(wanted)

    def _take(self, events: Sequence[Event]) -> None:
        self._kept.take(events)
        for stream in self._streams:
            stream.wake()

    def _start_review(self) -> None:
        self._reviewed_s = self.clock()
        if self._streams:
            self._in_background("review", self._review)

    async def _review(self) -> None:
        asked = {stream.listener for stream in self._streams}
        gone = asked - set(await self._reader.ask(self._standing, asked))
        for stream in self._streams:
            if stream.listener in gone:
                stream.end("signed_out")

    def _close(self) -> None:
        for task in self._tasks.values():
            task.cancel()
        for stream in self._streams:
            stream.end("restart")
        self._reader.close()

    async def _tick_for_ever(self) -> None:
        while True:
            self._grown(self._wanted)  # announced while the hub was opening, or when reading failed
            self.tick(self.clock())
            await asyncio.sleep(TICK_S)

    def _in_background(self, name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do ``work`` beside the rest, unless it is being done or the hub is closed."""
        running = self._tasks.get(name)
        if self._loop is not None and not self._closed and (running is None or running.done()):
            self._tasks[name] = self._loop.create_task(work())
            self._tasks[name].add_done_callback(_tell_failure)

    def _on_loop(self, call: Callable[[], None]) -> None:
        """Run ``call`` on the loop; before the first stream there is none, and nobody to tell."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call)


def _tell_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        _LOG.error("a task of the event stream failed", exc_info=error)
