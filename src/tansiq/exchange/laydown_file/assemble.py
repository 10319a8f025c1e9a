"""From tables of cells to a laydown: every row read, every fault collected, then everything held together."""

from typing import Final

from tansiq.domain.laydown import Laydown
from tansiq.exchange.laydown_file.agreed import read_brigades, read_centres, read_terms
from tansiq.exchange.laydown_file.cells import Cells
from tansiq.exchange.laydown_file.columns import FORMAT, TableName
from tansiq.exchange.laydown_file.crosschecks import check_ids, check_same_place, check_strays
from tansiq.exchange.laydown_file.faults import Faults, Place
from tansiq.exchange.laydown_file.headings import check_headings
from tansiq.exchange.laydown_file.notices import notices_of
from tansiq.exchange.laydown_file.parties import read_parties
from tansiq.exchange.laydown_file.posts import read_posts
from tansiq.exchange.laydown_file.raw import RawLaydown, Row
from tansiq.ground.model import Notice
from tansiq.language import N_

_NO_POSTS: Final = N_("there are no posts: add one row for each post under the headings.")


def assemble(raw: RawLaydown) -> tuple[Laydown, tuple[Notice, ...]]:
    """Return the laydown that ``raw`` describes, and what its reader should know.

    Raises
    ------
    LaydownFaultsError
        With every fault found, up to the limit.
    """
    faults = Faults(raw.file)
    check_headings(raw, faults)
    if not _rows(raw, "posts"):
        faults.stop(raw.tables["posts"].place, _NO_POSTS)
    header, terms = Cells(_single(raw, "laydown"), faults), Cells(_single(raw, "terms"), faults)
    header.choice("format", {FORMAT: FORMAT})
    title, fictional, as_of = header.names("title"), header.flag("fictional", default=False), header.moment("as_of")
    parties = read_parties(raw, faults)
    placed = read_posts(_rows(raw, "posts"), tuple(party.id for party in parties), as_of, faults)
    check_ids(((item.post.id, item.place) for item in placed), faults)
    check_same_place(placed, faults)
    check_strays(placed, faults)
    agreed = read_terms(terms, _rows(raw, "sectors"), faults)
    centres = read_centres(_rows(raw, "centres"), faults)
    brigades = read_brigades(_rows(raw, "brigades"), faults)
    faults.refuse()
    posts = tuple(item.post for item in placed)
    laydown = Laydown(title, (parties[0], parties[1]), posts, as_of, fictional, centres, brigades, agreed)
    return laydown, notices_of(placed, raw, dated=as_of is not None)


def _rows(raw: RawLaydown, table: TableName) -> tuple[Row, ...]:
    return raw.tables[table].rows if table in raw.tables else ()


def _single(raw: RawLaydown, table: TableName) -> Row:
    rows = _rows(raw, table)
    return rows[0] if rows else Row(Place(raw.file), {})
