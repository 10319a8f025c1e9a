"""How much a laydown file may hold. Everything here is checked before the file is parsed, or while it is."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a laydown file.

    Attributes
    ----------
    file_bytes
        Size on disk [byte]; a larger file is refused without being opened.
    unpacked_bytes, zip_entries
        A workbook's parts together once unpacked [byte], and how many there are.
    rows
        Rows of one table, or features.
    columns
        Columns of one table.
    text_chars
        Length of one value [character].
    json_depth, json_containers
        How deep objects and arrays nest, and how many there are.
    faults
        Faults told in one go.
    """

    file_bytes: int = 50_000_000
    unpacked_bytes: int = 100_000_000
    zip_entries: int = 200
    rows: int = 20_000
    columns: int = 64
    text_chars: int = 200
    json_depth: int = 12
    json_containers: int = 200_000
    faults: int = 20


LIMITS: Final = Limits()
# What a value may be. Wide enough for any post, narrow enough to catch feet, kilometres and slipped columns.
EYE_M: Final = (0.0, 200.0)
RANGE_M: Final = (0.0, 50_000.0)
DETECT_PER_MIN: Final = (0.0, 60.0)
READY_MIN: Final = (0.0, 1_440.0)
TERM_MIN: Final = (0.0, 10_080.0)
STALE_H: Final = (0.0, 8_760.0)
SEAM_KM: Final = (0.0, 10_000.0)
YEARS: Final = (2000, 2100)
SAME_PLACE_M: Final = 10.0
COARSE_M: Final = 100.0
