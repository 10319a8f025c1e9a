"""``corridors.geojson`` and ``barrier.geojson``: ways as lines in WGS 84 (RFC 7946), six decimals."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.corridors.files.document import DECIMALS, Found, figures, number
from tansiq.gaps.corridors.model import Corridor
from tansiq.ground.grid import Grid

Feature = dict[str, Any]


def write_corridors(found: Sequence[Found], path: Path) -> None:
    """Write one line a way: corridors, the corridors of gaps, and the ways through porous lengths.

    A corridor asked for in both directions is one line, drawn forward, with who sees first either way.
    """
    _write(path, (feature for one in found for feature in _ways(one)))


def write_barrier(found: Sequence[Found], path: Path) -> None:
    """Write the chain from end to end, its unheld cells, and what proves that it is a barrier or that none is."""
    _write(path, (feature for one in found for feature in _barrier(one)))


def _write(path: Path, features: Iterable[Feature]) -> None:
    document = {"type": "FeatureCollection", "features": list(features)}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"
    path.write_text(text, encoding="utf-8")


def _feature(one: Found, kind: str, geometry: str, xy_m: NDArray[np.float64], **properties: object) -> Feature:
    plain = {
        "kind": kind,
        "window": one.corridors.parameters.window.value,
        **properties,
        "fictional": one.picture.laydown.fictional,
    }
    shape = {"type": geometry, "coordinates": _lonlat(xy_m, one.picture.ground.grid)}
    return {"type": "Feature", "properties": plain, "geometry": shape}


def _lonlat(xy_m: NDArray[np.float64], grid: Grid) -> list[list[float]]:
    lonlat: list[list[float]] = np.column_stack(grid.lonlat_from_xy(*xy_m.T)).round(DECIMALS).tolist()
    return lonlat


def _ways(one: Found) -> Iterator[Feature]:
    paths = one.corridors.paths
    forward = [path for path in paths if path.direction == "forward"] or list(paths)
    backward = [path for path in paths if path.direction == "backward"]
    for number_, path in enumerate(forward):
        turned = backward[number_] if number_ < len(backward) and path.direction == "forward" else None
        yield _way(one, "corridor", path, turned)
    for path in one.corridors.by_gap.values():
        yield _way(one, "gap", path, None)
    lengths = one.corridors.lengths
    for i in one.corridors.porous.tolist():
        names = ("exposure", "p_unseen", "minutes", "way_km", "detour_min", "detour_km")
        said = {name: number(getattr(lengths, name)[i]) for name in names}
        yield _feature(one, "porous", "LineString", lengths.way(i), length=i, **said)


def _way(one: Found, kind: str, path: Corridor, turned: Corridor | None) -> Feature:
    both = {"forward": path, "backward": turned} if path.direction == "forward" else {"backward": path}
    seen = {f"seen_first_{way}": _seen_first(each) for way, each in both.items() if each is not None}
    said = {"id": path.id, "gap": path.gap, "length": path.length, **figures(path), **seen}
    return _feature(one, kind, "LineString", path.xy_m, **said)


def _seen_first(path: Corridor) -> str | None:
    return " ".join(path.first_seen.seen_by) if path.first_seen else None


def _barrier(one: Found) -> Iterator[Feature]:
    barrier = one.barrier
    if len(barrier.chain_xy_m) > 1:
        said = {"chain_km": number(barrier.chain_km), "missing_km": number(barrier.missing_km)}
        yield _feature(one, "chain", "LineString", barrier.chain_xy_m, **said)
    if len(barrier.missing_xy_m):
        yield _feature(one, "missing", "MultiPoint", barrier.missing_xy_m)
    if len(barrier.unheld_xy_m) > 1:
        said = {"unheld_km": number(barrier.unheld_km), "seam_km": number(barrier.seam_km)}
        yield _feature(one, "unheld", "LineString", barrier.unheld_xy_m, **said)
    if len(barrier.wall_xy_m):
        yield _feature(one, "wall", "MultiPoint", barrier.wall_xy_m)
