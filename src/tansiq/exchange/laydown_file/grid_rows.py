"""From rows of cells under a row of headings to a table: shared by CSV and the sheets of a workbook."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from tansiq.exchange.laydown_file.characters import shown
from tansiq.exchange.laydown_file.faults import Faults, Place
from tansiq.exchange.laydown_file.headings import heading
from tansiq.exchange.laydown_file.limits import LIMITS
from tansiq.exchange.laydown_file.raw import Cell, Row, Table
from tansiq.language import N_

Numbered = tuple[int, Sequence[Cell]]

_TOO_MANY_ROWS: Final = N_("there are more than %(limit)s rows: a laydown has at most that many.")
_TOO_MANY_COLUMNS: Final = N_("there are more than %(limit)s columns: a laydown has at most that many.")
_TWICE: Final = N_("this heading stands twice: keep one of the columns.")
_BEYOND: Final = N_(
    "“%(value)s” stands beyond the last heading: give its column a heading, remove it, or, if a decimal comma or a "
    "comma in a name pushed the row along, write a point or put the name in quotation marks."
)
_BELOW_NOTHING: Final = N_("“%(value)s” stands under an empty heading: give its column a heading, or remove it.")
_NOT_A_PAIR: Final = N_("“%(value)s” stands beside a key and its value: write one value for one key.")


def is_empty(cell: Cell) -> bool:
    """Tell whether a cell holds nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def table_of(rows: Iterable[Numbered], place: Place, faults: Faults) -> Table:
    """Return the table whose first row that is not empty holds the headings.

    Parameters
    ----------
    rows
        The spreadsheet's row numbers, from 1, and cells.
    place
        The file or sheet.
    faults
        Where faults go: double or missing headings, cells beyond the last heading.

    Raises
    ------
    LaydownFaultsError
        If there are more rows or columns than the limit.
    """
    filled = (pair for pair in rows if not all(map(is_empty, pair[1])))
    first = next(filled, None)
    if first is None:
        return Table(place, (), ())
    columns = _headings(first, place, faults)
    found: list[Row] = []
    for number, cells in filled:
        if len(found) >= LIMITS.rows:
            faults.stop(place, _TOO_MANY_ROWS, limit=LIMITS.rows)
        found.append(_row(replace(place, number=number), columns, cells, faults))
    return Table(place, tuple(column for column in columns if column), tuple(found))


def _headings(numbered: Numbered, place: Place, faults: Faults) -> tuple[str, ...]:
    number, cells = numbered
    columns = ["" if is_empty(cell) else heading(cell) for cell in cells]
    while columns and not columns[-1]:
        columns.pop()
    if len(columns) > LIMITS.columns:
        faults.stop(place, _TOO_MANY_COLUMNS, limit=LIMITS.columns)
    for column in {column for column in columns if column and columns.count(column) > 1}:
        faults.add(replace(place, number=number, column=shown(column)), _TWICE)
    return tuple(columns)


def _row(place: Place, columns: Sequence[str], cells: Sequence[Cell], faults: Faults) -> Row:
    row: dict[str, Cell] = {}
    for index, cell in enumerate(cells):
        if is_empty(cell):
            continue
        if index >= len(columns):
            faults.add(place, _BEYOND, value=shown(cell))
            break
        if not columns[index]:
            faults.add(place, _BELOW_NOTHING, value=shown(cell))
        row[columns[index]] = cell
    return Row(place, {column: cell for column, cell in row.items() if column})


def pairs_of(rows: Iterable[Numbered], place: Place, faults: Faults) -> Table:
    """Return the table of one row whose cells stand one below the other, as key and value under those two words."""
    cells: dict[str, Cell] = {}
    places: dict[str, Place] = {}
    for number, line in rows:
        values = [cell for cell in line if not is_empty(cell)]
        here = replace(place, number=number)
        if not values or is_empty(line[0]) or heading(line[0]) == "key":
            if values and is_empty(line[0]):
                faults.add(here, _BELOW_NOTHING, value=shown(values[0]))
            continue
        key = heading(line[0])
        if len(values) > 2 or (len(values) == 2 and is_empty(line[1])):  # noqa: PLR2004 - key and value
            faults.add(here.at(shown(key)), _NOT_A_PAIR, value=shown(values[-1]))
        if key in places:
            faults.add(here.at(shown(key)), _TWICE)
        places[key] = here
        if len(values) > 1:
            cells[key] = line[1]
        if len(places) > LIMITS.columns:
            faults.stop(place, _TOO_MANY_COLUMNS, limit=LIMITS.columns)
    return Table(place, tuple(places), (Row(place, cells, places),))
