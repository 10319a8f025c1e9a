"""What every drawn map is made with: letters for three scripts, the ground's frame, relief, lines, posts, names."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
import shapely
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from numpy.typing import NDArray
from PIL import Image

from tansiq.domain.state import STATE_COLOURS, State
from tansiq.gaps.files.relief import relief_with_states, thinned
from tansiq.gaps.model import Picture
from tansiq.ground.grid import Grid
from tansiq.ground.model import Feature, Ground, VectorLayer
from tansiq.language import Language

Labelled = TypeVar("Labelled")
LineStyle = str | tuple[int, tuple[int, ...]]
Extent = tuple[float, float, float, float]
INK: Final = "#111111"
WIDTH_IN: Final = 15.0
DPI: Final = 150
PARTY_COLOURS: Final = ("#6A4C93", "#2A9D8F")
PARTY_MARKERS: Final = ("s", "D")
_FONTS: Final = Path(__file__).parents[2] / "centre" / "static" / "third_party" / "vazirmatn"
_LAYERS: Final[tuple[tuple[VectorLayer, str, float, LineStyle], ...]] = (
    ("boundaries", "#555555", 0.6, (0, (6, 4))),
    ("water", "#3f7fb5", 0.9, "-"),
    ("roads", "#7a5c3e", 0.7, "-"),
)


@cache
def font_family() -> list[str]:
    """Return Vazirmatn once set-up has fetched it, with the fallback that matplotlib carries for a bare install."""
    faces = sorted(_FONTS.glob("*.ttf"))
    for face in faces:
        font_manager.fontManager.addfont(str(face))
    return ["Vazirmatn", "DejaVu Sans"] if faces else ["DejaVu Sans"]


def extent_of(grid: Grid) -> Extent:
    """Return left, right, bottom and top of a grid [m]."""
    return (
        grid.x_min_m, grid.x_min_m + grid.cols * grid.cell_m, grid.y_max_m - grid.rows * grid.cell_m, grid.y_max_m
    )  # fmt: skip


def sheet(grid: Grid, around_in: float, below_in: float, face: str = "none") -> tuple[Figure, FigureCanvasAgg, Axes]:
    """Return a sheet as wide as every map, and axes for a grid on it.

    Parameters
    ----------
    grid
        What the axes show.
    around_in, below_in
        Room above and below the ground together, and of it below [inches].
    face
        Colour of the paper; ``none`` where relief is laid under it afterwards.
    """
    height_in = WIDTH_IN * grid.rows / grid.cols + around_in
    figure = Figure(figsize=(WIDTH_IN, height_in), dpi=DPI, facecolor=face)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, below_in / height_in, 1.0, (height_in - around_in) / height_in))
    frame(axes, grid)
    axes.set_aspect("equal")
    return figure, canvas, axes


def frame(axes: Axes, grid: Grid) -> None:
    """Let axes show a grid and nothing round it."""
    left, right, bottom, top = extent_of(grid)
    axes.set_xlim(left, right)
    axes.set_ylim(bottom, top)
    axes.set_axis_off()


def over_relief(canvas: FigureCanvasAgg, axes: Axes, picture: Picture) -> Image.Image:
    """Lay what was drawn over the relief; matplotlib itself would take four times as long to resample it."""
    canvas.draw()  # type: ignore[no-untyped-call]  # matplotlib leaves it untyped
    drawn = Image.fromarray(np.asarray(canvas.buffer_rgba()))  # type: ignore[no-untyped-call]  # as above
    box = axes.get_window_extent()
    page = Image.new("RGBA", drawn.size, "white")
    size_px = round(box.width), round(box.height)
    page.paste(relief_with_states(picture, size_px), (round(box.x0), drawn.height - round(box.y1)))
    page.alpha_composite(drawn)
    return page.convert("RGB")


def hatch_unknown(axes: Axes, picture: Picture, hatch: str = "////") -> None:
    """Hatch ground whose state is unknown."""
    state, step = thinned(picture.state)
    unknown = (state == State.UNKNOWN).astype(np.float32)
    if not unknown.any() or min(unknown.shape) < 2:  # noqa: PLR2004 - contours need a row and a column between
        return
    left, _, _, top = extent_of(picture.ground.grid)
    cell_m = step * picture.ground.grid.cell_m
    extent = (left, left + unknown.shape[1] * cell_m, top - unknown.shape[0] * cell_m, top)
    axes.contourf(unknown, [0.5, 1.5], colors=["#bbbbbb99"], hatches=[hatch], extent=extent, origin="upper")


def state_patch(state: State, hatch: str = "////") -> Patch:
    """Return how ground in a state looks, for a legend."""
    mark = hatch if state is State.UNKNOWN else None
    return Patch(facecolor=STATE_COLOURS[state], alpha=0.65, hatch=mark, edgecolor="#333333", lw=0.4)


def draw_layers(axes: Axes, ground: Ground) -> None:
    """Draw boundaries, water and roads."""
    for layer, colour, width, style in _LAYERS:
        lines = [line for feature in ground.features(layer) for line in _outlines(feature)]
        axes.add_collection(LineCollection(lines, colors=colour, linewidths=width, linestyles=style, zorder=2))


def _outlines(feature: Feature) -> list[NDArray[np.float64]]:
    shape = feature.geometry.boundary if feature.geometry.geom_type.endswith("Polygon") else feature.geometry
    parts = shapely.get_parts(shape)
    return [shapely.get_coordinates(part) for part in parts if part.geom_type in {"LineString", "LinearRing"}]


def draw_posts(axes: Axes, picture: Picture, size_pt2: float, edge_pt: float) -> None:
    """Draw both parties' posts: hollow where they watch only."""
    for party, colour, marker in zip(picture.laydown.parties, PARTY_COLOURS, PARTY_MARKERS, strict=True):
        posts = [post for post in picture.laydown.posts if post.party == party.id]
        x_m, y_m = picture.ground.grid.xy_from_lonlat([p.lon_deg for p in posts], [p.lat_deg for p in posts])
        faces = [colour if post.reaction else "white" for post in posts]
        axes.scatter(
            x_m, y_m, s=size_pt2, c=faces, marker=marker, edgecolors=colour, linewidths=edge_pt, zorder=6
        )  # fmt: skip


def apart(
    items: Sequence[Labelled],
    point: Callable[[Labelled], tuple[float, float]],
    room_m: tuple[float, float],
    taken: Sequence[tuple[float, float]] = (),
) -> list[Labelled]:
    """Return the items, first come first served, whose labels find room (width, height) [m] beside those before."""
    kept: list[Labelled] = []
    places = list(taken)
    for item in items:
        x_m, y_m = point(item)
        if not any(abs(x_m - x) < room_m[0] and abs(y_m - y) < room_m[1] for x, y in places):
            kept.append(item)
            places.append((x_m, y_m))
    return kept


def place_name(place: Feature, language: Language) -> str:
    """Return what a place is called in a language, else in one whose letters its reader knows; empty without a name."""
    order = {"en": ("en", "ar", "ckb"), "ar": ("ar", "ckb", "en"), "ckb": ("ckb", "ar", "en")}[language]
    return next((str(name) for each in order if (name := place.properties.get(f"name_{each}"))), "")


def place_point(place: Feature) -> tuple[float, float]:
    """Return where a place is [m]."""
    x_m, y_m = shapely.get_coordinates(shapely.point_on_surface(place.geometry))[0].tolist()
    return x_m, y_m


def importance(place: Feature) -> tuple[int, int]:
    """Return a place's rank, then its residents, most first: what to sort by."""
    return (place.properties.get("rank") or 9, -(place.properties.get("residents") or 0))


def places_shown(ground: Ground) -> list[Feature]:
    """Return the places that lie where there is elevation: beyond the margin a map shows nothing else."""
    places, grid = ground.features("places"), ground.grid
    points = np.array([place_point(place) for place in places], float).reshape(-1, 2)
    row, col = grid.cells_from_xy(points[:, 0], points[:, 1])
    inside = np.flatnonzero((row >= 0) & (row < grid.rows) & (col >= 0) & (col < grid.cols))
    known = inside[np.isfinite(ground.elevation_m[row[inside], col[inside]])]
    return [places[index] for index in known.tolist()]
