"""Courses of action: what a planner would change, tried on a laydown without changing it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from tansiq.domain.laydown import Laydown
from tansiq.domain.names import Names
from tansiq.domain.post import Post

MOST_SIDE_BY_SIDE: Final = 4
"""How many courses of action are compared at once."""


@dataclass(frozen=True, slots=True)
class CompanyArea:
    """Ground given to one company of a joint brigade.

    Attributes
    ----------
    id
        Unique within a course.
    brigade, company
        Such as ``20`` and ``1``.
    ring_lonlat
        Its outline, WGS 84 degrees, longitude first, not closed: at least three corners.
    """

    id: str
    brigade: str
    company: str
    ring_lonlat: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class PlannedCheckpoint:
    """A joint checkpoint on a road: id, names, position in WGS 84 degrees."""

    id: str
    names: Names
    lon_deg: float
    lat_deg: float


@dataclass(frozen=True, slots=True)
class Course:
    """A course of action: changes to a laydown, and what is laid over it.

    Attributes
    ----------
    id
        Unique among the courses kept.
    title
        What people call it.
    put
        Posts added, or standing in another place or way, by id.
    silenced
        Ids of posts that are taken to be silent: what only they would hold counts as unknown.
    withdrawn
        Ids of posts that are left.
    areas, checkpoints
        Companies' areas and joint checkpoints; they change nothing of the gap picture.
    """

    id: str
    title: Names
    put: Mapping[str, Post] = field(default_factory=dict)
    silenced: frozenset[str] = frozenset()
    withdrawn: frozenset[str] = frozenset()
    areas: tuple[CompanyArea, ...] = ()
    checkpoints: tuple[PlannedCheckpoint, ...] = ()

    def on(self, laydown: Laydown) -> Laydown:
        """Return ``laydown`` as it would be: posts keep their order, added ones follow by id."""
        standing = {post.id for post in laydown.posts}
        added = [self.put[id_] for id_ in sorted(self.put) if id_ not in standing]
        posts = [self.put.get(post.id, post) for post in laydown.posts] + added
        kept = (post for post in posts if post.id not in self.withdrawn)
        return replace(
            laydown,
            posts=tuple(replace(post, confirmed_at=None) if post.id in self.silenced else post for post in kept),
        )
