"""A scripted fortnight at three fictional centres: what happens when, written by whom, released to whom.

Pure data, ``fortnight.toml``, and a pure function that says what is due up to a moment of exercise time. Who plays it
puts it through a centre's door (``centre.demonstration``).
"""

from tansiq.exercise.script.events import KINDS, Event, Place, due, fortnight

__all__ = ["KINDS", "Event", "Place", "due", "fortnight"]
