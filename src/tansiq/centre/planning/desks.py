"""Pictures of courses of action while they are changed: for each course one worker, and the newest wish wins.

A request never computes. It leaves its wish and waits a moment. Whoever drags a post wishes for another picture ten
times a second; a wish that a newer one has overtaken is not computed, and who waited for it is told at once.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from tansiq.centre.picture.engine import FAULT, Answer, Engine, FaultError, Progress
from tansiq.centre.picture.scene import Scene
from tansiq.domain.course import Course
from tansiq.domain.time import Window
from tansiq.errors import TansiqError
from tansiq.language import N_

LOG: Final = logging.getLogger(__name__)
DESKS_AT_MOST: Final = 10  # each holds what its posts see and reach
ANSWERS_AT_MOST: Final = 24
OPEN_WITHIN_S: Final = 600.0  # the ground of a whole country, on a slow disk
Report = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """A picture of a course: what decides it, its digest, the part of the day.

    ``quick`` leaves out what takes long to lay out and is not looked at while a post is dragged.
    """

    key: str
    course: Course
    window: Window
    quick: bool = False

    @property
    def name(self) -> str:
        """Its name among the answers."""
        return f"{self.key}-{self.window}{'-quick' if self.quick else ''}"


class Computer(Protocol):
    """Computes pictures of courses on one scene; called by one thread."""

    def __call__(self, wish: Wish, report: Report) -> Answer: ...  # noqa: D102 - see the class


class Desk:
    """One course's worker and what it has made.

    Parameters
    ----------
    engine
        Has the ground and the laydown open.
    make_computer
        Makes what computes; called by the worker.
    """

    def __init__(self, engine: Engine, make_computer: Callable[[Scene], Computer]) -> None:
        self._engine, self._make_computer = engine, make_computer
        self._changed = threading.Condition()
        self._answers: dict[str, Answer] = {}
        self._failures: dict[str, TansiqError] = {}
        self._wish: Wish | None = None
        self._at_work = ""
        self._progress = Progress(N_("Opening the ground"), 0.0)
        self._worker: threading.Thread | None = None
        self._closed = False

    def progress(self) -> Progress:
        """Return how far the present work has come."""
        return self._progress

    def answer(self, wish: Wish, wait_s: float) -> Answer | None:
        """Return the picture wished for; None if it is not there in time, or a newer wish came.

        Raises
        ------
        TansiqError
            It cannot be computed.
        """
        with self._changed:
            if wish.name not in self._answers and wish.name not in self._failures:
                self._ask(wish)
                self._changed.wait_for(lambda: not self._awaited(wish), wait_s)
            if wish.name in self._failures:
                raise self._failures.pop(wish.name)  # asked again, it is tried again
            return self._answers.get(wish.name)

    def close(self) -> None:
        """Let the worker end."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _ask(self, wish: Wish) -> None:
        if self._at_work != wish.name:
            self._wish = wish
        if self._worker is None:
            self._worker = threading.Thread(target=self._work, name="planning", daemon=True)
            self._worker.start()
        self._changed.notify_all()

    def _awaited(self, wish: Wish) -> bool:
        if wish.name in self._answers or wish.name in self._failures:
            return False
        return self._at_work == wish.name or (self._wish is not None and self._wish.name == wish.name)

    def _work(self) -> None:
        computer: Computer | None = None
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wish is not None or self._closed)
                wish, self._wish = self._wish, None
                if self._closed or wish is None:
                    return
                self._at_work = wish.name
            made: Answer | TansiqError
            try:
                computer = computer or self._open()
                made = computer(wish, self._report)
            except TansiqError as error:
                made = error
            except Exception:  # the worker must outlive a fault: it is logged whole, and whoever waits is told
                LOG.exception("a course of action could not be computed")
                made, computer = FaultError(FAULT), None
            self._tell(wish, made)

    def _open(self) -> Computer:
        scene = self._engine.scene(OPEN_WITHIN_S)
        if scene is None:
            raise TansiqError(N_("The ground is still being opened. Ask again in a minute."))
        return self._make_computer(scene)

    def _tell(self, wish: Wish, made: Answer | TansiqError) -> None:
        with self._changed:
            self._at_work = ""
            if isinstance(made, TansiqError):
                self._failures[wish.name] = made
            else:
                while len(self._answers) >= ANSWERS_AT_MOST:
                    del self._answers[next(iter(self._answers))]
                self._answers[wish.name] = made
            self._changed.notify_all()

    def _report(self, done: float, label: str) -> None:
        self._progress = Progress(label, done)


_desks: Final[dict[tuple[str, int], Desk]] = {}
_opening: Final = threading.Lock()


def desk_of(engine: Engine, number: int) -> Desk:
    """Return the worker of a course on the scene of ``engine``; number 0 is of the laydown as it stands."""
    with _opening:
        place = (engine.key, number)
        found = _desks.pop(place, None) or Desk(engine, make_computer)
        _desks[place] = found  # the last used stands last
        while len(_desks) > DESKS_AT_MOST:
            _desks.pop(next(iter(_desks))).close()
        return found


def make_computer(scene: Scene) -> Computer:
    """Return what computes pictures of courses on ``scene``."""
    # Loads numba, which takes longer than a page may take to answer: only workers come here.
    from tansiq.centre.planning.computing import CourseComputer  # noqa: PLC0415

    return CourseComputer(scene)
