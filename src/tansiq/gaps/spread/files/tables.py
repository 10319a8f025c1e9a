"""The run as tables for a spreadsheet: gaps, the ledger with robust gaps marked, influences, and every sample."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Final

import numpy as np

from tansiq.domain.laydown import Laydown
from tansiq.gaps.model import Measure, Picture
from tansiq.gaps.spread.figures import Figures
from tansiq.gaps.spread.files.document import robust_among
from tansiq.gaps.spread.model import GapSureness, Influence, Interval, MeasureSureness, Sureness

GAPS: Final = (
    "id", "sector", "from_km", "to_km", "length_km", "robust", "robust_km", "unheld", "unheld_low", "unheld_high",
    "whole", "anywhere",
)  # fmt: skip
LEDGER: Final = (
    "id", "kind", "subject", "km2", "seam_km", "gaps", "robust_gaps", "turns", "turns_low", "turns_high", "km2_p05",
    "km2_p50", "km2_p95", "seam_km_p05", "seam_km_p50", "seam_km_p95",
)  # fmt: skip
INFLUENCES: Final = (
    "of", "assumption", "first_order", "first_order_low", "first_order_high", "total", "total_low", "total_high",
    "rank_correlation",
)  # fmt: skip
_FIGURES: Final = tuple(one.name for one in fields(Figures) if one.name != "present")
SAMPLES: Final = ("sample", "seam_held_km", "held_km2", *_FIGURES, "away", "trusted")


def write_tables(sure: Sureness, picture: Picture, measures: Sequence[MeasureSureness], folder: Path) -> None:
    """Write ``gaps.csv``, ``ledger.csv``, ``influences.csv`` and ``samples.csv`` into ``folder``."""
    _write(folder / "gaps.csv", GAPS, (_gap(gap) for gap in sure.gaps))
    tried = {one.id: one for one in measures}
    _write(folder / "ledger.csv", LEDGER, (_measure(sure, one, tried.get(one.id)) for one in picture.ledger))
    results = (("seam_held_km", sure.seam_km), ("held_km2", sure.km2))
    _write(folder / "influences.csv", INFLUENCES, (_influence(of, i) for of, one in results for i in one.influences))
    _write(folder / "samples.csv", SAMPLES, _samples(sure, picture.laydown))


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(columns)
        table.writerows(rows)


def _gap(gap: GapSureness) -> tuple[str, ...]:
    km = (f"{gap.from_km:.3f}", f"{gap.to_km:.3f}", f"{gap.length_km:.3f}")
    robust = ("yes" if gap.robust else "no", f"{gap.robust_km:.3f}")
    shares = (gap.unheld.share, gap.unheld.low, gap.unheld.high, gap.whole.share, gap.anywhere.share)
    return (gap.id, gap.sector, *km, *robust, *(f"{share:.4f}" for share in shares))


def _measure(sure: Sureness, measure: Measure, tried: MeasureSureness | None) -> tuple[str, ...]:
    """Write a measure as the ledger has it, then what it does in the samples; empty where it was not tried."""
    marked = " ".join(robust_among(sure, measure.gaps))
    stated = (measure.id, measure.kind, measure.subject, f"{measure.km2:.3f}", f"{measure.seam_km:.3f}")
    in_samples: tuple[str, ...] = ("",) * 9
    if tried is not None:
        turns = (tried.turns.share, tried.turns.low, tried.turns.high)
        amounts = [float(x) for values in (tried.km2, tried.seam_km) for x in np.quantile(values, (0.05, 0.5, 0.95))]
        in_samples = (*(f"{share:.4f}" for share in turns), *(f"{amount:.3f}" for amount in amounts))
    return (*stated, " ".join(measure.gaps), marked, *in_samples)


def _influence(of: str, one: Influence) -> tuple[str, ...]:
    rank = "" if one.rank_correlation is None else f"{one.rank_correlation:.4f}"
    return (of, one.assumption, *_interval(one.first_order), *_interval(one.total), rank)


def _interval(one: Interval) -> tuple[str, ...]:
    """Write value and bounds; what is not a number stays empty."""
    return tuple("" if figure != figure else f"{figure:.4f}" for figure in (one.value, one.low, one.high))  # noqa: PLR0124 - NaN


def _samples(sure: Sureness, laydown: Laydown) -> Iterable[tuple[object, ...]]:
    """Say of every sample what it takes to make it again, posts by what differs from the stated picture."""
    ids = [post.id for post in laydown.posts]
    lately = {
        n
        for n, post in enumerate(laydown.posts)
        if post.manned.covers(sure.parameters.window)
        and post.confirmed(sure.parameters.at, sure.parameters.terms.stale_after_h)
    }
    for n, figures in enumerate(sure.figures):
        away = " ".join(ids[i] for i in sorted(lately - set(figures.present)))
        trusted = " ".join(ids[i] for i in figures.present if i not in lately)
        results = (f"{sure.seam_km.values[n]:.3f}", f"{sure.km2.values[n]:.3f}")
        yield (n, *results, *(_said(getattr(figures, name)) for name in _FIGURES), away, trusted)


def _said(figure: float | bool) -> str:  # noqa: FBT001 - a figure is a number or yes or no
    return ("yes" if figure else "no") if isinstance(figure, bool) else repr(figure)
