"""Entries of partners' logs as they lie in the database: staged first, counted when a record covers them."""

from collections.abc import Iterator, Sequence
from typing import Final

from tansiq.centre.door.refusals import UnknownRecordError
from tansiq.centre.door.store import exclusively, in_words
from tansiq.centre.partners.models import ReceivedEntry
from tansiq.exchange.ports import Verified
from tansiq.language import N_, translate

AT_ONCE: Final = 1024  # entries that one record of kind received/1 covers at most
_CHUNK: Final = 4096


def stage(origin: str, first: int, entries: Sequence[Verified]) -> None:
    """Write entries from ``first`` on durably, in place of any staged there before that no record covers.

    Raises
    ------
    StoreError
        The database refuses; nothing was changed.
    """
    rows = [
        ReceivedEntry(origin=origin, index=index, entry=each.entry, leaf=each.leaf, refused=_why(each))
        for index, each in enumerate(entries, first)
    ]
    with exclusively():
        ReceivedEntry.objects.filter(origin=origin, index__gte=first).delete()
        ReceivedEntry.objects.bulk_create(rows)


def _why(each: Verified) -> list[object] | None:
    return [each.refused, dict(each.refused_fields)] if each.refused else None


def rows_of(origin: str, first: int, end: int) -> list[ReceivedEntry]:
    """Return what is staged or kept from ``first`` to ``end`` (left out), in order."""
    return list(ReceivedEntry.objects.filter(origin=origin, index__gte=first, index__lt=end).order_by("index"))


def refused_of(origin: str, end: int) -> list[tuple[int, str]]:
    """Return which of the first ``end`` entries were not accepted, each with the reason in English."""
    rows = ReceivedEntry.objects.filter(origin=origin, index__lt=end, refused__isnull=False).order_by("index")
    return [(index, translate(why[0], "en", why[1])) for index, why in rows.values_list("index", "refused") if why]


def leaves_between(origin: str, first: int, end: int) -> list[bytes]:
    """Return the leaf hashes of what is staged or kept from ``first`` to ``end`` (left out) [32 bytes each]."""
    rows = ReceivedEntry.objects.filter(origin=origin, index__gte=first, index__lt=end).order_by("index")
    return [bytes(leaf) for leaf in rows.values_list("leaf", flat=True)]


def leaves_of(origin: str, end: int) -> Iterator[bytes]:
    """Yield the leaf hashes of the first ``end`` entries [32 bytes each]."""
    rows = ReceivedEntry.objects.filter(origin=origin, index__lt=end).order_by("index")
    for leaf in rows.values_list("leaf", flat=True).iterator(chunk_size=_CHUNK):
        yield bytes(leaf)


def entry_of(origin: str, index: int) -> bytes:
    """Return an entry's bytes.

    Raises
    ------
    UnknownRecordError
        There is none.
    """
    with in_words():
        entry = ReceivedEntry.objects.filter(origin=origin, index=index).values_list("entry", flat=True).first()
    if entry is None:
        raise UnknownRecordError(N_("No entry %(index)s of %(origin)s is kept here."), index=index, origin=origin)
    return bytes(entry)
