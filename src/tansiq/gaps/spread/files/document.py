"""``sure.json``: every figure of a sampled run, with what it was made from."""

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

import tansiq
from tansiq.gaps.files import InputDigest
from tansiq.gaps.model import Picture
from tansiq.gaps.spread.assumptions import ASSUMPTIONS
from tansiq.gaps.spread.model import GapSureness, Influence, Interval, MeasureSureness, Spreading, Sureness
from tansiq.gaps.spread.shapes import WORDS, Spread
from tansiq.gaps.spread.wilson import Share
from tansiq.language import translate

FORMAT: Final = "tansiq-sureness/1"
DECIMALS: Final = 6


def sureness_document(
    sure: Sureness, picture: Picture, measures: Sequence[MeasureSureness] = (), inputs: Sequence[InputDigest] = ()
) -> dict[str, Any]:
    """Return the run as JSON-ready values, as ``docs/sureness.md`` lists them; figures that are not known are None."""
    grid = picture.ground.grid
    enough = sure.gap_probability >= np.float32(sure.robust_from)
    return {
        "format": FORMAT,
        "software": f"tansiq {tansiq.__version__}",
        "title": asdict(picture.laydown.title),
        "fictional": picture.laydown.fictional,
        "sketch": picture.ground.sketch,
        "ground": picture.ground.name,
        "window": sure.parameters.window.value,
        "at": sure.parameters.at.isoformat(),
        "samples": sure.samples,
        "computed": sure.computed,
        "seed": sure.seed,
        "robust_from": sure.robust_from,
        "robust_gaps": list(sure.robust_gaps),
        "robust_seam_km": _number(robust_seam_km(sure, picture)),
        "robust_km2": _number(float(np.count_nonzero(enough)) * grid.cell_km2),
        "seam_held_km": _spreading(sure.seam_km),
        "held_km2": _spreading(sure.km2),
        "gaps": [_gap(gap) for gap in sure.gaps],
        "lengths": [
            {
                "index": length.index,
                "from_km": _number(length.from_km),
                "to_km": _number(length.to_km),
                "sector": length.sector,
                "held_as_stated": bool(held),
                "unheld": _share(share),
            }
            for length, held, share in zip(picture.lengths, sure.stated_held.tolist(), sure.lengths, strict=True)
        ],
        "measures": _measures(sure, picture, measures),
        "spreads": {one.name: _spread(sure.spreads[one.name]) for one in ASSUMPTIONS},
        "inputs": [asdict(entry) for entry in inputs],
        "warnings": [
            {"code": notice.code, "text": translate(notice.template, "en", notice.fields)}
            for notice in (*picture.notices, *sure.notices)
        ],
    }


def robust_seam_km(sure: Sureness, picture: Picture) -> float:
    """Return the kilometres of seam whose length is not held in at least ``robust_from`` of the samples."""
    told = zip(picture.lengths, sure.lengths, strict=True)
    return sum(length.to_km - length.from_km for length, share in told if share.share >= sure.robust_from)


def robust_among(sure: Sureness, gaps: Sequence[str]) -> list[str]:
    """Return those of ``gaps`` that are robust."""
    robust = set(sure.robust_gaps)
    return [gap for gap in gaps if gap in robust]


def _measures(sure: Sureness, picture: Picture, measures: Sequence[MeasureSureness]) -> list[dict[str, Any]]:
    tried = {one.id: one for one in measures}
    return [
        {
            "id": measure.id,
            "gaps": list(measure.gaps),
            "robust_gaps": robust_among(sure, measure.gaps),
            "in_samples": _measure(tried[measure.id]) if measure.id in tried else None,
        }
        for measure in picture.ledger
    ]


def _measure(one: MeasureSureness) -> dict[str, Any]:
    km2, seam_km = (_quantiles(values, 0.05, 0.5, 0.95) for values in (one.km2, one.seam_km))
    return {"samples": len(one.km2), "turns": _share(one.turns), "km2": km2, "seam_km": seam_km}


def _quantiles(values: NDArray[np.float64], *shares: float) -> dict[str, float | None]:
    names = (f"p{100 * share:02.0f}" for share in shares)
    return {name: _number(value) for name, value in zip(names, np.quantile(values, shares).tolist(), strict=True)}


def _number(value: float | None) -> float | None:
    """Round for writing; what is not finite is not known."""
    return None if value is None or not math.isfinite(value) else round(float(value), DECIMALS)


def _share(share: Share) -> dict[str, Any]:
    return {
        "count": share.count,
        "share": _number(share.share),
        "low": _number(share.low),
        "high": _number(share.high),
    }


def _spreading(result: Spreading) -> dict[str, Any]:
    return {
        "as_stated": _number(result.stated),
        "mean": _number(float(result.values.mean())),
        **_quantiles(result.values, 0.05, 0.25, 0.5, 0.75, 0.95),
        "influences": [_influence(one) for one in result.influences],
    }


def _influence(one: Influence) -> dict[str, Any]:
    return {
        "assumption": one.assumption,
        "first_order": _interval(one.first_order),
        "total": _interval(one.total),
        "rank_correlation": _number(one.rank_correlation),
    }


def _interval(one: Interval) -> dict[str, Any]:
    return {"value": _number(one.value), "low": _number(one.low), "high": _number(one.high)}


def _gap(gap: GapSureness) -> dict[str, Any]:
    return {
        "id": gap.id,
        "sector": gap.sector,
        "from_km": _number(gap.from_km),
        "to_km": _number(gap.to_km),
        "length_km": _number(gap.length_km),
        "robust": gap.robust,
        "robust_km": _number(gap.robust_km),
        "unheld": _share(gap.unheld),
        "whole": _share(gap.whole),
        "anywhere": _share(gap.anywhere),
    }


def _spread(spread: Spread) -> dict[str, Any]:
    figures = {"low": spread.low, "high": spread.high, "sigma": spread.sigma}
    words = {word: _number(figures.get(word, spread.middle)) for word in WORDS[spread.shape]}
    return {"shape": spread.shape, **words, "reason": spread.reason}
