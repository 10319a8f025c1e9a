"""Writing a laydown in any of the three formats."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from tansiq.domain.laydown import Laydown
from tansiq.exchange.laydown_file.assemble import assemble
from tansiq.exchange.laydown_file.csv_write import csv_bytes
from tansiq.exchange.laydown_file.files import Kind, write_whole, written_kind
from tansiq.exchange.laydown_file.geojson_write import geojson_bytes
from tansiq.exchange.laydown_file.tables import Tables, raw_of, tables_of
from tansiq.exchange.laydown_file.workbook_write import workbook_bytes

_WRITERS: Final[Mapping[Kind, Callable[[Tables], bytes]]] = {
    "geojson": geojson_bytes,
    "csv": csv_bytes,
    "xlsx": workbook_bytes,
}


def write(laydown: Laydown, path: str | Path) -> None:
    """Write ``laydown`` to ``path``, in the format of its ending: whole, or not at all.

    Positions are written as latitude and longitude with six decimals (0.11 m); the ten-digit MGRS reference beside
    them is for people.

    Raises
    ------
    LaydownFaultsError
        If the laydown could not be read back: ids given twice, posts in one place, figures out of bounds.
    UnwritableOutputError
        If the ending is none of ours, CSV was asked for more than posts, or the place cannot be written.
    """
    path = Path(path)
    write_whole(path, encode(laydown, written_kind(path), path.name))


def encode(laydown: Laydown, kind: Kind, file: str = "laydown") -> bytes:
    """Return the bytes of ``laydown`` in one format; raises as :func:`write`, calling the file ``file``."""
    tables = tables_of(laydown)
    assemble(raw_of(tables, file))
    return _WRITERS[kind](tables)
