"""Where a package is written: beside its place, and moved there when it is whole."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tansiq.errors import UnwritableOutputError
from tansiq.ground.manifest import MANIFEST
from tansiq.language import N_

_READABLE: Final = 0o755


def check_destination(out: Path, *, force: bool) -> None:
    """Refuse a place that cannot take a package, before any work is done.

    Raises
    ------
    UnwritableOutputError
        If the folder above is missing or not writable, or something else is already there.
    """
    if not out.absolute().parent.is_dir() or not os.access(out.absolute().parent, os.W_OK):
        template = N_("%(out)s cannot be made: the folder above it is missing or not writable. Make it first.")
        raise UnwritableOutputError(template, out=out)
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    if not (out.is_dir() and (out / MANIFEST).is_file()):
        template = N_("%(out)s exists and is not a ground package: it is left alone. Choose another name.")
        raise UnwritableOutputError(template, out=out)
    if not force:
        template = N_("%(out)s already holds a ground package. Choose another name, or replace it with --force.")
        raise UnwritableOutputError(template, out=out)


@contextmanager
def appearing_whole(out: Path) -> Iterator[Path]:
    """Context with a temporary folder beside ``out`` that takes its place at the end, or vanishes on any error.

    Raises
    ------
    UnwritableOutputError
        If the folder cannot be made or moved.
    """
    parent = out.absolute().parent
    try:
        work = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=parent))
    except OSError as error:
        raise _unwritable(out, error) from error
    try:
        yield work
        work.chmod(_READABLE)
        _move(work, out)
    except OSError as error:
        raise _unwritable(out, error) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _move(work: Path, out: Path) -> None:
    if not (out.is_dir() and any(out.iterdir())):
        work.replace(out)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}.old.", dir=work.parent))
    out.replace(old)
    try:
        work.replace(out)
    except OSError:
        old.replace(out)
        raise
    shutil.rmtree(old)


def _unwritable(out: Path, error: OSError) -> UnwritableOutputError:
    template = N_("%(out)s cannot be written (%(reason)s). Check the free space and the rights of the folder.")
    return UnwritableOutputError(template, out=out, reason=error.strerror or error)
