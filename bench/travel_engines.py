"""Travel time by ours and by peers, each timed and weighed in its own process, for ``travel.py``."""

import importlib.util
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from travel_closed_forms import CELL_M

Seen = tuple[float, float, NDArray[Any]]  # seconds, peak memory [MB], minutes
Run = Callable[[NDArray[np.float32], NDArray[np.int64]], Seen]

# GRASS's modules are timed and weighed from inside its session by a process that is itself small.
WEIGH = """
import resource, subprocess, sys, time
started = time.perf_counter()
subprocess.run(sys.argv[1:], check=True)
print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""
ROUND_SOURCE_CELLS = 2.0


def memory_mb(field: str) -> float:
    """Return this process's resident memory [MB]: ``VmRSS`` now, ``VmHWM`` at most so far.

    Not ``ru_maxrss``, which a process inherits from the one that started it.
    """
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field)) / 1024


def run_ours(pace: NDArray[np.float32], cells: NDArray[np.int64]) -> Seen:
    """Time :func:`tansiq.gaps.travel_minutes`."""
    from tansiq.gaps.travel import travel_minutes  # noqa: PLC0415 - an engine is imported where it runs

    started = time.perf_counter()
    minutes = travel_minutes(pace, CELL_M, cells)
    return time.perf_counter() - started, memory_mb("VmHWM"), minutes


def run_fine(pace: NDArray[np.float32], cells: NDArray[np.int64]) -> Seen:
    """Time :func:`tansiq.gaps.travel_minutes` in 32 directions."""
    from tansiq.gaps.travel import travel_minutes  # noqa: PLC0415 - as above

    started = time.perf_counter()
    minutes = travel_minutes(pace, CELL_M, cells, accuracy="fine")
    return time.perf_counter() - started, memory_mb("VmHWM"), minutes


def run_owned(pace: NDArray[np.float32], cells: NDArray[np.int64]) -> Seen:
    """Time :func:`tansiq.gaps.travel.travel_minutes_and_source`."""
    from tansiq.gaps.travel import travel_minutes_and_source  # noqa: PLC0415 - as above

    started = time.perf_counter()
    minutes, _ = travel_minutes_and_source(pace, CELL_M, cells)
    return time.perf_counter() - started, memory_mb("VmHWM"), minutes


def run_skimage(pace: NDArray[np.float32], cells: NDArray[np.int64]) -> Seen:
    """Time scikit-image; costs come in s/m times cells and are scaled afterwards."""
    from skimage.graph import MCP_Geometric  # noqa: PLC0415 - as above

    sources = [(int(row), int(col)) for row, col in cells]
    passable = np.where(np.isnan(pace), np.float32(-1), pace)  # negative cannot be passed
    started = time.perf_counter()
    costs, _ = MCP_Geometric(passable).find_costs(sources)
    return time.perf_counter() - started, memory_mb("VmHWM"), costs * (CELL_M / 60)


def run_marching(pace: NDArray[np.float32], cells: NDArray[np.int64]) -> Seen:
    """Time scikit-fmm, second order. It starts from circles of two cells around the sources, whose time is added."""
    import skfmm  # noqa: PLC0415 - as above

    rows, cols = np.indices(pace.shape)
    distance = np.full(pace.shape, np.inf)
    for row, col in cells:
        np.minimum(distance, np.hypot(rows - row, cols - col), out=distance)
    closed = np.isnan(pace)
    front = np.ma.MaskedArray(distance - ROUND_SOURCE_CELLS, closed)
    started = time.perf_counter()
    seconds = skfmm.travel_time(front, np.where(closed, 1.0, 1.0 / pace), dx=CELL_M, order=2)
    took = time.perf_counter() - started
    peak_mb, here = memory_mb("VmHWM"), CELL_M * pace[tuple(cells[0])]
    seconds = np.ma.filled(seconds + ROUND_SOURCE_CELLS * here, np.inf)
    return took, peak_mb, np.where(distance < ROUND_SOURCE_CELLS, distance * here, seconds) / 60


def run_grass(pace: NDArray[np.float32], cells: NDArray[np.int64], *flags: str) -> Seen:
    """Time GRASS r.cost alone; the map goes in and out by GeoTIFF, untimed."""
    import rasterio  # noqa: PLC0415 - as above
    from rasterio.transform import from_origin  # noqa: PLC0415 - as above

    west, north = 400_000.0, 4_000_000.0
    with tempfile.TemporaryDirectory() as folder:
        map_in, map_out = f"{folder}/pace.tif", f"{folder}/cost.tif"
        place = from_origin(west, north, CELL_M, CELL_M)
        size = {"height": pace.shape[0], "width": pace.shape[1]}
        kind = {"driver": "GTiff", "count": 1, "dtype": "float32", "crs": "EPSG:32638", "nodata": float("nan")}
        with rasterio.open(map_in, "w", **kind, **size, transform=place) as out:
            out.write(pace, 1)
        subprocess.run(["grass", "-c", map_in, "-e", f"{folder}/place"], check=True, capture_output=True)

        def grass(*words: str) -> str:
            command = ["grass", f"{folder}/place/PERMANENT", "--exec", *words, "--quiet"]
            return subprocess.run(
                command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
            ).stdout

        grass("r.in.gdal", "-o", f"input={map_in}", "output=pace")
        grass("g.region", "raster=pace")
        points = ",".join(f"{west + (c + 0.5) * CELL_M},{north - (r + 0.5) * CELL_M}" for r, c in cells)
        cost = ("r.cost", *flags, "input=pace", "output=cost", f"start_coordinates={points}", "memory=6000")
        seconds, peak_mb = (float(word) for word in grass("python3", "-c", WEIGH, *cost).split()[-2:])
        grass("r.out.gdal", "-f", "input=cost", f"output={map_out}", "type=Float64")
        with rasterio.open(map_out) as result:
            return seconds, peak_mb, result.read(1) * (CELL_M / 60)


def run_knight(pace: NDArray[np.float32], cells: NDArray[np.int64]) -> Seen:
    """Time GRASS r.cost with knight's moves: 16 directions."""
    return run_grass(pace, cells, "-k")


ENGINES: dict[str, tuple[str, Run]] = {
    "skimage": ("scikit-image MCP_Geometric", run_skimage),
    "marching": ("scikit-fmm, order 2", run_marching),
    "grass": ("GRASS r.cost", run_grass),
    "knight": ("GRASS r.cost -k", run_knight),
    "ours": ("travel_minutes", run_ours),
    "fine": ("travel_minutes, fine", run_fine),
    "owned": ("travel_minutes_and_source", run_owned),
}
OUTSIDE = ("grass", "knight")  # run in a process of their own


def available(engine: str) -> bool:
    """Tell whether an engine is installed."""
    if engine in OUTSIDE:
        return shutil.which("grass") is not None
    module = {"skimage": "skimage", "marching": "skfmm"}.get(engine)
    return module is None or importlib.util.find_spec(module) is not None
