"""Whether friends were told of a movement before it began: by a notice that reached the last post it passes.

A notice that the partner acknowledged and that stayed in its headquarters has saved nobody. So a movement counts as
deconflicted only when every affected post was told, in time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class MovementNotice:
    """What is known of one movement and of the notice of it.

    Attributes
    ----------
    start_at
        When it began, or is to begin.
    sent_at
        When notice was sent; None for a movement found out afterwards.
    acknowledged_at
        When the partner acknowledged; None if it did not.
    affected_posts
        Posts that the movement passes in sight or reach. None: nobody has worked them out.
    relayed_at
        Post and when it was told, for those that were.
    """

    start_at: datetime
    sent_at: datetime | None = None
    acknowledged_at: datetime | None = None
    affected_posts: frozenset[str] | None = None
    relayed_at: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def deconflicted(self) -> bool | None:
        """Whether it was acknowledged, and relayed to the last affected post, before its start.

        None while it is not known which posts are affected though all else was done: unknown never counts as success.
        """
        if not self._in_time(self.sent_at) or not self._in_time(self.acknowledged_at):
            return False
        if self.affected_posts is None:
            return None
        return all(self._in_time(self.relayed_at.get(post)) for post in self.affected_posts)

    def _in_time(self, moment: datetime | None) -> bool:
        return moment is not None and moment < self.start_at


@dataclass(frozen=True, slots=True)
class Share:
    """A share that can be asked what it is a share of.

    Attributes
    ----------
    numerator, denominator
        Counts; unknown ones are in the denominator and never in the numerator.
    unknown
        How many of the denominator are not known.
    """

    numerator: int
    denominator: int
    unknown: int


def movements_deconflicted(known: Iterable[MovementNotice]) -> Share:
    """Return movements deconflicted out of all known ones, those found out afterwards included."""
    verdicts = [each.deconflicted for each in known]
    return Share(verdicts.count(True), len(verdicts), verdicts.count(None))
