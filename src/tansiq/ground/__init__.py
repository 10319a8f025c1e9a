"""The land as grids: building ground packages, and opening them.

``build`` makes a package from elevation, roads, places, rivers; ``open`` reads one. See ``docs/ground.md``.
"""

from tansiq.ground.building import build
from tansiq.ground.grid import Grid
from tansiq.ground.model import Feature, Ground, Notice, Seam
from tansiq.ground.opening import open  # noqa: A004 - ground.open() is what it is

__all__ = ["Feature", "Grid", "Ground", "Notice", "Seam", "build", "open"]
