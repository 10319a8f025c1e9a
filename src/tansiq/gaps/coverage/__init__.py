"""Coverage instead of posts: what a party sees and reaches on coarse cells, and the gap picture from two of them.

``docs/coverage.md`` says what is released, how, and what it gives away.
"""

from tansiq.gaps.coverage.errors import CoverageError, CoverageMismatchError, FinerThanAgreedError, WeakSecretError
from tansiq.gaps.coverage.jitter import moved, weakest
from tansiq.gaps.coverage.joint import layers_of_coverage, picture_of_coverages
from tansiq.gaps.coverage.lattice import Lattice, lattice_over
from tansiq.gaps.coverage.making import coverage_from_layers, coverage_of
from tansiq.gaps.coverage.model import Assumed, Coverage
from tansiq.gaps.coverage.steps import NONE, NOT_SAID, Steps

__all__ = [
    "NONE",
    "NOT_SAID",
    "Assumed",
    "Coverage",
    "CoverageError",
    "CoverageMismatchError",
    "FinerThanAgreedError",
    "Lattice",
    "Steps",
    "WeakSecretError",
    "coverage_from_layers",
    "coverage_of",
    "lattice_over",
    "layers_of_coverage",
    "moved",
    "picture_of_coverages",
    "weakest",
]
