"""Writing CSV: what the whole laydown says as lines ``# key: value``, then one row for each post."""

import csv
import io
from dataclasses import replace
from typing import Final

from tansiq.domain.laydown import Laydown
from tansiq.errors import UnwritableOutputError
from tansiq.exchange.laydown_file.columns import COLUMNS, TableName
from tansiq.exchange.laydown_file.tables import Tables, Value
from tansiq.ground.model import Notice
from tansiq.language import N_

_LEFT_OUT: Final = N_(
    "%(file)s: CSV carries posts only; the %(tables)s of this laydown were left out. Let the file's name end in "
    ".geojson or .xlsx to keep them."
)
_NOT_CARRIED: Final[tuple[TableName, ...]] = ("sectors", "centres", "brigades")
_MORE_THAN_POSTS: Final = N_(
    "CSV carries posts only, and this laydown also has %(tables)s: let the file's name end in .geojson or .xlsx."
)


def for_csv(laydown: Laydown, file: str) -> tuple[Laydown, tuple[Notice, ...]]:
    """Return ``laydown`` without sectors, centres and brigades, for which CSV has no place, and a notice of the loss.

    Writing CSV refuses a laydown that has them, so that nothing is lost by accident; this loses them on purpose.
    """
    bare = replace(laydown, centres=(), brigades=(), terms=replace(laydown.terms, sectors=()))
    had = (laydown.terms.sectors, laydown.centres, laydown.brigades)
    lost = [name for name, things in zip(_NOT_CARRIED, had, strict=True) if things]
    if not lost:
        return laydown, ()
    return bare, (Notice("left-out-of-csv", _LEFT_OUT, {"file": file, "tables": ", ".join(lost)}),)


def csv_bytes(tables: Tables) -> bytes:
    """Return the file's bytes: the same tables give the same bytes.

    UTF-8 with a byte order mark, without which Excel takes Arabic for something else; commas; lines end in CR LF.

    Raises
    ------
    UnwritableOutputError
        If the laydown has sectors, centres or brigades, for which CSV has no place.
    """
    more = [name for name in _NOT_CARRIED if tables[name]]
    if more:
        raise UnwritableOutputError(_MORE_THAN_POSTS, tables=", ".join(more))
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for key, value in _said(tables):
        if value is not None:
            writer.writerow([f"# {key}: {cell_text(value)}"])
    writer.writerow(COLUMNS["posts"])
    for record in tables["posts"]:
        writer.writerow(_cell(column, record[column]) for column in COLUMNS["posts"])
    return text.getvalue().encode("utf-8-sig")


def cell_text(value: Value) -> str:
    """Return a value as text: nothing as an empty string, yes and no as words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _cell(column: str, value: Value) -> str:
    if column in ("lat", "lon") and isinstance(value, int | float):
        return f"{value:.6f}"
    return cell_text(value)


def _said(tables: Tables) -> list[tuple[str, Value]]:
    said = [*tables["laydown"][0].items(), *tables["terms"][0].items()]
    for number, party in enumerate(tables["parties"], 1):
        said += [(f"party_{number}_{column}", value) for column, value in party.items()]
    return said
