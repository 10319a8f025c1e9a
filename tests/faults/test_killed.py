"""Killed without warning: what was acknowledged is there, nothing is torn, and the journal verifies each time.

``bench/kill_centre.py`` does the same hundreds of times.
"""

import json
from pathlib import Path

import pytest

from tests.faults.centres import Centre, found
from tests.faults.postgres import PostgresServer

KILLS = 10


def test_writers_that_are_killed_lose_nothing_acknowledged(centre: Centre) -> None:
    told = centre.run("tests.faults.killing", centre.folder, KILLS, 1)
    assert told.code == 0, told.err
    seen = json.loads(told.out)
    assert seen["kills"] >= KILLS
    assert seen["records"] >= seen["acknowledged"] > KILLS
    assert centre.run("tansiq", "verify", centre.folder).code == 0


@pytest.mark.parametrize("whom", ["writers", "server"])
def test_on_postgresql_too_and_when_the_server_itself_is_killed(
    server: PostgresServer, tmp_path: Path, whom: str
) -> None:
    centre = found(tmp_path / "bar", server.make_database(f"killed_{whom}"))
    more = [server.data] if whom == "server" else []
    told = centre.run("tests.faults.killing", centre.folder, KILLS // 2, 1, *more)
    assert told.code == 0, told.err
    seen = json.loads(told.out)
    assert seen["records"] >= seen["acknowledged"] >= KILLS
    assert centre.check().code == 0
