"""From a course of action to the bytes the page takes: only what a changed post can change is computed anew."""

from dataclasses import replace
from typing import Any, Final

from tansiq.centre.picture.answer import LEFT_OUT, document_of
from tansiq.centre.picture.encoding import encode
from tansiq.centre.picture.engine import Answer
from tansiq.centre.picture.geojson import collection
from tansiq.centre.picture.layers import posts
from tansiq.centre.picture.overlay import StatesWarp
from tansiq.centre.picture.scene import Scene
from tansiq.centre.planning.desks import Report, Wish
from tansiq.domain.course import Course
from tansiq.domain.time import Window
from tansiq.gaps import prepare, settle
from tansiq.gaps.changing import LivePicture
from tansiq.gaps.files.document import picture_document
from tansiq.gaps.model import Parameters, Picture
from tansiq.gaps.workings import Band
from tansiq.ground.model import Ground, Notice
from tansiq.language import N_

_bands: Final[list[tuple[Ground, Band]]] = []


def band_of(ground: Ground) -> Band:
    """Return what of the seam's strips does not change between pictures of one ground; the last ground's is kept."""
    for known, band in _bands:
        if known is ground:
            return band
    made = prepare(ground)
    _bands[:] = [(ground, made)]
    return made


def assumed(scene: Scene, course: Course, window: Window) -> tuple[Parameters, tuple[Notice, ...]]:
    """Return what the picture of a course assumes: the moment is the scene's own, whatever the course confirms."""
    at = settle(scene.ground, scene.laydown)[0].at
    return settle(scene.ground, course.on(scene.laydown), window=window, at=at)


def live_picture(scene: Scene, course: Course, window: Window) -> LivePicture:
    """Return a picture of a course that follows its changes.

    Raises
    ------
    TansiqError
        A post of the course stands where none can.
    """
    parameters, notices = assumed(scene, course, window)
    laydown = course.on(scene.laydown)
    return LivePicture(scene.ground, laydown, parameters, band=band_of(scene.ground), notices=notices)


class CourseComputer:
    """Computes pictures of one course as it changes; called by one thread."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._warp = StatesWarp(scene.ground.grid)
        self._live: dict[Window, LivePicture] = {}

    def __call__(self, wish: Wish, report: Report) -> Answer:
        """Return the page's answer for ``wish``."""
        picture = self.picture(wish.course, wish.window, report)
        document = self.figures(picture) if wish.quick else self.document(picture)
        return Answer(encode(document), self._warp.png(picture.state))

    def picture(self, course: Course, window: Window, report: Report) -> Picture:
        """Return the picture of the laydown as ``course`` has it, without remedy ledger.

        Raises
        ------
        TansiqError
            A post of the course stands where none can.
        """
        report(0.1, N_("What each party sees and reaches"))
        live = self._live.get(window)
        if live is None:
            live = self._live[window] = live_picture(self.scene, course, window)
        else:
            live.change(course.on(self.scene.laydown))
        return live.picture

    def figures(self, picture: Picture) -> dict[str, Any]:
        """Return the figures of ``picture`` alone: neither words nor outlines, which take longer than the picture."""
        figures = picture_document(picture, self.scene.inputs)
        nothing = collection(())
        return {
            "picture": {key: value for key, value in figures.items() if key not in LEFT_OUT},
            "shapes": {"gaps": nothing, "unknown": nothing, "states_corners": self._warp.frame.corners()},
        }

    def document(self, picture: Picture) -> dict[str, Any]:
        """Return what the page is given of ``picture``: as the picture's own page, and the posts as they stand."""
        planned = replace(self.scene, laydown=picture.laydown)
        return document_of(picture, planned, self._warp.frame.corners()) | {"posts": posts(planned)}
