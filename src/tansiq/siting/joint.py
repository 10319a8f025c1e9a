"""See and reach as a problem: posts, reaction elements and watches chosen together.

A place may become a *post* (both sees and reaches), a *reaction* element (reaches) or a *watch* (sees). New places are
joint: both parties know at once what they see, and both may count on who comes from them. So ground that nobody holds
counts once it is seen and reached, where what stands already may do either half.

Elements, each as many as there are places: seen from there, reached from there, and for ground where either half would
do: a post there, a watch there, a reaction element there.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, identity, vstack

from tansiq.siting.covers import Covers
from tansiq.siting.demand import Demand, merged
from tansiq.siting.limits import Limits
from tansiq.siting.manning import Counts, shared_out
from tansiq.siting.problem import Problem
from tansiq.siting.standing import Standing

POST, REACTION, WATCH = range(3)
ROLES: Final = ("post", "reaction", "watch")
_SEEN, _REACHED, _POST_THERE, _WATCH_THERE, _REACTION_THERE = range(5)


def joint_problem(
    covers: Covers,
    standing: Standing,
    weight: NDArray[np.float64],
    asked: Counts,
    limits: Limits,
    *,
    supported: NDArray[np.bool_],
    sector: Sequence[str],
) -> Problem:
    """Return the problem.

    Parameters
    ----------
    covers
        Of the candidates.
    standing
        What is there already.
    weight
        float64 [slots]: what each cell counts.
    asked
        How many posts, reaction elements and watches at most.
    limits
        What the choice keeps to.
    supported
        bool [candidates]: whether an element that stands already gives support there.
    sector
        Sector of each candidate.
    """
    places = covers.seen.shape[0]
    rows, most = _counts(places, asked)
    for more, bound in (
        _one_each(places),
        _support(covers.supports, supported),
        _shares(limits, sector, sum(asked)),
    ):
        rows, most = vstack([rows, more], format="csr"), np.concatenate([most, bound])
    upper = np.ones(3 * places)
    links = 0
    if limits.companies and shared_out(limits.companies, limits.people, asked) is None:
        rows, most, upper, links = _manned(rows, most, upper, limits, places)
    return Problem(
        demand=_demand(covers, standing, weight),
        elements=_elements(places, len(upper)),
        limits=rows,
        most=most,
        lower=np.zeros(len(upper)),
        upper=upper,
        places=places,
        constant=float(weight[standing.held].sum()),
        links=links,
    )


def _demand(covers: Covers, standing: Standing, weight: NDArray[np.float64]) -> Demand:
    places, slots = covers.seen.shape
    lacks = ~standing.held & (weight > 0)
    both = lacks & ~standing.seen & ~standing.reached
    either = lacks & standing.seen & standing.reached
    see_only, reach_only = lacks & standing.reached & ~standing.seen, lacks & standing.seen & ~standing.reached
    parts = [
        _terms(covers.seen, both | see_only, 0, _SEEN),
        _terms(covers.reached, both, 1, _REACHED),
        _terms(covers.reached, reach_only, 0, _REACHED),
        _terms(covers.seen, either, 0, _WATCH_THERE),
        _terms(covers.reached, either, 0, _REACTION_THERE),
        _terms(covers.seen, either, 0, _POST_THERE),
        _terms(covers.reached, either, 0, _POST_THERE),
    ]
    term, element = (np.concatenate(column) for column in zip(*parts, strict=True))
    table = csr_matrix((np.ones(len(term), np.int8), (term, element)), shape=(2 * slots, 5 * places))
    table.sum_duplicates()
    # A cell that lacks both and that no candidate reaches has an empty second term: it cannot be held.
    hopeless = both & (np.diff(table.indptr)[1::2] == 0)
    kept = np.where(lacks & ~hopeless, weight, 0.0)
    return merged(table.indptr.astype(np.int64), table.indices.astype(np.int32), kept, 5 * places)


def _terms(
    cover: csr_matrix, cells: NDArray[np.bool_], term: int, kind: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the entries (term, element) that ``cover`` gives to ``cells``."""
    place = np.repeat(np.arange(cover.shape[0], dtype=np.int64), np.diff(cover.indptr))
    wanted = cells[cover.indices]
    return 2 * cover.indices[wanted].astype(np.int64) + term, place[wanted] + kind * cover.shape[0]


def _elements(places: int, columns: int) -> csr_matrix:
    one, none = identity(places), csr_matrix((places, places))
    rows = [[one, none, one], [one, one, none], [one, none, none], [none, none, one], [none, one, none]]
    table = vstack([hstack(row) for row in rows], format="csr")
    return hstack([table, csr_matrix((5 * places, columns - 3 * places))], format="csr")


def _counts(places: int, asked: Counts) -> tuple[csr_matrix, NDArray[np.float64]]:
    return csr_matrix(np.kron(np.eye(3), np.ones((1, places)))), np.array(asked, float)


def _one_each(places: int) -> tuple[csr_matrix, NDArray[np.float64]]:
    return hstack([identity(places)] * 3, format="csr"), np.ones(places)


def _support(supports: csr_matrix, supported: NDArray[np.bool_]) -> tuple[csr_matrix, NDArray[np.float64]]:
    """Return rows that let a post or watch stand only where another chosen element gives it support."""
    alone = np.flatnonzero(~supported)
    own = identity(len(supported), format="csr")
    from_others = (supports.astype(float) - supports.astype(float).multiply(own)).T.tocsr()
    rows = hstack([own - from_others, -from_others, own], format="csr")[alone]
    rows.eliminate_zeros()
    return rows, np.zeros(len(alone))


def _shares(limits: Limits, sector: Sequence[str], total: int) -> tuple[csr_matrix, NDArray[np.float64]]:
    """Return rows that keep each sector's share: so many of all places at most, the rest elsewhere at most."""
    there = np.array(sector, object)
    rows, most = [np.zeros((0, 3 * len(there)))], []
    for share in limits.shares:
        inside = np.tile(there == share.sector, 3).astype(float)
        rows += [inside[None], 1.0 - inside[None]]
        most += [np.floor(share.at_most * total + 1e-9), total - np.ceil(share.at_least * total - 1e-9)]
    return csr_matrix(np.vstack(rows)), np.array(most, float)


def _manned(
    rows: csr_matrix, most: NDArray[np.float64], upper: NDArray[np.float64], limits: Limits, places: int
) -> tuple[csr_matrix, NDArray[np.float64], NDArray[np.float64], int]:
    """Add a column for how many places of each role each company mans, and the rows that tie them to the choice."""
    need = np.array([limits.people.post, limits.people.reaction, limits.people.watch], float)
    present = np.array([company.present for company in limits.companies], float)
    companies = len(present)
    total = csr_matrix(np.repeat(need, places)[None])
    by_role = csr_matrix(np.kron(np.eye(3), np.ones((1, places))))
    mans = csr_matrix(np.kron(np.ones((1, companies)), np.eye(3)))
    within = csr_matrix(np.kron(np.eye(companies), need[None]))
    blank = csr_matrix((rows.shape[0] + 1, 3 * companies))
    first = hstack([vstack([rows, total]), blank])
    tied = vstack([hstack([by_role, -mans]), hstack([csr_matrix((companies, 3 * places)), within])])
    each = np.floor(present[:, None] / np.maximum(need, 1e-9)).ravel()
    bounds = np.concatenate([most, [present.sum()], np.zeros(3), present])
    return (
        vstack([first, tied], format="csr"),
        bounds,
        np.concatenate([upper, np.minimum(each, 3 * places)]),
        3 + companies,
    )


def counts_of(y: NDArray[np.float64], places: int) -> Counts:
    """Return how many posts, reaction elements and watches a choice has."""
    posts, elements, watches = (round(float(y[k * places : (k + 1) * places].sum())) for k in range(3))
    return posts, elements, watches


def completed(problem: Problem, limits: Limits, y: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Fill in who mans what for a choice; None if the companies cannot man it."""
    if not problem.links:
        return y
    manned = shared_out(limits.companies, limits.people, counts_of(y, problem.places))
    if manned is None:
        return None
    return np.concatenate([y[: 3 * problem.places], np.array(manned, float).ravel()])
