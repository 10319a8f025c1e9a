"""What only shows when posts are held against each other: double ids, double places, strays."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from statistics import median
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tansiq.domain.post import Post
from tansiq.exchange.laydown_file.faults import Faults, Place
from tansiq.exchange.laydown_file.limits import SAME_PLACE_M
from tansiq.exchange.laydown_file.positions import Square, distance_m
from tansiq.language import N_

_EARTH_M: Final = 6_371_008.8
STRAY_M: Final = 300_000.0  # from the middle of all posts; swapped degrees put a post farther
AMONG_M: Final = 100_000.0  # from the nearest post that is not a stray
_FEWEST: Final = 3  # with fewer posts nobody can say which one strays
_TWICE: Final = N_("the id “%(id)s” was given already in %(other)s: each needs its own.")
_SAME_PLACE: Final = N_(
    "“%(id)s” stands within %(metres)s m of “%(other_id)s” of the same party (%(other)s): remove one, or correct it."
)
_SWAPPED: Final = N_(
    "latitude and longitude look swapped: %(lat)s, %(lon)s is %(km)s km from the other posts, "
    "and the other way round it is among them."
)

_Bucket = tuple[str, int, int, int]  # party, and the 10 m cube a post is in


@dataclass(frozen=True, slots=True)
class Placed:
    """A post with its place in the file, and the square it was given as, if any."""

    place: Place
    post: Post
    square: Square | None


def check_ids(given: Iterable[tuple[str, Place]], faults: Faults) -> None:
    """Record ids given more than once; empty ones were recorded already."""
    first: dict[str, Place] = {}
    for key, place in given:
        other = first.setdefault(key, place)
        if key and other is not place:
            faults.add(place.at("id"), _TWICE, id=key, other=other)


def check_same_place(placed: Sequence[Placed], faults: Faults) -> None:
    """Record posts within 10 m of another post of their party, once each."""
    buckets: dict[_Bucket, list[Placed]] = defaultdict(list)
    for item in placed:
        x, y, z = (int(step) for step in np.floor(_xyz(item.post.lon_deg, item.post.lat_deg) / SAME_PLACE_M))
        party = item.post.party
        around = [(party, x + i, y + j, z + k) for i, j, k in product((-1, 0, 1), repeat=3)]
        other = next(
            (other for key in around for other in buckets.get(key, ()) if _apart_m(item, other) < SAME_PLACE_M), None
        )
        if other is None:
            buckets[(party, x, y, z)].append(item)
            continue
        fields = {"id": item.post.id, "other_id": other.post.id, "other": other.place}
        faults.add(item.place, _SAME_PLACE, metres=f"{SAME_PLACE_M:g}", **fields)


def _apart_m(a: Placed, b: Placed) -> float:
    return distance_m(a.post.lon_deg, a.post.lat_deg, b.post.lon_deg, b.post.lat_deg)


def check_strays(placed: Sequence[Placed], faults: Faults) -> None:
    """Record posts far from all others that swapped degrees would put among them."""
    if len(placed) < _FEWEST:
        return
    lon_deg = median(item.post.lon_deg for item in placed)
    lat_deg = median(item.post.lat_deg for item in placed)
    away_m = [distance_m(item.post.lon_deg, item.post.lat_deg, lon_deg, lat_deg) for item in placed]
    core = [item.post for item, m in zip(placed, away_m, strict=True) if m <= STRAY_M]
    strays = [(item, m) for item, m in zip(placed, away_m, strict=True) if m > STRAY_M and item.square is None]
    if not core or not strays:
        return
    others = _Others(core)
    for item, m in strays:
        _explain(item.post, m, others, item.place, faults)


def _explain(post: Post, away_m: float, others: "_Others", place: Place, faults: Faults) -> None:
    if abs(post.lon_deg) <= 90 and others.among(post.lat_deg, post.lon_deg):  # noqa: PLR2004 - degrees
        fields = {"lat": f"{post.lat_deg:g}", "lon": f"{post.lon_deg:g}", "km": f"{away_m / 1000:.0f}"}
        faults.add(place.at("lat"), _SWAPPED, **fields)


class _Others:
    """The posts that do not stray, to be asked whether a position is among them."""

    def __init__(self, posts: Sequence[Post]) -> None:
        # Imported here: only a file with strays pays for it.
        from scipy.spatial import cKDTree  # noqa: PLC0415

        self._tree = cKDTree(_xyz([post.lon_deg for post in posts], [post.lat_deg for post in posts]))

    def among(self, lon_deg: float, lat_deg: float) -> bool:
        chord_m, _ = self._tree.query(_xyz(lon_deg, lat_deg))
        return bool(2 * _EARTH_M * math.asin(min(1.0, chord_m / 2 / _EARTH_M)) <= AMONG_M)


def _xyz(lon_deg: ArrayLike, lat_deg: ArrayLike) -> NDArray[np.float64]:
    """Return positions on the mean sphere [m], the last axis x, y, z."""
    lon, lat = np.radians(lon_deg), np.radians(lat_deg)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1) * _EARTH_M
