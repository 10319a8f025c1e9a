"""``corridors.json``: every figure of the corridors of one or both windows, with what they were made from."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

import tansiq
from tansiq.gaps.corridors.model import Answer, Barrier, Corridor, Corridors, Sight
from tansiq.gaps.corridors.walk import MINUTE_COUNTS
from tansiq.gaps.files import InputDigest
from tansiq.gaps.model import Picture
from tansiq.ground.grid import Grid
from tansiq.ground.model import Notice
from tansiq.language import translate

FORMAT: Final = "tansiq-corridors/1"
DECIMALS: Final = 6


@dataclass(frozen=True)
class Found:
    """What was found in one window: the picture, its corridors, and whether held ground is a barrier."""

    picture: Picture
    corridors: Corridors
    barrier: Barrier


def corridors_document(
    found: Sequence[Found], inputs: Sequence[InputDigest], notices: Sequence[Notice] = ()
) -> dict[str, Any]:
    """Return everything found as JSON-ready values; figures rounded to six decimals, None where not known.

    Parameters
    ----------
    found
        One or more windows of the same ground and laydown.
    inputs
        What they were made from.
    notices
        What to tell beside the notices of the pictures and corridors.
    """
    picture = found[0].picture
    told = dict.fromkeys(_told(notices))
    for one in found:
        told |= dict.fromkeys(_told((*one.picture.notices, *one.corridors.notices)))
    return {
        "format": FORMAT,
        "software": f"tansiq {tansiq.__version__}",
        "title": asdict(picture.laydown.title),
        "fictional": picture.laydown.fictional,
        "sketch": picture.ground.sketch,
        "ground": picture.ground.name,
        "at": picture.parameters.at.isoformat(),
        "parties": [{"id": p.id, "side": p.side, "names": asdict(p.names)} for p in picture.laydown.parties],
        "parameters": _parameters(found[0]),
        "windows": [_window(one) for one in found],
        "inputs": [asdict(entry) for entry in inputs],
        "warnings": [{"code": code, "text": text} for code, text in told],
    }


def _told(notices: Sequence[Notice]) -> list[tuple[str, str]]:
    return [(notice.code, translate(notice.template, "en", notice.fields)) for notice in notices]


def number(value: float | None) -> float | None:
    """Round for writing; what is not finite is not known."""
    if value is None or not math.isfinite(value):
        return None
    return round(float(value), DECIMALS)


def lonlat(xy_m: tuple[float, float], grid: Grid) -> list[float]:
    """Return a point in WGS 84 degrees, longitude first."""
    lon_deg, lat_deg = grid.lonlat_from_xy(*xy_m)
    return [round(float(lon_deg), DECIMALS), round(float(lat_deg), DECIMALS)]


def _parameters(one: Found) -> dict[str, Any]:
    parameters, terms = one.corridors.parameters, one.corridors.parameters.terms
    return {
        "respond_within_min": terms.respond_within_min,
        "share_within_min": terms.share_within_min,
        "stale_after_h": terms.stale_after_h,
        "seen_at_least": parameters.seen_at_least,
        "apart_km": number(one.corridors.apart_m / 1000),
        "minute_counts_as_exposure": MINUTE_COUNTS,
        "cell_m": one.picture.ground.grid.cell_m,
    }


def _window(one: Found) -> dict[str, Any]:
    corridors, grid = one.corridors, one.picture.ground.grid
    lengths, km = corridors.lengths, np.array([each.to_km - each.from_km for each in one.picture.lengths])
    return {
        "window": corridors.parameters.window.value,
        "corridors": [_corridor(path, grid) for path in corridors.paths],
        "gaps": [_corridor(path, grid) for path in corridors.by_gap.values()],
        "porous": corridors.porous.tolist(),
        "porous_km": number(float(km[lengths.porous].sum())),
        "unseen_km": number(float(km[lengths.exposure == 0].sum())),
        "seam_km": number(float(km.sum())),
        "barrier": _barrier(one.barrier),
    }


def _barrier(barrier: Barrier) -> dict[str, Any]:
    names = ("unheld_km", "seam_km", "missing_km", "chain_km")
    return {
        "stands": barrier.stands,
        "wall_cells": len(barrier.wall_xy_m),
        "missing_cells": len(barrier.missing_xy_m) if barrier.missing_km is not None else None,
        **{name: number(getattr(barrier, name)) for name in names},
    }


_FIGURES: Final = ("exposure", "p_unseen", "minutes", "exposed_min", "length_km", "seam_km")


def figures(path: Corridor) -> dict[str, float | None]:
    """Return the plain figures of a corridor, rounded."""
    return {name: number(getattr(path, name)) for name in _FIGURES}


def _corridor(path: Corridor, grid: Grid) -> dict[str, Any]:
    return {
        "id": path.id,
        "direction": path.direction,
        **figures(path),
        "crossings_km": [number(km) for km in path.crossings_km],
        "length": path.length,
        "gap": path.gap,
        "from": lonlat(tuple(path.xy_m[0]), grid),
        "to": lonlat(tuple(path.xy_m[-1]), grid),
        "first_seen": _sight(path.first_seen, grid),
        "most_exposed": _sight(path.most_exposed, grid),
    }


def _sight(sight: Sight | None, grid: Grid) -> dict[str, Any] | None:
    if sight is None:
        return None
    return {
        "at": lonlat(sight.xy_m, grid),
        "after_km": number(sight.after_km),
        "after_min": number(sight.after_min),
        "seen_by": list(sight.seen_by),
        "tell": list(sight.tell),
        "answers": [_answer(answer) for answer in sight.answers],
    }


def _answer(answer: Answer) -> Mapping[str, Any]:
    return asdict(answer) | {"minutes": number(answer.minutes), "with_word_min": number(answer.with_word_min)}
