"""The headings of tables: known, complete, once each, and nothing about persons."""

import difflib
from typing import Final

from tansiq.exchange.laydown_file.characters import bare, shown
from tansiq.exchange.laydown_file.columns import COLUMNS, REQUIRED, TableName
from tansiq.exchange.laydown_file.faults import Faults, Place
from tansiq.exchange.laydown_file.persons import is_about_persons
from tansiq.exchange.laydown_file.raw import RawLaydown
from tansiq.language import N_

_PERSONS: Final = N_("this column is about persons. Tansiq takes nothing about persons: remove the column.")
_UNKNOWN: Final = N_("this column is not known here: remove it or rename it. Known are %(known)s.")
_MEANT: Final = N_("this column is not known here: is %(meant)s meant? Otherwise remove it. Known are %(known)s.")
_MISSING: Final = N_("there is no column %(missing)s. There are %(there)s: add it, or rename the one that is meant.")
_NO_COLUMNS: Final = N_("there is no column %(missing)s, and no other: the first row must name the columns.")


def heading(cell: object) -> str:
    """Return a heading as columns are named: small letters, underscores for spaces."""
    return "_".join(bare(str(cell)).lower().split())


def check_headings(raw: RawLaydown, faults: Faults) -> None:
    """Record headings that are not known, that are missing, or that are about persons.

    Raises
    ------
    LaydownFaultsError
        If there is any: rows under wrong headings would only repeat it.
    """
    for name, table in raw.tables.items():
        used = dict.fromkeys(column for row in table.rows for column in row.cells)
        columns = tuple(dict.fromkeys((*(table.columns or ()), *used)))
        for column in columns:
            _check_known(name, column, table.place, faults)
        if table.rows or table.columns:
            _check_required(name, columns, table.place, faults)
    faults.refuse()


def _check_known(name: TableName, column: str, place: Place, faults: Faults) -> None:
    known = COLUMNS[name]
    if column in known:
        return
    place = place.at(shown(column))
    if is_about_persons(column):
        faults.add(place, _PERSONS)
        return
    meant = difflib.get_close_matches(column[:40], known, 1)
    fields = {"known": ", ".join(known)}
    if meant:
        faults.add(place, _MEANT, meant=meant[0], **fields)
    else:
        faults.add(place, _UNKNOWN, **fields)


def _check_required(name: TableName, columns: tuple[str, ...], place: Place, faults: Faults) -> None:
    for choices in REQUIRED[name]:
        if not any(choice in columns for choice in choices):
            missing = " / ".join(choices)
            there = ", ".join(shown(column) for column in columns)
            if there:
                faults.add(place, _MISSING, missing=missing, there=there)
            else:
                faults.add(place, _NO_COLUMNS, missing=missing)
