"""What a course of action asks of the joint brigades: how many joint places, and how many people those need.

The people each kind of place needs are those that siting assumes (``tansiq.siting.limits.People``); nobody measured
them. What one party puts by itself is counted apart.
"""

from dataclasses import dataclass
from typing import Final

from tansiq.domain.course import Course
from tansiq.domain.laydown import Laydown
from tansiq.domain.post import Post

# As tansiq.siting.limits.People, which a test holds these against: loading siting takes longer than a page may.
PEOPLE_POST: Final = 30
PEOPLE_REACTION: Final = 20
PEOPLE_WATCH: Final = 10


@dataclass(frozen=True, slots=True)
class Strength:
    """Joint places that a course adds, by kind, the people they need, and posts that single parties add."""

    posts: int
    reaction: int
    watches: int
    single: int

    @property
    def places(self) -> int:
        """Joint places."""
        return self.posts + self.reaction + self.watches

    @property
    def people(self) -> int:
        """People needed for the joint places."""
        return self.posts * PEOPLE_POST + self.reaction * PEOPLE_REACTION + self.watches * PEOPLE_WATCH


def strength_of(course: Course, laydown: Laydown) -> Strength:
    """Return what ``course`` asks for: both parties' posts in one spot are one joint place."""
    known = {post.id for post in laydown.posts}
    at: dict[tuple[float, float], list[Post]] = {}
    for id_, post in course.put.items():
        if id_ not in known and id_ not in course.withdrawn:
            at.setdefault((post.lon_deg, post.lat_deg), []).append(post)
    joint = [posts for posts in at.values() if len({post.party for post in posts}) > 1]
    kinds = [_kind(posts) for posts in joint]
    return Strength(
        kinds.count("post"), kinds.count("reaction"), kinds.count("watch"),
        sum(len(posts) for posts in at.values() if posts not in joint),
    )  # fmt: skip


def _kind(posts: list[Post]) -> str:
    comes = any(post.reaction is not None for post in posts)
    sees = any(post.range_day_m > 0 or post.range_night_m > 0 for post in posts)
    return ("post" if comes else "watch") if sees else "reaction"
