"""``lengths.csv``: what can be done at every length of the seam, a row each and window."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tansiq.domain.state import State
from tansiq.gaps.corridors.files.document import Found, number

_FIGURES: Final = (
    "exposure", "p_unseen", "minutes", "way_km", "quick_min", "quick_km", "detour_min", "detour_km",
)  # fmt: skip
COLUMNS: Final = ("window", "index", "from_km", "to_km", "sector", "state", "p_seen", *_FIGURES, "porous")


def write_lengths(found: Sequence[Found], path: Path) -> None:
    """Write the table; a figure that is not known is empty."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for one in found:
        lengths = one.corridors.lengths
        for length in one.picture.lengths:
            i = length.index
            said = [length.from_km, length.to_km, length.sector, State(int(lengths.state[i])).key]
            figures = [number(getattr(lengths, name)[i]) for name in ("p_seen", *_FIGURES)]
            porous = "yes" if lengths.porous[i] else "no"
            rows.writerow([one.corridors.parameters.window.value, i, *said, *figures, porous])
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
