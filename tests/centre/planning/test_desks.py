"""The newest wish wins: what a newer one has overtaken is never computed, and whoever waited for it is told."""

import threading
import time

import pytest

from tansiq.centre.picture.engine import Answer, Engine, FaultError
from tansiq.centre.planning.desks import Desk, Report, Wish
from tansiq.domain.course import Course
from tansiq.domain.names import Names
from tansiq.domain.time import Window
from tansiq.errors import BadInputError, TansiqError

PATIENCE_S = 30.0
REFUSED = "No post can stand there."


def wish(key: str) -> Wish:
    return Wish(key, Course(key, Names()), Window.DAY)


class Slow:
    """Computes when it is let, and notes what."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.begun, self.let = threading.Event(), threading.Event()

    def __call__(self, asked: Wish, report: Report) -> Answer:
        report(0.5, "half")
        self.begun.set()
        assert self.let.wait(PATIENCE_S)
        self.done.append(asked.key)
        if asked.key == "bad":
            raise BadInputError(REFUSED)
        if asked.key == "broken":
            raise RuntimeError
        return Answer(asked.key.encode(), b"")


def test_overtaken_wishes_are_never_computed(planned_on: Engine) -> None:
    slow = Slow()
    desk = Desk(planned_on, lambda _scene: slow)
    assert desk.answer(wish("first"), 0.0) is None
    assert slow.begun.wait(PATIENCE_S)
    begun = time.monotonic()
    told: list[Answer | None] = []
    waiter = threading.Thread(target=lambda: told.append(desk.answer(wish("second"), PATIENCE_S)))
    waiter.start()
    while desk._wish is None or desk._wish.key != "second":
        assert time.monotonic() - begun < PATIENCE_S
        time.sleep(0.005)
    assert desk.answer(wish("third"), 0.0) is None
    waiter.join(PATIENCE_S)
    assert told == [None], "who waited for the second was told at once"
    slow.let.set()
    third = desk.answer(wish("third"), PATIENCE_S)
    assert third is not None
    assert third.document == b"third"
    assert slow.done == ["first", "third"]
    desk.close()


def test_failures_are_told_and_the_worker_outlives_them(planned_on: Engine) -> None:
    slow = Slow()
    slow.let.set()
    desk = Desk(planned_on, lambda _scene: slow)
    with pytest.raises(BadInputError):
        desk.answer(wish("bad"), PATIENCE_S)
    with pytest.raises(FaultError):
        desk.answer(wish("broken"), PATIENCE_S)
    with pytest.raises(TansiqError):
        desk.answer(wish("bad"), PATIENCE_S)
    good = desk.answer(wish("good"), PATIENCE_S)
    assert good is not None
    assert slow.done == ["bad", "broken", "bad", "good"]
    desk.close()
