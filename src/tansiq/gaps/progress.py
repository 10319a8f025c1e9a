"""Telling how far a long computation is."""

from collections.abc import Callable

# Called with what is being done (a translatable English phrase) and the share of the whole that is done, 0..1.
Progress = Callable[[str, float], None]


def say_nothing(_doing: str, _done: float) -> None:
    """Take progress and do nothing with it."""
