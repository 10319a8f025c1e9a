"""Measure: a post that stands empty for part of the window is manned through it."""

from collections.abc import Callable, Iterator

from tansiq.gaps.ledger.proposal import Proposal, adding, post_additions
from tansiq.gaps.ledger.trial import Effect, Trial
from tansiq.gaps.posts import PlacedPost
from tansiq.gaps.workings import Workings


def propose(workings: Workings) -> Iterator[Proposal]:
    """Propose each confirmed post that is not manned through the window; the subject is the post's id.

    A stale post is left out: manning it on paper holds nothing until somebody confirms it.
    """
    for one in workings.placed:
        if one.confirmed(workings.parameters) and not one.on_watch(workings.parameters):
            yield Proposal(f"watch-{one.post.id}", "watch", one.post.id, _change(workings, one))


def _change(workings: Workings, one: PlacedPost) -> Callable[[], Callable[[Trial], Effect]]:
    return lambda: adding(post_additions(workings, one))
