"""What a course changes, post by post."""

from dataclasses import dataclass
from typing import Final, Literal

import pyproj

from tansiq.centre.planning.exports.plan import Plan
from tansiq.domain.post import Post
from tansiq.language import N_

Kind = Literal["added", "moved", "altered", "silenced", "withdrawn"]
KIND_NAMES: Final[dict[Kind, str]] = {
    "added": N_("added"),
    "moved": N_("moved"),
    "altered": N_("altered"),
    "silenced": N_("taken to be silent"),
    "withdrawn": N_("withdrawn"),
}
_EARTH: Final = pyproj.Geod(ellps="WGS84")


@dataclass(frozen=True)
class Change:
    """One post that the course changes.

    Attributes
    ----------
    kind
        The first that applies: withdrawn, silenced, added, moved, or altered otherwise.
    post
        As it would be; as it was, if it is withdrawn.
    before
        As it was; None if it is added.
    """

    kind: Kind
    post: Post
    before: Post | None

    @property
    def moved_m(self) -> float:
        """How far it moves over the ellipsoid [m]; 0 if it is new."""
        if self.before is None:
            return 0.0
        _, _, distance_m = _EARTH.inv(self.before.lon_deg, self.before.lat_deg, self.post.lon_deg, self.post.lat_deg)
        return round(float(distance_m), 1)


def changes_of(plan: Plan) -> tuple[Change, ...]:
    """Return the changes, by the posts' ids."""
    course, standing = plan.course, {post.id: post for post in plan.before.laydown.posts}
    made = []
    for id_ in sorted({*course.put, *course.silenced, *course.withdrawn}):
        old, new = standing.get(id_), course.put.get(id_)
        post = old if id_ in course.withdrawn and old is not None else new or old
        if post is not None:
            made.append(Change(_kind(plan, id_, old, new), post, old))
    return tuple(made)


def _kind(plan: Plan, id_: str, old: Post | None, new: Post | None) -> Kind:
    if id_ in plan.course.withdrawn:
        return "withdrawn"
    if id_ in plan.course.silenced:
        return "silenced"
    if old is None or new is None:
        return "added"
    same_place = (old.lon_deg, old.lat_deg) == (new.lon_deg, new.lat_deg)
    return "altered" if same_place else "moved"
