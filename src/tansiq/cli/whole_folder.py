"""Results as a folder: all of it or nothing, and nothing of anybody else's is overwritten."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from tansiq.errors import UnwritableOutputError
from tansiq.language import N_


def check_writable(out: Path, document: str) -> None:
    """Refuse a place that holds something else, or where nothing can be made, before the computation.

    Parameters
    ----------
    out
        The folder: new, empty, or holding an earlier result of the same command.
    document
        Name of the file by which an earlier result is known.

    Raises
    ------
    UnwritableOutputError
        If it cannot take a result.
    """
    if out.exists() and not out.is_dir():
        raise UnwritableOutputError(N_("%(out)s is a file. Name a folder to write the results into."), out=out)
    if out.is_dir() and any(out.iterdir()) and not (out / document).exists():
        template = N_("The folder %(out)s holds something other than such results. Name a new one, or empty it.")
        raise UnwritableOutputError(template, out=out)
    try:
        out.absolute().parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.absolute().parent):
            pass
    except OSError as error:
        raise _unwritable(out, error) from error


def write_whole(out: Path, fill: Callable[[Path], None]) -> None:
    """Fill a new folder beside ``out`` and swap it in whole; an earlier result there goes only then.

    Parameters
    ----------
    out
        As for :func:`check_writable`.
    fill
        Writes every file into the folder it is given, which is there and empty.

    Raises
    ------
    UnwritableOutputError
        If a file cannot be written; what stood at ``out`` stands there still.
    """
    try:
        staging = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.absolute().parent))
    except OSError as error:
        raise _unwritable(out, error) from error
    try:
        (staging / "new").mkdir()
        fill(staging / "new")
        _swap(staging, out)
    except OSError as error:
        raise _unwritable(out, error) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _swap(staging: Path, out: Path) -> None:
    if out.exists():
        out.rename(staging / "old")
    try:
        (staging / "new").rename(out)
    except OSError:
        if (staging / "old").exists():
            (staging / "old").rename(out)
        raise


def _unwritable(out: Path, error: OSError) -> UnwritableOutputError:
    template = N_("The results cannot be written to %(out)s (%(reason)s). Choose another place or free some space.")
    return UnwritableOutputError(template, out=out, reason=error.strerror or error)
