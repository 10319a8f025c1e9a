"""The journal before a record, and one recipient's log so far, as the decision on a release asks for them."""

from collections.abc import Iterable, Iterator
from typing import Final

from tansiq.centre.door.models import Entry, Key
from tansiq.centre.partners.models import Received, Released
from tansiq.journal.record import Record
from tansiq.journal.record.again import read_again

_OWN: Final = ("centre", "witness")


class KnownHere:
    """What stands in the tables while the record at ``place`` is projected, now or again.

    Implements :class:`tansiq.exchange.release.known.Known`.
    """

    def __init__(self, recipient: str, place: int) -> None:
        self.recipient = recipient
        self.place = place

    def has(self, digest: str) -> bool:
        """Tell whether the record is in this recipient's log."""
        return bool(Released.objects.at(None).filter(recipient=self.recipient, digest=digest).exists())

    def record(self, digest: str) -> Record | None:
        """Return a record of the journal; None if it is not there, or was erased."""
        entry = Entry.objects.filter(digest=digest, place__lte=self.place).values_list("entry", flat=True).first()
        return read_again(bytes(entry)) if entry else None

    def received(self, digest: str) -> bool:
        """Tell whether the record came from this recipient."""
        rows = Received.objects.at(None).filter(origin=self.recipient, digest=digest)
        return bool(rows.exclude(state="refused").exists())

    def certificate(self, key_label: str, party: str) -> Record | None:
        """Return the record that certifies a key; None for the parties' first roots."""
        for row in Key.objects.at(None).filter(label=key_label, party=party):
            return next(self._at(each.since for each in Key.objects.history(row.key)[:1]), None)
        return None

    def revocations(self, key_label: str, party: str) -> Iterator[Record]:
        """Return the journal's records by which a party revokes a key, in order."""
        for row in Key.objects.at(None).filter(label=key_label, party=party):
            yield from self._at(each.since for each in Key.objects.history(row.key) if each.revoked)

    def centre_certificates(self) -> Iterator[Record]:
        """Return the journal's certificates of keys for purposes centre and witness, in order."""
        rows = Key.objects.at(None).filter(purpose__in=_OWN)
        first = [Key.objects.history(row.key).values_list("since", flat=True)[0] for row in rows]
        yield from self._at(sorted(first))

    def next_index(self) -> int:
        """Return how many entries this recipient's log has."""
        return released_count(self.recipient)

    def _at(self, places: Iterable[int]) -> Iterator[Record]:
        for place in places:
            yield read_again(bytes(Entry.objects.values_list("entry", flat=True).get(place=place)))


def released_count(recipient: str, as_of: int | None = None) -> int:
    """Return how many entries a recipient's log has."""
    rows = Released.objects.at(as_of).filter(recipient=recipient).order_by("-index")
    last = rows.values_list("index", flat=True).first()
    return 0 if last is None else last + 1
