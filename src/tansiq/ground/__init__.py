"""The land as grids: building ground packages, and opening them.

``build`` makes a package from elevation, roads, places, rivers; ``open`` reads one. See ``docs/ground.md``.
"""

from typing import TYPE_CHECKING, Any

from tansiq.ground.grid import Grid
from tansiq.ground.model import Feature, Ground, Notice, Seam

if TYPE_CHECKING:
    from tansiq.ground.building import build
    from tansiq.ground.opening import open  # noqa: A004 - ground.open() is what it is

__all__ = ["Feature", "Grid", "Ground", "Notice", "Seam", "build", "open"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name
    # Imported when asked for: GDAL and numba take seconds that readers of the model alone should not wait for.
    if name == "build":
        from tansiq.ground.building import build  # noqa: PLC0415

        return build
    if name == "open":
        from tansiq.ground import opening  # noqa: PLC0415

        return opening.open
    message = f"module 'tansiq.ground' has no attribute {name!r}"
    raise AttributeError(message)
