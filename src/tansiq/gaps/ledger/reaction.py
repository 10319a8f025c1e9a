"""Measure: a reaction element stands at a post that has none, near a gap.

The element is *added*. Where it comes from is left to people: taken from another post it may open ground there, which
a picture made with the changed laydown shows.
"""

from collections.abc import Callable, Iterator, Sequence
from math import hypot
from typing import Final

from tansiq.domain.post import ReactionElement
from tansiq.gaps.ledger.proposal import Proposal, adding, reached_from
from tansiq.gaps.ledger.trial import Effect, Trial
from tansiq.gaps.model import Gap
from tansiq.gaps.posts import PlacedPost
from tansiq.gaps.workings import Workings

# What is proposed where no element stands anywhere to take as a pattern.
USUAL: Final = ReactionElement("vehicle", 15.0)


def propose(workings: Workings, gaps: Sequence[Gap]) -> Iterator[Proposal]:
    """Propose, for each gap, the nearest trusted post without an element; the subject is the post's id.

    The element moves and leaves as the nearest one of the same party does.
    """
    trusted = [
        one for one in workings.placed if one.on_watch(workings.parameters) and one.confirmed(workings.parameters)
    ]
    without = [one for one in trusted if one.post.reaction is None]
    chosen = {one.post.id: one for gap in gaps if (one := _nearest(workings, without, gap)) is not None}
    for name, one in sorted(chosen.items()):
        element = _pattern(trusted, one)
        yield Proposal(f"reaction-{name}", "reaction", name, _change(workings, one, element), post=_xy_m(workings, one))


def _xy_m(workings: Workings, one: PlacedPost) -> tuple[float, float]:
    x_m, y_m = workings.band.ground.grid.xy_from_cells(one.row, one.col)
    return float(x_m), float(y_m)


def _nearest(workings: Workings, posts: Sequence[PlacedPost], gap: Gap) -> PlacedPost | None:
    def distance_m(one: PlacedPost) -> tuple[float, str]:
        x_m, y_m = _xy_m(workings, one)
        return hypot(x_m - gap.centre_xy_m[0], y_m - gap.centre_xy_m[1]), one.post.id

    return min(posts, key=distance_m, default=None)


def _pattern(posts: Sequence[PlacedPost], at: PlacedPost) -> ReactionElement:
    def distance(pair: tuple[PlacedPost, ReactionElement]) -> tuple[bool, float, str]:
        one = pair[0]
        return one.party != at.party, hypot(one.row - at.row, one.col - at.col), one.post.id

    elements = [(one, one.post.reaction) for one in posts if one.post.reaction is not None]
    return min(elements, key=distance)[1] if elements else USUAL


def _change(workings: Workings, one: PlacedPost, element: ReactionElement) -> Callable[[], Callable[[Trial], Effect]]:
    return lambda: adding([reached_from(workings, one.party, (one.row, one.col), element.mode, element.ready_min)])
