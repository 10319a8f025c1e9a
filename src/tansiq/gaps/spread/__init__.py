"""How sure is a picture? Many pictures with other figures for what it assumes. ``docs/sureness.md`` says how.

``spread_of`` does it; ``Spreads`` says how far each assumption may be off; ``read_spreads`` reads what was agreed.
"""

from tansiq.gaps.spread.agreed import read_spreads, spreads_toml
from tansiq.gaps.spread.assumptions import ASSUMPTIONS, DEFAULTS, NOTHING_VARIES, Assumption, Spreads
from tansiq.gaps.spread.figures import Figures, as_stated
from tansiq.gaps.spread.measures import MEASURED, measures_in_samples
from tansiq.gaps.spread.model import GapSureness, Influence, Interval, MeasureSureness, Spreading, Sureness
from tansiq.gaps.spread.run import ROBUST_FROM, SAMPLES, SEED, spread_of
from tansiq.gaps.spread.shapes import Spread
from tansiq.gaps.spread.wilson import Share

__all__ = [
    "ASSUMPTIONS",
    "DEFAULTS",
    "MEASURED",
    "NOTHING_VARIES",
    "ROBUST_FROM",
    "SAMPLES",
    "SEED",
    "Assumption",
    "Figures",
    "GapSureness",
    "Influence",
    "Interval",
    "MeasureSureness",
    "Share",
    "Spread",
    "Spreading",
    "Spreads",
    "Sureness",
    "as_stated",
    "measures_in_samples",
    "read_spreads",
    "spread_of",
    "spreads_toml",
]
