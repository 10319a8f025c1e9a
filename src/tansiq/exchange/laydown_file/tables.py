"""From a laydown to tables of plain values: what every writer writes, and what is checked before it is written."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from tansiq.domain.agreement import Sector
from tansiq.domain.laydown import Laydown
from tansiq.domain.names import Names
from tansiq.domain.post import Post
from tansiq.exchange.laydown_file.columns import COLUMNS, FORMAT, TableName
from tansiq.exchange.laydown_file.faults import Place
from tansiq.exchange.laydown_file.moments import manned_text
from tansiq.exchange.laydown_file.positions import DEGREES_DECIMALS, mgrs_text
from tansiq.exchange.laydown_file.raw import RawLaydown, Row, Table

Value = str | int | float | bool | None
Record = Mapping[str, Value]
Tables = Mapping[TableName, tuple[Record, ...]]


def tables_of(laydown: Laydown) -> Tables:
    """Return ``laydown`` as records by table, every column in each, None where nothing is said.

    Degrees are given with six decimals (0.11 m), the MGRS reference of the same place beside them.
    """
    terms = laydown.terms
    header = {
        "format": FORMAT,
        **_names(laydown.title, "title"),
        "fictional": laydown.fictional,
        "as_of": _moment(laydown.as_of),
    }
    figures = {
        "respond_within_min": _number(terms.respond_within_min),
        "share_within_min": _number(terms.share_within_min),
        "stale_after_h": _number(terms.stale_after_h),
    }
    return {
        "laydown": (header,),
        "terms": (figures,),
        "parties": tuple({"id": p.id, **_names(p.names), "side": p.side} for p in laydown.parties),
        "posts": tuple(_post(post) for post in laydown.posts),
        "sectors": tuple(_sector(sector) for sector in terms.sectors),
        "centres": tuple({"id": c.id, **_names(c.names), **_position(c.lon_deg, c.lat_deg)} for c in laydown.centres),
        "brigades": tuple(
            {"id": b.id, **_names(b.names), "state": b.state, "awaiting": " ".join(b.awaiting) or None}
            for b in laydown.brigades
        ),
    }


def raw_of(tables: Tables, file: str) -> RawLaydown:
    """Return ``tables`` as a reader would bring them, so that nothing is written that would not be read."""
    return RawLaydown(file, {name: _table(name, records, file) for name, records in tables.items()})


def _table(name: TableName, records: Iterable[Record], file: str) -> Table:
    rows = tuple(
        Row(
            Place(file, member=name, unit="entry", number=number),
            {column: value for column, value in record.items() if value not in (None, "")},
        )
        for number, record in enumerate(records, 1)
    )
    return Table(Place(file, member=name), COLUMNS[name], rows)


def _post(post: Post) -> Record:
    reaction = post.reaction
    return {
        "id": post.id,
        "party": post.party,
        **_names(post.names),
        **_position(post.lon_deg, post.lat_deg),
        "eye_m": _number(post.eye_m),
        "range_day_m": _number(post.range_day_m),
        "range_night_m": _number(post.range_night_m),
        "detect_per_min_day": _number(post.detect_per_min_day),
        "detect_per_min_night": _number(post.detect_per_min_night),
        "manned": manned_text(post.manned),
        "confirmed_at": _moment(post.confirmed_at),
        "reaction_mode": reaction.mode if reaction else None,
        "reaction_ready_min": _number(reaction.ready_min) if reaction else None,
    }


def _sector(sector: Sector) -> Record:
    within = sector.respond_within_min
    return {
        "id": sector.id,
        **_names(sector.names),
        "from_km": _number(sector.from_km),
        "to_km": _number(sector.to_km),
        "respond_within_min": None if within is None else _number(within),
        "partner_may_respond": sector.partner_may_respond,
    }


def _position(lon_deg: float, lat_deg: float) -> Record:
    # Adding zero turns -0.0 into 0.0, which every format writes alike.
    lon, lat = round(lon_deg, DEGREES_DECIMALS) + 0.0, round(lat_deg, DEGREES_DECIMALS) + 0.0
    return {"lat": lat, "lon": lon, "mgrs": mgrs_text(lon, lat) or None}


def _names(names: Names, prefix: str = "name") -> Record:
    return {f"{prefix}_{language}": getattr(names, language) or None for language in ("en", "ar", "ckb")}


def _number(value: float) -> int | float:
    return int(value) if float(value).is_integer() else float(value)


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
