"""The two parties: from their own table, else from what the posts' party column says."""

import re
from typing import Final

from tansiq.domain.names import Names
from tansiq.domain.party import Party, Side
from tansiq.exchange.laydown_file.cells import Cells, parse_words
from tansiq.exchange.laydown_file.characters import bare, shown
from tansiq.exchange.laydown_file.crosschecks import check_ids
from tansiq.exchange.laydown_file.faults import Faults, Place, RefusalError
from tansiq.exchange.laydown_file.raw import RawLaydown, Row
from tansiq.language import N_

_KEY: Final = re.compile(r"[a-z0-9][a-z0-9-]*")
_TWO: Final = 2  # sides of the agreement
_SIDES: Final[dict[str, Side]] = {"left": "left", "right": "right"}
_NOT_A_KEY: Final = N_(
    "“%(value)s” cannot be a party's key: use small letters a to z, digits and hyphens, and put the full name into "
    "name_en, name_ar or name_ckb of the parties."
)
_NOT_TWO: Final = N_("there are %(count)s parties (%(keys)s): a laydown has exactly two.")


def parse_party(cell: object) -> str:
    """Return the key of a party, in small letters and western digits.

    Raises
    ------
    RefusalError
        If it holds anything but letters a to z, digits and hyphens.
    """
    key = bare(parse_words(cell)).lower()
    if not _KEY.fullmatch(key):
        raise RefusalError(_NOT_A_KEY, value=shown(key))
    return key


def read_parties(raw: RawLaydown, faults: Faults) -> tuple[Party, ...]:
    """Return the parties; other than two of them are recorded as a fault."""
    table = raw.tables.get("parties")
    if table is not None and table.rows:
        parties = tuple(_party(Cells(row, faults)) for row in table.rows)
        check_ids(((party.id, row.place) for party, row in zip(parties, table.rows, strict=True)), faults)
        parties = tuple({party.id: party for party in parties if party.id}.values())
        place = table.place
    else:
        parties, place = _from_posts(raw, faults)
        if not raw.tables["posts"].rows:
            return ()
    if len(parties) != _TWO:
        faults.add(place, _NOT_TWO, count=len(parties), keys=", ".join(party.id for party in parties) or "-")
    return parties


def _party(cells: Cells) -> Party:
    cells.need("id")
    return Party(cells.take("id", parse_party, ""), cells.names(), cells.choice("side", _SIDES))


def _from_posts(raw: RawLaydown, faults: Faults) -> tuple[tuple[Party, ...], Place]:
    """Return the parties that posts name, by key, so that the order of rows does not matter; and where they stand.

    If two of more than two stand out by their number of posts, only these are taken, so that the others' rows are told
    as posts of an unknown party. Otherwise the place is the row in which a third party is first named.
    """
    rows: dict[str, list[Row]] = {}
    for row in raw.tables["posts"].rows:
        key = Cells(row, faults).take("party", parse_party, "")
        if key:
            rows.setdefault(key, []).append(row)
    most = sorted(rows, key=lambda key: -len(rows[key]))
    place = rows[list(rows)[_TWO]][0].place_of("party") if len(rows) > _TWO else raw.tables["posts"].place.at("party")
    if len(most) > _TWO and len(rows[most[1]]) > len(rows[most[_TWO]]):
        most = most[:_TWO]
    return tuple(Party(key, Names(en=str(rows[key][0].cells["party"]).strip())) for key in sorted(most)), place
