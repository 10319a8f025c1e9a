"""See and reach against every choice tried, by the rules as the agreement states them and not as the engine does."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from tansiq.siting import prove
from tansiq.siting.covers import Covers
from tansiq.siting.joint import POST, REACTION, WATCH, completed, counts_of, joint_problem
from tansiq.siting.limits import Company, Limits, People, Share
from tansiq.siting.manning import shared_out
from tansiq.siting.prove import Chase, chase
from tansiq.siting.standing import Standing

Bools = NDArray[np.bool_]
NOTHING = 3


class Case:
    """A small question, and its answer by trying everything."""

    def __init__(self, draw: st.DrawFn) -> None:
        places, slots = draw(st.integers(1, 4)), draw(st.integers(1, 9))
        self.places = places
        self.seen: Bools = draw(arrays(np.bool_, (places, slots)))
        self.reached: Bools = draw(arrays(np.bool_, (places, slots)))
        self.supports: Bools = draw(arrays(np.bool_, (places, places)))
        self.supported: Bools = draw(arrays(np.bool_, places))
        self.stands_seen: Bools = draw(arrays(np.bool_, slots))
        self.stands_reached: Bools = draw(arrays(np.bool_, slots))
        self.held: Bools = draw(arrays(np.bool_, slots)) & self.stands_seen & self.stands_reached
        self.weight = draw(arrays(np.float64, slots, elements=st.integers(0, 9).map(float)))
        self.asked = tuple(draw(st.integers(0, 2)) for _ in range(3))
        self.sector = draw(st.lists(st.sampled_from("ab"), min_size=places, max_size=places))
        companies = tuple(Company("20", str(n), draw(st.integers(0, 5))) for n in range(draw(st.integers(0, 2))))
        least = draw(st.sampled_from([0.0, 0.5]))
        shares = (Share("a", least, draw(st.sampled_from([0.5, 1.0]))),) if draw(st.booleans()) else ()
        self.limits = Limits(people=People(3, 2, 1), companies=companies, shares=shares)

    def counts_if(self, roles: tuple[int, ...]) -> float:
        role = np.array(roles)
        sees = (role == POST) | (role == WATCH)
        comes = (role == POST) | (role == REACTION)
        new_seen = self.seen[sees].any(axis=0)
        new_reached = self.reached[comes].any(axis=0)
        held = self.held | (new_seen & (new_reached | self.stands_reached)) | (new_reached & self.stands_seen)
        return float(self.weight[held].sum())

    def is_allowed(self, roles: tuple[int, ...]) -> bool:
        counts = tuple(roles.count(role) for role in (POST, REACTION, WATCH))
        if any(n > most for n, most in zip(counts, self.asked, strict=True)):
            return False
        for place, role in enumerate(roles):
            others = [k for k in range(self.places) if k != place and roles[k] in {POST, REACTION}]
            if role in {POST, WATCH} and not self.supported[place] and not self.supports[others, place].any():
                return False
        return self._shared(roles) and self._manned(roles)

    def _shared(self, roles: tuple[int, ...]) -> bool:
        total = sum(self.asked)
        for share in self.limits.shares:
            inside = sum(role != NOTHING for role, name in zip(roles, self.sector, strict=True) if name == share.sector)
            outside = sum(role != NOTHING for role in roles) - inside
            if inside > share.at_most * total or outside > total - share.at_least * total:
                return False
        return True

    def _manned(self, roles: tuple[int, ...]) -> bool:
        """Try every way to give places to companies."""
        companies = self.limits.companies
        needs = [(3, 2, 1)[role] for role in roles if role != NOTHING]
        if not companies:
            return True
        for way in product(range(len(companies)), repeat=len(needs)):
            used = np.bincount(np.array(way, int), np.array(needs, float), len(companies))
            if all(used[k] <= company.present for k, company in enumerate(companies)):
                return True
        return not needs

    def best(self) -> float:
        every = product((POST, REACTION, WATCH, NOTHING), repeat=self.places)
        return max(self.counts_if(roles) for roles in every if self.is_allowed(roles))

    def chased(self, gap: float = 0.0) -> tuple[Chase, tuple[int, ...]]:
        problem = joint_problem(
            Covers(csr_matrix(self.seen), csr_matrix(self.reached), csr_matrix(self.supports)),
            Standing(self.held, self.stands_seen, self.stands_reached),
            self.weight,
            self.asked,  # type: ignore[arg-type]  # three of them
            self.limits,
            supported=self.supported,
            sector=self.sector,
        )
        found = chase(
            problem,
            gap=gap,
            deadline_s=np.inf,
            tell=lambda: None,
            complete=lambda y: completed(problem, self.limits, y),
        )
        table = found.y[: 3 * self.places].reshape(3, self.places) > 0.5
        roles = [int(np.argmax(column)) if column.any() else NOTHING for column in table.T]
        return found, tuple(roles)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    return Case(draw)


@settings(max_examples=150)
@given(cases())
def test_the_best_allowed_choice_is_found(case: Case) -> None:
    found, roles = case.chased()
    assert case.is_allowed(roles)
    assert found.covered == case.counts_if(roles)
    assert found.covered == found.bound == case.best()


@settings(max_examples=60)
@given(cases())
def test_the_tree_of_our_own_finds_the_same(case: Case) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prove, "COMPACT_TERMS", -1)
        found, roles = case.chased()
    assert case.is_allowed(roles)
    assert found.covered == found.bound == case.best()


@given(cases())
def test_a_wide_gap_is_still_a_proof(case: Case) -> None:
    found, roles = case.chased(gap=0.2)
    assert case.is_allowed(roles)
    assert found.covered <= case.best() <= found.bound


def test_companies_man_whole_places() -> None:
    people = People(post=30, reaction=20, watch=10)
    companies = (Company("20", "1", 50), Company("22", "1", 50))
    assert shared_out(companies, people, (2, 2, 0)) is not None
    assert shared_out(companies, people, (3, 0, 1)) is None
    manned = shared_out(companies, people, (1, 2, 2))
    assert manned is not None
    assert tuple(map(sum, zip(*manned, strict=True))) == (1, 2, 2)
    for company, (posts, elements, watches) in zip(companies, manned, strict=True):
        assert posts * 30 + elements * 20 + watches * 10 <= company.present


def test_counts_are_read_by_role() -> None:
    assert counts_of(np.array([1, 0, 0, 1, 1, 1.0]), 2) == (1, 1, 2)
