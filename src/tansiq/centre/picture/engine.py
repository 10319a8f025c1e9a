"""Computing pictures for the page: one at a time, the newest wish first, each only once.

A request never computes. It leaves its wish and waits a moment; if the picture is not there by then it answers how
far the work has come, and the page asks again. The worker is a daemon, so stopping the server never waits for it.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, TypeVar

from tansiq.centre.picture.scene import Scene
from tansiq.centre.picture.shelf import Shelf
from tansiq.centre.picture.variant import Variant
from tansiq.errors import TansiqError
from tansiq.language import N_

Result = TypeVar("Result")
ANSWERS_IN_MEMORY: Final = 64
LOG: Final = logging.getLogger(__name__)
Report = Callable[[float, str], None]  # share done 0..1, what is being done


@dataclass(frozen=True, slots=True)
class Answer:
    """One computed picture as the page takes it: a JSON document and the states as PNG, exact bytes."""

    document: bytes
    states: bytes


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done (an English phrase marked with ``N_``) and how far it has come, 0..1."""

    label: str
    done: float


class Computer(Protocol):
    """Turns a variant into an answer; may keep what later variants can use again."""

    def __call__(self, variant: Variant, report: Report) -> Answer: ...  # noqa: D102 - see the class


class FaultError(TansiqError):
    """The computation failed in a way nobody foresaw; the log holds the details."""

    exit_code = 70


class Engine:
    """Answers for variants of one scene.

    Parameters
    ----------
    key
        The scene's digest.
    open_scene
        Opens the scene; called once, by the worker.
    make_computer
        Makes what computes variants of the scene; called once, by the worker.
    folder
        Where answers are kept between runs; None keeps them in memory only.

    Attributes
    ----------
    shelf
        What was made for this scene: answers, tiles, layers.
    """

    def __init__(
        self,
        key: str,
        open_scene: Callable[[], Scene],
        make_computer: Callable[[Scene], Computer],
        folder: Path | None = None,
    ) -> None:
        self.key = key
        self.shelf = Shelf(folder / key if folder else None)
        self._open_scene, self._make_computer = open_scene, make_computer
        self._changed = threading.Condition()
        self._scene: Scene | None = None
        self._answers: dict[str, Answer] = {}
        self._failures: dict[str, TansiqError] = {}
        self._scene_failure: TansiqError | None = None
        self._wishes: list[Variant] = []
        self._idle_wishes: list[Variant] = []
        self._progress = Progress(N_("Opening the ground"), 0.0)
        self._worker: threading.Thread | None = None
        self._closed = False

    def start(self) -> None:
        """Start the worker, if it is not running yet."""
        with self._changed:
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name="pictures", daemon=True)
                self._worker.start()

    def close(self) -> None:
        """Let the worker end when it has served what was asked: nobody will ask this engine again."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def progress(self) -> Progress:
        """Return how far the present work has come."""
        return self._progress

    def scene(self, wait_s: float) -> Scene | None:
        """Return the scene, None if it is not open within ``wait_s`` seconds.

        Raises
        ------
        tansiq.errors.TansiqError
            If the scene cannot be opened.
        """
        self.start()
        with self._changed:
            self._changed.wait_for(lambda: self._scene is not None or self._scene_failure is not None, wait_s)
            if self._scene_failure is not None:
                raise self._scene_failure
            return self._scene

    def answer(self, variant: Variant, wait_s: float, *, idle: bool = False) -> Answer | None:
        """Return the answer for ``variant``, None if it is not there within ``wait_s`` seconds.

        Parameters
        ----------
        variant
            What is asked for.
        wait_s
            How long to wait [s]; the wish stays when the wait is over.
        idle
            Whether nobody is waiting for it: such wishes are served last, in the order they came.

        Raises
        ------
        tansiq.errors.TansiqError
            If it cannot be computed.
        """
        self.start()
        with self._changed:
            if self._kept(variant) is None and not self._has_failed(variant):
                self._wish(variant, idle=idle)
            self._changed.wait_for(lambda: variant.key in self._answers or self._has_failed(variant), wait_s)
            if self._has_failed(variant):
                raise self._failures.get(variant.key) or self._scene_failure or AssertionError
            return self._answers.get(variant.key)

    def _has_failed(self, variant: Variant) -> bool:
        return variant.key in self._failures or self._scene_failure is not None

    def _wish(self, variant: Variant, *, idle: bool) -> None:
        if idle and variant in self._wishes:
            return
        wishes = self._idle_wishes if idle else self._wishes
        if not idle and variant in wishes:
            wishes.remove(variant)
        if variant not in wishes:
            wishes.append(variant)
        self._changed.notify_all()

    def _next(self) -> Variant | None:
        """Take the newest wish of somebody who waits, else the oldest idle one."""
        if self._wishes:
            return self._wishes.pop()
        return self._idle_wishes.pop(0) if self._idle_wishes else None

    def _work(self) -> None:
        scene = self._guarded(self._open_scene, self._fail_scene)
        if scene is None:
            return
        with self._changed:
            self._scene = scene
            self._changed.notify_all()
        computer: Computer | None = None
        while True:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._wishes or self._idle_wishes or self._closed))
                variant = self._next()
                if variant is None and self._closed:
                    return
                if variant is None or variant.key in self._answers:
                    continue
            computer = computer or self._make_computer(scene)
            self._serve(computer, variant)

    def _serve(self, computer: Computer, variant: Variant) -> None:
        def fail(error: TansiqError) -> None:
            with self._changed:
                self._failures[variant.key] = error
                self._changed.notify_all()

        answer = self._guarded(lambda: computer(variant, self._report), fail)
        if answer is None:
            return
        self._keep(variant, answer)
        with self._changed:
            self._remember(variant, answer)
            self._changed.notify_all()

    @staticmethod
    def _guarded(work: Callable[[], Result], fail: Callable[[TansiqError], None]) -> Result | None:
        """Return what ``work`` gives; tell ``fail`` if it fails, so that whoever waits learns of it."""
        try:
            return work()
        except TansiqError as error:
            fail(error)
        except Exception:  # the worker must outlive a fault: it is logged whole, and whoever waits is told
            LOG.exception("a picture could not be made")
            fail(FaultError(FAULT))
        return None

    def _fail_scene(self, error: TansiqError) -> None:
        with self._changed:
            self._scene_failure = error
            self._changed.notify_all()

    def _report(self, done: float, label: str) -> None:
        self._progress = Progress(label, done)

    def _kept(self, variant: Variant) -> Answer | None:
        """Return an answer kept in memory or on the shelf."""
        if variant.key not in self._answers:
            document = self.shelf.get(f"picture/{variant.key}.json")
            states = self.shelf.get(f"picture/{variant.key}.png")
            if document is not None and states is not None:
                self._remember(variant, Answer(document, states))
        return self._answers.get(variant.key)

    def _remember(self, variant: Variant, answer: Answer) -> None:
        while len(self._answers) >= ANSWERS_IN_MEMORY:
            del self._answers[next(iter(self._answers))]
        self._answers[variant.key] = answer

    def _keep(self, variant: Variant, answer: Answer) -> None:
        self.shelf.put(f"picture/{variant.key}.png", answer.states)
        self.shelf.put(f"picture/{variant.key}.json", answer.document)


FAULT: Final = N_("The picture could not be computed. The server's log says why; report it to who runs the server.")
