"""Reading a laydown from any of the three formats."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from tansiq.domain.laydown import Laydown
from tansiq.exchange.laydown_file.assemble import assemble
from tansiq.exchange.laydown_file.csv_rows import read_csv
from tansiq.exchange.laydown_file.files import Kind, kind_of, read_bounded
from tansiq.exchange.laydown_file.geojson import read_geojson
from tansiq.exchange.laydown_file.raw import RawLaydown
from tansiq.exchange.laydown_file.workbook import read_workbook
from tansiq.ground.model import Notice

_READERS: Final[Mapping[Kind, Callable[[bytes, str], RawLaydown]]] = {
    "geojson": read_geojson,
    "csv": read_csv,
    "xlsx": read_workbook,
}


def read(path: str | Path) -> Laydown:
    """Return the laydown in the file at ``path``; its format is known by its ending.

    Raises
    ------
    UnreadableInputError
        If the file is missing, empty, too large, or not of the kind its name claims.
    BadInputError
        If it says something that cannot be right; :class:`LaydownFaultsError` lists every fault found, with row,
        column and remedy.
    """
    return read_with_notices(path)[0]


def read_with_notices(path: str | Path) -> tuple[Laydown, tuple[Notice, ...]]:
    """Return the laydown and what its reader should know about it; raises as :func:`read`."""
    path = Path(path)
    return assemble(_READERS[kind_of(path)](read_bounded(path), path.name))
