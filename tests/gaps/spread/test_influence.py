"""Shares of variance against closed forms and SciPy."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import qmc, sobol_indices

from tansiq.gaps.spread.influence import share_intervals, variance_shares

Rows = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]


def results(model: object, columns: int, rows: int, seed: int = 3) -> Rows:
    """Results of a model of numbers in 0..1 on A, B and the mixed rows."""
    even = qmc.LatinHypercube(2 * columns, rng=np.random.default_rng(seed)).random(rows)
    a, b = even[:, :columns], even[:, columns:]
    mixed = []
    for i in range(columns):
        rows_of_a = a.copy()
        rows_of_a[:, i] = b[:, i]
        mixed.append(model(rows_of_a))  # type: ignore[operator]
    return model(a), model(b), np.array(mixed)  # type: ignore[operator]


def ishigami(even: NDArray[np.float64]) -> NDArray[np.float64]:
    x = np.pi * (2 * even - 1)
    return np.asarray(np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))


def test_ishigami_has_its_published_shares() -> None:
    first, total = variance_shares(*results(ishigami, 3, 20_000))
    # Ishigami and Homma 1990: V1, V2, V13 in closed form for a = 7, b = 0.1.
    v1, v2, v13 = 0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2, 49 / 8, 0.01 * np.pi**8 * 8 / 225
    whole = v1 + v2 + v13
    assert first == pytest.approx([v1 / whole, v2 / whole, 0], abs=0.03)
    assert total == pytest.approx([(v1 + v13) / whole, v2 / whole, v13 / whole], abs=0.03)


def test_a_sum_of_even_numbers_shares_by_its_squared_factors() -> None:
    factors = np.array([3.0, 2.0, 1.0, 0.0])
    first, total = variance_shares(*results(lambda even: even @ factors, 4, 20_000))
    assert first == pytest.approx(factors**2 / 14, abs=0.02)
    assert total == pytest.approx(factors**2 / 14, abs=0.02)
    assert first[3] == total[3] == 0


def test_the_same_rows_give_scipys_figures() -> None:
    y_a, y_b, mixed = results(ishigami, 3, 256)
    peer = sobol_indices(
        func={"f_A": y_a[None], "f_B": y_b[None], "f_AB": mixed[:, None]}, n=256, method="saltelli_2010"
    )
    first, total = variance_shares(y_a, y_b, mixed)
    assert first == pytest.approx(peer.first_order.ravel(), rel=1e-9)
    assert total == pytest.approx(peer.total_order.ravel(), rel=1e-9)


def test_intervals_hold_the_truth_and_are_the_same_for_the_same_seed() -> None:
    factors = np.array([3.0, 2.0, 1.0])
    rows = results(lambda even: even @ factors, 3, 400)
    first, total = share_intervals(*rows, seed=1)
    truth = factors**2 / 14
    assert (first[0] <= truth).all()
    assert (truth <= first[1]).all()
    assert (total[0] <= truth).all()
    assert (truth <= total[1]).all()
    again = share_intervals(*rows, seed=1)
    assert np.array_equal(first, again[0])
    assert np.array_equal(total, again[1])


def test_where_nothing_varies_there_is_nothing_to_share() -> None:
    rows = results(lambda even: np.ones(len(even)), 2, 20)
    first, total = variance_shares(*rows)
    assert np.isnan(first).all()
    assert np.isnan(total).all()
    bounds = share_intervals(*rows, seed=1)
    assert np.isnan(bounds).all()
