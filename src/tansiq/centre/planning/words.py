"""What of a course of action stands on the page, in the reader's words."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tansiq.centre.picture.phrases import isolated, name_isolated, without_remark
from tansiq.centre.planning.changes import together
from tansiq.centre.planning.places import position_text
from tansiq.domain.course import Course
from tansiq.domain.laydown import Laydown
from tansiq.domain.post import Post
from tansiq.language import N_, Language


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a course changes: about what, and in a sentence.

    ``kind`` is ``moved``, ``added``, ``silenced`` or ``withdrawn``, or what an area or checkpoint is.
    """

    id: str
    kind: str
    says: str
    lonlat: tuple[float, float] | None = None


def changes(course: Course, laydown: Laydown, language: Language) -> list[Line]:
    """Return what a course changes in the laydown, a joint post once."""
    return list(_changes(course, laydown, language))


def _changes(course: Course, laydown: Laydown, language: Language) -> Iterator[Line]:
    known = {post.id: post for post in laydown.posts}
    said: set[str] = set()
    for id_ in sorted(course.put):
        post = course.put[id_]
        if id_ in said or id_ in course.withdrawn:
            continue
        said.update(together(course, laydown, id_))
        fields = {"post": post_name(post, language), "place": isolated(position_text(post.lon_deg, post.lat_deg))}
        text = _("%(post)s stands at %(place)s instead.") if id_ in known else _("%(post)s is added at %(place)s.")
        yield Line(id_, "moved" if id_ in known else "added", text % fields, (post.lon_deg, post.lat_deg))
    for id_ in sorted(course.silenced):
        standing = course.put.get(id_) or known.get(id_)
        if standing is not None:
            yield Line(id_, "silenced", _("%(post)s is silent.") % {"post": post_name(standing, language)})
    for id_ in sorted(course.withdrawn):
        if id_ in known:
            yield Line(id_, "withdrawn", _("%(post)s is withdrawn.") % {"post": post_name(known[id_], language)})


def post_name(post: Post, language: Language) -> str:
    """Return a post's id and name."""
    name = post.names.best(language)
    if not name:
        return isolated(post.id)
    # Either half of a planned joint post, J01-federal, is called by what both are called.
    said = _bare(post.id) in _bare(name) or post.id.partition("-")[0] in name.split()
    return name_isolated(name) if said else f"{isolated(post.id)} {name_isolated(name)}"


def _bare(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def post_choices(course: Course, laydown: Laydown, language: Language) -> list[tuple[str, str]]:
    """Return the posts a form may be about: those of the laydown, then those the course adds, a joint one once."""
    known = [course.put.get(post.id, post) for post in laydown.posts]
    ids = {post.id for post in known}
    added, said = [], set[str]()
    for id_ in sorted(course.put):
        if id_ not in ids and id_ not in said:
            said.update(together(course, laydown, id_))
            added.append(course.put[id_])
    return [(post.id, post_name(post, language)) for post in (*added, *sorted(known, key=lambda post: post.id))]


def party_choices(laydown: Laydown, language: Language) -> list[tuple[str, str]]:
    """Return the parties of a laydown."""
    return [(party.id, without_remark(party.names.best(language)) or party.id) for party in laydown.parties]


def brigade_choices(laydown: Laydown, language: Language) -> list[tuple[str, str]]:
    """Return the joint brigades of a laydown, else the two that the agreement knows."""
    named = [(each.id, each.names.best(language) or each.id) for each in laydown.brigades]
    usual = [(number, _("Brigade %(number)s") % {"number": number}) for number in ("20", "22")]
    return named or usual


def areas(course: Course, laydown: Laydown, language: Language) -> list[Line]:
    """Return the companies' areas."""
    names = dict(brigade_choices(laydown, language))
    text = _("Company %(company)s of %(brigade)s: %(corners)s corners.")
    return [
        Line(area.id, "area", text % {
            "company": isolated(area.company), "brigade": name_isolated(names.get(area.brigade, area.brigade)),
            "corners": len(area.ring_lonlat),
        }, area.ring_lonlat[0])
        for area in course.areas
    ]  # fmt: skip


def checkpoints(course: Course, language: Language) -> list[Line]:
    """Return the planned checkpoints."""
    text = N_("%(name)s at %(place)s.")
    return [
        Line(one.id, "checkpoint", _(text) % {
            "name": name_isolated(one.names.best(language) or one.id),
            "place": isolated(position_text(one.lon_deg, one.lat_deg)),
        }, (one.lon_deg, one.lat_deg))
        for one in course.checkpoints
    ]  # fmt: skip
