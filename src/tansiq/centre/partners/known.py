"""The journal before a record, and one recipient's log so far, as the decision on a release asks for them."""

from collections.abc import Iterable, Iterator
from typing import Final

from django.db import models

from tansiq.centre.door.models import Entry, Key
from tansiq.centre.door.questions import Question
from tansiq.centre.partners.models import Received, Released
from tansiq.journal.record import Record
from tansiq.journal.record.again import read_again

_OWN: Final = ("centre", "witness")
# Asked several times for every record of the journal.
_IN_LOG: Final = Question(
    lambda: Released.objects.at(None).filter(digest="", recipient="").values_list("index")[:1],
)
_LAST: Final = Question(
    lambda: Released.objects.at(None).filter(recipient="").order_by("-index").values_list("index")[:1]
)
_KEY: Final = Question(
    lambda: models.QuerySet(Key).filter(label="", party="").order_by("key", "since").values_list("since", "revoked")
)
_ENTRY: Final = Question(lambda: Entry.objects.filter(place=0).values_list("entry"))


class KnownHere:
    """What stands in the tables while the record at ``place`` is projected, now or again.

    Implements :class:`tansiq.exchange.release.known.Known`.
    """

    def __init__(self, recipient: str, place: int) -> None:
        self.recipient = recipient
        self.place = place
        self._keys: dict[tuple[str, str], list[tuple[int, bool]]] = {}

    def has(self, digest: str) -> bool:
        """Tell whether the record is in this recipient's log."""
        return bool(_IN_LOG.rows(digest, self.recipient))

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
        return next(self._at(since for since, _ in self._versions(key_label, party)), None)

    def revocations(self, key_label: str, party: str) -> Iterator[Record]:
        """Return the journal's records by which a party revokes a key, in order."""
        return self._at(since for since, revoked in self._versions(key_label, party) if revoked)

    def centre_certificates(self) -> Iterator[Record]:
        """Return the journal's certificates of keys for purposes centre and witness, in order."""
        rows = Key.objects.at(None).filter(purpose__in=_OWN)
        first = [Key.objects.history(row.key).values_list("since", flat=True)[0] for row in rows]
        yield from self._at(sorted(first))

    def next_index(self) -> int:
        """Return how many entries this recipient's log has."""
        return released_count(self.recipient)

    def _versions(self, key_label: str, party: str) -> list[tuple[int, bool]]:
        """Return where in the journal something was said about a key, and whether it was revoked by that."""
        if (key_label, party) not in self._keys:
            self._keys[key_label, party] = _KEY.rows(key_label, party)
        return self._keys[key_label, party]

    def _at(self, places: Iterable[int]) -> Iterator[Record]:
        for place in places:
            yield read_again(bytes(_ENTRY.value(place)))


def released_count(recipient: str, as_of: int | None = None) -> int:
    """Return how many entries a recipient's log has."""
    if as_of is None:
        last = _LAST.value(recipient)
    else:
        rows = Released.objects.at(as_of).filter(recipient=recipient).order_by("-index")
        last = rows.values_list("index", flat=True).first()
    return 0 if last is None else last + 1
