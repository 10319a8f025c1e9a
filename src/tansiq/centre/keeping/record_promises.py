"""What a centre's folder promises of its records: the clock, the key, the database, the journal and the tables."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from tansiq.centre.door.author import Author
from tansiq.centre.door.keys import RunningKeyring, centre_signer, identity
from tansiq.centre.door.models import Entry
from tansiq.centre.door.moments import size
from tansiq.centre.door.publishing import check_continues, read_head
from tansiq.centre.door.putting import CLOCK_TOLERANCE, entry_row
from tansiq.centre.door.registry import Entered
from tansiq.centre.door.store import in_words
from tansiq.centre.keeping.refusals import BrokenPromiseError
from tansiq.centre.keeping.replaying import differing_rows
from tansiq.domain.time import date_time_group
from tansiq.journal.audit import audit_log
from tansiq.journal.audit.findings import Finding
from tansiq.journal.keys import Roots
from tansiq.journal.log import Folder
from tansiq.journal.record import read_record
from tansiq.journal.tree import leaf_hash
from tansiq.language import N_

_SOUND: Final = "ok"
_POSTGRESQL: Final = ("fsync", "full_page_writes", "synchronous_commit")
_FULL: Final = 2
_SAME: Final = (
    "leaf", "digest", "kind", "object", "party", "author", "author_role", "supersedes", "event_at", "received_at",
    "entered_at", "kept_at",
)  # fmt: skip


def clock() -> Iterator[Finding]:
    """Hold the clock against the last record.

    Raises
    ------
    BrokenPromiseError
        It stands before it.
    """
    now = timezone.now()
    with in_words():
        last = Entry.objects.order_by("-place").values_list("kept_at", flat=True).first()
    if last is not None and now < last - CLOCK_TOLERANCE:
        template = N_("The clock says %(now)s, but the last record was kept at %(last)s. Set the clock.")
        raise BrokenPromiseError(template, now=date_time_group(now), last=date_time_group(last))
    yield Finding(N_("The clock stands after the last record."))


def own_key() -> Iterator[Finding]:
    """Check that the centre's key opens, and may sign for every party of the centre.

    Raises
    ------
    BrokenPromiseError
        A party has not certified it, or has revoked it.
    TansiqError
        It does not open.
    """
    key, places = centre_signer().key, size()
    with in_words():
        ring = RunningKeyring(identity().journal).catch_up(places)
    missing = sorted(set(identity().party_ids) - ring.parties_of(key, places))
    if missing:
        template = N_("The centre's key %(key)s may not sign for %(parties)s: not certified, or revoked.")
        raise BrokenPromiseError(template, key=key.label, parties=", ".join(missing))
    yield Finding(N_("The centre's key %(key)s opens, and every party has certified it."), {"key": key.label})


def database() -> Iterator[Finding]:
    """Ask the database about itself, and whether it keeps what it has acknowledged through a loss of power.

    Raises
    ------
    BrokenPromiseError
        It finds damage, or is set up so that it might forget.
    """
    with in_words():
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            template = N_(
                "The database's tables are of an earlier version. Start the centre once: that brings them up."
            )
            raise BrokenPromiseError(template)
        faults = _sqlite_faults() if connection.vendor == "sqlite" else _postgresql_faults()
    if faults:
        template = N_("The database is not sound: %(faults)s. Stop the centre and restore the newest backup.")
        raise BrokenPromiseError(template, faults="; ".join(faults)[:500])
    yield Finding(N_("The database finds itself sound, and forgets nothing it has acknowledged."))


def _sqlite_faults() -> list[str]:
    faults = [str(row[0]) for row in _asked("PRAGMA integrity_check") if row[0] != _SOUND]
    faults += [f"foreign_key_check {row}" for row in _asked("PRAGMA foreign_key_check")]
    return faults if _asked("PRAGMA synchronous") == [(_FULL,)] else [*faults, "synchronous"]


def _postgresql_faults() -> list[str]:
    return [name for name in _POSTGRESQL if _asked(f"SHOW {name}") != [("on",)]]


def _asked(question: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


def entries() -> Iterator[Finding]:
    """Hold every entry of the table against its hash, its columns and its place.

    Raises
    ------
    BrokenPromiseError
        One is not what came in, or is missing.
    """
    last: datetime | None = None
    count = 0
    with in_words():
        for row in Entry.objects.order_by("place").iterator(chunk_size=2000):
            if row.place != count:
                raise BrokenPromiseError(N_("Entry %(place)s is missing from the database."), place=count)
            if row.entry:
                _check_row(row, last)
            last, count = row.kept_at, count + 1
    yield Finding(N_("Each of the %(count)s entries is what came in."), {"count": count})


def _check_row(row: Entry, last: datetime | None) -> None:
    template = N_("Entry %(place)s of the database is not what came in: %(columns)s.")
    if leaf_hash(bytes(row.entry)) != bytes(row.leaf):
        raise BrokenPromiseError(template, place=row.place, columns="entry")
    record = read_record(bytes(row.entry))
    content = record.content
    made = entry_row(Entered(row.place, record, Author(content.author or "", content.party, content.author_role)), last)
    wrong = [name for name in _SAME if _plain(getattr(row, name)) != _plain(getattr(made, name))]
    if wrong:
        raise BrokenPromiseError(template, place=row.place, columns=", ".join(wrong))


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def journal(trusted: Roots | None, earlier: bytes | None, progress: Callable[[float, str], None]) -> Iterator[Finding]:
    """Check the journal's files, and that the table continues their head.

    Raises
    ------
    DoesNotVerifyError, StoreError
        Something was altered, or table and files do not belong together.
    """
    files, findings = Folder(identity().journal), list[Finding]()
    head = read_head(files)
    if head is None:
        yield Finding(N_("The journal has no signed head yet: the centre's key still lacks a party's certificate."),
                      doubt=True)  # fmt: skip
        return
    audit_log(files, trusted, earlier=earlier, tell=findings.append, progress=progress)
    yield from findings
    _check_whole(head.size)
    check_continues()
    behind = size() - head.size
    yield Finding(N_("The database continues the journal's head of %(size)s entries."), {"size": head.size})
    if behind > 0:
        yield Finding(N_("%(count)s records are not in the journal's files yet; they follow when the centre runs."),
                      {"count": behind})  # fmt: skip


def _check_whole(places: int) -> None:
    with in_words():
        known = Entry.objects.filter(place__lt=places).count()
    if known != places:
        template = N_("The journal's signed head has %(size)s entries, of which the database has %(known)s.")
        raise BrokenPromiseError(template, size=places, known=known)


def tables(progress: Callable[[float, str], None]) -> Iterator[Finding]:
    """Hold every table against a fresh replay of the journal, row for row.

    Raises
    ------
    BrokenPromiseError
        A row differs.
    """
    differing = differing_rows(progress)
    if differing:
        rows = ", ".join(f"{table} {row}" for table, row in sorted(differing.items()))
        template = N_("Tables are not what the journal's records say: %(rows)s. Make them again: tansiq centre rebuild")
        raise BrokenPromiseError(template, rows=rows)
    yield Finding(N_("Every table is, row for row, what the journal's records say."))
