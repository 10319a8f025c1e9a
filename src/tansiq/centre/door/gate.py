"""Whether tables may be written just now: only while a record is being projected."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from tansiq.centre.door.registry import Entered

_PROJECTING: Final[ContextVar[Entered | None]] = ContextVar("projecting", default=None)


class OnlyThroughTheDoorError(RuntimeError):
    """A table was to be written without a record: a fault of the program."""


@contextmanager
def projecting(entered: Entered) -> Iterator[None]:
    """Open the tables for one record."""
    token = _PROJECTING.set(entered)
    try:
        yield
    finally:
        _PROJECTING.reset(token)


def check_open(entered: Entered) -> None:
    """Refuse to write for any record but the one being projected.

    Raises
    ------
    OnlyThroughTheDoorError
        None is, or another.
    """
    if _PROJECTING.get() is not entered:
        message = "tables are written only by the projection of the record that is being entered"
        raise OnlyThroughTheDoorError(message)
