"""``picture.json``: every figure of a picture, with what it was made from and what was assumed."""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import tansiq
from tansiq.domain.state import State
from tansiq.gaps.model import Gap, Length, Measure, Picture, Pocket
from tansiq.gaps.visibility import RATE_AT_EDGE
from tansiq.ground.grid import Grid
from tansiq.language import translate

FORMAT: Final = "tansiq-gap-picture/1"
# Figures are written to a square metre, a millimetre and a millionth of a share: finer than anything they stand for,
# coarse enough that the last bit of a sum does not show.
DECIMALS: Final = 6


@dataclass(frozen=True, slots=True)
class InputDigest:
    """One input: its role (``ground``, ``laydown``), file name without folders, and SHA-256."""

    role: str
    name: str
    sha256: str


def digest_of(path: Path, role: str) -> InputDigest:
    """Return the digest of a file, read in blocks."""
    with path.open("rb") as stream:
        return InputDigest(role, path.name, hashlib.file_digest(stream, "sha256").hexdigest())


def picture_document(picture: Picture, inputs: Sequence[InputDigest] = ()) -> dict[str, Any]:
    """Return the picture as JSON-ready values, as ``docs/picture-format.md`` lists them.

    Numbers are rounded to six decimals; figures that are not known are None.
    """
    grid = picture.ground.grid
    return {
        "format": FORMAT,
        "software": f"tansiq {tansiq.__version__}",
        "title": asdict(picture.laydown.title),
        "fictional": picture.laydown.fictional,
        "sketch": picture.ground.sketch,
        "window": picture.parameters.window.value,
        "at": picture.parameters.at.isoformat(),
        "area_km2": _number(picture.area_km2),
        "by_state_km2": _by_state(picture.by_state_km2()),
        "seam_km": _number(sum(length.to_km - length.from_km for length in picture.lengths)),
        "seam_by_state_km": _by_state(picture.seam_by_state_km()),
        "unsure_km2": _number(float(picture.unsure.sum()) * grid.cell_km2),
        "parties": [{"id": p.id, "side": p.side, "names": asdict(p.names)} for p in picture.laydown.parties],
        "lengths": [_length(length) for length in picture.lengths],
        "gaps": [_gap(gap, grid) for gap in picture.gaps],
        "pockets": [_pocket(pocket) for pocket in picture.pockets],
        "ledger": [_measure(measure, grid) for measure in picture.ledger],
        "sharing_curve": [_numbers(asdict(point)) for point in picture.sharing_curve],
        "parameters": _parameters(picture),
        "inputs": [asdict(entry) for entry in inputs or (_ground_digest(picture),)],
        "warnings": [
            {"code": notice.code, "text": translate(notice.template, "en", notice.fields)} for notice in picture.notices
        ],
    }


def _ground_digest(picture: Picture) -> InputDigest:
    return InputDigest("ground", "ground.toml", picture.ground.sha256)


def _number(value: float | None) -> float | None:
    """Round for writing; what is not finite is not known."""
    if value is None or not math.isfinite(value):
        return None
    return round(float(value), DECIMALS)


def _numbers(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _number(value) if isinstance(value, float) else value for key, value in values.items()}


def _by_state(values: Mapping[State, float]) -> dict[str, float | None]:
    return {state.key: _number(values.get(state, 0.0)) for state in State}


def _lonlat(xy_m: tuple[float, float] | None, grid: Grid) -> list[float] | None:
    if xy_m is None:
        return None
    lon_deg, lat_deg = grid.lonlat_from_xy(*xy_m)
    return [round(float(lon_deg), DECIMALS), round(float(lat_deg), DECIMALS)]


def _length(length: Length) -> dict[str, Any]:
    return _numbers(asdict(length)) | {"state": length.state.key}


def _gap(gap: Gap, grid: Grid) -> dict[str, Any]:
    plain = {key: value for key, value in vars(gap).items() if key not in {"geometry", "centre_xy_m"}}
    return _numbers(plain) | {
        "state_km": _by_state(gap.state_km),
        "state_km2": _by_state(gap.state_km2),
        "places": list(gap.places),
        "seen_by": list(gap.seen_by),
        "nearest": [_numbers(asdict(element)) for element in gap.nearest],
        "sharing": _numbers(asdict(gap.sharing)) if gap.sharing else None,
        "centre": _lonlat(gap.centre_xy_m, grid),
    }


def _pocket(pocket: Pocket) -> dict[str, Any]:
    return _numbers({key: value for key, value in vars(pocket).items() if key != "geometry"})


def _measure(measure: Measure, grid: Grid) -> dict[str, Any]:
    plain = {key: value for key, value in vars(measure).items() if key != "post"}
    return _numbers(plain) | {
        "gaps": list(measure.gaps),
        "overlaps": list(measure.overlaps),
        "place": _lonlat(measure.post, grid),
    }


def _parameters(picture: Picture) -> dict[str, Any]:
    parameters, terms, manifest = picture.parameters, picture.parameters.terms, picture.ground.manifest
    return {
        "window": parameters.window.value,
        "respond_within_min": terms.respond_within_min,
        "share_within_min": terms.share_within_min,
        "stale_after_h": terms.stale_after_h,
        "sectors": [_numbers(asdict(sector)) for sector in terms.sectors],
        "target_m": parameters.target_m,
        "refraction": _number(parameters.refraction),
        "seen_at_least": parameters.seen_at_least,
        "detection_rate_at_edge": RATE_AT_EDGE,
        "cell_m": picture.ground.grid.cell_m,
        "ground": picture.ground.name,
        "going": manifest.get("going"),
        "crs": manifest.get("crs"),
    }
