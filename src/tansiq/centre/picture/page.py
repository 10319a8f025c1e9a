"""What the page needs to know of a scene before any picture is there."""

from dataclasses import asdict
from typing import Any

import numpy as np

from tansiq.centre.picture.engine import Engine
from tansiq.centre.picture.measured import measured
from tansiq.centre.picture.mercator import outline_lonlat
from tansiq.centre.picture.phrases import STATE_MEANINGS, without_remark
from tansiq.centre.picture.scene import Scene
from tansiq.centre.picture.sources import Source, sources
from tansiq.centre.picture.variant import RESPOND_STOPS_MIN, SHARE_STOPS_MIN, stops
from tansiq.centre.shell.who import identity
from tansiq.domain.names import Names
from tansiq.domain.state import STATE_NAMES, State
from tansiq.domain.time import Window, date_time_group
from tansiq.ground.model import Ground


def page_context(engine: Engine, source: Source | None = None) -> dict[str, Any]:
    """Return the template variables of the page; ``source`` is what the picture is made from, None for posts."""
    states = [{"key": s.key, "name": STATE_NAMES[s], "meaning": STATE_MEANINGS[s]} for s in State]
    in_centre = identity() is not None
    return {
        "scene": engine.key, "states": states, "measured": measured() if in_centre else None,
        "sources": sources() if in_centre else [], "source": source,
        "windows": sorted(source.windows if source else Window),
    }  # fmt: skip


def scene_document(scene: Scene) -> dict[str, Any]:
    """Return what the page shows of a scene: title, parties, terms, stops of its sliders, extent."""
    laydown, terms = scene.laydown, scene.laydown.terms
    west, south, east, north = _extent(scene.ground)
    return {
        "title": asdict(laydown.title),
        "fictional": laydown.fictional,
        "sketch": scene.ground.sketch,
        "ground": scene.ground.name,
        "cell_m": scene.ground.grid.cell_m,
        "at": laydown.as_of.isoformat() if laydown.as_of else None,
        "at_group": date_time_group(laydown.as_of) if laydown.as_of else None,
        "parties": [{"id": party.id, "names": _short(party.names)} for party in laydown.parties],
        "agreed": {"share": round(terms.share_within_min), "respond": round(terms.respond_within_min)},
        "stops": {
            "share": stops(SHARE_STOPS_MIN, terms.share_within_min),
            "respond": stops(RESPOND_STOPS_MIN, terms.respond_within_min),
        },
        "tiles_bounds": _bounds(*outline_lonlat(scene.ground.grid)),
        "extent": [west, south, east, north],
        "max_zoom": scene.relief.max_zoom(),
    }


def _short(names: Names) -> dict[str, str]:
    return {language: without_remark(name) for language, name in asdict(names).items()}


def _extent(ground: Ground) -> list[float]:
    """Return west, south, east and north [deg] of the area, of the whole grid if it has none."""
    rows, cols = np.nonzero(ground.area)
    if not len(rows):
        return _bounds(*outline_lonlat(ground.grid))
    x_m, y_m = ground.grid.xy_from_cells(rows[[0, -1]], [cols.min(), cols.max()])
    corners_x, corners_y = np.meshgrid(x_m, y_m)
    return _bounds(*ground.grid.lonlat_from_xy(corners_x.ravel(), corners_y.ravel()))


def _bounds(lon_deg: Any, lat_deg: Any) -> list[float]:  # noqa: ANN401 - arrays of degrees
    return [round(float(v), 5) for v in (lon_deg.min(), lat_deg.min(), lon_deg.max(), lat_deg.max())]
