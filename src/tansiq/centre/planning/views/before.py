"""What lies before whoever opens a course of action: the scene, the course, and whether they may change it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tansiq.centre.accounts.access import needs
from tansiq.centre.duty.views.asking import language_of_reader, officer_of, place_of
from tansiq.centre.picture import service
from tansiq.centre.picture.engine import Engine
from tansiq.centre.picture.scene import Scene
from tansiq.centre.planning import contents
from tansiq.centre.planning.bodies import EMPTY, course_of
from tansiq.centre.planning.drafts import Draft, draft_of
from tansiq.centre.planning.models import KEPT, PlannedCourse
from tansiq.centre.planning.reading import present
from tansiq.centre.planning.rules import PLANNER
from tansiq.domain.course import Course
from tansiq.errors import TansiqError
from tansiq.language import N_

SCENE_PATIENCE_S: Final = 2.0
plans = needs(PLANNER)
NO_GROUND: Final = N_("This centre has no ground and no laydown yet, so there is nothing to plan on.")
OPENING: Final = N_("The ground is still being opened. Ask again in a minute.")


@dataclass(frozen=True, slots=True)
class Before:
    """A course, on the centre's scene.

    Attributes
    ----------
    engine
        Has the scene open.
    row
        The course as it is kept, at the time looked at.
    draft
        What of it the reader has changed; None for whoever may not change it.
    """

    engine: Engine
    row: PlannedCourse
    draft: Draft | None

    @property
    def parts(self) -> Mapping[str, Any]:
        """What the reader sees of it."""
        return self.draft.parts if self.draft else {name: self.row.body[name] for name in EMPTY}

    @property
    def course(self) -> Course:
        """The same as a course."""
        return course_of(self.parts, key=self.row.key, title=self.row.title)

    @property
    def key(self) -> str:
        """The digest that its picture has."""
        return contents.key_of(self.engine.key, self.parts)


def engine_here() -> Engine:
    """Return the centre's engine.

    Raises
    ------
    TansiqError
        It has neither ground nor laydown.
    """
    engine = service.current()
    if engine is None:
        raise TansiqError(NO_GROUND)
    return engine


def scene_of(engine: Engine) -> Scene:
    """Return the scene.

    Raises
    ------
    TansiqError
        It is not open yet, or cannot be opened.
    """
    scene = engine.scene(SCENE_PATIENCE_S)
    if scene is None:
        raise TansiqError(OPENING)
    return scene


def wait_page(request: HttpRequest, error: TansiqError, context: dict[str, Any] | None = None) -> HttpResponse:
    """Show why there is nothing to plan on; while the ground is being opened the page looks again by itself."""
    said = {"reason": error.message(language_of_reader()), "waits": error.template == OPENING}
    return render(request, "planning/waiting.html", (context or {}) | said)


def may_change(request: HttpRequest, row: PlannedCourse) -> bool:
    """Tell whether the reader may change a course: a planner of its own party, now."""
    officer = officer_of(request)
    return PLANNER in officer.roles and officer.party == row.party and place_of(request) is None and row.state == KEPT


def row_of(request: HttpRequest, number: int) -> PlannedCourse:
    """Return a course by its number; no such page if there is none."""
    row = present(number, place_of(request))
    if row is None:
        raise Http404
    return row


def before(request: HttpRequest, number: int) -> Before:
    """Return what lies before the reader.

    Raises
    ------
    TansiqError
        The centre has no ground.
    """
    row = row_of(request, number)
    draft = draft_of(row, officer_of(request).account) if may_change(request, row) else None
    return Before(engine_here(), row, draft)


def laydown_digest(scene: Scene) -> str:
    """Return the digest of the laydown's file; empty for a scene that came from none."""
    return next((f"sha256:{each.sha256}" for each in scene.inputs if each.role == "laydown"), "")
