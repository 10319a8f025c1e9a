"""Releasing a coverage: its file first, durably; then the record that names it, through the door."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from tansiq.centre.coverage.rules import attachment_file
from tansiq.centre.coverage.terms import KIND
from tansiq.centre.door.author import Author
from tansiq.centre.door.history import find
from tansiq.centre.door.keys import identity
from tansiq.centre.door.models import Entry
from tansiq.centre.door.putting import put
from tansiq.centre.door.registry import Entered
from tansiq.centre.partners.lot import drawn
from tansiq.centre.partners.models import Receipt, Released
from tansiq.centre.partners.writing import marking
from tansiq.exchange.errors import AlteredEntryError
from tansiq.journal.json_strict import Json
from tansiq.journal.log import Folder
from tansiq.journal.times import read_time
from tansiq.language import N_

SHOWN: Final = 20


def release_coverage(body: Mapping[str, Json], data: bytes, to: Sequence[str], author: Author) -> Entered:
    """Release a coverage to the parties ``to``.

    Parameters
    ----------
    body, data
        The record's body, and the attachment that it names.
    to
        Parties it is for.
    author
        Who releases it.

    Raises
    ------
    Refusal
        It may not be released: see :mod:`tansiq.centre.coverage.rules`.
    UnwritableOutputError, StoreError
        The disk or the database refuses.
    """
    # Loaded before the door is held, since it takes seconds (numba).
    import tansiq.exchange.coverage_file  # noqa: F401, PLC0415

    digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
    named: Any = body.get("attachments")
    if not named or named[0]["digest"] != digest:
        raise AlteredEntryError(N_("The attachment is not the one that the record names."))
    Folder(identity().folder).write(attachment_file(digest), data)
    return put(KIND, body, author, object=drawn("coverage"), event_at=read_time(str(body["at"])), marking=marking(to))


@dataclass(frozen=True, slots=True)
class Way:
    """A released coverage's way to one partner: when released, and when confirmed to be there (None: not yet)."""

    name: str
    released_at: datetime
    received_at: datetime | None


@dataclass(frozen=True, slots=True)
class Given:
    """A coverage that this centre released.

    Attributes
    ----------
    digest, body
        Of its record.
    at, valid_until, entered_at
        The moment it is true for, until when it may be trusted, when it was released.
    author
        Who released it.
    ways
        To whom it went.
    """

    digest: str
    body: Mapping[str, Any]
    at: datetime
    valid_until: datetime
    entered_at: datetime
    author: str
    ways: tuple[Way, ...]


def given(as_of: int | None) -> Iterator[Given]:
    """Yield what this centre released, the newest first."""
    rows = Entry.objects.filter(kind=KIND)
    rows = rows if as_of is None else rows.filter(place__lte=as_of)
    for digest in rows.order_by("-place").values_list("digest", flat=True)[:SHOWN]:
        content = find(digest).content
        body: Any = content.body
        yield Given(
            digest, body, read_time(body["at"]), read_time(body["valid_until"]), content.entered_at,
            content.author or "", tuple(_ways(digest, as_of)),
        )  # fmt: skip


def _ways(digest: str, as_of: int | None) -> Iterator[Way]:
    for each in Released.objects.at(as_of).filter(digest=digest).order_by("recipient"):
        receipts = Receipt.objects.history(each.recipient, as_of).filter(size__gt=each.index).order_by("size")
        first = receipts.values_list("entered_at", flat=True).first()
        yield Way(each.recipient, each.released_at, first)
