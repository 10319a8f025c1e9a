"""Everything released to one partner, as bytes in order: from the journal's table, and stubs from their own."""

from collections.abc import Sequence

from tansiq.centre.door.models import Entry
from tansiq.centre.partners.known import released_count
from tansiq.centre.partners.models import Released


class ReleasedRows:
    """A recipient's entries, read in parts. Implements :class:`tansiq.exchange.release_log.Rows`."""

    def __init__(self, recipient: str) -> None:
        self.recipient = recipient

    def __len__(self) -> int:
        return released_count(self.recipient)

    def __getitem__(self, part: slice, /) -> Sequence[bytes]:
        first, end, _ = part.indices(len(self))
        rows = Released.objects.at(None).filter(recipient=self.recipient, index__gte=first, index__lt=end)
        listed = list(rows.order_by("index").values_list("place", "stub", "entry"))
        places = {place for place, stub, _ in listed if not stub}
        entries = dict(Entry.objects.filter(place__in=places).values_list("place", "entry"))
        return [bytes(entry if stub else entries[place]) for place, stub, entry in listed]
