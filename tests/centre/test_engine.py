"""Computing one at a time: the newest wish first, each once, faults told to whoever asked."""

import threading
from pathlib import Path

import pytest

from tansiq.centre.picture.engine import Answer, Computer, Engine, FaultError, Report
from tansiq.centre.picture.scene import Scene
from tansiq.centre.picture.variant import Variant
from tansiq.domain.time import Window
from tansiq.errors import BadInputError, TansiqError

WAIT_S = 20.0
REFUSAL = "this one is refused"


def _variant(share: int) -> Variant:
    return Variant(Window.DAY, share, 45)


class Recorder:
    """Stands in for the computation: remembers what it was asked, and can be held."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.may_go_on = threading.Event()
        self.started = threading.Event()
        self.may_go_on.set()

    def __call__(self, variant: Variant, report: Report) -> Answer:
        self.asked.append(variant.share_within_min)
        report(0.5, "half way")
        self.started.set()
        self.may_go_on.wait(WAIT_S)
        if variant.share_within_min == 13:
            raise BadInputError(REFUSAL)
        if variant.share_within_min == 14:
            raise ZeroDivisionError
        return Answer(f"document {variant.key}".encode(), b"states")


def _engine(computer: Computer, scene: Scene, folder: Path | None = None) -> Engine:
    return Engine("key", lambda: scene, lambda _scene: computer, folder)


def test_same_wish_is_computed_once(scene: Scene) -> None:
    computer = Recorder()
    engine = _engine(computer, scene)
    first, second = engine.answer(_variant(5), WAIT_S), engine.answer(_variant(5), WAIT_S)
    assert first is not None
    assert first == second
    assert computer.asked == [5]


def test_newest_wish_is_served_first_and_idle_ones_last(scene: Scene) -> None:
    computer = Recorder()
    computer.may_go_on.clear()
    engine = _engine(computer, scene)
    assert engine.answer(_variant(1), 0.0) is None
    assert computer.started.wait(WAIT_S)
    for share, idle in ((90, True), (2, False), (91, True), (3, False)):
        assert engine.answer(_variant(share), 0.0, idle=idle) is None
    computer.may_go_on.set()
    assert engine.answer(_variant(91), WAIT_S, idle=True) is not None
    assert computer.asked == [1, 3, 2, 90, 91]


def test_idle_wish_becomes_urgent_when_somebody_waits(scene: Scene) -> None:
    computer = Recorder()
    computer.may_go_on.clear()
    engine = _engine(computer, scene)
    engine.answer(_variant(1), 0.0)
    assert computer.started.wait(WAIT_S)
    engine.answer(_variant(90), 0.0, idle=True)
    engine.answer(_variant(91), 0.0, idle=True)
    engine.answer(_variant(91), 0.0)
    computer.may_go_on.set()
    assert engine.answer(_variant(90), WAIT_S, idle=True) is not None
    assert computer.asked == [1, 91, 90]


def test_waiting_ends_with_none_and_tells_how_far_it_is(scene: Scene) -> None:
    computer = Recorder()
    computer.may_go_on.clear()
    engine = _engine(computer, scene)
    assert engine.answer(_variant(1), 0.0) is None
    assert computer.started.wait(WAIT_S)
    assert engine.progress().done == 0.5
    assert engine.progress().label == "half way"
    computer.may_go_on.set()


def test_refusal_and_fault_reach_who_asked_and_others_go_on(scene: Scene) -> None:
    engine = _engine(Recorder(), scene)
    with pytest.raises(BadInputError, match=REFUSAL):
        engine.answer(_variant(13), WAIT_S)
    with pytest.raises(FaultError):
        engine.answer(_variant(14), WAIT_S)
    assert engine.answer(_variant(15), WAIT_S) is not None


def test_scene_that_cannot_be_opened_is_told_to_everybody() -> None:
    def fail() -> Scene:
        raise BadInputError(REFUSAL)

    engine = Engine("key", fail, lambda _scene: Recorder())
    for ask in (lambda: engine.scene(WAIT_S), lambda: engine.answer(_variant(1), WAIT_S)):
        with pytest.raises(TansiqError, match=REFUSAL):
            ask()


def test_answers_outlive_the_process(scene: Scene, tmp_path: Path) -> None:
    first = _engine(Recorder(), scene, tmp_path).answer(_variant(5), WAIT_S)
    later = Recorder()
    assert _engine(later, scene, tmp_path).answer(_variant(5), WAIT_S) == first
    assert later.asked == []
    assert not list(tmp_path.rglob("*.part"))


def test_closed_engine_serves_what_was_asked_and_its_worker_ends(scene: Scene) -> None:
    engine = _engine(Recorder(), scene)
    assert engine.answer(_variant(1), WAIT_S) is not None
    engine.close()
    assert engine._worker is not None
    engine._worker.join(WAIT_S)
    assert not engine._worker.is_alive()
