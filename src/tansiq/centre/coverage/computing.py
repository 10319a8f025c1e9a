"""Pictures from two coverages that came from partners."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeAlias

from tansiq.centre.coverage import words
from tansiq.centre.coverage.received import Held, read
from tansiq.centre.picture.answer import document_of
from tansiq.centre.picture.compute import PictureComputer
from tansiq.centre.picture.engine import Report
from tansiq.centre.picture.scene import Scene
from tansiq.centre.picture.variant import Variant, agreed
from tansiq.domain.time import Window
from tansiq.errors import UsageError
from tansiq.gaps.coverage import Coverage, picture_of_coverages
from tansiq.gaps.files.document import InputDigest
from tansiq.gaps.model import Picture
from tansiq.language import LANGUAGES, N_

Pairs: TypeAlias = Mapping[Window, tuple[tuple[Held, Held], datetime]]


class CoverageComputer(PictureComputer):
    """Computes pictures from the coverages of each part of the day, and the moments they are true for."""

    def __init__(self, scene: Scene, both: Pairs) -> None:
        super().__init__(scene)
        self._both = both
        self._read: dict[Window, tuple[Coverage, Coverage]] = {}

    def picture(self, variant: Variant, report: Report) -> Picture:
        """Return the picture of ``variant``; a figure that is the agreement's own leaves each sector's rule in force.

        Raises
        ------
        UsageError
            Not both parties released one for that part of the day.
        TansiqError
            One does not hold, or the two do not fit each other.
        """
        window = variant.window
        if window not in self._both:
            raise UsageError(words.MISSING[window])
        first, second = self._both[window][0]
        if window not in self._read:
            report(0.05, N_("Checking both coverages"))
            self._read[window] = read(first), read(second)
        usual = agreed(self.scene.laydown.terms, window)
        respond, share = variant.respond_within_min, variant.share_within_min
        return picture_of_coverages(
            self.scene.ground, self._read[window], agreed=self.scene.laydown, at=self._both[window][1],
            respond_within_min=None if respond == usual.respond_within_min else respond,
            share_within_min=None if share == usual.share_within_min else share,
            band=self.band, progress=report,
        )  # fmt: skip

    def document(self, picture: Picture) -> dict[str, Any]:
        """Return what the page is given: it says of itself from which coverages it is."""
        both, moment = self._both[picture.parameters.window]
        inputs = tuple(
            InputDigest("coverage", f"{each.party}-{each.window}", each.attachment.removeprefix("sha256:"))
            for each in both
        )
        scene = replace(self.scene, inputs=(*self.scene.inputs, *inputs))
        document = document_of(picture, scene, self._warp.frame.corners())
        document["picture"]["coverages"] = [_said(each, moment) for each in both]
        for language in LANGUAGES:
            said = [words.of_picture(language), *(words.of_one(each, moment, language) for each in both)]
            document["words"][language]["warnings"][:0] = said
        return document


def _said(each: Held, moment: datetime) -> dict[str, Any]:
    body = each.body
    return {
        "party": each.party, "record": each.record, "attachment": each.attachment, "window": each.window.value,
        "at": body["at"], "valid_until": body["valid_until"], "trusted": each.trusted(moment),
        "cell_m": body["cell_m"], "moved": body["draws"] > 0, "draws": body["draws"],
    }  # fmt: skip
