"""Elevation and sources that are not what they say: told by file and remedy, with nothing left behind."""

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from affine import Affine

from tansiq.errors import BadGroundError, TansiqError, UnreadableInputError

if TYPE_CHECKING:
    from tests.ground.conftest import Land


def refused(land: "Land", kind: type[TansiqError], sentence: str, **given: Any) -> None:  # noqa: ANN401 - build's own
    with pytest.raises(kind, match=sentence):
        land.build(**given)
    assert land.left_over() == []


@pytest.mark.parametrize("crs", ["EPSG:32638", "EPSG:3857"])
def test_elevation_in_degrees_that_says_metres(land: "Land", crs: str) -> None:
    path = land.dem(crs=crs)
    refused(land, BadGroundError, r"nothing in common.*correct the coordinate reference system", dem=[path])


def test_elevation_on_a_building_site_s_own_grid(land: "Land") -> None:
    path = land.dem(crs='LOCAL_CS["site",UNIT["metre",1]]')
    refused(land, BadGroundError, r"reference system of .*dem\.tif does not fit.*a_srs", dem=[path])


def test_elevation_of_complex_numbers(land: "Land") -> None:
    path = land.raster(
        "radar.tif",
        np.ones((60, 80), np.complex64),
        Affine(0.005, 0, 44, 0, -0.005, 35.3),
        crs="EPSG:4326",
        nodata=None,
    )
    refused(land, BadGroundError, r"cells of .*radar\.tif are complex64", dem=[path])


@pytest.mark.parametrize("role", ["dem", "incidents", "places"])
def test_a_folder_or_a_pipe_where_a_file_is_needed(land: "Land", role: str) -> None:
    folder, pipe = land.folder / "folder.csv", land.folder / "pipe.csv"
    folder.mkdir()
    os.mkfifo(pipe)
    for path in (folder, pipe):
        with pytest.raises(UnreadableInputError, match=rf"{path.name} is (not a file|empty)"):
            land.build(**{role: [path] if role == "dem" else path})
    assert land.left_over() == ["folder.csv"]


def test_a_full_disk_is_told_however_the_format_s_driver_tells_it(land: "Land") -> None:
    # 1 MB is less than the rasters need, and what a driver says of it when it closes a file is not an OSError.
    code = (
        "import resource, sys, tansiq.ground\n"
        "from tansiq.errors import UnwritableOutputError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "try: tansiq.ground.build(sys.argv[1], dem=[sys.argv[2]], seam=sys.argv[3], width_km=6, cell_m=100)\n"
        "except UnwritableOutputError as error: print(error)\n"
    )
    words = [str(land.folder / "package"), str(land.dem()), str(land.seam())]
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "cannot be written" in done.stdout
    assert land.left_over() == []
