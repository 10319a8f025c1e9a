"""What the map draws beside the picture: land, places, the seam and the posts, as GeoJSON."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import shapely
import shapely.ops

from tansiq.centre.picture.geojson import collection, feature, point
from tansiq.centre.picture.mercator import WORLD_M, mercator_from_lonlat
from tansiq.centre.picture.scene import Scene
from tansiq.domain.laydown import Laydown
from tansiq.domain.names import Names
from tansiq.domain.post import Post
from tansiq.domain.time import date_time_group
from tansiq.ground.model import Ground, VectorLayer
from tansiq.language import LANGUAGES

LAND: Final[tuple[VectorLayer, ...]] = ("area", "boundaries", "water", "roads", "protected")
UNKNOWN_RANK: Final = 5
PLACES_AT_MOST: Final = 4000
# Zoom from which places appear: the best rank there is, the next, and so on; and the room a label needs [px].
FIRST_ZOOMS: Final = (5, 6, 8, 9, 10)
LAST_ZOOM: Final = 13
LABEL_PX: Final = (120, 40)


def land(scene: Scene) -> dict[str, Any]:
    """Return area, boundaries, water, roads and protected sites; ``layer`` tells them apart."""
    return collection(_land(scene.ground))


def _land(ground: Ground) -> Iterator[dict[str, Any]]:
    tolerance_m = ground.grid.cell_m / 4
    for layer in LAND:
        for found in ground.features(layer):
            shape = shapely.simplify(found.geometry, tolerance_m)
            if not shape.is_empty:
                properties = {"layer": layer, "class": found.properties.get("class") or ""}
                yield feature(shape, ground.grid, properties | _names(found.properties))


def places(scene: Scene) -> dict[str, Any]:
    """Return places with their names, rank and the map zoom they appear from, the most important first."""
    ranked = sorted(scene.places, key=lambda place: _rank(place.properties))[:PLACES_AT_MOST]
    first_rank = _rank(ranked[0].properties)[0] if ranked else UNKNOWN_RANK
    made = []
    taken: set[tuple[int, int, int]] = set()
    for place in ranked:
        rank, _people = _rank(place.properties)
        properties = _names(place.properties) | {"rank": rank, "residents": place.properties.get("residents")}
        drawn = feature(shapely.point_on_surface(place.geometry), scene.ground.grid, properties)
        drawn["properties"]["from_zoom"] = _from_zoom(drawn["geometry"]["coordinates"], rank - first_rank, taken)
        made.append(drawn)
    return collection(made)


def _from_zoom(lonlat: Sequence[float], steps_down: int, taken: set[tuple[int, int, int]]) -> int:
    """Return the first zoom that suits the place's rank and has room for its label; take that room from there on."""
    x_m, y_m = mercator_from_lonlat(np.float64(lonlat[0]), np.float64(lonlat[1]))
    first = FIRST_ZOOMS[min(steps_down, len(FIRST_ZOOMS) - 1)]
    rooms = [
        (z, int(x_m // (LABEL_PX[0] * _px_m(z))), int(y_m // (LABEL_PX[1] * _px_m(z)))) for z in range(first, LAST_ZOOM)
    ]
    free = next((room[0] for room in rooms if room not in taken), LAST_ZOOM)
    taken.update(room for room in rooms if room[0] >= free)
    return free


def _px_m(zoom: int) -> float:
    return WORLD_M / 512 / float(1 << zoom)


def _rank(properties: Mapping[str, Any]) -> tuple[int, int]:
    return int(properties.get("rank") or UNKNOWN_RANK), -int(properties.get("residents") or 0)


def _names(properties: Mapping[str, Any]) -> dict[str, str]:
    """Return ``name_en`` ... with the best name known where a language has none."""
    names = Names(*(str(properties.get(f"name_{language}") or "") for language in LANGUAGES))
    return {f"name_{language}": names.best(language) for language in LANGUAGES}


def seam(scene: Scene) -> dict[str, Any]:
    """Return the seam's lengths as lines with their index; empty if there is no seam."""
    line = scene.ground.seam
    if line is None:
        return collection(())
    pieces = (
        shapely.ops.substring(line.line, from_km * 1000, to_km * 1000)
        for from_km, to_km in zip(line.from_km - line.from_km[0], line.to_km - line.from_km[0], strict=True)
    )
    return collection(
        feature(piece, scene.ground.grid, {"index": index}, key=index) for index, piece in enumerate(pieces)
    )


def posts(scene: Scene) -> dict[str, Any]:
    """Return posts and coordination centres as points with what a reader may know of them."""
    laydown = scene.laydown
    order = {party.id: index for index, party in enumerate(laydown.parties)}
    return collection([*(_post(post, order, laydown) for post in laydown.posts), *_centres(laydown)])


def _post(post: Post, order: Mapping[str, int], laydown: Laydown) -> dict[str, Any]:
    at, stale_after_h = laydown.as_of, laydown.terms.stale_after_h
    reaction = post.reaction
    return point(
        post.lon_deg,
        post.lat_deg,
        {
            "id": post.id,
            "kind": f"reaction-{reaction.mode}" if reaction else "watch",
            "party": order[post.party],
            "range_day_m": post.range_day_m,
            "range_night_m": post.range_night_m,
            "manned": [post.manned.start_min, post.manned.end_min],
            "confirmed": post.confirmed(at, stale_after_h) if at else None,
            "confirmed_at": date_time_group(post.confirmed_at) if post.confirmed_at else None,
            "ready_min": reaction.ready_min if reaction else None,
        }
        | _named(post.names),
    )


def _centres(laydown: Laydown) -> Iterator[dict[str, Any]]:
    for centre in laydown.centres:
        properties = {"id": centre.id, "kind": "centre", "party": -1, "confirmed": True}
        yield point(centre.lon_deg, centre.lat_deg, properties | _named(centre.names))


def _named(names: Names) -> dict[str, str]:
    return {f"name_{language}": names.best(language) for language in LANGUAGES}


def contours(scene: Scene) -> dict[str, Any]:
    """Return contours with their interval ``step_m``."""
    return scene.relief.contours()


LAYERS: Final[Mapping[str, Callable[[Scene], dict[str, Any]]]] = {
    "land": land,
    "places": places,
    "seam": seam,
    "posts": posts,
    "contours": contours,
}
