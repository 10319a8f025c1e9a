"""The columns of a laydown's tables: the same words in GeoJSON, CSV and XLSX (``docs/laydown-format.md``)."""

from typing import Final, Literal

TableName = Literal["laydown", "terms", "parties", "posts", "sectors", "centres", "brigades"]

FORMAT: Final = "tansiq-laydown/1"
NAMES: Final = ("name_en", "name_ar", "name_ckb")
POSITION: Final = ("lat", "lon", "mgrs")
TERMS: Final = ("respond_within_min", "share_within_min", "stale_after_h")

COLUMNS: Final[dict[TableName, tuple[str, ...]]] = {
    "laydown": ("format", "title_en", "title_ar", "title_ckb", "fictional", "as_of"),
    "terms": TERMS,
    "parties": ("id", *NAMES, "side"),
    "posts": (
        "id",
        "party",
        *NAMES,
        *POSITION,
        "eye_m",
        "range_day_m",
        "range_night_m",
        "detect_per_min_day",
        "detect_per_min_night",
        "manned",
        "confirmed_at",
        "reaction_mode",
        "reaction_ready_min",
    ),
    "sectors": ("id", *NAMES, "from_km", "to_km", "respond_within_min", "partner_may_respond"),
    "centres": ("id", *NAMES, *POSITION),
    "brigades": ("id", *NAMES, "state", "awaiting"),
}
# One of each tuple must be there.
REQUIRED: Final[dict[TableName, tuple[tuple[str, ...], ...]]] = {
    "laydown": (),
    "terms": (),
    "parties": (("id",),),
    "posts": (("id",), ("party",), ("mgrs", "lat"), ("mgrs", "lon")),
    "sectors": (("id",), ("from_km",), ("to_km",)),
    "centres": (("id",), ("mgrs", "lat"), ("mgrs", "lon")),
    "brigades": (("id",), ("state",)),
}
