"""Small games solved by writing down every tour there is, by the rules as they are told and not as the engine does."""

from collections.abc import Iterator
from itertools import combinations_with_replacement, product

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linprog

from tansiq.siting.patrols import Base, Game

Visits = frozenset[tuple[int, int]]


def every_tour(game: Game, base: Base) -> set[Visits]:
    """Return what each possible tour visits: segments and slots."""

    def go_on(i: int, slot: int, end: int, so_far: Visits) -> Iterator[Visits]:
        now = so_far | {(i, slot)}
        if slot + 1 + base.legs[i] <= end:
            yield now
        for j in range(len(game.value)):
            then = slot + 1 + (0 if j == i else int(game.moves[i, j]))
            if then < end:
                yield from go_on(j, then, end, now)

    found: set[Visits] = set()
    for start in range(game.starts):
        end = start + game.shift
        for i in range(len(game.value)):
            if start + base.legs[i] < end:
                found |= set(go_on(i, start + int(base.legs[i]), end, frozenset()))
    return found


def every_day(game: Game) -> list[Visits]:
    """Return what each possible day of all bases visits."""
    by_base = [
        {
            frozenset().union(*some)
            for some in combinations_with_replacement(sorted(every_tour(game, b), key=sorted), b.vehicles)
        }
        for b in game.bases
    ]
    return sorted({frozenset().union(*some) for some in product(*by_base)}, key=sorted)


def best_value(game: Game) -> float:
    """Return the game's value by one linear programme over every possible day of all bases together."""
    days = every_day(game)
    open_to = sorted({cell for day in days for cell in day if game.window[cell[1]] and game.value[cell[0]] > 0})
    worth = np.array([game.value[i] for i, _ in open_to])
    met = np.array([[cell in day for day in days] for cell in open_to], float)
    found = linprog(
        np.append(np.zeros(len(days)), 1.0),
        A_ub=np.hstack([-worth[:, None] * met, -np.ones((len(open_to), 1))]),
        b_ub=-worth,
        A_eq=np.append(np.ones(len(days)), 0.0)[None, :],
        b_eq=[1.0],
    )
    return float(found.fun)


def chances(game: Game, shares: list[tuple[list[Visits], NDArray[np.float64]]]) -> NDArray[np.float64]:
    """Return the chance that somebody is there, from what each base draws."""
    left = np.ones(game.shape)
    for days, share in shares:
        met = np.zeros(game.shape)
        for day, each in zip(days, share, strict=True):
            for cell in day:
                met[cell] += each
        left *= 1.0 - met
    return 1.0 - left


@st.composite
def games(draw: st.DrawFn, *, bases: int = 1, vehicles: int = 1) -> Game:
    """Games of up to three segments and five slots in which each base reaches something that counts."""
    segments, shift = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    slots = shift + draw(st.integers(0, 2))
    moves = np.array(
        draw(
            st.lists(
                st.lists(st.integers(0, 2), min_size=segments, max_size=segments), min_size=segments, max_size=segments
            )
        ),
        np.int64,
    )
    value = draw(st.lists(st.integers(1, 5).map(float), min_size=segments, max_size=segments))
    legs = [[0, *draw(st.lists(st.integers(0, 2), min_size=segments - 1, max_size=segments - 1))] for _ in range(bases)]
    for each in legs:
        for i, j in [*product(range(segments), repeat=2)] * segments:  # no way is longer than over another segment
            each[i] = min(each[i], each[j] + int(min(moves[i, j], moves[j, i])))
    window = np.array(draw(st.lists(st.booleans(), min_size=slots, max_size=slots)))
    window[draw(st.integers(0, slots - 1))] = True
    made = tuple(Base(str(k), vehicles, np.array(each, np.int64)) for k, each in enumerate(legs))
    return Game(np.array(value), window, moves, made, shift)
