"""One client's stream: how far it has come, and its next words."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tansiq.centre.live.event import NOTHING_YET, Event, ended, greeting, heartbeat, missed, pace

if TYPE_CHECKING:
    from tansiq.centre.accounts.officer import Officer
    from tansiq.centre.live.hub import Hub

Why = Literal["signed_out", "restart", "slow"]
Send = Callable[[bytes], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Listener:
    """Who listens.

    Attributes
    ----------
    account
        The account, a function's name.
    session
        The sign-in the stream belongs to; it ends with it. Never sent.
    officer
        What the rule of visibility is asked with.
    """

    account: str
    session: str
    officer: "Officer"


class Stream:
    """The words for one client, in order, none twice and none left out.

    It keeps no queue, only the place up to which its client has been told. What it has not taken yet lies once, in
    the hub, for all. Everything here runs on the hub's loop.

    Parameters
    ----------
    hub
        Where the events are.
    listener
        Who listens.
    after
        The last place its page knows of; None to hear only what comes from now on.
    """

    def __init__(self, hub: "Hub", listener: Listener, after: int | None) -> None:
        self.listener = listener
        self.place = NOTHING_YET if after is None else after
        self.ended: Why | None = None
        self.was_cut = False
        self._from_now = after is None
        self._hub = hub
        self._task: asyncio.Task[object] | None = None
        self._word: asyncio.Future[None] | None = None
        self._beat_due = False
        self._spoke_s = hub.clock()
        self._sending_since_s: float | None = None

    async def pour(self, send: Send) -> None:
        """Send words until the stream ends; returns early, without last words, when the client was cut off."""
        self._task = asyncio.current_task()
        try:
            await self._pour(send)
        except asyncio.CancelledError:
            if not self.was_cut or self._task is None:
                raise
            self._task.uncancel()  # the hub's doing, not the server's
        finally:
            self._task = None

    def wake(self, *, beat: bool = False) -> None:
        """Let the stream look whether there is anything to say; ``beat``: at least that it lives."""
        self._beat_due = self._beat_due or beat
        if self._word is not None and not self._word.done():
            self._word.set_result(None)

    def end(self, why: Why) -> None:
        """End the stream with its last words; the first reason stands."""
        self.ended = self.ended or why
        self.wake()

    def cut(self) -> None:
        """End the stream although its client does not take what was sent."""
        self.ended, self.was_cut = "slow", True
        if self._task is not None:
            self._task.cancel()

    def is_stuck(self, now_s: float) -> bool:
        """Tell whether the client has not taken the last words for too long."""
        since_s = self._sending_since_s
        return since_s is not None and now_s - since_s >= self._hub.limits.stuck_s

    def is_silent(self, now_s: float) -> bool:
        """Tell whether it is time for a sign of life."""
        return self._sending_since_s is None and now_s - self._spoke_s >= self._hub.limits.heartbeat_s

    async def _pour(self, send: Send) -> None:
        await self._say(greeting(self._hub.limits.retry_s) + pace(len(self._hub)), send)
        await self._catch_up(send)
        self._beat_due = True  # so that the client knows at once how far it has come
        while self.ended is None:
            if self._hub.has_dropped(self.place):
                self.ended = "slow"
            elif news := self._told(self._hub.kept_after(self.place)):
                await self._say(news, send)
            elif self._beat_due:
                await self._say(heartbeat(self.place) + pace(len(self._hub)), send)
            else:
                await self._wait()
        await self._say(ended(self.ended), send)

    async def _catch_up(self, send: Send) -> None:
        """Say what the client missed and the hub no longer holds, page by page, but not without end."""
        if self._from_now:
            self.place = self._hub.place
        elif self.place > self._hub.place:  # of another journal, or of one that was put back
            await self._say_missed(send)
        for _ in range(self._hub.limits.pages):
            if self.ended or not self._hub.has_dropped(self.place):
                return
            await self._say(self._told(await self._hub.read(self.place)), send)
        if self._hub.has_dropped(self.place):
            await self._say_missed(send)

    async def _say_missed(self, send: Send) -> None:
        self.place = self._hub.place
        await self._say(missed(self.place), send)

    async def _say(self, words: bytes, send: Send) -> None:
        if not words:
            return
        self._beat_due = False
        self._sending_since_s = self._hub.clock()
        await send(words)
        self._spoke_s, self._sending_since_s = self._hub.clock(), None

    def _told(self, events: Iterable[Event]) -> bytes:
        words = []
        for event in events:
            self.place = event.place
            if self._hub.visible(self.listener.officer, event):
                words.append(event.wire)
        return b"".join(words)

    async def _wait(self) -> None:
        self._word = asyncio.get_running_loop().create_future()
        await self._word
        self._word = None
