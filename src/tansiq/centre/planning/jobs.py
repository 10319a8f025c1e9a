"""Long computations on a course of action: one at a time, told how far, stopped at a word, found again after a reload.

They live as long as the centre's process. What comes of one is shown until the next of its kind, and becomes part of a
course only when a planner takes it.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tansiq.centre.picture.engine import Engine
from tansiq.centre.picture.scene import Scene
from tansiq.domain.course import Course
from tansiq.domain.time import Window
from tansiq.errors import CancelledError, TansiqError
from tansiq.language import N_

OPEN_WITHIN_S: Final = 600.0  # the ground of a whole country, on a slow disk
KINDS: Final = ("siting", "checkpoints", "corridors", "ledger", "sure")
_LOOK_S: Final = 0.2
_log = logging.getLogger(__name__)
Report = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a job is asked: about which course, by whom, for which part of the day, with which figures.

    ``key`` is the digest of what decides the course's picture: another one means that the course has changed since.
    """

    course: Course
    key: str
    account: str
    window: Window
    figures: Mapping[str, Any] = field(default_factory=dict)


Work = Callable[[Scene, Asked, Report], Mapping[str, Any]]


@dataclass(slots=True)
class Job:
    """One computation.

    Attributes
    ----------
    asked
        What of.
    label, done
        What is being done (an English phrase marked with ``N_``), and the share done, 0..1.
    error
        Why it ended without a result; a :class:`~tansiq.errors.CancelledError` if it was stopped.
    result
        What came of it; None until it ended well.
    """

    asked: Asked
    label: str = N_("Waiting for its turn")
    done: float = 0.0
    error: TansiqError | None = None
    result: Mapping[str, Any] | None = None

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self.error is None and self.result is None

    @property
    def cancelled(self) -> bool:
        """Whether somebody stopped it."""
        return isinstance(self.error, CancelledError)

    def report(self, done: float, label: str) -> None:
        """Take in how far it has come; end it if it was stopped.

        Raises
        ------
        CancelledError
            It was.
        """
        if self.error is not None:
            raise self.error
        self.done, self.label = max(self.done, done), label


_jobs: Final[dict[tuple[str, int, str], Job]] = {}
_changing: Final = threading.Lock()
_turn: Final = threading.Lock()
STOPPED: Final = N_("It was stopped. The course of action was not changed.")
FAILED: Final = N_("It could not be computed. The server's log says why; report it to who runs the server.")


def begin(engine: Engine, number: int, kind: str, asked: Asked, work: Work) -> None:
    """Have a job done on the scene of ``engine`` for a course, unless one of its kind is running for it."""
    with _changing:
        place = (engine.key, number, kind)
        running = _jobs.get(place)
        if running is not None and running.running:
            return
        job = _jobs[place] = Job(asked)
    threading.Thread(target=_run, args=(engine, job, work), name=f"planning {kind}", daemon=True).start()


def stop(engine: Engine, number: int, kind: str) -> None:
    """Have a job end at its next step; it says at once that it was stopped."""
    job = job_of(engine, number, kind)
    if job is not None and job.running:
        job.error = CancelledError(STOPPED)


def job_of(engine: Engine, number: int, kind: str) -> Job | None:
    """Return the last job of a kind for a course; None if there was none."""
    return _jobs.get((engine.key, number, kind))


def export_of(account: str) -> str:
    """Return the kind of the job that makes a file for an account: each has its own."""
    return f"export {account}"


def _run(engine: Engine, job: Job, work: Work) -> None:
    try:
        while not _turn.acquire(timeout=_LOOK_S):
            job.report(0.0, job.label)
        try:
            result = work(_scene(engine, job), job.asked, job.report)
            job.report(1.0, N_("Done"))
        finally:
            _turn.release()
    except TansiqError as error:
        job.error = job.error or error
    except Exception:  # noqa: BLE001 - whoever waits is told, and the log has it whole
        _log.exception("a computation on a course of action failed")
        job.error = job.error or TansiqError(FAILED)
    else:
        job.result = result


def _scene(engine: Engine, job: Job) -> Scene:
    job.report(0.0, N_("Opening the ground"))
    scene = engine.scene(OPEN_WITHIN_S)
    if scene is None:
        raise TansiqError(N_("The ground is still being opened. Ask again in a minute."))
    return scene
