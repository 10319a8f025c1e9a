"""``ledger.csv``: the remedy ledger as a table for a spreadsheet."""

import csv
from pathlib import Path
from typing import Final

from tansiq.gaps.model import Measure

COLUMNS: Final = (
    "id", "kind", "subject", "km2", "seam_km", "residents", "then_km2", "then_seam_km", "gaps", "overlaps",
)  # fmt: skip


def write_ledger(measures: tuple[Measure, ...], path: Path) -> None:
    """Write one row per measure; residents is empty where no place says how many live there."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows(_row(measure) for measure in measures)


def _row(measure: Measure) -> tuple[str, ...]:
    residents = "" if measure.residents is None else str(measure.residents)
    figures = (f"{measure.km2:.3f}", f"{measure.seam_km:.3f}", residents, f"{measure.then_km2:.3f}")
    lists = (" ".join(measure.gaps), " ".join(measure.overlaps))
    return (measure.id, measure.kind, measure.subject, *figures, f"{measure.then_seam_km:.3f}", *lists)
