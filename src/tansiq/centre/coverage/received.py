"""Coverages that came from partners: which stand for a party now, and what is known of them.

A page looks only at what records say. Whether an attachment holds is found by who reads it: the picture's worker, and a
thread that pages wake.
"""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.utils import timezone

from tansiq.centre.coverage.terms import KIND
from tansiq.centre.door.keys import identity
from tansiq.centre.partners.models import Received
from tansiq.centre.partners.terms import latest_terms
from tansiq.domain.exchange_terms import ExchangeTerms
from tansiq.domain.time import Window
from tansiq.errors import BadInputError, TansiqError
from tansiq.exchange.naming import attachment_name, received_folder
from tansiq.journal.log import Folder
from tansiq.journal.times import read_time
from tansiq.language import N_

SHOWN: Final = 50
_USED: Final = ("new", "acknowledged")


class OthersCoverageError(BadInputError):
    """A coverage that did not come from its own party's centre."""


@dataclass(frozen=True, slots=True)
class Held:
    """A coverage as its record says it.

    Attributes
    ----------
    origin, index, record
        From which partner's log, its place there, and the record's digest.
    party, body, state
        Who released it, what the record says, and how it stands (``Received.state``).
    window, at, valid_until
        Part of the day; the moment it is true for, until when it may be trusted.
    corrected
        Whether a later record took its place.
    own
        Whether it came from the party's own centre.
    """

    origin: str
    index: int
    record: str
    party: str
    body: Mapping[str, Any]
    state: str
    window: Window
    at: datetime
    valid_until: datetime
    kept_at: datetime
    corrected: bool
    own: bool

    @property
    def attachment(self) -> str:
        """The attachment's digest, ``sha256:`` and 64 digits."""
        return str(self.body["attachments"][0]["digest"])

    @property
    def path(self) -> Path:
        """Where the attachment lies."""
        return received_folder(identity().folder, self.origin) / attachment_name(self.attachment)

    def trusted(self, moment: datetime) -> bool:
        """Tell whether ``moment`` (aware) lies in the time it is true for."""
        return self.at <= moment <= self.valid_until


def held(as_of: int | None = None, party: str | None = None) -> Iterator[Held]:
    """Yield the coverages that came, the newest first; of one party if it is named."""
    rows = Received.objects.at(as_of).filter(kind=KIND).exclude(state__in=("refused", "erased"))
    rows = rows if party is None else rows.filter(party=party)
    terms = latest_terms(timezone.now(), as_of)
    for row in rows.order_by("-event_at", "-kept_at", "-index")[:SHOWN]:
        if row.body and row.body.get("attachments"):
            yield _held(row, terms)


def _held(row: Received, terms: ExchangeTerms | None) -> Held:
    body: Mapping[str, Any] = row.body or {}
    origin = terms.centre(row.origin) if terms else None
    return Held(
        row.origin, row.index, row.digest, row.party, body, row.state, Window(body["window"]), read_time(body["at"]),
        read_time(body["valid_until"]), row.kept_at, bool(row.superseded_by),
        origin is not None and origin.parties == {row.party},
    )  # fmt: skip


def pair(window: Window, now: datetime, as_of: int | None = None) -> tuple[Held, Held] | None:
    """Return the newest coverage of each of this centre's two parties that may be used; None if one has none."""
    parties = identity().party_ids
    if len(parties) != 2:  # noqa: PLR2004 - two parties agree
        return None
    first, second = (_newest(party, window, now, as_of) for party in parties)
    return (first, second) if first and second else None


def _newest(party: str, window: Window, now: datetime, as_of: int | None) -> Held | None:
    # Asked party by party: however many one of them releases, they never hide the other's.
    usable = (each for each in held(as_of, party) if each.window is window and _usable(each, now))
    return next(usable, None)


def _usable(each: Held, now: datetime) -> bool:
    return (
        each.state in _USED and not each.corrected and each.at <= now and fault_of(each) is None and each.path.is_file()
    )


_verdicts: Final[dict[str, TansiqError | None]] = {}
_looking: Final = threading.Lock()


def fault_of(each: Held) -> TansiqError | None:
    """Return why a coverage is not used, as far as it was read; None: it holds, or was not read yet."""
    if not each.own:
        template = N_("The coverage of %(party)s came from %(origin)s, which is not that party's own centre.")
        return OthersCoverageError(template, party=each.party, origin=each.origin)
    return _verdicts.get(each.record)


def is_read(each: Held) -> bool:
    """Tell whether it was read, and so is known to hold or not."""
    return each.record in _verdicts


def read(each: Held) -> Any:  # noqa: ANN401 - tansiq.gaps.coverage.Coverage, which costs seconds to import
    """Return a coverage that came, if it is what its record says and its party's own; what is found is remembered.

    Raises
    ------
    TansiqError
        It is not: it is never used.
    """
    # Loads numba: only threads that compute come here.
    from tansiq.exchange.coverage_file import MOST_BYTES, read_coverage  # noqa: PLC0415

    try:
        data = Folder(each.path.parent).read(each.path.name, MOST_BYTES)
        coverage = read_coverage(each.body, data, party=each.party)
    except TansiqError as error:
        _verdicts[each.record] = error
        raise
    _verdicts[each.record] = None
    return coverage


def look_at(every: list[Held]) -> bool:
    """Have those read that were not yet, in a thread; tell whether there are any."""
    unread = [each for each in every if not is_read(each) and each.path.is_file()]
    if unread and _looking.acquire(blocking=False):
        threading.Thread(target=_look, args=(unread,), name="coverages", daemon=True).start()
    return bool(unread)


def _look(unread: list[Held]) -> None:
    try:
        for each in unread:
            try:
                read(each)
            except TansiqError:
                continue  # the verdict is kept, and every page shows it
    finally:
        _looking.release()
