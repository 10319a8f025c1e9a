"""What of planning waits for whom: files of courses that need a second key."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tansiq.centre.planning.asking_files import waiting_for
from tansiq.centre.shell.activities import Waiting
from tansiq.centre.shell.who import Officer


def count(officer: Officer, as_of: int | None) -> int:
    """Return how many files wait for an officer to confirm or decline."""
    return sum(1 for _each in items(officer, as_of))


def items(officer: Officer, as_of: int | None) -> Iterator[Waiting]:
    """Yield the files that colleagues asked for and an officer may confirm or decline."""
    for row in waiting_for(officer, timezone.now(), as_of):
        fields = {"account": f"\u2066{row.asked_by}\u2069", "number": row.course}
        what = _("%(account)s asks to take course of action %(number)s away as a file: confirm or decline")
        yield Waiting(
            row.asked_at,
            what % fields,
            reverse("planning-course", args=[row.course]) + "#files",
            party=row.party,
        )
