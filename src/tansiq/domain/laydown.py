"""A laydown: two parties' posts, centres and joint brigades at one moment, under one set of terms."""

from dataclasses import dataclass
from datetime import datetime

from tansiq.domain.agreement import Terms
from tansiq.domain.names import Names
from tansiq.domain.party import Party
from tansiq.domain.post import Post
from tansiq.domain.unit import CoordinationCentre, JointBrigade


@dataclass(frozen=True, slots=True)
class Laydown:
    """What stands where.

    Attributes
    ----------
    title
        What people call it.
    parties
        The two parties.
    posts
        Their posts, ids unique.
    as_of
        The moment it describes (aware); None if the file does not say.
    fictional
        True for an exercise: every map and file made from it says so.
    centres, brigades
        Joint coordination centres and joint brigades.
    terms
        What the agreement asks for.
    """

    title: Names
    parties: tuple[Party, Party]
    posts: tuple[Post, ...]
    as_of: datetime | None = None
    fictional: bool = False
    centres: tuple[CoordinationCentre, ...] = ()
    brigades: tuple[JointBrigade, ...] = ()
    terms: Terms = Terms()
