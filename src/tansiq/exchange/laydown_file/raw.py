"""A laydown as tables of cells, as every format brings it, before anything in it is believed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tansiq.exchange.laydown_file.columns import TableName
from tansiq.exchange.laydown_file.faults import Place

Cell = object  # text, a number, yes or no, a date: whatever the file holds


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it stands, and its cells that are not empty.

    ``places`` gives a cell's own place where cells of one row stand apart, as figures written one below the other do.
    """

    place: Place
    cells: Mapping[str, Cell]
    places: Mapping[str, Place] = field(default_factory=dict)

    def place_of(self, column: str) -> Place:
        """Return where the cell of ``column`` stands."""
        return self.places.get(column, self.place).at(column)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: where it stands, the columns it has, its rows that are not empty.

    ``columns`` is None where every row names its own (GeoJSON properties).
    """

    place: Place
    columns: tuple[str, ...] | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class RawLaydown:
    """A file's tables by name, and the names of parts that were not read."""

    file: str
    tables: Mapping[TableName, Table]
    unread: tuple[str, ...] = ()
