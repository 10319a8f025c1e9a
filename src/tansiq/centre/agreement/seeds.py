"""Texts as files: the model drafts that lie beside this module, and what somebody uploads as the next version.

A text is a TOML file with ``title``, ``authentic_languages``, and lists ``clauses``, ``obligations``,
``dispute_steps``; every text has the keys ``en``, ``ar``, ``ckb``. An obligation says ``due_days`` (from when the text
is entered) or ``due_at``. What may travel between centres stands in a table ``exchange``, formed as in a record.
"""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

import tomli_w

from tansiq.domain.time import LOCAL_ZONE
from tansiq.errors import BadInputError
from tansiq.journal.json_strict import Json
from tansiq.journal.limits import LIMITS
from tansiq.language import N_

ARTICLES: Final = Path(__file__).parent / "articles"
EXCHANGE: Final = "exchange"
_KEPT: Final = ("title", "authentic_languages", "clauses", "dispute_steps", EXCHANGE)


@cache
def model_drafts() -> Mapping[str, Mapping[str, Any]]:
    """Return the model drafts by name, the agreement first."""
    return {path.stem.partition("-")[2]: read_text_file(path.read_bytes()) for path in sorted(ARTICLES.glob("*.toml"))}


def read_text_file(data: bytes) -> Mapping[str, Any]:
    """Read a text's file.

    Raises
    ------
    BadInputError
        Too large, not TOML, or without clauses.
    """
    if len(data) > LIMITS.record_bytes * 2:
        raise BadInputError(N_("The file is too large for one text. Enter annexes as texts of their own."))
    try:
        table = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInputError(N_("The file is not a text in TOML (%(why)s). Begin with one downloaded here."),
                            why=error) from error  # fmt: skip
    if not all(isinstance(table.get(name), kind) for name, kind in (("title", dict), ("clauses", list))):
        raise BadInputError(N_("The file lacks a title or clauses. Begin with one downloaded here."))
    return table


def body_of(
    table: Mapping[str, Any], *, agreement: str, version: int, parties: Sequence[str], entered_at: datetime
) -> dict[str, Json]:
    """Return the body of an ``agreement_text`` record for a file's text; the kind's form is checked at the door."""
    body: dict[str, Json] = {name: table[name] for name in _KEPT if name in table}
    body |= {"agreement": agreement, "version": version, "parties": list(parties)}
    body.setdefault("authentic_languages", ["ar", "ckb"])
    duties = table.get("obligations", [])
    if duties:
        body["obligations"] = [_obligation(each, parties, entered_at) for each in duties]
    reservations = table.get("reservations", [])
    if reservations:
        body["reservations"] = reservations
    return body


def kind_of(body: Mapping[str, Json]) -> str:
    """Return the kind of record that ``body`` makes: only the newer one carries terms of an exchange."""
    return "agreement_text/2" if EXCHANGE in body else "agreement_text/1"


def _obligation(each: Mapping[str, Any], parties: Sequence[str], entered_at: datetime) -> Json:
    owed: dict[str, Json] = {name: each[name] for name in ("clause", "text", "evidence") if name in each}
    owners = each.get("owners", "both")
    owed["owners"] = list(parties) if owners == "both" else owners
    due = each.get("due_at")
    if isinstance(each.get("due_days"), int):
        due = (entered_at + timedelta(days=each["due_days"])).astimezone(LOCAL_ZONE).replace(microsecond=0)
    if due is not None:
        owed["due_at"] = due.isoformat() if isinstance(due, datetime) else due
    return owed


def text_file(body: Mapping[str, Any]) -> bytes:
    """Return a text as a file that can be changed and uploaded as the next version."""
    kept = (*_KEPT, "obligations", "reservations")
    return tomli_w.dumps({name: body[name] for name in kept if name in body}, multiline_strings=True).encode()
