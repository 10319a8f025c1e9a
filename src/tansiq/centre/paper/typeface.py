"""The one typeface documents are set in: which letters it has, and how wide they are."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # has no stubs

FOLDER: Final = Path(__file__).parents[1] / "static" / "third_party" / "vazirmatn"
_FILES: Final = ("Vazirmatn-Regular.ttf", "Vazirmatn-Bold.ttf")
# Marks that take no room; the shaper acts on them and shows nothing.
UNSEEN_MARKS: Final = frozenset("\u061c\u200b\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Face:
    """One weight.

    Attributes
    ----------
    advances
        Width of each letter it has [1/1000 of the size], nothing for marks that take no room. Arabic letters as
        they stand alone, which is at least as wide as when they are joined.
    """

    advances: dict[str, float]

    def width_pt(self, text: str, size_pt: float) -> float:
        """Return how wide ``text`` is in one line, at most [pt]."""
        return sum(map(self.advances.get, text, repeat(0.0))) * size_pt / 1000


@cache
def faces() -> tuple[Face, Face]:
    """Return the regular and the bold face."""
    regular, bold = (_read(FOLDER / name) for name in _FILES)
    return regular, bold


def _read(path: Path) -> Face:
    font = TTFont(path, lazy=True)
    per_thousand = 1000 / font["head"].unitsPerEm
    advances = font["hmtx"].metrics
    found = {chr(code): advances[glyph][0] * per_thousand for code, glyph in font.getBestCmap().items()}
    return Face(found | dict.fromkeys(UNSEEN_MARKS, 0.0))


@cache
def has(letter: str) -> bool:
    """Tell whether ``letter`` can be shown in both weights, or is a mark that the shaper understands."""
    if letter in UNSEEN_MARKS:
        return True
    return unicodedata.category(letter)[0] != "C" and all(letter in face.advances for face in faces())
