"""Playing a centre's part of the scripted fortnight, inside that centre, through its door.

The first days are written when the centre is founded, as far as they need nothing from a partner. The rest follows
while the centre runs: what of the first days answers a partner as soon as that has come, then one event after the other
at an even pace. At the end nothing more happens. What was played stands in ``played.json`` in the centre's folder, so
that a centre started again goes on where it stopped.
"""

import json
import logging
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.db import connection

from tansiq.centre.demonstration.cast import CENTRES, Cast
from tansiq.centre.demonstration.saying import WaitingError, say
from tansiq.domain.time import LOCAL_ZONE
from tansiq.errors import TansiqError
from tansiq.exercise.script import Event, due, fortnight

PLAYED: Final = "played.json"
FIRST_DAYS: Final = timedelta(days=4)
_LOOK_S: Final = 1.0
_log = logging.getLogger(__name__)


class Part:
    """A centre's part: its events, and which of them were played.

    Parameters
    ----------
    folder
        The centre's.
    cast
        Which centre it is.
    """

    def __init__(self, folder: Path, cast: Cast) -> None:
        self._file, self._cast = folder / PLAYED, cast
        table = json.loads(self._file.read_text(encoding="utf-8")) if self._file.exists() else _unplayed()
        self.began: datetime = datetime.fromisoformat(table["began"])
        self.played: dict[str, str] = table["played"]

    def first_days(self) -> Sequence[Event]:
        """Return what of the first days was not played."""
        return [each for each in due(fortnight(), FIRST_DAYS, self._cast.name) if each.id not in self.played]

    def later(self) -> Sequence[Event]:
        """Return what comes after the first days and was not played."""
        every = (each for each in fortnight() if each.centre == self._cast.name and each.after > FIRST_DAYS)
        return [each for each in every if each.id not in self.played]

    def play(self, event: Event) -> bool:
        """Write one event down; False if it waits for something that a partner has not sent yet.

        One that is refused is told in the server's log and left out: the exercise goes on.
        """
        at = self.began + event.after if event.after <= FIRST_DAYS else None
        try:
            digest = say(event, self._cast, self.played, at)
        except WaitingError:
            return False
        except TansiqError as error:
            _log.error("The exercise's event %s was left out: %s", event.id, error)
            digest = ""
        self.played[event.id] = digest
        self._keep()
        return True

    def _keep(self) -> None:
        part = self._file.with_suffix(".new")
        part.write_text(json.dumps({"began": self.began.isoformat(), "played": self.played}), encoding="utf-8")
        part.replace(self._file)


def _unplayed() -> dict[str, Any]:
    today = datetime.now(LOCAL_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    return {"began": (today - FIRST_DAYS).isoformat(), "played": {}}


def play_first_days(folder: Path, cast: Cast) -> None:
    """Write what of the first days needs nothing from a partner."""
    part = Part(folder, cast)
    for event in part.first_days():
        part.play(event)


def next_number(home: Path) -> int:
    """Return the number of the first event after the first days that some centre in ``home`` has not played."""
    unplayed = {each.id for cast in CENTRES for each in Part(home / cast.name, cast).later()}
    return next((number for number, each in enumerate(fortnight()) if each.id in unplayed), len(fortnight()))


class Player(threading.Thread):
    """Plays a centre's part at an even pace until told to stop."""

    def __init__(self, folder: Path, cast: Cast, pace_s: float) -> None:
        super().__init__(name="exercise", daemon=True)
        self._part, self._pace_s = Part(folder, cast), pace_s
        self._first = next_number(folder.parent)
        self._over = threading.Event()

    def stop(self) -> None:
        """Have it end after what it is writing just now."""
        self._over.set()

    def run(self) -> None:
        """Play: each second, at most one event that is due."""
        passed_s = 0.0
        while not self._over.wait(_LOOK_S) and (self._part.first_days() or self._part.later()):
            passed_s += _LOOK_S
            try:
                self.play_one(passed_s)
            finally:
                connection.close()

    def play_one(self, passed_s: float) -> None:
        """Play the first event that is due after ``passed_s`` seconds and waits for nobody."""
        live = {each.id: number - self._first for number, each in enumerate(fortnight())}
        later = [each for each in self._part.later() if live[each.id] * self._pace_s <= passed_s]
        for event in (*self._part.first_days(), *later):
            if self._part.play(event):
                return
