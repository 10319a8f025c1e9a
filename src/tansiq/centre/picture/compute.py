"""From a scene and a variant to the bytes the page takes. What the window decides is kept: seeing and travelling."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tansiq.centre.picture.answer import document_of
from tansiq.centre.picture.encoding import encode
from tansiq.centre.picture.engine import Answer, Report
from tansiq.centre.picture.overlay import StatesWarp
from tansiq.centre.picture.scene import Scene
from tansiq.centre.picture.variant import Variant, agreed
from tansiq.gaps import party_layers, picture_from_layers, prepare, settle
from tansiq.gaps.layers import unsure_cells
from tansiq.gaps.model import Parameters, PartyLayers, Picture
from tansiq.ground.model import Notice
from tansiq.language import N_

if TYPE_CHECKING:
    from tansiq.domain.time import Window
    from tansiq.gaps.workings import Band


@dataclass(frozen=True)
class WindowLayers:
    """What both parties see and reach in one window, and the cells where missing elevation decides."""

    layers: tuple[PartyLayers, PartyLayers]
    unsure: NDArray[np.bool_]


class PictureComputer:
    """Computes pictures of one scene; called by one thread."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._warp = StatesWarp(scene.ground.grid)
        self._by_window: dict[Window, WindowLayers] = {}

    def __call__(self, variant: Variant, report: Report) -> Answer:
        """Return the page's answer for ``variant``."""
        picture = self.picture(variant, report)
        return Answer(encode(self.document(picture)), self._warp.png(picture.state))

    def picture(self, variant: Variant, report: Report) -> Picture:
        """Return the picture of ``variant``."""
        ground, laydown = self.scene.ground, self.scene.laydown
        parameters, notices = self._settle(variant)
        seen = self._window_layers(parameters, report)
        return picture_from_layers(
            ground, laydown, seen.layers, parameters, unsure=seen.unsure, band=self.band, notices=notices,
            progress=report,
        )  # fmt: skip

    def document(self, picture: Picture) -> dict[str, Any]:
        """Return what the page is given of ``picture``."""
        return document_of(picture, self.scene, self._warp.frame.corners())

    @cached_property
    def band(self) -> "Band":
        """What of the seam's strips does not change between pictures."""
        return prepare(self.scene.ground)

    def _settle(self, variant: Variant) -> tuple[Parameters, tuple[Notice, ...]]:
        """Return the parameters; a figure that is the agreement's own leaves each sector's rule in force."""
        usual = agreed(self.scene.laydown.terms, variant.window)
        respond, share = variant.respond_within_min, variant.share_within_min
        return settle(
            self.scene.ground,
            self.scene.laydown,
            window=variant.window,
            respond_within_min=None if respond == usual.respond_within_min else respond,
            share_within_min=None if share == usual.share_within_min else share,
        )

    def _window_layers(self, parameters: Parameters, report: Report) -> WindowLayers:
        window = parameters.window
        if window not in self._by_window:
            ground, laydown = self.scene.ground, self.scene.laydown
            report(0.05, N_("What each party sees and reaches"))
            layers = party_layers(ground, laydown, parameters)
            self._by_window[window] = WindowLayers(layers, unsure_cells(ground, laydown, parameters))
        return self._by_window[window]
