"""Drawing the samples: Latin hypercubes, and the mixed rows from which influences are told.

A Latin hypercube (McKay, Beckman, Conover 1979) cuts every assumption's spread into as many equally likely parts as
there are samples and draws each part once. Posts are drawn each on its own. Two hypercubes, A and B, are the samples;
for influences row ``n`` of A is computed again once for every assumption, with that assumption taken from row ``n`` of
B (Saltelli et al. 2010).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from tansiq.gaps.model import Parameters
from tansiq.gaps.posts import PlacedPost
from tansiq.gaps.spread.assumptions import Spreads
from tansiq.gaps.spread.figures import FIGURE_OF, Figures, stated_figures

POSTS_OF: Final = {"confirmed_absent": True, "unconfirmed_present": False}  # assumption -> lately confirmed or not
_YES_OR_NO: Final = frozenset({"ford_foot", "ford_vehicle"})


@dataclass(frozen=True)
class Group:
    """The columns of the hypercube that belong to one assumption: one, or one a post.

    Attributes
    ----------
    name
        The assumption.
    columns
        Which columns.
    posts
        The posts they are about, by index in the laydown; empty for a figure of all.
    """

    name: str
    columns: slice
    posts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Design:
    """What is drawn.

    Attributes
    ----------
    stated
        The figures of the picture.
    groups
        The assumptions that vary.
    a, b
        float64 [base, columns] and [samples - base, columns]: figures, 1 or 0 for what is so or not. The samples are
        the rows of A, then those of B. B may be a row short.
    """

    stated: Figures
    groups: tuple[Group, ...]
    a: NDArray[np.float64]
    b: NDArray[np.float64]

    def figures(self, row: NDArray[np.float64]) -> Figures:
        """Return the figures that one row stands for."""
        changed: dict[str, Any] = {}
        present = set(self.stated.present)
        for group in self.groups:
            drawn = row[group.columns]
            if group.name in POSTS_OF:
                happens = {post for post, so in zip(group.posts, drawn.tolist(), strict=True) if so}
                present = present - happens if POSTS_OF[group.name] else present | happens
            else:
                changed[FIGURE_OF[group.name]] = bool(drawn[0]) if group.name in _YES_OR_NO else float(drawn[0])
        return replace(self.stated, present=tuple(sorted(present)), **changed)

    def samples(self) -> tuple[Figures, ...]:
        """Return the figures of every sample."""
        return tuple(self.figures(row) for row in (*self.a, *self.b))

    def mixed(self, n: int, group: Group) -> Figures:
        """Return row ``n`` of A with ``group`` taken from row ``n`` of B."""
        row = self.a[n].copy()
        row[group.columns] = self.b[n, group.columns]
        return self.figures(row)


def draw(placed: tuple[PlacedPost, ...], parameters: Parameters, spreads: Spreads, samples: int, seed: int) -> Design:
    """Draw ``samples`` samples, at least 2; the same seed draws the same."""
    groups = _groups(placed, parameters, spreads)
    columns = groups[-1].columns.stop if groups else 0
    base = -(-samples // 2)
    even = np.empty((base, 0))
    if columns:
        even = qmc.LatinHypercube(2 * columns, rng=np.random.default_rng(seed)).random(base)
    a, b = _drawn(groups, spreads, even[:, :columns]), _drawn(groups, spreads, even[:, columns:])
    return Design(stated_figures(placed, parameters), tuple(groups), a, b[: samples - base])


def _groups(placed: tuple[PlacedPost, ...], parameters: Parameters, spreads: Spreads) -> list[Group]:
    groups: list[Group] = []
    for assumption in spreads.drawn_in(parameters.window):
        first = groups[-1].columns.stop if groups else 0
        if assumption.name not in POSTS_OF:
            groups.append(Group(assumption.name, slice(first, first + 1)))
            continue
        lately = POSTS_OF[assumption.name]
        posts = [n for n, one in enumerate(placed) if one.on_watch(parameters) and one.confirmed(parameters) == lately]
        if posts:
            groups.append(Group(assumption.name, slice(first, first + len(posts)), tuple(posts)))
    return groups


def _drawn(groups: Sequence[Group], spreads: Spreads, even: NDArray[np.float64]) -> NDArray[np.float64]:
    drawn = np.empty(even.shape)
    for group in groups:
        drawn[:, group.columns] = spreads[group.name].quantile(even[:, group.columns])
    return drawn
