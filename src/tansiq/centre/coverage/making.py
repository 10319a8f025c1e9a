"""Computing the coverage of a party's own posts, off the requests: one at a time, told how far, stopped at a word.

What was made is kept in the centre's cache, so that pages of any of its processes find it: the attachment, the record's
body, and what the page shows of it.
"""

import hashlib
import json
import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from tansiq.centre.coverage.terms import Agreed, agreed, moving_secret
from tansiq.centre.door.keys import identity
from tansiq.centre.picture import service
from tansiq.centre.picture.engine import Engine
from tansiq.centre.picture.shelf import Shelf
from tansiq.centre.versions import DIGEST_LETTERS
from tansiq.domain.time import Window
from tansiq.errors import CancelledError, TansiqError
from tansiq.journal.json_strict import canonical, read
from tansiq.language import N_

CACHE: Final = "cache/coverage"
DRAWS: Final = 1
_OPEN_WITHIN_S: Final = 600.0  # the ground of a whole country, on a slow disk
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be made.

    Attributes
    ----------
    scene
        Digest of the ground and the posts.
    party, window, agreed
        Whose, for which part of the day, under what.
    """

    scene: str
    party: str
    window: Window
    agreed: Agreed

    @property
    def key(self) -> str:
        """A name for what comes of it: other posts, ground, software or terms give another."""
        said = json.dumps([self.scene, self.party, self.window, self.agreed.agreement, self.agreed.cell_m, DRAWS])
        return hashlib.sha256(said.encode()).hexdigest()[:DIGEST_LETTERS]


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: the attachment, the record's body, and figures for the page."""

    data: bytes
    body: Mapping[str, Any]
    figures: Mapping[str, Any]


@dataclass(slots=True)
class Work:
    """One computation.

    Attributes
    ----------
    label, done
        What is being done (an English phrase marked with ``N_``), and the share done, 0..1.
    error
        Why it ended without a result; None while it has not.
    stopped
        Whether somebody wants it no longer.
    """

    label: str = N_("Waiting for its turn")
    done: float = 0.0
    error: TansiqError | None = None
    stopped: bool = False

    def report(self, done: float, label: str) -> None:
        """Take in how far it has come; end it if it was stopped.

        Raises
        ------
        CancelledError
            It was.
        """
        if self.stopped:
            raise CancelledError(N_("Stopped. Nothing half-written was left."))
        self.done, self.label = done, label


@dataclass(frozen=True, slots=True)
class Desk:
    """What a coverage can be made from here: the task, and the engine that has the ground and the posts open."""

    task: Task
    engine: Engine


def desk(window: Window, now: datetime) -> Desk | None:
    """Return what is needed to make a coverage; None where the centre lacks ground, posts or an agreement."""
    engine, terms, who = service.current(), agreed(now), identity()
    if engine is None or terms is None or who.joint:
        return None
    return Desk(Task(engine.key, who.party_ids[0], window, terms), engine)


_works: Final[dict[str, Work]] = {}
_changing: Final = threading.Lock()
_turn: Final = threading.Lock()


def begin(task: Task, engine: Engine) -> None:
    """Have ``task`` computed on the ground and the posts of ``engine``, unless it is being computed."""
    with _changing:
        running = _works.get(task.key)
        if running is not None and running.error is None and not running.stopped:
            return
        work = _works[task.key] = Work()
    threading.Thread(target=_run, args=(task, engine, work), name=f"coverage {task.window}", daemon=True).start()


def stop(task: Task) -> None:
    """Have a computation end at its next step; the page forgets it at once."""
    with _changing:
        work = _works.pop(task.key, None)
        if work is not None:
            work.stopped = True


def work_on(task: Task) -> Work | None:
    """Return how far a computation has come, or why it failed; None if none was begun here, or it is done."""
    return _works.get(task.key)


def made(task: Task) -> Made | None:
    """Return what was made; None if it was not yet."""
    shelf = _shelf()
    kept = [shelf.get(f"{task.key}/{name}") for name in ("coverage", "body.json", "figures.json")]
    if any(each is None for each in kept):
        return None
    data, body, figures = (each or b"" for each in kept)
    said = read(body)
    assert isinstance(said, dict)  # noqa: S101 - written here
    return Made(data, said, json.loads(figures))


def picture_of(key: str, plane: str) -> bytes | None:
    """Return a picture (PNG) of a made coverage's plane, ``seen`` or ``reached``; None if there is none."""
    return _shelf().get(f"{key}/{plane}.png")


def _shelf() -> Shelf:
    return Shelf(identity().folder / CACHE)


def _run(task: Task, engine: Engine, work: Work) -> None:
    try:
        with _turn:
            make(task, engine, work)
    except CancelledError:
        return  # it was forgotten when it was stopped
    except TansiqError as error:
        work.error = error
        return
    except Exception:  # noqa: BLE001 - whoever waits is told, and the log has it whole
        _log.exception("a coverage could not be made")
        work.error = TansiqError(N_("The coverage could not be computed. The server's log says why."))
        return
    with _changing:
        _works.pop(task.key, None)


def make(task: Task, engine: Engine, work: Work) -> None:
    """Compute a task and keep what comes of it.

    Raises
    ------
    CancelledError
        It was stopped.
    TansiqError
        It cannot be computed.
    """
    work.report(0.0, N_("Opening the ground"))
    # Loads numba, which takes longer than a page may take to answer: only this thread comes here.
    from tansiq.centre.coverage.drawing import figures_of, planes_of  # noqa: PLC0415
    from tansiq.exchange import coverage_file  # noqa: PLC0415
    from tansiq.gaps.coverage import coverage_of  # noqa: PLC0415

    scene = engine.scene(_OPEN_WITHIN_S)
    if scene is None:
        raise TansiqError(N_("The ground is still being opened. Ask again in a minute."))
    cell_m = task.agreed.cell_m
    coverage = coverage_of(
        scene.ground, scene.laydown, task.party, cell_m=cell_m, smallest_cell_m=cell_m,
        window=task.window, secret=moving_secret(identity()), agreement=task.agreed.agreement, draws=DRAWS,
        progress=work.report,
    )  # fmt: skip
    data, shelf = coverage_file.encode(coverage), _shelf()
    for plane, png in planes_of(coverage).items():
        shelf.put(f"{task.key}/{plane}.png", png)
    shelf.put(f"{task.key}/figures.json", json.dumps(figures_of(coverage)).encode())
    shelf.put(f"{task.key}/body.json", canonical(coverage_file.body_of(coverage, data)))
    shelf.put(f"{task.key}/coverage", data)
