"""Places in the journal and moments on the clock."""

from datetime import datetime

from tansiq.centre.door.models import Entry
from tansiq.centre.door.store import in_words


def place_at(moment: datetime) -> int:
    """Return the place of the last record that was here at ``moment`` (aware); -1 if none was."""
    with in_words():
        place = Entry.objects.filter(kept_at__lte=moment).order_by("-place").values_list("place", flat=True).first()
    return -1 if place is None else place


def size() -> int:
    """Return how many records the journal has."""
    with in_words():
        place = Entry.objects.order_by("-place").values_list("place", flat=True).first()
    return 0 if place is None else place + 1
