"""Steps on a course of action: what always holds, whatever is done in whatever order."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.centre.planning import changes
from tansiq.centre.planning.bodies import EMPTY, course_of, parts_of
from tansiq.centre.planning.contents import _DECIDING
from tansiq.domain.course import Course
from tansiq.domain.laydown import Laydown
from tansiq.domain.names import Names
from tansiq.domain.party import Party
from tansiq.domain.post import Post, ReactionElement
from tansiq.journal.record.registry import KINDS

POSTS = tuple(
    Post(f"{letter}{number}", party, Names("Post"), 44.0 + number / 10, lat, reaction=ReactionElement("foot", 7.5))
    for letter, party, lat in (("F", "federal", 35.0), ("R", "regional", 36.0))
    for number in range(3)
)
LAYDOWN = Laydown(Names("x"), (Party("federal", Names()), Party("regional", Names())), POSTS)
PLACES = st.tuples(st.integers(43_000_000, 46_000_000), st.integers(33_000_000, 37_000_000)).map(
    lambda micro: (micro[0] / 1e6, micro[1] / 1e6)
)
STEPS = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(["federal", "regional", "joint"]), PLACES),
    st.tuples(st.just("move"), st.integers(0, 20), PLACES),
    st.tuples(st.sampled_from(["silence", "withdraw", "restore"]), st.integers(0, 20), PLACES),
)


def done(course: Course, step: tuple[str, object, tuple[float, float]]) -> Course:
    what, which, place = step
    if what == "add":
        return changes.added(course, LAYDOWN, str(which), "vehicle", *place)
    ids = sorted({post.id for post in POSTS} | set(course.put))
    post = ids[int(str(which)) % len(ids)]
    if what == "move":
        return changes.moved(course, LAYDOWN, post, *place)
    do = {"silence": changes.silenced, "withdraw": changes.withdrawn, "restore": changes.restored}[what]
    return do(course, LAYDOWN, post)


def after(steps: list[tuple[str, object, tuple[float, float]]]) -> Course:
    course = Course("course-1", Names("x"))
    for step in steps:
        course = done(course, step)
    return course


@given(st.lists(STEPS, max_size=12))
@settings(max_examples=60)
def test_record_says_the_course_exactly_and_is_of_its_form(
    steps: list[tuple[str, object, tuple[float, float]]],
) -> None:
    course = after(steps)
    parts = parts_of(course)
    assert course_of(parts, key="course-1", title={"en": "x"}) == course
    body = {**parts, "course": 1, "title": {"en": "x"}, "original_language": "en", "state": "kept"}
    KINDS["course/1"].check(body)
    assert set(_DECIDING) <= set(EMPTY)


@given(st.lists(STEPS, max_size=12))
@settings(max_examples=60)
def test_halves_of_joint_posts_stay_together(steps: list[tuple[str, object, tuple[float, float]]]) -> None:
    course = after(steps)
    halves: dict[str, set[str]] = {}
    for id_ in course.put:
        if id_.startswith("J"):
            halves.setdefault(id_.partition("-")[0], set()).add(id_)
    for name, both in halves.items():
        assert {f"{name}-federal", f"{name}-regional"} == both
        assert len({(course.put[each].lon_deg, course.put[each].lat_deg) for each in both}) == 1
        assert len({each in course.silenced for each in both}) == 1


@given(st.lists(STEPS, max_size=12))
@settings(max_examples=60)
def test_restoring_every_post_and_taking_away_what_was_added_leaves_the_laydown(
    steps: list[tuple[str, object, tuple[float, float]]],
) -> None:
    course = after(steps)
    for post in POSTS:
        course = changes.restored(course, LAYDOWN, post.id)
    for id_ in list(course.put):
        if id_ in course.put:
            course = changes.withdrawn(course, LAYDOWN, id_)
    assert course.on(LAYDOWN).posts == POSTS


def test_places_taken_after_others_were_added_push_none_of_them_aside() -> None:
    course = changes.added(Course("course-1", Names()), LAYDOWN, "joint", "vehicle", 44.5, 35.5)
    found = [replace(post, lon_deg=45.5) for post in course.put.values()]
    both = changes.with_posts(course, found)
    assert len(both.put) == 4
    assert changes.with_posts(both, found).put == both.put, "taken twice, they are there once"
