"""The scripted fortnight, played through three running centres to its end: every event stands where it belongs."""

import json
import shutil
import sqlite3
import time
from pathlib import Path

import pytest

from tansiq.centre.demonstration.cast import CENTRES
from tansiq.centre.demonstration.playing import FIRST_DAYS, PLAYED
from tansiq.exercise.script import due, fortnight
from tests.centre.demonstration.running import PATIENCE_S, running

PLAYING_S = 300


def played(home: Path) -> dict[str, str]:
    """Every event that was played, with its record's digest; one that was refused has none."""
    parts = (json.loads((home / cast.name / PLAYED).read_text()) for cast in CENTRES)
    return {name: digest for part in parts for name, digest in part["played"].items()}


def count(home: Path, centre: str, asked: str) -> int:
    with sqlite3.connect(f"file:{home / centre / 'centre.sqlite3'}?mode=ro", uri=True) as database:
        return int(database.execute(f"SELECT COUNT(*) FROM {asked}").fetchone()[0])  # noqa: S608 - written below


@pytest.fixture(scope="module")
def ended(exercise: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The centres after the fortnight, which took its events as fast as they could be written."""
    home = Path(shutil.copytree(exercise, tmp_path_factory.mktemp("played") / "exercise"))
    with running(home, pace_s=0.1) as (_company, said):
        assert "are open" in said.get(timeout=PATIENCE_S)
        end = time.monotonic() + PLAYING_S
        while len(played(home)) < len(fortnight()) and time.monotonic() < end:
            time.sleep(1)
    return home


def test_the_first_days_stand_when_the_centres_are_founded_as_far_as_they_need_no_partner(exercise: Path) -> None:
    stand = {name for name, digest in played(exercise).items() if digest}
    first = {each.id for each in due(fortnight(), FIRST_DAYS)}
    assert stand <= first
    needing = {each.id for each in fortnight() if each.about and each.kind in {"acknowledge", "message"}}
    assert first - needing == stand


def test_every_event_was_played_and_none_was_refused(ended: Path) -> None:
    found = played(ended)
    assert {each.id for each in fortnight()} - found.keys() == set()
    assert [name for name, digest in found.items() if not digest] == []


def test_what_was_acknowledged_recalled_and_released_late_came_to_where_it_belongs(ended: Path) -> None:
    recalled = "partners_received WHERE state = 'recalled' AND confirmed"
    assert count(ended, "federal-hq", recalled) >= 1
    held = next(each for each in fortnight() if not each.to and each.kind == "message")
    assert count(ended, "regional-hq", f"partners_received WHERE body LIKE '%{held.place.names.en}%'") >= 1  # type: ignore[union-attr]  # it has one
    assert count(ended, "regional-hq", "door_entry WHERE kind = 'acknowledgement/1'") >= 4


def test_nobody_was_alarmed(ended: Path) -> None:
    assert [count(ended, cast.name, "partners_alarm") for cast in CENTRES] == [0, 0, 0]
