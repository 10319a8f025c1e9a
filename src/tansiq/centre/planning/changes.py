"""What a planner can change in a course of action, one step at a time. Nothing here is kept: a course gives another."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, Literal

from tansiq.domain.course import CompanyArea, Course, PlannedCheckpoint
from tansiq.domain.laydown import Laydown
from tansiq.domain.names import Names
from tansiq.domain.post import DETECT_PER_MIN_DAY, DETECT_PER_MIN_NIGHT, Post, ReactionElement
from tansiq.errors import TansiqError
from tansiq.language import LANGUAGES, N_, translate

Element = Literal["none", "foot", "vehicle"]
JOINT: Final = "joint"
READY_MIN: Final = 5.0
"""A planned reaction element is taken to leave after this [min], as siting takes it."""
MOST_PUT: Final = 100
MOST_AREAS: Final = 12
MOST_CORNERS: Final = 60
MOST_CHECKPOINTS: Final = 40
_PLANNED: Final = N_("Planned post %(id)s")
_PLANNED_JOINT: Final = N_("Planned joint post %(id)s")
_PLANNED_CHECKPOINT: Final = N_("Planned joint checkpoint %(id)s")


class ChangeError(TansiqError):
    """A course of action cannot be changed so."""

    exit_code = 4


def standing_post(course: Course, laydown: Laydown, post: str) -> Post:
    """Return a post as the course has it, withdrawn or not.

    Raises
    ------
    ChangeError
        There is none of that id.
    """
    if post in course.put:
        return course.put[post]
    for each in laydown.posts:
        if each.id == post:
            return each
    raise ChangeError(N_("There is no post %(post)s in this course of action."), post=post)


def together(course: Course, laydown: Laydown, post: str) -> tuple[str, ...]:
    """Return the ids that stand and fall with ``post``: both parties' halves of a planned joint post, else itself."""
    known = {each.id for each in laydown.posts}
    one = standing_post(course, laydown, post)
    if post in known:
        return (post,)
    halves = (
        each.id for id_, each in course.put.items()
        if id_ not in known and _place_of(id_) == _place_of(post)
        and (each.lon_deg, each.lat_deg) == (one.lon_deg, one.lat_deg)
        and (each.party != one.party or id_ == post)
    )  # fmt: skip
    return tuple(sorted(halves))


def _place_of(post: str) -> str:
    """Return what both halves of a joint post are called: ``J01`` of ``J01-federal``."""
    return post.partition("-")[0]


def moved(course: Course, laydown: Laydown, post: str, lon_deg: float, lat_deg: float) -> Course:
    """Return the course with a post standing elsewhere; both halves of a joint post move."""
    put = dict(course.put)
    for each in together(course, laydown, post):
        put[each] = replace(standing_post(course, laydown, each), lon_deg=lon_deg, lat_deg=lat_deg)
    return _bounded(replace(course, put=put))


def added(course: Course, laydown: Laydown, party: str, element: Element, lon_deg: float, lat_deg: float) -> Course:
    """Return the course with a new post of ``party``, or of both for :data:`JOINT`, and what came to be called what.

    A joint post is two posts, one of each party, that share the usual detection rate, as in ``tansiq.siting``.
    """
    parties = [each.id for each in laydown.parties]
    if party not in (*parties, JOINT):
        raise ChangeError(N_("%(party)s is no party of this laydown."), party=party)
    name = _free(course, laydown, "J" if party == JOINT else "P")
    at = moment_of(laydown)
    if party != JOINT:
        post = _new(name, party, _names(_PLANNED, name), lon_deg, lat_deg, element, at)
        return _bounded(replace(course, put={**course.put, name: post}))
    halves = {}
    for each in parties:
        whole = _new(f"{name}-{each}", each, _names(_PLANNED_JOINT, name), lon_deg, lat_deg, element, at)
        halves[whole.id] = replace(
            whole, detect_per_min_day=DETECT_PER_MIN_DAY / 2, detect_per_min_night=DETECT_PER_MIN_NIGHT / 2
        )
    return _bounded(replace(course, put={**course.put, **halves}))


def moment_of(laydown: Laydown) -> datetime | None:
    """Return the moment a laydown describes, else its latest confirmation; None if nothing says."""
    return laydown.as_of or max((p.confirmed_at for p in laydown.posts if p.confirmed_at is not None), default=None)


def _new(
    id_: str, party: str, names: Names, lon_deg: float, lat_deg: float, element: Element, at: datetime | None
) -> Post:  # fmt: skip
    reaction = None if element == "none" else ReactionElement(element, READY_MIN)
    return Post(id_, party, names, lon_deg, lat_deg, confirmed_at=at, reaction=reaction)


def _names(template: str, id_: str) -> Names:
    return Names(*(translate(template, language, {"id": id_}) for language in LANGUAGES))


def _free(course: Course, laydown: Laydown, letter: str) -> str:
    taken = {each.partition("-")[0] for each in (*course.put, *(post.id for post in laydown.posts))}
    return next(name for number in range(1, 10_000) if (name := f"{letter}{number:02d}") not in taken)


def silenced(course: Course, laydown: Laydown, post: str) -> Course:
    """Return the course with a post taken to be silent: what only it would hold counts as unknown."""
    halves = together(course, laydown, post)
    return replace(course, silenced=course.silenced | set(halves), withdrawn=course.withdrawn - set(halves))


def withdrawn(course: Course, laydown: Laydown, post: str) -> Course:
    """Return the course with a post left; one that the course itself added is forgotten."""
    halves, known = set(together(course, laydown, post)), {each.id for each in laydown.posts}
    put = {id_: each for id_, each in course.put.items() if id_ in known or id_ not in halves}
    gone = course.withdrawn | (halves & known)
    return replace(course, put=put, withdrawn=gone, silenced=course.silenced - halves)


def restored(course: Course, laydown: Laydown, post: str) -> Course:
    """Return the course with a post as the laydown has it; one that the course added speaks again."""
    halves, known = set(together(course, laydown, post)), {each.id for each in laydown.posts}
    put = {id_: each for id_, each in course.put.items() if id_ not in halves or id_ not in known}
    return replace(course, put=put, silenced=course.silenced - halves, withdrawn=course.withdrawn - halves)


def with_posts(course: Course, posts: Sequence[Post]) -> Course:
    """Return the course with ``posts`` put; one whose id another post of the course has meanwhile gets another."""
    put = dict(course.put)
    for post in posts:
        name = post.id
        while name in put and put[name] != replace(post, id=name):
            name += "x"
        put[name] = replace(post, id=name)
    return _bounded(replace(course, put=put))


def with_area(course: Course, brigade: str, company: str, ring_lonlat: Sequence[tuple[float, float]]) -> Course:
    """Return the course with a company's area; the company's earlier one gives way."""
    corners = tuple(dict.fromkeys(ring_lonlat))
    if not 3 <= len(corners) <= MOST_CORNERS:  # noqa: PLR2004 - an area has three corners at least
        raise ChangeError(
            N_("An area has three corners at least and %(most)s at most; this has %(found)s."),
            most=MOST_CORNERS, found=len(corners),
        )  # fmt: skip
    _refuse_crossed(corners)
    id_ = f"{brigade}-{company}"
    others = tuple(area for area in course.areas if area.id != id_)
    if len(others) >= MOST_AREAS:
        raise ChangeError(N_("A course of action has at most %(most)s areas. Take one away first."), most=MOST_AREAS)
    area = CompanyArea(id_, brigade, company, corners)
    return replace(course, areas=tuple(sorted((*others, area), key=lambda each: each.id)))


def _refuse_crossed(corners: Sequence[tuple[float, float]]) -> None:
    from shapely import Polygon  # noqa: PLC0415 - GEOS: only when an area is drawn

    if not Polygon(corners).is_valid:
        raise ChangeError(N_("The outline crosses itself. Give the corners in the order somebody would walk them."))


def without_area(course: Course, id_: str) -> Course:
    """Return the course without an area."""
    return replace(course, areas=tuple(area for area in course.areas if area.id != id_))


def with_checkpoint(course: Course, lon_deg: float, lat_deg: float, names: Names | None = None) -> Course:
    """Return the course with one more joint checkpoint."""
    if len(course.checkpoints) >= MOST_CHECKPOINTS:
        raise ChangeError(
            N_("A course of action has at most %(most)s checkpoints. Take one away first."), most=MOST_CHECKPOINTS
        )
    taken = {one.id for one in course.checkpoints}
    id_ = next(name for number in range(1, 1_000) if (name := f"C{number:02d}") not in taken)
    one = PlannedCheckpoint(id_, names or _names(_PLANNED_CHECKPOINT, id_), lon_deg, lat_deg)
    return replace(course, checkpoints=(*course.checkpoints, one))


def without_checkpoint(course: Course, id_: str) -> Course:
    """Return the course without a checkpoint."""
    return replace(course, checkpoints=tuple(one for one in course.checkpoints if one.id != id_))


def _bounded(course: Course) -> Course:
    if len(course.put) > MOST_PUT:
        raise ChangeError(
            N_("A course of action puts or moves at most %(most)s posts. Begin another for the rest."), most=MOST_PUT
        )
    return course
