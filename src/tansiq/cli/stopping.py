"""Ctrl-C and termination: a request to stop that no library can swallow.

Python raises ``KeyboardInterrupt`` wherever it happens to be. Inside a callback of GDAL it is printed and forgotten,
and inside numba's compiler it comes out as some other error. So the request is also remembered, and asked for again
at every step that reports progress and when a command ends with an error.
"""

import signal
import threading
from types import FrameType
from typing import Final, Self

import click

_KEY: Final = "tansiq.stopping"
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


class Stopping:
    """Context in which being told to stop raises ``KeyboardInterrupt`` and is remembered.

    Attributes
    ----------
    asked
        Whether the person, or the system, asked to stop.
    """

    def __init__(self) -> None:
        self.asked = False
        self._before = {number: signal.getsignal(number) for number in _SIGNALS}

    def __enter__(self) -> Self:
        """Listen, if this is the thread that is told."""
        if _is_told():
            for number in _SIGNALS:
                signal.signal(number, self._remember)
        return self

    def __exit__(self, *_error: object) -> None:
        """Leave listening to whoever did before."""
        if _is_told():
            for number, handler in self._before.items():
                signal.signal(number, signal.SIG_DFL if handler is None else handler)

    def _remember(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True
        raise KeyboardInterrupt

    def remind(self) -> None:
        """Raise ``KeyboardInterrupt`` if stopping was asked for and somebody swallowed it."""
        if self.asked:
            raise KeyboardInterrupt


def _is_told() -> bool:
    return threading.current_thread() is threading.main_thread()


def listen(context: click.Context) -> Stopping:
    """Return the running command's :class:`Stopping`, made on the first call."""
    stopping = context.meta.setdefault(_KEY, Stopping())
    assert isinstance(stopping, Stopping)  # noqa: S101 - nobody else uses this key
    return stopping


def remind() -> None:
    """Raise ``KeyboardInterrupt`` if the running command was asked to stop and somebody swallowed it."""
    context = click.get_current_context(silent=True)
    if context is not None:
        listen(context).remind()
