"""The remedy ledger: what would close the gaps, measure by measure."""

from tansiq.gaps.model import Gap, Measure
from tansiq.gaps.progress import Progress
from tansiq.gaps.workings import Workings


def remedy_ledger(workings: Workings, gaps: tuple[Gap, ...], progress: Progress) -> tuple[Measure, ...]:  # noqa: ARG001
    """Return the measures that turn ground or seam to held, best first."""
    return ()
