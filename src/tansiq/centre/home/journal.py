"""How the journal stands: its last record, its signed head, and how far the two are apart."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from tansiq.centre.door import keys
from tansiq.centre.door.models import Entry
from tansiq.centre.door.publishing import read_head
from tansiq.centre.shell.activities import Standing
from tansiq.centre.shell.moments import age_mark, marked, moment_mark
from tansiq.centre.shell.who import Officer
from tansiq.errors import TansiqError
from tansiq.journal.log import Folder

# The head follows the table within a second; one that lags longer has a reason, which the server's log tells.
HEAD_MAY_LAG: Final = timedelta(minutes=1)


def journal_lines(_officer: Officer, as_of: int | None) -> Iterator[Standing]:
    """Yield the journal's last record and, for now, its signed head."""
    entries = Entry.objects.order_by("-place")
    last = (entries if as_of is None else entries.filter(place__lte=as_of)).first()
    if last is None:
        yield Standing(_("Last record"), _("There is none yet."))
        return
    fields = {"place": last.place, "when": moment_mark(last.kept_at)}
    if as_of is not None:
        yield Standing(_("Last record"), marked(_("number %(place)s, %(when)s"), **fields))
        return
    fields["age"] = age_mark(last.kept_at, timezone.now())
    yield Standing(_("Last record"), marked(_("number %(place)s, %(when)s, %(age)s ago"), **fields))
    yield _head(last.place + 1)


def _head(records: int) -> Standing:
    """Tell what the signed head covers; a head that cannot be read is told, not hidden."""
    try:
        head = read_head(Folder(keys.identity().journal))
    except TansiqError:
        return _trouble(_("The signed head cannot be read. Whoever runs the server should run: tansiq centre check"))
    if head is None:
        return _trouble(_("There is none yet: both parties must certify this centre's key."))
    if head.size >= records:
        return Standing(_("Journal"), marked(_("%(count)s records, all under its signed head"), count=head.size))
    waiting = Entry.objects.get(place=head.size).kept_at
    words = marked(
        _("%(signed)s of %(count)s records are under its signed head; the next has waited %(age)s"),
        signed=head.size, count=records, age=age_mark(waiting, timezone.now()),
    )  # fmt: skip
    return Standing(_("Journal"), words, troubled=timezone.now() - waiting > HEAD_MAY_LAG)


def _trouble(words: str) -> Standing:
    return Standing(_("Journal"), words, troubled=True)
