"""A front as files: ``checkpoints.json``, ``checkpoints.geojson``, ``front.csv`` (``docs/checkpoints.md``)."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import tansiq
from tansiq.ground.model import Ground
from tansiq.language import translate
from tansiq.siting.checkpoints.front import Choice, Front
from tansiq.siting.checkpoints.model import Place

FRONT_FILE: Final = "checkpoints.json"
PLACES_FILE: Final = "checkpoints.geojson"
TABLE_FILE: Final = "front.csv"
FORMAT: Final = "tansiq-checkpoints/1"
_DECIMALS: Final = 6
_COLUMNS: Final = (
    "id", "places", "counted", "met", "evadable", "delay_min", "corridor_km", "detour_min",
)  # fmt: skip


def write_front(front: Front, ground: Ground, folder: Path, inputs: Sequence[Mapping[str, str]]) -> None:
    """Write the front into ``folder``, which is there. ``inputs`` names what it was made from, with digests."""
    text = json.dumps(document(front, ground, inputs), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    (folder / FRONT_FILE).write_text(text, encoding="utf-8")
    (folder / PLACES_FILE).write_text(_geojson(front), encoding="utf-8")
    (folder / TABLE_FILE).write_text(_table(front), encoding="utf-8", newline="")


def named(front: Front) -> dict[str, Choice]:
    """Return the choices of a front by their ids, ``F01`` on, most counted first."""
    digits = max(2, len(str(len(front.choices))))
    return {f"F{number:0{digits}d}": choice for number, choice in enumerate(front.choices, start=1)}


def document(front: Front, ground: Ground, inputs: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Return the front as JSON-ready values, floats rounded to six decimals."""
    network, limits = front.network, front.limits
    return {
        "format": FORMAT,
        "software": f"tansiq {tansiq.__version__}",
        "ground": ground.name,
        "sketch": ground.sketch,
        "asked": {
            "count": network.question.count,
            "opened": list(front.opened),
            "closed": list(front.closed),
            "grain": front.grain,
            "points": front.points,
        },
        "settings": asdict(front.settings),
        "limits": {
            "max_slope": limits.max_slope,
            "standoff_m": limits.standoff_m,
            "shares": [asdict(share) for share in limits.shares],
        },
        "movements_per_day": network.movements,
        "severed_per_day": network.severed,
        "corridor_road_km": _rounded(float(network.question.stretch_km.sum())),
        "bound": front.bound,
        "step": dict(zip(("counted", "evadable", "delay_min"), front.step, strict=True)),
        "complete": front.complete,
        "unsearched": front.unsearched,
        "choices": [_choice(name, choice) for name, choice in named(front).items()],
        "places": [_place(place) for place in front.places],
        "points_looked_at": network.looked_at,
        "refused": network.refused,
        "inputs": list(inputs),
        "warnings": [{"code": n.code, "text": translate(n.template, "en", n.fields)} for n in front.notices],
    }


def _rounded(value: float) -> float:
    return round(value, _DECIMALS)


def _choice(name: str, choice: Choice) -> dict[str, Any]:
    figures = {
        key: _rounded(value) if isinstance(value, float) else value for key, value in asdict(choice.figures).items()
    }
    return {"id": name, "places": [place.id for place in choice.places], **figures}


def _place(place: Place) -> dict[str, Any]:
    said = asdict(place)
    return {key: _rounded(value) if isinstance(value, float) else value for key, value in said.items()}


def _geojson(front: Front) -> str:
    """Return all places as points in WGS 84 (RFC 7946), each with the choices it is open in."""
    used: dict[str, list[str]] = {place.id: [] for place in front.places}
    for name, choice in named(front).items():
        for place in choice.places:
            used[place.id].append(name)
    features = []
    for place in front.places:
        said = _place(place)
        position = [said.pop("lon_deg"), said.pop("lat_deg")]
        properties = {key: value for key, value in said.items() if key not in {"id", "x_m", "y_m"}}
        features.append({
            "type": "Feature",
            "id": place.id,
            "properties": {"id": place.id, **properties, "choices": used[place.id]},
            "geometry": {"type": "Point", "coordinates": position},
        })  # fmt: skip
    return (
        json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"), allow_nan=False) + "\n"
    )


def _table(front: Front) -> str:
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(_COLUMNS)
    for name, choice in named(front).items():
        said = _choice(name, choice) | {"places": " ".join(place.id for place in choice.places)}
        rows.writerow([said[column] for column in _COLUMNS])
    return out.getvalue()
