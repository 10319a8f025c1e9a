"""A forecast as files: surface as a raster, figures as JSON, scores as a table. ``docs/forecast.md`` lists them."""

import csv
import io
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

import tansiq
from tansiq.ground.model import Ground
from tansiq.ground.storage import write_raster
from tansiq.language import translate
from tansiq.siting.forecast.forecasting import Fold, Forecast, Score
from tansiq.siting.forecast.methods import BANDWIDTHS_M, MEMORIES_DAYS

DOCUMENT_FILE: Final = "forecast.json"
RASTER_FILE: Final = "forecast.tif"
TABLE_FILE: Final = "scores.csv"
FORMAT: Final = "tansiq-forecast/1"
_DECIMALS: Final = 6


def write_forecast(made: Forecast, ground: Ground, folder: Path, inputs: list[Mapping[str, str]]) -> None:
    """Write the forecast into ``folder``, which is there. ``inputs`` names what it was made from, with digests."""
    write_raster(folder / RASTER_FILE, made.surface.astype(np.float32), ground.grid, nodata=math.nan)
    text = json.dumps(document(made, ground, inputs), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    (folder / DOCUMENT_FILE).write_text(text, encoding="utf-8")
    (folder / TABLE_FILE).write_text(_table(made), encoding="utf-8", newline="")


def document(made: Forecast, ground: Ground, inputs: list[Mapping[str, str]]) -> dict[str, Any]:
    """Return the forecast as JSON-ready values, figures rounded to six decimals."""
    return {
        "format": FORMAT,
        "software": f"tansiq {tansiq.__version__}",
        "ground": ground.name,
        "first_day": made.first.isoformat(),
        "horizon_days": made.horizon_days,
        "expected": round(made.expected, _DECIMALS),
        "incidents": made.incidents,
        "incidents_outside": made.outside,
        "mixture": _mixture(made),
        "folds": [_fold(one) for one in made.folds],
        "pooled": {name: _score(one) for name, one in made.pooled.items()},
        "inputs": list(inputs),
        "warnings": [{"code": n.code, "text": translate(n.template, "en", n.fields)} for n in made.notices],
    }


def _mixture(made: Forecast) -> list[dict[str, Any]]:
    """Return each part of the mixture; a memory of None never fades, and no bandwidth at all is the uniform surface."""
    memories = [None if math.isinf(each) else each for each in MEMORIES_DAYS]
    parts = [(bandwidth, memory) for bandwidth in BANDWIDTHS_M for memory in memories]
    return [
        {"bandwidth_m": bandwidth, "memory_days": memory, "share": round(share, _DECIMALS)}
        for (bandwidth, memory), share in zip([*parts, (None, None)], made.shares.tolist(), strict=True)
    ]


def _fold(one: Fold) -> dict[str, Any]:
    return {
        "from": one.first.isoformat(),
        "to": one.end.isoformat(),
        "expected": round(one.expected, _DECIMALS),
        "happened": one.happened,
        "scores": {name: _score(score) for name, score in one.scores.items()},
    }


def _score(one: Score) -> dict[str, Any]:
    """Return a score; a likelihood of minus infinity, an incident called impossible, is None."""
    likelihood = round(one.log_likelihood, _DECIMALS) if math.isfinite(one.log_likelihood) else None
    accuracy = {f"pai_{share:g}": round(value, _DECIMALS) for share, value in one.accuracy.items()}
    return {"log_likelihood": likelihood, **accuracy}


def _table(made: Forecast) -> str:
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    some = next(iter(made.pooled.values()), None)
    columns = list(_score(some)) if some else []
    rows.writerow(["from", "to", "happened", "expected", "method", *columns])
    for fold in made.folds:
        head = [fold.first.isoformat(), fold.end.isoformat(), fold.happened, round(fold.expected, 3)]
        rows.writerows([*head, name, *_score(score).values()] for name, score in fold.scores.items())
    happened, expected = sum(one.happened for one in made.folds), sum(one.expected for one in made.folds)
    span = [made.folds[0].first.isoformat(), made.folds[-1].end.isoformat(), happened, round(expected, 3)]
    rows.writerows([*span, name, *_score(score).values()] for name, score in made.pooled.items())
    return out.getvalue()
