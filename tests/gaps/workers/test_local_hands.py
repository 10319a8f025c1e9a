"""The threads of this machine."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest

from tansiq.gaps.workers import Errand, LocalHands, opened
from tansiq.gaps.workers.hands import AHEAD

HANDS = LocalHands()


def late(piece: tuple[int, float]) -> int:
    time.sleep(piece[1])
    return piece[0]


def test_results_come_in_the_order_of_asking_not_of_ending() -> None:
    pieces = [(number, 0.02 * (number % 3 == 0)) for number in range(20)]
    assert list(HANDS.map(Errand(late, piece) for piece in pieces)) == list(range(20))


def test_what_is_lent_comes_after_the_piece() -> None:
    lent = HANDS.lend(np.arange(3)), HANDS.lend(np.ones(2))
    assert HANDS.run(Errand(lambda piece, a, b: (piece, a.sum(), b.sum()), "x", lent)) == ("x", 3, 2.0)


def test_an_error_comes_out_where_its_result_would_have() -> None:
    results = HANDS.map(Errand(lambda number: 1 // number, number) for number in (1, 0, 1))
    assert next(results) == 1
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_whoever_stops_early_leaves_the_rest_undone() -> None:
    asked, done, lock = [], [], threading.Lock()

    def errands() -> Iterator[Errand[None]]:
        for number in range(1000):
            asked.append(number)
            yield Errand(note, number)

    def note(number: int) -> None:
        with lock:
            done.append(number)

    with closing(HANDS.map(errands())) as results:
        next(results)
    assert len(done) <= len(asked) <= (1 + AHEAD) * HANDS.at_once + 1


def test_no_address_is_this_machine() -> None:
    with opened(None) as hands:
        assert isinstance(hands, LocalHands)
