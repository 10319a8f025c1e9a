"""Plain maximal covering against every choice tried, and against HiGHS given the model as the textbook writes it."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, hstack, identity

from tansiq.errors import BadInputError
from tansiq.siting import Solution, maximal_covering, prove

Table = NDArray[np.bool_]


def weight_covered(covers: Table, weights: NDArray[np.float64], chosen: NDArray[np.int64]) -> float:
    return float(weights[covers[chosen].any(axis=0)].sum())


def best_of_all(covers: Table, weights: NDArray[np.float64], sites: int) -> float:
    candidates = range(len(covers))
    choices = combinations(candidates, min(sites, len(covers)))
    return max(weight_covered(covers, weights, np.array(choice, np.int64)) for choice in choices)


@st.composite
def instances(draw: st.DrawFn) -> tuple[Table, NDArray[np.float64], int]:
    candidates, demand = draw(st.integers(1, 8)), draw(st.integers(1, 14))
    covers = draw(arrays(np.bool_, (candidates, demand)))
    whole = st.integers(0, 20).map(float)
    weights = draw(arrays(np.float64, demand, elements=whole | st.floats(0, 1e6, allow_subnormal=False)))
    return covers, weights, draw(st.integers(0, candidates))


@given(instances())
def test_the_optimum_is_found_and_the_bound_is_never_below_it(
    instance: tuple[Table, NDArray[np.float64], int],
) -> None:
    covers, weights, sites = instance
    found = maximal_covering(csr_matrix(covers), weights, sites, gap=0.0)
    best = best_of_all(covers, weights, sites)
    assert found.covered == pytest.approx(weight_covered(covers, weights, found.chosen), rel=1e-12)
    assert found.covered == pytest.approx(best, rel=1e-6, abs=1e-300)
    assert found.bound >= best * (1 - 1e-15)
    assert len(found.chosen) <= sites
    assert (np.diff(found.chosen) > 0).all()


@given(instances())
def test_the_tree_of_our_own_finds_the_same(instance: tuple[Table, NDArray[np.float64], int]) -> None:
    covers, weights, sites = instance
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prove, "COMPACT_TERMS", -1)
        found = maximal_covering(csr_matrix(covers), weights, sites, gap=0.0)
    best = best_of_all(covers, weights, sites)
    assert found.covered == pytest.approx(best, rel=1e-6, abs=1e-300)
    assert found.bound >= best * (1 - 1e-15)


@given(instances(), st.sampled_from([0.01, 0.2]))
def test_a_wider_gap_is_still_a_proof(instance: tuple[Table, NDArray[np.float64], int], gap: float) -> None:
    covers, weights, sites = instance
    found = maximal_covering(csr_matrix(covers), weights, sites, gap=gap)
    best = best_of_all(covers, weights, sites)
    assert found.bound >= best * (1 - 1e-15) >= found.covered * (1 - 1e-12)
    assert found.gap <= gap + 1e-8 or found.covered == 0


@given(instances())
def test_stopped_at_once_it_still_tells_the_truth(instance: tuple[Table, NDArray[np.float64], int]) -> None:
    covers, weights, sites = instance
    found = maximal_covering(csr_matrix(covers), weights, sites, time_limit_s=0.0)
    assert found.covered == pytest.approx(weight_covered(covers, weights, found.chosen), rel=1e-12)
    assert found.bound >= best_of_all(covers, weights, sites) * (1 - 1e-15)


def drawn(seed: int, candidates: int, demand: int, radius: float) -> tuple[csr_matrix, NDArray[np.float64]]:
    """Discs on a square: places near each other cover much the same, as on real ground."""
    generator = np.random.default_rng(seed)
    place, need = generator.random((candidates, 2)), generator.random((demand, 2))
    apart = np.hypot(*(place[:, None] - need[None]).transpose(2, 0, 1))
    return csr_matrix(apart < radius), generator.integers(1, 100, demand).astype(float)


def solved_as_written(covers: csr_matrix, weights: NDArray[np.float64], sites: int) -> float:
    """Church and ReVelle's model, one row a demand, solved by HiGHS as it comes in SciPy."""
    candidates, demand = covers.shape
    rows = hstack([-covers.T.astype(float), identity(demand)])
    count = np.concatenate([np.ones(candidates), np.zeros(demand)])
    found = milp(
        np.concatenate([np.zeros(candidates), -weights]),
        integrality=np.concatenate([np.ones(candidates), np.zeros(demand)]),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(rows, ub=0.0), LinearConstraint(count, ub=float(sites))],
        options={"mip_rel_gap": 0.0},
    )
    return -float(found.fun)


@pytest.mark.peers
@pytest.mark.parametrize("seed", range(6))
def test_same_optimum_as_the_textbook_model(seed: int) -> None:
    covers, weights = drawn(seed, candidates=30, demand=200, radius=0.15)
    sites = 4 + seed
    found = maximal_covering(covers, weights, sites, gap=0.0)
    assert found.covered == found.bound == round(solved_as_written(covers, weights, sites))


@pytest.mark.parametrize("seed", range(3))
def test_the_same_input_gives_the_same_answer(seed: int) -> None:
    covers, weights = drawn(seed, candidates=60, demand=2000, radius=0.1)
    first, second = (maximal_covering(covers, weights, 9) for _ in range(2))
    np.testing.assert_array_equal(first.chosen, second.chosen)
    assert (first.covered, first.bound) == (second.covered, second.bound)


def test_more_sites_than_candidates_cover_what_can_be_covered() -> None:
    covers = csr_matrix(np.array([[1, 0, 0], [0, 1, 0]], bool))
    found = maximal_covering(covers, [3.0, 4.0, 5.0], 7)
    assert found == Solution(found.chosen, 7.0, 7.0)
    assert found.chosen.tolist() == [0, 1]


@pytest.mark.parametrize("shape", [(0, 5), (3, 0), (0, 0)])
def test_nothing_to_choose_or_to_cover_is_covered_by_nothing(shape: tuple[int, int]) -> None:
    found = maximal_covering(csr_matrix(shape, dtype=bool), np.ones(shape[1]), 2)
    assert (found.covered, found.bound, found.gap, len(found.chosen)) == (0.0, 0.0, 0.0, 0)


def test_stored_zeros_and_repeated_entries_are_read_as_what_they_say() -> None:
    covers = csr_matrix((np.array([1.0, 1.0, 0.0]), np.array([0, 0, 1]), np.array([0, 3])), shape=(1, 2))
    assert maximal_covering(covers, [1.0, 10.0], 1).covered == 1.0


@pytest.mark.parametrize(
    ("weights", "sites", "more"),
    [
        ([1.0], 1, {}),
        ([1.0, -1.0], 1, {}),
        ([1.0, float("nan")], 1, {}),
        ([1.0, 1.0], -1, {}),
        ([1.0, 1.0], 1, {"gap": -0.1}),
        ([1.0, 1.0], 1, {"time_limit_s": float("nan")}),
    ],
)
def test_what_makes_no_sense_is_refused(weights: list[float], sites: int, more: dict[str, float]) -> None:
    with pytest.raises(BadInputError):
        maximal_covering(csr_matrix(np.ones((2, 2), bool)), weights, sites, **more)


def test_progress_may_stop_it() -> None:
    covers, weights = drawn(1, candidates=60, demand=2000, radius=0.1)

    def stop(_done: float, _doing: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        maximal_covering(covers, weights, 9, gap=0.0, progress=stop)


def test_the_solver_underneath_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    covers, weights = drawn(2, candidates=40, demand=500, radius=0.1)
    maximal_covering(covers, weights, 5, gap=0.0)
    assert capfd.readouterr() == ("", "")
