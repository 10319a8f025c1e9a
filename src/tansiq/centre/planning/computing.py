"""From a course of action to the bytes the page takes. What only the ground decides is kept between pictures."""

from dataclasses import replace
from functools import cached_property
from typing import Any

from tansiq.centre.picture.answer import document_of
from tansiq.centre.picture.encoding import encode
from tansiq.centre.picture.engine import Answer
from tansiq.centre.picture.layers import posts
from tansiq.centre.picture.overlay import StatesWarp
from tansiq.centre.picture.scene import Scene
from tansiq.centre.planning.desks import Report, Wish
from tansiq.domain.course import Course
from tansiq.domain.laydown import Laydown
from tansiq.domain.time import Window
from tansiq.gaps import party_layers, picture_from_layers, prepare, settle
from tansiq.gaps.layers import cut_off, unsure_cells
from tansiq.gaps.model import Parameters, Picture
from tansiq.gaps.workings import Band
from tansiq.language import N_


class CourseComputer:
    """Computes pictures of one course as it changes; called by one thread."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._warp = StatesWarp(scene.ground.grid)

    @cached_property
    def band(self) -> Band:
        """What of the seam's strips does not change between pictures."""
        return prepare(self.scene.ground)

    def __call__(self, wish: Wish, report: Report) -> Answer:
        """Return the page's answer for ``wish``."""
        picture = self.picture(wish.course, wish.window, report)
        return Answer(encode(self.document(picture)), self._warp.png(picture.state))

    def picture(self, course: Course, window: Window, report: Report) -> Picture:
        """Return the picture of the laydown as ``course`` has it, without remedy ledger.

        Raises
        ------
        TansiqError
            A post of the course stands where none can.
        """
        ground, laydown = self.scene.ground, course.on(self.scene.laydown)
        parameters, notices = settle(ground, laydown, window=window, at=self._moment())
        report(0.05, N_("What each party sees and reaches"))
        layers = party_layers(ground, laydown, parameters)
        return picture_from_layers(
            ground, laydown, layers, parameters, unsure=unsure_cells(ground, laydown, parameters), band=self.band,
            ledger=False, notices=(*notices, *cut_off(ground, laydown, parameters)), progress=report,
        )  # fmt: skip

    def document(self, picture: Picture) -> dict[str, Any]:
        """Return what the page is given of ``picture``: as the picture's own page, and the posts as they stand."""
        planned = replace(self.scene, laydown=picture.laydown)
        return document_of(picture, planned, self._warp.frame.corners()) | {"posts": posts(planned)}

    def _moment(self) -> Any:  # noqa: ANN401 - a moment, or None
        return settle(self.scene.ground, self.scene.laydown)[0].at


def parameters_of(scene: Scene, laydown: Laydown, window: Window) -> Parameters:
    """Return what a picture of ``laydown`` assumes: the moment is the scene's own, whatever the course confirms."""
    at = settle(scene.ground, scene.laydown)[0].at
    return settle(scene.ground, laydown, window=window, at=at)[0]
