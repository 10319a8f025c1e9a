"""Telling how far a long computation is."""

from collections.abc import Callable

# Called with the share of the whole that is done, 0..1, and what is being done (a translatable English phrase).
Progress = Callable[[float, str], None]


def say_nothing(_done: float, _doing: str) -> None:
    """Take progress and do nothing with it."""
