"""Writing a run's folder: all of it, or nothing."""

import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from rasterio._err import CPLE_BaseError  # what closing a file on a full disk raises; exported nowhere else
from rasterio.errors import RasterioError

from tansiq.errors import UnwritableOutputError
from tansiq.gaps.files import InputDigest
from tansiq.gaps.model import Picture
from tansiq.gaps.spread.agreed import spreads_toml
from tansiq.gaps.spread.files.document import sureness_document
from tansiq.gaps.spread.files.map import write_sure_map
from tansiq.gaps.spread.files.raster import write_probability
from tansiq.gaps.spread.files.tables import write_tables
from tansiq.gaps.spread.model import MeasureSureness, Sureness
from tansiq.language import N_, Language

SURE_FILE: Final = "sure.json"
_REFUSED: Final = (OSError, RasterioError, CPLE_BaseError)  # what a full or failing disk makes the writers raise


def write(
    sure: Sureness,
    picture: Picture,
    out: Path,
    *,
    measures: Sequence[MeasureSureness] = (),
    inputs: Sequence[InputDigest] = (),
    language: Language = "en",
) -> None:
    """Write every file of the run into ``out``, replacing an earlier run there.

    Parameters
    ----------
    sure
        The run.
    picture
        The picture it is about, of the same ground, laydown and parameters, with its ledger.
    out
        The folder: new, empty, or holding an earlier run.
    measures
        What the ledger's measures do in the samples, if that was tried.
    inputs
        Digests of the files it was made from.
    language
        Language of ``map.png``.

    Raises
    ------
    UnwritableOutputError
        ``out`` holds something else, or cannot be written. Nothing half-written is left behind.
    """
    check_writable(out)
    try:
        staging = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.absolute().parent))
    except OSError as error:
        raise _unwritable(out, error) from error
    try:
        document = sureness_document(sure, picture, measures, inputs)
        _write_files(document, sure, picture, measures, staging / "new", language)
        _put_in_place(staging, out)
    except _REFUSED as error:
        raise _unwritable(out, error) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def check_writable(out: Path) -> None:
    """Refuse a place that holds something else, or where nothing can be made, before any long computation."""
    if out.exists() and not out.is_dir():
        raise UnwritableOutputError(N_("%(out)s is a file. Name a folder to write how sure it is into."), out=out)
    if out.is_dir() and any(out.iterdir()) and not (out / SURE_FILE).exists():
        template = N_("The folder %(out)s holds something other than a sampled run. Name a new one, or empty it.")
        raise UnwritableOutputError(template, out=out)
    try:
        out.absolute().parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.absolute().parent):
            pass
    except OSError as error:
        raise _unwritable(out, error) from error


def _unwritable(out: Path, error: Exception) -> UnwritableOutputError:
    template = N_("The run cannot be written to %(out)s (%(reason)s). Choose another place or free some space.")
    reason = (error.strerror if isinstance(error, OSError) else None) or error
    return UnwritableOutputError(template, out=out, reason=reason)


def _write_files(
    document: Mapping[str, Any],
    sure: Sureness,
    picture: Picture,
    measures: Sequence[MeasureSureness],
    folder: Path,
    language: Language,
) -> None:
    folder.mkdir()
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    (folder / SURE_FILE).write_text(text, encoding="utf-8")
    (folder / "spreads.toml").write_text(spreads_toml(sure.spreads), encoding="utf-8")
    write_tables(sure, picture, measures, folder)
    write_probability(sure, picture.ground.grid, folder / "gap_probability.tif")
    write_sure_map(sure, picture, folder / "map.png", language)


def _put_in_place(staging: Path, out: Path) -> None:
    """Swap the new run in; if that fails the old one goes back to where it was."""
    old = staging / "old"
    if out.exists():
        out.rename(old)
    try:
        (staging / "new").rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
