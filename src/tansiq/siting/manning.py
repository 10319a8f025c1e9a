"""Who mans what: whether companies can man so many places, each place from one company."""

from collections.abc import Sequence
from functools import cache

from tansiq.siting.limits import Company, People

Counts = tuple[int, int, int]  # posts, reaction elements, watches


def shared_out(companies: Sequence[Company], people: People, asked: Counts) -> tuple[Counts, ...] | None:
    """Return what each company mans so that all of ``asked`` is manned; None if they cannot.

    The first company takes as much as it can of the largest kind that still leaves a solution, and so on: the same
    input gives the same answer.
    """
    need = people.post, people.reaction, people.watch
    sizes = [company.present for company in companies]

    @cache
    def fill(at: int, left: Counts) -> tuple[Counts, ...] | None:
        if not any(left):
            return ((0, 0, 0),) * (len(sizes) - at)
        if at == len(sizes) or sum(n * k for n, k in zip(need, left, strict=True)) > sum(sizes[at:]):
            return None
        for taken in _largest(sizes[at], need, left):
            rest = left[0] - taken[0], left[1] - taken[1], left[2] - taken[2]
            others = fill(at + 1, rest)
            if others is not None:
                return (taken, *others)
        return None

    return fill(0, asked)


def _largest(size: int, need: Counts, left: Counts) -> list[Counts]:
    """Return what a company of ``size`` can man that leaves no room for one more, most people first."""
    found = []
    for posts in range(_most(size, need[0], left[0]), -1, -1):
        after = size - posts * need[0]
        for elements in range(_most(after, need[1], left[1]), -1, -1):
            watches = _most(after - elements * need[1], need[2], left[2])
            found.append((posts, elements, watches))
    return sorted(found, key=lambda t: (-sum(n * k for n, k in zip(need, t, strict=True)), [-k for k in t]))


def _most(room: int, need: int, left: int) -> int:
    return left if need == 0 else min(left, room // need)
