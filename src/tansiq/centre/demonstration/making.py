"""The demonstration's folder: founded once for each version, whole or not at all.

::

    demonstration/STAMP/         roots.txt, offline/, agreement.tlog-proof, and a folder for each centre
    demonstration/STAMP.lock     held by whoever serves it

Each centre is founded in a process of its own, since Django reads its settings once in a process. They run side by side
and wait for each other where one needs what another makes: ``founded``, ``agreed``, ``ready`` are told on their
standard output, and a line on their standard input lets them go on.
"""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Final

from tansiq import __version__
from tansiq.centre.demonstration import roots
from tansiq.centre.demonstration.cast import CENTRES, JOINT
from tansiq.centre.versions import software_digest
from tansiq.errors import CancelledError, TansiqError
from tansiq.language import N_

FOUNDED: Final = "founded"
AGREED: Final = "agreed"
READY: Final = "ready"
GO_ON: Final = "go on"
_STEPS: Final = len(CENTRES) * 2 + 1
_SHOWN: Final = 600  # letters of what a failed process said last
Progress = Callable[[float, str], None]


class FoundingError(TansiqError):
    """A centre of the demonstration could not be founded."""


def home(data: Path) -> Path:
    """Return where this version's demonstration lies in the folder of demonstrations."""
    return data / "centres" / f"{__version__}-{software_digest()}"


class Founding:
    """The founding of the three centres; may be stopped from another thread."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._unfinished = place.with_name(f"{place.name}.unfinished")
        self._stopped = threading.Event()
        self._running: list[subprocess.Popen[str]] = []
        self._progress: Progress = lambda _done, _label: None
        self._done = 0

    def stop(self) -> None:
        """Have :meth:`run` end soon, with nothing left of what it began."""
        self._stopped.set()
        for each in list(self._running):
            each.kill()

    @property
    def is_needed(self) -> bool:
        """Whether the centres are not there yet."""
        return not self.place.is_dir()

    def run(self, progress: Progress = lambda _done, _label: None) -> Path:
        """Found the centres unless they are there, and return their folder.

        Raises
        ------
        FoundingError
            One could not be founded.
        CancelledError
            It was stopped.
        """
        if not self.is_needed:
            return self.place
        self._progress = progress
        shutil.rmtree(self._unfinished, ignore_errors=True)
        try:
            self._unfinished.mkdir(parents=True, mode=0o700)
            roots.make(self._unfinished)
            self._found_all()
            self._refuse_if_stopped()
            self._forget_earlier()
            self._unfinished.rename(self.place)
        finally:
            shutil.rmtree(self._unfinished, ignore_errors=True)
        return self.place

    def _found_all(self) -> None:
        with contextlib.ExitStack() as stack:
            founding = {each.name: stack.enter_context(self._process(each.name)) for each in CENTRES}
            for each in founding.values():
                self._expect(each, FOUNDED)
            self._expect(founding[JOINT], AGREED)
            for each in founding.values():
                _say(each, GO_ON)
            for each in founding.values():
                self._expect(each, READY)

    @contextlib.contextmanager
    def _process(self, name: str) -> Iterator["subprocess.Popen[str]"]:
        self._refuse_if_stopped()
        command = [sys.executable, "-m", "tansiq", "centre", "found", str(self._unfinished), name]
        with (self._unfinished / f"{name}.log").open("w") as log:
            process = subprocess.Popen(  # noqa: S603 - this very program
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, env=environment(),
                start_new_session=True,
            )  # fmt: skip
        self._running.append(process)
        try:
            yield process
        finally:
            process.kill()
            process.communicate()

    def _expect(self, process: "subprocess.Popen[str]", said: str) -> None:
        line = _stream(process.stdout).readline().strip()
        self._refuse_if_stopped()
        if line != said:
            raise FoundingError(N_("The centres of the exercise could not be founded: %(why)s"), why=self._last_words())
        self._done += 1
        self._progress(self._done / _STEPS, N_("Founding the three centres of the exercise"))

    def _refuse_if_stopped(self) -> None:
        if self._stopped.is_set():
            raise CancelledError(N_("Stopped. Nothing half-written was left."))

    def _last_words(self) -> str:
        logs = sorted(self._unfinished.glob("*.log"))
        return " ".join(words for path in logs if (words := path.read_text(errors="replace").strip()[-_SHOWN:]))

    def _forget_earlier(self) -> None:
        """Take away what other versions founded, unless somebody serves it just now."""
        for log in self._unfinished.glob("*.log"):
            log.unlink()
        for earlier in self.place.parent.iterdir():
            if earlier.is_dir() and earlier != self._unfinished:
                with contextlib.suppress(InUseError), alone(earlier):
                    shutil.rmtree(earlier)


class InUseError(TansiqError):
    """The demonstration's centres are served already."""


@contextlib.contextmanager
def alone(place: Path) -> Iterator[None]:
    """Hold the demonstration in ``place`` against other processes that would serve or take it away.

    Raises
    ------
    InUseError
        Another one does.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.with_name(f"{place.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InUseError(N_("The centres of the exercise run already, in another window.")) from error
        yield


def environment() -> dict[str, str]:
    """Return the environment for a centre's process: what names another centre is left out."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    return {name: value for name, value in kept.items() if not name.startswith("TANSIQ_") or name == "TANSIQ_LANG"}


def _stream(stream: IO[str] | None) -> IO[str]:
    assert stream is not None  # noqa: S101 - opened as a pipe
    return stream


def _say(process: "subprocess.Popen[str]", line: str) -> None:
    with contextlib.suppress(BrokenPipeError):  # it has ended, which the next line expected of it tells
        stream = _stream(process.stdin)
        stream.write(f"{line}\n")
        stream.flush()
