"""The hub: every event once and in order to everybody who may know, whatever was lost on the way to it."""

import asyncio
import json
import threading
from collections.abc import Collection
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.centre.accounts.officer import Officer
from tansiq.centre.live.errors import ClosingError, TooManyStreamsError
from tansiq.centre.live.event import Event
from tansiq.centre.live.hub import Hub
from tansiq.centre.live.limits import Limits
from tansiq.centre.live.stream import Listener
from tests.centre.live.streams import LISTENER, PATIENCE_S, Clock, MemoryJournal, event, everybody, hub_of, listen, run


def test_who_listens_hears_what_is_entered_from_then_on() -> None:
    async def watch() -> None:
        journal = MemoryJournal(size=3)
        hub = hub_of(journal)
        client, _ = await listen(hub)
        journal.size = 4
        hub.announce(event(3))
        await client.until(lambda: client.places() == [3])
        told = client.words.split(b"event: entered\ndata: ")[1].split(b"\n")[0]
        assert json.loads(told) == {
            "kind": "duty_log_entry",
            "object": "item-3",
            "party": "federal",
            "topics": ["duty"],
        }

    run(watch())


@given(
    known=st.integers(0, 12),
    entered=st.integers(1, 40),
    kept=st.integers(1, 8),
    told=st.lists(st.integers(0, 51)),
    data=st.data(),
)
def test_every_event_comes_once_and_in_order_however_it_is_announced(
    known: int, entered: int, kept: int, told: list[int], data: st.DataObject
) -> None:
    after = data.draw(st.integers(-1, known - 1))
    last = known + entered - 1
    pauses = data.draw(st.lists(st.booleans(), min_size=len(told) + 1, max_size=len(told) + 1))

    async def watch() -> list[int]:
        journal = MemoryJournal(size=known)
        hub = hub_of(journal, kept=kept, page=5, pages=100)
        client, stream = await listen(hub, after)
        for place, pause in zip(
            [*told, last], pauses, strict=True
        ):  # in any order, with some left out, some twice, some of the past
            journal.size = max(journal.size, min(place, last) + 1)
            hub.announce(event(min(place, last)))
            if pause:
                await asyncio.sleep(0)
        await client.until(lambda: client.come_to() == last or b"event: ended" in client.words)
        places = client.places()
        if stream.ended == "slow":  # the window went on past it: it comes back where it was
            back, _ = await listen(hub, stream.place)
            await back.until(lambda: back.come_to() == last)
            places += back.places()
        return places

    assert run(watch()) == list(range(after + 1, last + 1))


def test_threads_that_announce_out_of_turn_lose_nothing() -> None:
    async def watch() -> None:
        journal = MemoryJournal(size=0)
        hub = hub_of(journal)
        clients = [(await listen(hub))[0] for _ in range(5)]
        journal.size = 400
        barrier = threading.Barrier(4)

        def write(first: int) -> None:
            barrier.wait()
            for place in range(first, 400, 4):
                hub.announce(event(place))

        writers = [threading.Thread(target=write, args=(first,)) for first in range(4)]
        for writer in writers:
            writer.start()
        for client in clients:
            await client.until(lambda client=client: len(client.places()) >= 400)  # type: ignore[misc]  # bound early
            assert client.places() == list(range(400))
        for writer in writers:
            writer.join()

    run(watch())


def test_who_comes_back_goes_on_where_the_words_ended() -> None:
    async def watch() -> None:
        hub = hub_of(MemoryJournal(size=500), page=64, pages=10)
        client, _ = await listen(hub, after=99)
        await client.until(lambda: len(client.places()) == 400)
        assert client.places() == list(range(100, 500))

    run(watch())


def test_who_was_away_too_long_is_told_to_read_everything_anew() -> None:
    async def watch() -> None:
        journal = MemoryJournal(size=500)
        client, stream = await listen(hub_of(journal, page=10, pages=3), after=0)
        await client.until(lambda: b"event: missed" in client.words)
        assert client.places() == list(range(1, 31))
        assert client.words.count(b"event: missed") == 1
        assert b"id: 499\nevent: missed" in client.words
        assert stream.place == 499
        assert journal.pages == 3

    run(watch())


def test_a_place_that_this_journal_has_not_reached_is_told_apart() -> None:
    async def watch() -> None:
        client, stream = await listen(hub_of(MemoryJournal(size=5)), after=77)
        assert b"id: 4\nevent: missed" in client.words
        assert stream.place == 4

    run(watch())


def test_nobody_is_told_of_what_the_role_may_not_see() -> None:
    def may_know(_officer: Officer, told: Event) -> bool:
        return told.place % 2 == 0

    async def watch() -> None:
        journal = MemoryJournal(size=4)
        hub = Hub(journal, may_know, everybody, limits=Limits(kept=2), clock=Clock())
        client, _ = await listen(hub, after=-1)
        for place in range(4, 9):
            journal.size = place + 1
            hub.announce(event(place))
            await asyncio.sleep(0)
        await client.until(lambda: client.places() == [0, 2, 4, 6, 8])
        assert b"item-5" not in client.words

    run(watch())


def test_a_silent_stream_gives_a_sign_of_life_with_the_place_it_has_come_to() -> None:
    async def watch() -> None:
        clock = Clock()
        hub = hub_of(MemoryJournal(size=9), clock)
        client, _ = await listen(hub)
        before = len(client.words)
        clock.now_s += 14.9
        hub.tick(clock.now_s)
        await asyncio.sleep(0)
        assert len(client.words) == before
        clock.now_s += 0.1
        hub.tick(clock.now_s)
        await client.until(lambda: len(client.words) > before)
        assert client.words[before:] == b': still here\nid: 8\n\nevent: pace\ndata: {"listening":1}\n\n'

    run(watch())


def test_a_client_that_takes_nothing_is_cut_off_and_the_others_are_not() -> None:
    async def watch() -> None:
        clock = Clock()
        journal = MemoryJournal(size=1)
        hub = hub_of(journal, clock)
        stuck, stuck_stream = await listen(hub)
        well, well_stream = await listen(hub)
        stuck.stalled = True
        journal.size = 2
        hub.announce(event(1))
        await well.until(lambda: well.places() == [1])
        clock.now_s += 31
        hub.tick(clock.now_s)
        assert (stuck_stream.was_cut, well_stream.was_cut) == (True, False)
        journal.size = 3
        hub.announce(event(2))
        await well.until(lambda: well.places() == [1, 2])
        assert stuck.places() == []

    run(watch())


def test_a_client_that_falls_behind_what_is_kept_is_sent_away_to_come_back() -> None:
    async def watch() -> None:
        journal = MemoryJournal(size=0)
        hub = hub_of(journal, kept=4)
        client, stream = await listen(hub)
        journal.size = 10
        for place in range(10):  # all before the stream can run again
            hub.announce(event(place))
        await client.until(lambda: b"event: ended" in client.words)
        assert client.places() == []
        assert b'{"why":"slow"}' in client.words
        assert stream.place == -1

    run(watch())


def test_an_account_and_the_process_hold_no_more_streams_than_they_may() -> None:
    async def watch() -> None:
        hub = hub_of(MemoryJournal(), streams=3, streams_per_account=2)
        others = replace(LISTENER, account="reg-duty-1")
        await listen(hub)
        _, second = await listen(hub)
        with pytest.raises(TooManyStreamsError, match="fed-duty-1 already has 2 live pages"):
            await hub.attach(LISTENER, None)
        await listen(hub, listener=others)
        with pytest.raises(TooManyStreamsError, match="already feeds 3 pages"):
            await hub.attach(others, None)
        hub.detach(second)
        await listen(hub)
        assert len(hub) == 3

    run(watch())


def test_streams_end_with_their_sign_in() -> None:
    gone = replace(LISTENER, session="session-2")

    def only_the_first(asked: Collection[Listener]) -> Collection[Listener]:
        return [listener for listener in asked if listener.session == "session-1"]

    async def watch() -> None:
        clock = Clock()
        hub = Hub(MemoryJournal(), lambda *_: True, only_the_first, clock=clock)
        stays, stays_stream = await listen(hub)
        ends, _ = await listen(hub, listener=gone)
        hub.review()
        await ends.until(lambda: b'event: ended\ndata: {"why":"signed_out"}' in ends.words)
        assert stays_stream.ended is None
        assert b"ended" not in stays.words

    run(watch())


def test_a_closing_hub_says_good_bye_and_takes_nobody_in() -> None:
    async def watch() -> None:
        hub = hub_of(MemoryJournal())
        client, _ = await listen(hub)
        hub.close()
        await client.until(lambda: b'{"why":"restart"}' in client.words)
        with pytest.raises(ClosingError):
            await hub.attach(LISTENER, None)

    run(watch())


def test_a_journal_that_cannot_be_read_for_a_while_costs_no_event(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError  # noqa: PLC0415 - only here

    from tansiq.centre.live import reader  # noqa: PLC0415

    monkeypatch.setattr(reader, "AGAIN_S", 0.01)
    refusals = iter([True, True, False])

    class Broken(MemoryJournal):
        def since(self, place: int, limit: int) -> list[Event]:
            if next(refusals, False):
                raise OperationalError
            return super().since(place, limit)

    async def watch() -> None:
        journal = Broken(size=1)
        hub = hub_of(journal)
        client, _ = await listen(hub)
        journal.size = 5
        hub.grown(4)
        async with asyncio.timeout(PATIENCE_S):
            await client.until(lambda: client.places() == [1, 2, 3, 4])

    run(watch())
