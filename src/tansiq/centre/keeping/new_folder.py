"""A folder that is there whole or not at all."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tansiq.errors import UnwritableOutputError
from tansiq.language import N_


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Make a folder beside ``path`` and give it that name when all went well; else leave nothing.

    Raises
    ------
    UnwritableOutputError
        There is something at ``path``, or the folder cannot be made.
    """
    beside = path.with_name(f".{path.name}.new")
    try:
        if path.exists() or path.is_symlink():
            raise UnwritableOutputError(N_("%(out)s is there already. Name a new folder."), out=path)
        shutil.rmtree(beside, ignore_errors=True)  # of an attempt that broke off
        beside.mkdir(mode=0o700, parents=True)
        yield beside
        beside.rename(path)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UnwritableOutputError(N_("%(file)s cannot be written (%(why)s)."), file=path, why=why) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
