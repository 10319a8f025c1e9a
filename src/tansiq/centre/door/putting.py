"""The one door: every change comes in here, as a signed record, in one transaction with the tables that show it."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, TypeAlias

from django.db import transaction
from django.utils import timezone

from tansiq.centre.door import keys
from tansiq.centre.door.author import CENTRE_ITSELF, Author, refuse_stranger
from tansiq.centre.door.gate import projecting
from tansiq.centre.door.history import check_history
from tansiq.centre.door.models import Entry
from tansiq.centre.door.refusals import ClockSetBackError, NotAllowedError
from tansiq.centre.door.registry import Asked, Entered, authorise, project, rules_of, tell
from tansiq.centre.door.store import exclusively
from tansiq.domain.time import LOCAL_ZONE, date_time_group
from tansiq.journal.json_strict import Json
from tansiq.journal.note import NoteSigner
from tansiq.journal.record import Content, Record, check_body, read_record, sign_record
from tansiq.journal.tree import leaf_hash
from tansiq.language import N_

Body: TypeAlias = Mapping[str, Json]
# A clock that a time server moves back a little must not stop a centre; one that stands hours behind must.
CLOCK_TOLERANCE: Final = timedelta(seconds=2)
# Records made elsewhere (a root's certificate) may come from a clock that runs ahead of ours by this much.
AHEAD_TOLERANCE: Final = timedelta(minutes=10)
ROOT: Final = "root"
# When a centre's first records, the certificates of its own key, were kept: before anything of its own.
BEFORE_ALL: Final = datetime(2000, 1, 1, tzinfo=UTC)


def put(  # noqa: PLR0913 - a record has that many parts, all but three by name
    kind: str,
    body: Body | Callable[[], Body],
    author: Author,
    *,
    object: str | Callable[[], str],  # noqa: A002 - the record's own word
    event_at: datetime | None = None,
    received_at: datetime | None = None,
    marking: Json = None,
    supersedes: str | None = None,
    signer: NoteSigner | None = None,
) -> Entered:  # fmt: skip
    """Put down a record: authorise, check, sign, append and project, or change nothing.

    Parameters
    ----------
    kind
        Name and version.
    body, object
        What it says and what about; called, if callable, when nobody else can write (for numbers given in order).
    author
        Who puts it down.
    event_at, received_at
        When it happened and when the centre was told; now if not said. Cut to the millisecond.
    marking, supersedes
        As in :class:`~tansiq.journal.record.Content`.
    signer
        An officer's key, unlocked for this one signature; the centre's own if None.

    Returns
    -------
    entered
        The record and its place. It is on the disk.

    Raises
    ------
    Refusal
        It may not be put down: by this author, in this state of things, by this clock.
    StoreError
        The database cannot take it.
    tansiq.journal.errors.JournalError
        It is not well formed, or its key may not sign it.
    """
    rules = rules_of(kind)
    with exclusively():
        place, last = _end()
        now = _now(last)
        content = Content(
            kind=kind, object=object() if callable(object) else object, body=body() if callable(body) else body,
            author_role=author.role, author=author.account, party=author.party, centre=keys.identity().name,
            event_at=_to_ms(event_at or now), received_at=_to_ms(received_at or now), entered_at=now,
            marking=marking, supersedes=supersedes,
        )  # fmt: skip
        authorise(author, rules)
        check_body(content)
        rules.check(Asked(place, content, author, signer))
        return _enter(place, sign_record(content, signer or keys.centre_signer()), author, last)


def admit(entry: bytes, author: Author) -> Entered:
    """Take in a record that was signed elsewhere: a root's certificate or revocation.

    Parameters
    ----------
    entry
        Its bytes.
    author
        Who brings it; an account of the record's party, or the centre itself.

    Raises
    ------
    Refusal
        As :func:`put`; also if it was made for another centre, or by a clock far ahead of this one.
    StoreError, tansiq.journal.errors.JournalError
        As :func:`put`.
    """
    record = read_record(entry)
    content = record.content
    rules = rules_of(content.kind)
    with exclusively():
        place, last = _end()
        if author.account != CENTRE_ITSELF:
            authorise(author, rules_of("brought_record"))
        if content.author_role != ROOT or ROOT not in rules.written_by:
            raise NotAllowedError(N_("Only what a party's root has signed can be brought in as a file."))
        if content.centre != keys.identity().name or author.party != content.party:
            template = N_("This record was made by %(party)s for the centre %(centre)s. It does not belong here.")
            raise NotAllowedError(template, party=content.party, centre=content.centre)
        if content.entered_at > _now(last) + AHEAD_TOLERANCE:
            template = N_(
                "This record was made at %(time)s, which this centre's clock has not reached. Set the clocks."
            )
            raise ClockSetBackError(template, time=date_time_group(content.entered_at))
        check_body(content)
        signed_by = Author(content.author or "", content.party, content.author_role)
        rules.check(Asked(place, content, signed_by))
        return _enter(place, record, signed_by, last)


def _enter(place: int, record: Record, author: Author, last: datetime | None) -> Entered:
    refuse_stranger(author, keys.identity().party_ids)
    try:
        standing = keys.keyring_at(place).admit(place, record)
        check_history(record, standing)
        keys.note_admitted(place)
        entered = Entered(place, record, author)
        entry_row(entered, last).save(force_insert=True)
        with projecting(entered):
            project(entered)
    except BaseException:
        keys.forget_keyring()
        raise
    transaction.on_commit(lambda: tell(entered))
    return entered


def entry_row(entered: Entered, last: datetime | None) -> Entry:
    """Return the journal's row for a record; ``last`` is when the one before was kept."""
    content, record = entered.content, entered.record
    return Entry(
        place=entered.place, entry=record.entry, leaf=leaf_hash(record.entry), digest=record.digest,
        kind=content.kind, object=content.object, party=content.party, author=content.author or "",
        author_role=content.author_role, supersedes=content.supersedes, event_at=content.event_at,
        received_at=content.received_at, entered_at=content.entered_at,
        kept_at=_kept_at(content, last),
    )  # fmt: skip


def _kept_at(content: Content, last: datetime | None) -> datetime:
    """Return by when, on this centre's own clock, a record was here; a root's clock is another."""
    before = last or BEFORE_ALL
    return before if content.author_role == ROOT else max(content.entered_at, before)


def _end() -> tuple[int, datetime | None]:
    """Return the next place and when the last record was kept."""
    last = Entry.objects.order_by("-place").values_list("place", "kept_at").first()
    return (0, None) if last is None else (last[0] + 1, last[1])


def _now(last: datetime | None) -> datetime:
    now = _to_ms(timezone.now())
    if last is None or now >= last:
        return now.astimezone(LOCAL_ZONE)
    if now < last - CLOCK_TOLERANCE:
        template = N_(
            "The centre's clock says %(now)s, but its last record was made at %(last)s. Set the clock before "
            "anything is entered."
        )
        raise ClockSetBackError(template, now=date_time_group(now), last=date_time_group(last))
    return last.astimezone(LOCAL_ZONE)


def _to_ms(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
