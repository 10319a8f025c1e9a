"""Measure: a post nobody has confirmed lately is confirmed."""

from collections.abc import Callable, Iterator

from tansiq.gaps.ledger.proposal import Proposal, adding, post_additions
from tansiq.gaps.ledger.trial import Effect, Trial
from tansiq.gaps.posts import PlacedPost
from tansiq.gaps.workings import Workings


def propose(workings: Workings) -> Iterator[Proposal]:
    """Propose each stale post that is manned in the window; the subject is the post's id."""
    for one in workings.placed:
        if one.on_watch(workings.parameters) and not one.confirmed(workings.parameters):
            yield Proposal(f"confirm-{one.post.id}", "confirm", one.post.id, _change(workings, one))


def _change(workings: Workings, one: PlacedPost) -> Callable[[], Callable[[Trial], Effect]]:
    return lambda: adding(post_additions(workings, one))
