"""Either side of an exchange killed without warning while both write: nothing lost, nothing twice, all verifies.

``bench/kill_exchange.py`` does the same hundreds of times.
"""

from pathlib import Path

from tests.faults.exchange.killing import Rounds
from tests.faults.exchange.nodes import BAR, FEDERAL, linked

KILLS = 10


def test_what_was_acknowledged_arrives_once_whoever_is_killed_and_whenever(home: Path) -> None:
    with Rounds(linked(home, FEDERAL, BAR), seed=1) as rounds:
        for _ in range(KILLS):
            rounds.kill_once()
        seen = rounds.settle()
    assert rounds.kills >= KILLS
    assert seen.acknowledged > KILLS
