"""A journal in memory, a clock that is set by hand, and a client that takes what it is sent."""

import asyncio
from collections.abc import Callable, Collection, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tansiq.centre.accounts.officer import Officer
from tansiq.centre.live.event import Event
from tansiq.centre.live.hub import Hub
from tansiq.centre.live.limits import Limits
from tansiq.centre.live.stream import Listener, Stream

OFFICER = Officer("fed-duty-1", "federal", frozenset({"duty_officer"}), joint=True)
LISTENER = Listener("fed-duty-1", "session-1", OFFICER)
PATIENCE_S = 20.0
T = TypeVar("T")


def event(place: int, kind: str = "duty_log_entry") -> Event:
    return Event(place, kind, f"item-{place}", "federal", ("duty",))


@dataclass
class MemoryJournal:
    """So many entries; counts how often it is asked for a page."""

    size: int = 0
    pages: int = 0

    def latest(self) -> int:
        return self.size - 1

    def since(self, place: int, limit: int) -> list[Event]:
        self.pages += 1
        return [event(at) for at in range(place + 1, self.size)][:limit]


@dataclass
class Clock:
    now_s: float = 1000.0

    def __call__(self) -> float:
        return self.now_s


@dataclass
class Client:
    """Takes words; ``stalled`` takes none any more."""

    words: bytes = b""
    stalled: bool = False
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, words: bytes) -> None:
        if self.stalled:
            await asyncio.Event().wait()
        self.words += words
        self.heard.set()

    def places(self) -> list[int]:
        """Return the places of the events it was told of, in the order it was."""
        told = [block for block in self.words.split(b"\n\n") if b"event: entered" in block]
        return [int(block.split(b"\n")[0].removeprefix(b"id: ")) for block in told]

    def come_to(self) -> int:
        """Return the last place it was given."""
        return int(self.words.rpartition(b"id: ")[2].partition(b"\n")[0])

    async def until(self, told: Callable[[], bool]) -> None:
        """Wait until what is told is so."""
        async with asyncio.timeout(PATIENCE_S):
            while not told():
                self.heard.clear()
                await self.heard.wait()


def everybody(listeners: Collection[Listener]) -> Collection[Listener]:
    return listeners


def everything(_officer: Officer, _event: Event) -> bool:
    return True


def hub_of(journal: MemoryJournal, clock: Clock | None = None, **limits: Any) -> Hub:  # noqa: ANN401 - Limits' own
    return Hub(journal, everything, everybody, limits=Limits(**limits), clock=clock or Clock())


async def listen(hub: Hub, after: int | None = None, listener: Listener = LISTENER) -> tuple[Client, Stream]:
    """Attach a client, and return when its first words have come and it has caught up."""
    client = Client()
    stream = await hub.attach(listener, after)
    task = asyncio.ensure_future(stream.pour(client.take))
    _POURING.add(task)
    task.add_done_callback(_POURING.discard)
    await client.until(lambda: b"id: " in client.words)
    return client, stream


_POURING: set[asyncio.Task[None]] = set()


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run ``work`` on a loop of its own, in a thread: Playwright keeps one running in the main thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
